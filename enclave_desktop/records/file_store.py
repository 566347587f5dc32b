"""A record kept in one file."""

import sqlite3
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from enclave_desktop.records import creating, sqlite_errors, sqlite_file
from enclave_desktop.records.bounds import check_room
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.conflict_copies import conflict_copies, conflict_words
from enclave_desktop.records.first_page import File, hold, let_go
from enclave_desktop.records.lock import WRITING, Lock
from enclave_desktop.records.notice import Notice
from enclave_desktop.records.reading import Rows
from enclave_desktop.records.rights import Rights
from enclave_desktop.records.unfinished import workshop
from enclave_desktop.records.whereabouts import UnsafeToWrite, whereabouts

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from enclave_desktop.records.backup import Backup
    from enclave_desktop.records.verify import Told


class FileStore:
    """An open file; closing it leaves it whole, with nothing beside it."""

    def __init__(
        self, place: Path, driver: sqlite3.Connection, key: Key | None, lock: Lock | None, *, read_only: bool
    ) -> None:
        self.place = place
        self._file: File | None = hold(place)
        self._lock = lock
        self.account = None
        self.rights = Rights.READS if read_only else Rights.OWNS
        self._driver = driver
        self.key = key
        """What opens it; None for a plain one."""
        self._read_only = read_only

    @classmethod
    def create(cls, path: Path, key: Key | None = None, *, purpose: str = WRITING) -> Self:
        """Make an empty record, encrypted with `key`, and open it; UserError when the path is taken or cannot be written."""
        if not (place := whereabouts(path)).may_write:
            raise UnsafeToWrite(path, place)
        creating.create(path, key=key)
        return cls.open(path, key, read_only=False, purpose=purpose)

    @classmethod
    def open(cls, path: Path, key: Key | None = None, *, read_only: bool, purpose: str = WRITING) -> Self:
        """UserError when it is missing, barred, held, foreign, damaged or newer than the program, or `key` does not
        open it; one that is not encrypted needs none.

        Reading only, it may lie in a place where nothing can be written, and others may write meanwhile.
        `purpose` is told to whoever wants to write it too.
        """
        sqlite_file.look_first(path, key=key, read_only=read_only)
        lock = None if read_only else Lock.take(path, purpose)
        try:
            if lock and workshop(path).exists():
                from enclave_desktop.records.recrypting import clear_left

                clear_left(path)
            driver = sqlite_file.open_checked(path, key=key, read_only=read_only)
        except BaseException:
            if lock:
                lock.release()
            raise
        plain = isinstance(driver, sqlite3.Connection)
        return cls(path, driver, None if plain else key, lock, read_only=read_only)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What to know of where it lies and who left it."""
        left = self._lock.left if self._lock else None
        place = whereabouts(self.place)
        found = (
            Notice(f"上一次没有正常关闭：{left.words}。已保存的更改都在。" if left else "", quiet=True),
            Notice(place.words, quiet=place.may_log),
            Notice(conflict_words(conflict_copies(self.place)), quiet=False),
        )
        return tuple(notice for notice in found if notice.words)

    @cached_property
    def engine(self) -> "Engine":
        return sqlite_file.connect(self.place, key=self.key, read_only=self._read_only)

    def snapshot(self) -> AbstractContextManager[Rows]:
        return sqlite_file.snapshot(self._driver)

    def explained(self) -> AbstractContextManager[None]:
        return sqlite_errors.explained(self.place)

    def reading(self) -> AbstractContextManager[None]:
        return sqlite_errors.reading(self.place)

    def back_up(self, folder: Path, now: datetime, told: "Told", key: Key | None = None) -> "Backup":
        from enclave_desktop.records.backup import back_up

        return back_up(self._driver, self.place, folder, now, told, key=self.key or key)

    def check_room(self, connection: "Connection") -> None:
        check_room(cast("sqlite3.Connection", connection.connection.dbapi_connection), self.place)

    def forget_traces(self) -> None:
        with self.explained():
            sqlite_file.forget_traces(self._driver, self.place)

    def close(self) -> None:
        if "engine" in self.__dict__:
            self.engine.dispose()
        self._driver.close()
        if self._file:
            let_go(self._file)
            self._file = None
        if self._lock:
            self._lock.release()
