"""One open record: hands out frozen dossiers, takes changes in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.records import contents, packets, sqlite_file
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.packets import FrozenPacket
from enclave_desktop.records.reading import read_rows
from enclave_desktop.records.writing import apply


class Record:
    """An open record; closing it leaves one whole file."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty record and open it; UserError when the path is taken or cannot be written."""
        sqlite_file.create(path)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a record; UserError when it is missing, barred, held, foreign, damaged or newer than the program.

        Reading only, it may lie in a place where nothing can be written, and others may write meanwhile.
        """
        return cls(path, sqlite_file.open_checked(path, read_only=read_only))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def dossier(self, as_of: date) -> Dossier:
        """All that is on record, in one consistent reading."""
        with sqlite_file.explained(self.path), self._engine.begin() as connection:
            return _dossier(connection, as_of, self.path)

    def content(self, sha: str) -> bytes:
        """A file that the record keeps; UserError when it is not there or no longer what it was."""
        with sqlite_file.explained(self.path), self._engine.begin() as connection:
            return contents.read(connection, sha)

    def damaged(self, shas: Sequence[str]) -> list[str]:
        """Those of the kept files that are missing or no longer what they were."""
        with sqlite_file.explained(self.path), self._engine.begin() as connection:
            return contents.damaged(connection, shas)

    def packets(self) -> list[FrozenPacket]:
        """Every packet that was printed, the newest first."""
        with sqlite_file.explained(self.path), self._engine.begin() as connection:
            return packets.frozen_packets(connection)

    def packet(self, number: str) -> FrozenPacket:
        """The printed packet of that number; UserError when there is none."""
        with sqlite_file.explained(self.path), self._engine.begin() as connection:
            return packets.frozen_packet(connection, number)

    def backup(self, path: Path) -> None:
        """Write a whole copy of what is on record now, in place of what is at `path`; UserError when it cannot be.

        The record may be in use meanwhile, here and elsewhere. The copy is the owner's alone.
        """
        sqlite_file.copy(self._engine, path)

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Everything inside happens, or on any error nothing; nobody else writes meanwhile."""
        with (
            sqlite_file.explained(self.path),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield Transaction(connection, self.path)


class Transaction:
    """Reading and changing a record as one."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def dossier(self, as_of: date) -> Dossier:
        """All that is on record, with what was changed so far."""
        return _dossier(self._connection, as_of, self._path)

    def apply(self, changes: Changes) -> None:
        """Make the changes; UserError when a row is no longer as it was, or what it refers to is missing."""
        apply(self._connection, changes)

    def keep(self, files: Iterable[bytes]) -> list[str]:
        """Keep files, each once; their digests. Evidence that names them comes after."""
        return contents.keep(self._connection, files)

    def freeze(self, **packet: Any) -> FrozenPacket:
        """Keep a packet as it was printed; what it takes stands at `packets.freeze`."""
        return packets.freeze(self._connection, **packet)

    def forget_unused(self) -> int:
        """Let go of files that nothing names any more; how many."""
        return contents.forget_unused(self._connection)


def _dossier(connection: Connection, as_of: date, path: Path) -> Dossier:
    with sqlite_file.reading(path):
        return Dossier.of(as_of, read_rows(connection))
