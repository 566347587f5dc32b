"""A record as one SQLite file: opening it, and the settings under which it is used.

SQLAlchemy comes in with `connect`: opening and reading do without.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from enclave_desktop.errors import UserError
from enclave_desktop.records import bounds, cipher
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.first_page import first_page, is_opened_here
from enclave_desktop.records.recognising import recognise
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.shape import check_shape
from enclave_desktop.records.sqlite_errors import UpgradeWanted, damaged, explained, meaning, newer, reading
from enclave_desktop.records.whereabouts import UnsafeToWrite, whereabouts

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_SECONDS = 2
"""How long to wait for another program to finish writing."""
LARGE = 32 * 1024 * 1024
"""Bytes from which on a record is mostly files that it keeps."""

_JOURNAL_AT, _NO_LOG = slice(18, 20), b"\1\1"
"""Where the header says that the file is used without a log; others mind its locks then."""
_SETTINGS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    f"cache_size = -{16 * 1024}",  # in KiB: a large import then stays out of the log until it is done
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",  # what is deleted is gone
)


def opened(path: Path, *, key: Key | None = None, read_only: bool = False) -> sqlite3.Connection:
    """A connection of the driver's; reading only, it promises not to change the record. No value may be longer than
    `bounds.LONGEST`.

    With a key it is SQLCipher's; WrongPassphrase where the key does not open the file. See `cipher.fitting`.
    """
    # Whoever only reads on a network drive leaves nothing there that a log would need.
    writes = _may_write(path) and (not read_only or whereabouts(path).may_log)
    uri = _uri(path, "rw" if writes else "ro")
    is_opened_here(path)
    if key:
        connection = cipher.connection(uri, path, key, BUSY_SECONDS)
    else:
        # The driver keeps its hands off transactions: it would end ours before the statements of a migration.
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    _prepare(connection, path, read_only)
    return connection


def connect(path: Path, *, key: Key | None = None, read_only: bool = False) -> "Engine":
    """An engine on the file. Nothing is opened yet; reading only, it promises not to change the record."""
    from sqlalchemy import QueuePool, create_engine, event

    def connected() -> sqlite3.Connection:
        connection = opened(path, key=key, read_only=read_only)
        bounds.widen(connection)  # kept files are read and written by it
        return connection

    # Errors must not show the values of a statement: they hold identity numbers and pay.
    engine = create_engine(
        "sqlite://",
        module=cipher.driver(key),
        creator=connected,
        hide_parameters=True,
        poolclass=QueuePool,
    )
    event.listen(engine, "begin", _begin)
    return engine


def look_first(path: Path, *, key: Key | None = None, read_only: bool = False) -> None:
    """See that the file is a record that may be opened so, and leave it and all beside it as they are; UserError
    when it is not one, is newer than this program, not opened by `key`, or, unless `read_only`, not to be written.
    """
    recognise(path)
    key = cipher.fitting(path, key)
    if not read_only:
        if not _may_write(path):  # SQLite itself would only say so at the first change
            raise meaning(sqlite3.SQLITE_READONLY, path)
        if not (place := whereabouts(path)).may_write:
            raise UnsafeToWrite(path, place)
    with explained(path), reading(path), closing(_untouched(path, key)) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        if schema > SCHEMA:
            raise newer(path)


def _untouched(path: Path, key: Key | None) -> sqlite3.Connection:
    """A connection for a look; where there is a log, whoever reads has to share it."""
    uri = _uri(path, "ro", alone=True)
    is_opened_here(path)
    if key:
        return cipher.connection(uri, path, key, BUSY_SECONDS)
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)
    try:
        bounds.load_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_checked(path: Path, *, key: Key | None = None, read_only: bool = False) -> sqlite3.Connection:
    """Open a record that was looked at: undamaged, of this program's schema, and free to write unless `read_only`;
    UserError when not.
    """
    key = cipher.fitting(path, key)
    with explained(path):
        with reading(path):
            connection = opened(path, key=key, read_only=read_only)
        try:
            _look_into(connection, path, read_only)
        except BaseException:
            connection.close()
            raise
    return connection


def _look_into(connection: sqlite3.Connection, path: Path, read_only: bool) -> None:
    with reading(path):
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        if schema > SCHEMA:
            raise newer(path)
        check_shape(lambda statement: connection.execute(statement).fetchall(), path)
        bounds.check_size(connection, path)
        if schema < 1 or not _sound(connection, path):
            raise damaged(path)
    if schema < SCHEMA:
        raise UpgradeWanted(path, schema)
    if (
        not read_only
    ):  # whoever may not write, or must wait for another, is told now and not at the end of the work
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")


def _sound(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file's structure is whole; of a large one, that of all tables but the kept files'.

    Looking at all scans of a firm would make opening from a memory stick a matter of many seconds; each of them
    is held against its digest when it is read.
    """
    checks = ["PRAGMA quick_check(1)"]
    if path.stat().st_size > LARGE:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'content'"
        )
        checks = [f'PRAGMA quick_check("{name}")' for (name,) in tables]
    return all(connection.execute(check).fetchone() == ("ok",) for check in checks)


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """What gives the rows of a statement; all of them of one moment."""
    connection.execute("BEGIN")
    try:
        yield lambda statement: connection.execute(statement).fetchall()
    finally:
        connection.rollback()


def _prepare(connection: sqlite3.Connection, path: Path, read_only: bool) -> None:
    try:
        bounds.load_schema(connection)
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}").fetchall()
        if read_only:
            connection.execute("PRAGMA query_only = ON").fetchall()
        else:
            _keep_log(connection, path)
    except BaseException:
        connection.close()
        raise


def _keep_log(connection: sqlite3.Connection, path: Path) -> None:
    """In a log beside the file where it is on this machine; elsewhere in a journal, which other machines mind too."""
    if whereabouts(path).may_log:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        return
    (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":  # somebody has it open with a log
        raise meaning(sqlite3.SQLITE_BUSY, path)


def _begin(connection: "Connection") -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _uri(path: Path, mode: str, *, alone: bool = False) -> str:
    """`alone`: nobody else is minded, for a moment."""
    full = path.absolute().as_posix()
    # Without a right to write there is no shared memory for the log; with no log there, none is needed.
    logged = alone or _is_logged(path)
    immutable = mode == "ro" and logged and not path.with_name(f"{path.name}-wal").exists()
    slash = "" if full.startswith("/") else "/"
    return f"file://{slash}{quote(os.fsencode(full))}?mode={mode}{'&immutable=1' if immutable else ''}"


def _is_logged(path: Path) -> bool:
    """By its header; an encrypted one's tells nothing, so by where it lies."""
    header = first_page(path)
    if not header.startswith(cipher.PLAIN_HEADER):
        return whereabouts(path).may_log
    return header[_JOURNAL_AT] != _NO_LOG


def bring_log_in(path: Path, key: Key | None = None) -> None:
    """Bring what is in the log into the file, before only that gets another name: closing says nothing when it fails."""
    with closing(opened(path, key=key)) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raise meaning(sqlite3.SQLITE_BUSY, path)


def companions(path: Path) -> list[Path]:
    """What SQLite lays beside a database while it is in use."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def forget_traces(connection: sqlite3.Connection, path: Path) -> None:
    """Write the file anew without what its free pages held, and empty the log; UserError while another reads it."""
    bounds.widen(connection)
    connection.execute("VACUUM")
    bounds.widen(connection, bounds.LONGEST)
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise UserError(
            f"档案 {path} 正被另一个窗口或命令读取，清除的内容还留在旁边的日志里。",
            "请关闭其他窗口和命令，再打开并关闭一次档案。",
        )
