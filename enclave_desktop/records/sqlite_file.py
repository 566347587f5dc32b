"""A record as one SQLite file: making, recognising and opening it, and what its errors mean to the user.

Everything that holds for SQLite only stands here. SQLAlchemy comes in with `connect`: opening and reading do without.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from enclave_desktop.errors import UserError
from enclave_desktop.paths import no_such_file
from enclave_desktop.records import migrate
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.whole_file import cannot_write

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x456E636C
"""'Encl' in the file's header: this file is ours."""
BUSY_SECONDS = 2
"""How long to wait for another program to finish writing."""
LARGE = 32 * 1024 * 1024
"""Bytes from which on a record is mostly files that it keeps."""

_SETTINGS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    f"cache_size = -{16 * 1024}",  # in KiB: a large import then stays out of the log until it is done
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
_HEADER = b"SQLite format 3\0"
_HEADER_LENGTH = 100
_APPLICATION_ID_AT = slice(68, 72)
_NO_RIGHT = "请检查文件和所在文件夹的权限，或把档案复制到自己的文件夹再打开。"
_DAMAGED = "请先把这个文件另存一份，再用备份恢复。"
_OURS = "请选择扩展名为 .enclave 的档案。"
_HELD = ("正被另一个程序使用", "请关闭正在使用它的窗口或命令，再试一次。")

_MEANINGS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_READONLY: ("没有写入的权限", _NO_RIGHT),
    sqlite3.SQLITE_PERM: ("没有使用的权限", _NO_RIGHT),
    sqlite3.SQLITE_CANTOPEN: ("打不开", _NO_RIGHT),
    sqlite3.SQLITE_FULL: ("所在的磁盘已满，这次的更改没有保存", "请腾出空间后再试一次。"),
    sqlite3.SQLITE_IOERR: (
        "读写出错，这次的更改没有保存",
        "请检查磁盘是否已满、是否仍然连接，再试一次。",
    ),
    sqlite3.SQLITE_CORRUPT: ("已损坏", _DAMAGED),
    sqlite3.SQLITE_NOTADB: ("已损坏", _DAMAGED),
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say in plain words what SQLite reports about the file; what is not the user's to mend passes as it is."""
    try:
        yield
    except Exception as error:
        code = _code(error) & 0xFF
        if code not in _MEANINGS:
            raise
        raise _meaning(code, path) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """While only reading: contents that make no sense were never written by us, so the file is damaged.

    A date that is none, a reference to nothing, letters that are no letters, a table that is gone.
    """
    try:
        yield
    except (ValueError, KeyError) as error:
        raise damaged(path) from error
    except Exception as error:
        operational = isinstance(_driver_error(error), sqlite3.OperationalError)
        if not operational or _code(error) not in {0, sqlite3.SQLITE_ERROR}:
            raise
        raise damaged(path) from error


def _driver_error(error: Exception) -> object:
    """What the driver said, also where SQLAlchemy passes it on."""
    return getattr(error, "orig", error)


def _code(error: Exception) -> int:
    """SQLite's own number for what happened; 0 when the error is the driver's, or not about SQLite at all."""
    return getattr(_driver_error(error), "sqlite_errorcode", None) or 0


def _meaning(code: int, path: Path) -> UserError:
    what, remedy = _MEANINGS[code]
    return UserError(f"档案 {path} {what}。", remedy)


def damaged(path: Path) -> UserError:
    """The UserError for a file that is no longer what was written."""
    return _meaning(sqlite3.SQLITE_CORRUPT, path)


def newer(path: Path) -> UserError:
    """The UserError for a record that a newer program has written."""
    return UserError(f"档案 {path} 是用更新的程序保存的。", "请升级本程序后再打开；档案没有任何改动。")


def recognise(path: Path) -> None:
    """See that the file is there, may be read and is a record; UserError when not."""
    if path.is_dir():
        raise UserError(f"{path} 是一个文件夹，不是档案。", _OURS)
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_LENGTH)
    except FileNotFoundError:
        raise no_such_file(path, "档案") from None
    except PermissionError:
        raise UserError(f"没有读取档案 {path} 的权限。", _NO_RIGHT) from None
    except OSError as error:
        raise UserError(f"无法读取档案 {path}：{error.strerror}。") from None
    if not header.strip(b"\0"):
        raise UserError(f"档案 {path} 是空的：内容已丢失，或没有复制完。", _DAMAGED)
    if not header.startswith(_HEADER):
        raise UserError(f"{path} 不是 Enclave 的档案。", _OURS)
    if len(header) < _HEADER_LENGTH:
        raise damaged(path)
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        raise UserError(f"{path} 是别的程序的数据库，不是 Enclave 的档案。", _OURS)


def create(path: Path) -> None:
    """Make an empty record, whole or not at all; UserError when something is there already or it cannot be.

    A log left beside it counts as something: SQLite would play it into the new file.
    """
    for occupied in (path, *companions(path)):
        if occupied.exists() or occupied.is_symlink():
            raise _taken(occupied)
    try:
        with explained(path), tempfile.TemporaryDirectory(prefix=".new-", dir=path.parent) as folder:
            unfinished = Path(folder) / "record"
            _make(unfinished)
            unfinished.chmod(0o600)  # identity numbers and pay: the owner's alone
            name(unfinished, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise cannot_write(path, error) from None


def _taken(path: Path) -> UserError:
    return UserError(f"{path} 已经存在，没有新建档案。", "请换一个文件名，或先把它移到别处。")


def _make(path: Path) -> None:
    path.touch()
    engine = connect(path)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(engine)
    finally:
        engine.dispose()


def name(unfinished: Path, path: Path) -> None:
    """Give the finished file its name; never over another one."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links there: a memory stick
        if path.exists():
            raise FileExistsError(path) from None
        unfinished.rename(path)


def opened(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection of the driver's; reading only, it promises not to change the record."""
    uri = _uri(path, "rw" if _may_write(path) else "ro")
    # The driver keeps its hands off transactions: it would end ours before the statements of a migration.
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    _prepare(connection, read_only)
    return connection


def connect(path: Path, *, read_only: bool = False) -> "Engine":
    """An engine on the file. Nothing is opened yet; reading only, it promises not to change the record."""
    from sqlalchemy import QueuePool, create_engine, event

    # Errors must not show the values of a statement: they hold identity numbers and pay.
    engine = create_engine(
        "sqlite://",
        creator=lambda: opened(path, read_only=read_only),
        hide_parameters=True,
        poolclass=QueuePool,
    )
    event.listen(engine, "begin", _begin)
    return engine


def open_checked(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a record: recognised, undamaged, of a schema that this program knows, and free to write unless
    `read_only`; UserError when not.
    """
    recognise(path)
    if not read_only and not _may_write(path):  # SQLite itself would only say so at the first change
        raise _meaning(sqlite3.SQLITE_READONLY, path)
    with explained(path):
        with reading(path):
            connection = opened(path, read_only=read_only)
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
        if schema < 1 or not _sound(connection, path):
            raise damaged(path)
    if read_only:
        if schema < SCHEMA:
            raise UserError(f"档案 {path} 是用较旧的程序保存的，要先升级。", "请用可以写入的方式打开一次。")
        return
    # Whoever may not write, or must wait for another, is told now and not at the end of the work.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")
    if schema < SCHEMA:
        engine = connect(path)
        try:
            upgrade(engine)
        finally:
            engine.dispose()


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


def _prepare(connection: sqlite3.Connection, read_only: bool) -> None:
    mode = "query_only = ON" if read_only else "journal_mode = WAL"
    try:
        for setting in (*_SETTINGS, mode):
            connection.execute(f"PRAGMA {setting}").fetchall()
    except BaseException:
        connection.close()
        raise


def _begin(connection: "Connection") -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _uri(path: Path, mode: str) -> str:
    full = path.absolute().as_posix()
    # Without a right to write there is no shared memory for the log; with no log there, none is needed.
    immutable = mode == "ro" and not path.with_name(f"{path.name}-wal").exists()
    slash = "" if full.startswith("/") else "/"
    return f"file://{slash}{quote(full)}?mode={mode}{'&immutable=1' if immutable else ''}"


def companions(path: Path) -> list[Path]:
    """What SQLite lays beside a database while it is in use."""
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def upgrade(engine: "Engine") -> None:
    """Bring the tables to this program's schema in one transaction: after any fault the old ones are there."""
    with engine.connect().execution_options(writes=True) as connection:
        # Rebuilding a table drops it: that must not touch the rows that refer to it, and they are checked after.
        driver = connection.connection.cursor()  # outside of any transaction
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                schema = migrate.upgrade(connection)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError("a migration left references to nothing")
                connection.exec_driver_sql(f"PRAGMA user_version = {schema}")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
