"""How much a record's file may hold, so that one made to harm can take neither the machine's memory nor its time.

Asked before anything of it is read: SQLite itself gives whatever fits into a gigabyte, and reads a ring of pages
without end.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from enclave_desktop.errors import UserError
from enclave_desktop.records.sqlite_errors import damaged

MB = 1 << 20
LONGEST = 32 * MB
"""Bytes of one value that is no kept file: the compressed lines of the largest import have a third of it."""
LONGEST_KEPT = 201 * MB
"""Bytes of a row with a kept file; see `contents.LARGEST`."""
MOST_ROWS_BYTES = 96 * MB
"""Bytes of all but kept files and history: some 500 000 vouchers."""
MOST_ROWS = 600_000
"""Rows of all tables: reading so many takes some 400 MB."""
_ROOM = 5 / 6
"""Of both, what a large addition may leave full; small ones after it are not in danger of what cannot be opened."""
MANY = 1000
"""Rows added at once that make an addition large."""
_FEW = 32 * MB
"""A smaller file holds nothing that would be too much."""
_SCHEMA_SQL = 16 * 1024
"""Bytes of the longest statement in the list of tables; our longest has 3 000."""
_SCHEMA_STEPS, _AT_ONCE = 600, 10
"""Of SQLite's machine, by ten, to go through the list of tables; ours takes 50."""
LEAST_ROW = 4
"""Bytes that a row takes in a file at least."""
_KEPT = (("content", "data"), ("history", "salts"), ("history", "rows"))
_MOST_WORDS = f"所有表合计最多 {MOST_ROWS // 10_000} 万行、{MOST_ROWS_BYTES // MB} MB，附件不算在内"


def load_schema(connection: sqlite3.Connection, longest: int = LONGEST) -> None:
    """Have SQLite read its list of tables, which it does before anything else; then hold values to `longest` bytes.

    The driver's own error when the list is longer than a record's.
    """
    steps = iter(range(_SCHEMA_STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, _AT_ONCE)
    try:
        with _short_statements(connection):
            connection.execute("SELECT name FROM sqlite_schema").fetchall()  # row by row, so that steps count
    finally:
        connection.set_progress_handler(None, 0)
        widen(connection, longest)


def widen(connection: Any, longest: int = LONGEST_KEPT) -> None:
    """Let values have so many bytes; SQLCipher's driver knows no such limit, and `check_size` stands alone there."""
    if hasattr(connection, "setlimit"):
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)


@contextmanager
def _short_statements(connection: Any) -> Iterator[None]:
    if not hasattr(connection, "setlimit"):
        yield
        return
    before = connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _SCHEMA_SQL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * _SCHEMA_SQL)
    try:
        yield
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, before)


def check_size(connection: sqlite3.Connection, path: Path) -> None:
    """UserError when there is more in a file than a record holds; no long value is read for it."""
    if _is_beyond(connection, path, 1):
        raise UserError(
            f"档案 {path} 里的内容超出了本程序能打开的大小（{_MOST_WORDS}）。",
            "它可能是有意做坏的文件；请改用备份，或向提供者问清来历。",
        )


def check_room(connection: sqlite3.Connection, path: Path) -> None:
    """UserError when what is being written would bring a record near to what cannot be opened any more."""
    if _is_beyond(connection, path, _ROOM):
        raise UserError(
            f"档案 {path} 放不下这么多内容：一份档案{_MOST_WORDS}，要留出余地。没有写入。",
            "请把较早年度的研发费用另建一份档案，或改用服务器上的共享档案。",
        )


def _is_beyond(connection: sqlite3.Connection, path: Path, part: float) -> bool:
    pages, free, size = (
        int(connection.execute(f"PRAGMA {what}").fetchone()[0])  # SQLCipher gives words
        for what in ("page_count", "freelist_count", "page_size")
    )
    if pages * size <= _FEW:
        return False
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    kept = sum(_kept(connection, *held, pages * size, path) for held in _KEPT if held[0] in tables)
    if (pages - free) * size - kept > part * MOST_ROWS_BYTES:
        return True
    return sum(_count(connection, name) for name in tables) > part * MOST_ROWS


def _kept(connection: sqlite3.Connection, table: str, column: str, most: int, path: Path) -> int:
    """Bytes of a column; in a ring of pages there are soon more than in the file."""
    total, read = 0, 0
    size = f"CASE typeof({column}) WHEN 'blob' THEN length({column}) ELSE 0 END"
    for (held,) in connection.execute(f"SELECT {size} FROM {table}"):  # noqa: S608  # names of our own
        total += held
        read += held + LEAST_ROW
        if read > most:
            raise damaged(path)
    return total


def _count(connection: sqlite3.Connection, table: str) -> int:
    """Rows, counted no further than is needed."""
    few = f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT {MOST_ROWS + 1})'  # noqa: S608
    (count,) = connection.execute(few).fetchone()
    return int(count)
