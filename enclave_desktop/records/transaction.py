"""Reading and changing an open record as one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.records import contents, erasing, history, packets
from enclave_desktop.records.bounds import MANY
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.erasing import Erasure, Sums
from enclave_desktop.records.origin import Origin
from enclave_desktop.records.packets import FrozenPacket
from enclave_desktop.records.reading import read_rows
from enclave_desktop.records.store import Store
from enclave_desktop.records.writing import Told, apply, unheard


class Transaction:
    """Reading and changing a record as one."""

    def __init__(self, connection: Connection, store: Store) -> None:
        self._connection = connection
        self._store = store
        self._head = history.hold(connection)
        self._written = history.Written()

    def dossier(self, as_of: date) -> Dossier:
        """All that is on record, with what was changed so far."""
        with self._store.reading():
            return Dossier.of(as_of, read_rows(lambda sql: self._connection.exec_driver_sql(sql).all()))

    def apply(self, changes: Changes, told: Told = unheard) -> None:
        """Make the changes; UserError when a row is no longer as it was, what it refers to is missing, or so many
        rows have no room.

        Removed rows that stand in a kept packet are moved out instead; what is added in their place brings them back.
        """
        moved = apply(self._connection, changes, told)
        if sum(map(len, changes.added.values())) >= MANY:
            self._store.check_room(self._connection)
        self._written.rows(changes, moved)

    def keep(self, files: Iterable[bytes]) -> list[str]:
        """Keep files, each once; their digests. Evidence that names them comes after."""
        kept = contents.keep(self._connection, files)
        if kept:
            self._written.fact("files", list(dict.fromkeys(kept)))
        return kept

    def freeze(self, **packet: Any) -> FrozenPacket:
        """Keep a packet as it was printed; what it takes stands at `packets.freeze`."""
        frozen = packets.freeze(self._connection, **packet)
        self._written.fact("packet", [frozen.number, frozen.programme, frozen.manifest, frozen.pdf])
        return frozen

    def forget_unused(self) -> int:
        """Let go of files that nothing names any more; how many."""
        forgotten = contents.forget_unused(self._connection)
        if forgotten:
            self._written.fact("forgotten", forgotten)
        return forgotten

    def erase(self, number: str, reason: str, today: date, sums: Sums) -> Erasure:
        """Erase a person; what it takes and means stands at `erasing.erase`."""
        done = erasing.erase(self._connection, number, reason, today, sums)
        told = {"reason": reason, "lines": done.lines, "files": len(done.plan.files)}
        told |= {"packets": [packet.number for packet in done.plan.packets], "claims_as": done.claims_as}
        self._written.fact("erased", told)
        return done

    def restored(self, left: int) -> None:
        """Put down that this was a backup, and that the record in whose place it goes had `left` entries."""
        self._written.fact("restored", left)

    def end(self, origin: Origin) -> None:
        """Put down in the history what was done, if anything was."""
        if self._written:
            history.append(self._connection, self._head, origin, self._written, self._store.account)
