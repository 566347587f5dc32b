"""What names a record: a file's path, or the address of a database that several people share."""

from pathlib import Path

from enclave_desktop.records.server_address import ServerAddress, is_server_address, read_server_address

Place = Path | ServerAddress


def read_place(text: str) -> Place:
    """The place that is written so; UserError when it is a badly written address."""
    return read_server_address(text) if is_server_address(text) else Path(text)


def place_where(place: Place) -> str:
    """What it lies in: a folder or a server."""
    if isinstance(place, Path):
        return str(place.parent)
    return f"共享档案　{'本机' if place.server.startswith('/') else place.server}　用户 {place.user}"


def place_name(place: Place) -> str:
    """As people speak of it: short, for titles and lists."""
    return place.stem if isinstance(place, Path) else place.name
