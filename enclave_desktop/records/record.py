"""One open record: hands out frozen dossiers, takes changes in one transaction.

It opens and reads without SQLAlchemy, which takes longer to load than a record to read; all else goes through it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.records import sqlite_file
from enclave_desktop.records.reading import read_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from enclave_desktop.records.backup import Backup
    from enclave_desktop.records.packets import FrozenPacket
    from enclave_desktop.records.transaction import Transaction
    from enclave_desktop.records.verify import Told


class Record:
    """An open record; closing it leaves one whole file."""

    def __init__(self, path: Path, driver: sqlite3.Connection, *, read_only: bool) -> None:
        self.path = path
        self._driver = driver
        self._read_only = read_only
        self.unbacked = False
        """Whether something was changed here since it was opened or backed up."""

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
        return cls(path, sqlite_file.open_checked(path, read_only=read_only), read_only=read_only)

    def close(self) -> None:
        """Let go of the file."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
        self._driver.close()

    def get_ready(self) -> None:
        """Load what the first change would otherwise wait for."""
        from enclave_desktop.records import transaction  # noqa: F401

        with self._reading():
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def dossier(self, as_of: date) -> Dossier:
        """All that is on record, in one consistent reading."""
        with (
            sqlite_file.explained(self.path),
            sqlite_file.reading(self.path),
            sqlite_file.snapshot(self._driver) as rows,
        ):
            return Dossier.of(as_of, read_rows(rows))

    def content(self, sha: str) -> bytes:
        """A file that the record keeps; UserError when it is not there or no longer what it was."""
        from enclave_desktop.records import contents

        with self._reading() as connection:
            return contents.read(connection, sha)

    def damaged(self, shas: Sequence[str]) -> list[str]:
        """Those of the kept files that are missing or no longer what they were."""
        from enclave_desktop.records import contents

        with self._reading() as connection:
            return contents.damaged(connection, shas)

    def packets(self) -> list["FrozenPacket"]:
        """Every packet that was printed, the newest first."""
        from enclave_desktop.records import packets

        with self._reading() as connection:
            return packets.frozen_packets(connection)

    def packet(self, number: str) -> "FrozenPacket":
        """The printed packet of that number; UserError when there is none."""
        from enclave_desktop.records import packets

        with self._reading() as connection:
            return packets.frozen_packet(connection, number)

    def backup(self, folder: Path, now: datetime, told: "Told") -> "Backup":
        """Back up what is on record now into a folder; what it takes stands at `backup.back_up`."""
        from enclave_desktop.records.backup import back_up

        made = back_up(self._driver, self.path, folder, now, told)
        self.unbacked = False
        return made

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Everything inside happens, or on any error nothing; nobody else writes meanwhile."""
        from enclave_desktop.records.transaction import Transaction

        with (
            sqlite_file.explained(self.path),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield Transaction(connection, self.path)
        self.unbacked = True

    @cached_property
    def _engine(self) -> "Engine":
        return sqlite_file.connect(self.path, read_only=self._read_only)

    @contextmanager
    def _reading(self) -> Iterator["Connection"]:
        with sqlite_file.explained(self.path), self._engine.begin() as connection:
            yield connection
