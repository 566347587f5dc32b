"""The password for a server: typed, or taken from the system's credential store or libpq's own file; never shown."""

from dataclasses import dataclass, field

from enclave_desktop.records.remembered import SERVICE
from enclave_desktop.records.server_address import ServerAddress


@dataclass(frozen=True, slots=True)
class ServerPassword:
    """What opens a shared record. Held as long as the record is open, to connect again."""

    text: str = field(repr=False)


def remembered(address: ServerAddress) -> ServerPassword | None:
    """What the system's credential store has for the address; None where there is none, or no such store."""
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(SERVICE, str(address))
    except KeyringError:
        return None
    return ServerPassword(text) if text else None


def remember(address: ServerAddress, password: ServerPassword) -> bool:
    """Keep it in the system's credential store, which the user asked for; False where there is no such store."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, str(address), password.text)
    except KeyringError:
        return False
    return True


def forget(address: ServerAddress) -> None:
    """Take it out of the system's credential store."""
    from contextlib import suppress

    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError):
        keyring.delete_password(SERVICE, str(address))
