"""A backup of a shared record is a file: the record moved into it, and verified."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.records.backup import Backup, free_name, thin
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.history_verify import NO_CHAIN
from enclave_desktop.records.made import Made, put_down, to_be_put_down_again
from enclave_desktop.records.moving import move
from enclave_desktop.records.record import Record
from enclave_desktop.records.server_address import ServerAddress
from enclave_desktop.records.verify import Told, digest, verify

if TYPE_CHECKING:
    from enclave_desktop.records.postgres import ServerStore


def back_up_server(
    store: "ServerStore", folder: Path, now: datetime, told: Told, key: Key | None = None
) -> Backup:
    """A file in the folder, encrypted with `key`; UserError when it cannot be made."""
    address: ServerAddress = store.place
    wanted = folder / f"{address.database}-{now:%Y%m%d-%H%M%S}.enclave"
    path = next(name for name in free_name(wanted) if not name.exists())
    move(Record(store), path, key=key, told=told)
    contents = verify(path, now.date(), told, key=key)
    of = sha256(str(address).encode()).hexdigest()[:16]
    chain = contents.history or NO_CHAIN
    made = Made(path.name, of, digest(path), now, now, chain.length, chain.digest, chain.first)
    put_down(folder, [made, *to_be_put_down_again(folder)])
    return Backup(path, contents, True, thin(folder, made, now))
