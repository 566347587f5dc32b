"""What SQLite reports about a record's file, in the user's words."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from enclave_desktop.errors import UserError

NO_RIGHT = "请检查文件和所在文件夹的权限，或把档案复制到自己的文件夹再打开。"
DAMAGED = "请先把这个文件另存一份；可以用备份恢复，或用 enclave-desktop recover 救回能读的部分。"
_HELD = ("正被另一个程序使用", "请关闭正在使用它的窗口或命令，再试一次。")


class Damaged(UserError):
    """The file is no longer what was written; some of it can perhaps be saved."""

    def __init__(self, path: Path, what: str = "已损坏") -> None:
        super().__init__(f"档案 {path} {what}。", DAMAGED)
        self.path = path


class NotWritable(UserError):
    """The record can be read here but not written."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"档案 {path} 没有写入的权限。", NO_RIGHT)
        self.path = path


class UpgradeWanted(UserError):
    """The record is an older program's; it is brought up to date when that is asked for, see `upgrading`."""

    def __init__(self, path: Path, schema: int) -> None:
        super().__init__(
            f"档案 {path} 是用较旧的程序保存的，要先升级。",
            f"请运行 enclave-desktop upgrade {path}，或在窗口中打开它。",
        )
        self.path, self.schema = path, schema


_MEANINGS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_PERM: ("没有使用的权限", NO_RIGHT),
    # A full disk has no room for the log either, and SQLite does not say so.
    sqlite3.SQLITE_CANTOPEN: (
        "打不开",
        "请检查文件和文件夹的权限、磁盘是否已满，或把档案复制到自己的文件夹再打开。",
    ),
    sqlite3.SQLITE_FULL: ("所在的磁盘已满，这次的更改没有保存", "请腾出空间后再试一次。"),
    sqlite3.SQLITE_IOERR: (
        "读写出错，这次的更改没有保存",
        "请检查磁盘是否已满、是否仍然连接，再试一次。",
    ),
}
_OWN: dict[int, Callable[[Path], UserError]] = {
    sqlite3.SQLITE_READONLY: NotWritable,
    sqlite3.SQLITE_CORRUPT: Damaged,
    sqlite3.SQLITE_NOTADB: Damaged,
    sqlite3.SQLITE_TOOBIG: Damaged,  # see `bounds`
    sqlite3.SQLITE_INTERRUPT: Damaged,
}
"""What more can be done about than to read a word."""

_NUMBERS = {
    ("OperationalError", "database is locked"): sqlite3.SQLITE_BUSY,
    ("OperationalError", "database table is locked"): sqlite3.SQLITE_LOCKED,
    ("OperationalError", "attempt to write a readonly database"): sqlite3.SQLITE_READONLY,
    ("OperationalError", "access permission denied"): sqlite3.SQLITE_PERM,
    ("OperationalError", "unable to open database file"): sqlite3.SQLITE_CANTOPEN,
    ("OperationalError", "database or disk is full"): sqlite3.SQLITE_FULL,
    ("OperationalError", "disk I/O error"): sqlite3.SQLITE_IOERR,
    ("DatabaseError", "database disk image is malformed"): sqlite3.SQLITE_CORRUPT,
    ("DatabaseError", "file is not a database"): sqlite3.SQLITE_NOTADB,
}
"""While it copies, SQLCipher's driver gives no numbers, or that of any error, and SQLite's own words."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say in plain words what SQLite reports about the file; what is not the user's to mend passes as it is."""
    try:
        yield
    except Exception as error:
        code = code_of(error) & 0xFF
        if code not in _MEANINGS and code not in _OWN:
            raise
        raise meaning(code, path) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """While only reading: contents that make no sense were never written by us, so the file is damaged.

    A date that is none, a reference to nothing, letters that are no letters, a table that is gone.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise damaged(path) from error
    except Exception as error:
        operational = type(_driver_error(error)).__name__ == "OperationalError"  # of either driver
        if not operational or code_of(error) not in {0, sqlite3.SQLITE_ERROR}:
            raise
        raise damaged(path) from error


def _driver_error(error: Exception) -> object:
    """What the driver said, also where SQLAlchemy passes it on."""
    return getattr(error, "orig", error)


def code_of(error: Exception) -> int:
    """SQLite's own number for what happened; 0 when the error is the driver's, or not about SQLite at all."""
    said = _driver_error(error)
    number = getattr(said, "sqlite_errorcode", None) or 0
    return number if number > sqlite3.SQLITE_ERROR else _NUMBERS.get((type(said).__name__, str(said)), number)


def meaning(code: int, path: Path) -> UserError:
    if code in _OWN:
        return _OWN[code](path)
    what, remedy = _MEANINGS[code]
    return UserError(f"档案 {path} {what}。", remedy)


def damaged(path: Path) -> UserError:
    """The UserError for a file that is no longer what was written."""
    return Damaged(path)


def newer(path: Path) -> UserError:
    """The UserError for a record that a newer program has written."""
    return UserError(f"档案 {path} 是用更新的程序保存的。", "请升级本程序后再打开；档案没有任何改动。")
