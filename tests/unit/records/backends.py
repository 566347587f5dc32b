"""The ways a record is kept, for tests that hold for each of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from enclave_desktop.records.cipher import Key
from enclave_desktop.records.places import Place
from enclave_desktop.records.record import Record
from tests.postgres_server import Server
from tests.unit.records.filled import EVERYTHING, adding, change

_FILLED = "filled"
"""A database with a row of every sheet, copied for each test."""


_filled_files: dict[Key | None, bytes] = {}
"""The same in files, by their keys."""


@dataclass(frozen=True)
class Files:
    """One file a record."""

    folder: Path
    numbers: "count[int]"
    key: Key | None = None
    """With one they are encrypted."""

    def new(self) -> Path:
        """Where a record can be made."""
        return self.folder / f"record{next(self.numbers)}.enclave"

    def filled(self) -> Place:
        """A record with a row of every sheet."""
        place = self.new()
        if self.key not in _filled_files:
            with Record.create(place, key=self.key) as record:
                change(record, adding(*EVERYTHING))
            _filled_files[self.key] = place.read_bytes()
        place.write_bytes(_filled_files[self.key])
        return place

    def let_go(self) -> None:
        """Nothing stays anyway."""


@dataclass(frozen=True)
class Databases:
    """One database a record."""

    server: Server
    made: list[str]
    key: None = None

    def new(self) -> Place:
        self.made.append(self.server.new_database())
        return self.server.address(self.made[-1])

    def filled(self) -> Place:
        self.made.append(self.server.new_database(template=_template(self.server)))
        return self.server.address(self.made[-1])

    def let_go(self) -> None:
        for name in self.made:
            self.server.drop_database(name)


def _template(server: Server) -> str:
    with server.superuser() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_FILLED,)).fetchone():
            return _FILLED
    with Record.create(server.address(server.new_database(_FILLED))) as record:
        change(record, adding(*EVERYTHING))
    return _FILLED


@contextmanager
def files(folder: Path, key: Key | None = None) -> Iterator[Files]:
    yield Files(folder, count(1), key)


@contextmanager
def databases(server: Server) -> Iterator[Databases]:
    made = Databases(server, [])
    try:
        yield made
    finally:
        made.let_go()
