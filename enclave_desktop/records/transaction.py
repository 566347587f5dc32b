"""Reading and changing an open record as one."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.records import contents, packets, sqlite_file
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.packets import FrozenPacket
from enclave_desktop.records.reading import read_rows
from enclave_desktop.records.writing import Told, apply, unheard


class Transaction:
    """Reading and changing a record as one."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def dossier(self, as_of: date) -> Dossier:
        """All that is on record, with what was changed so far."""
        with sqlite_file.reading(self._path):
            return Dossier.of(as_of, read_rows(lambda sql: self._connection.exec_driver_sql(sql).all()))

    def apply(self, changes: Changes, told: Told = unheard) -> None:
        """Make the changes; UserError when a row is no longer as it was, or what it refers to is missing."""
        apply(self._connection, changes, told)

    def keep(self, files: Iterable[bytes]) -> list[str]:
        """Keep files, each once; their digests. Evidence that names them comes after."""
        return contents.keep(self._connection, files)

    def freeze(self, **packet: Any) -> FrozenPacket:
        """Keep a packet as it was printed; what it takes stands at `packets.freeze`."""
        return packets.freeze(self._connection, **packet)

    def forget_unused(self) -> int:
        """Let go of files that nothing names any more; how many."""
        return contents.forget_unused(self._connection)
