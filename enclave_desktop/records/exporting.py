"""A record's contents into a new file, encrypted otherwise or not at all; and whether two files hold the same."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from enclave_desktop.records import cipher
from enclave_desktop.records.cipher import Key

_NUMBERS = ("application_id", "user_version")
"""Kept in the header, which belongs to no table."""


def export(source: Path, source_key: Key | None, target: Path, target_key: Key | None) -> None:
    """Fill `target`, which must not be there yet, with what is in `source`, which nobody may have open here.

    A key of None stands for a plain file. What SQLite reports of either passes as it is.
    """
    target.touch(0o600)  # identity numbers and pay: the owner's alone
    with closing(_opened(source, source_key)) as connection:
        words = target_key.words if target_key else ""
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(target.absolute()), words))
        connection.execute("PRAGMA fresh.synchronous = FULL").fetchall()
        connection.execute("BEGIN")
        connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
        for name in _NUMBERS:
            (number,) = connection.execute(f"PRAGMA main.{name}").fetchone()
            connection.execute(f"PRAGMA fresh.{name} = {number}").fetchall()
        connection.execute("COMMIT")


def first_difference(one: Path, one_key: Key | None, other: Path, other_key: Key | None) -> str | None:
    """Where two files hold different things: a table's name, or 'schema'; None when every row is the same.

    Each kept file's bytes are compared as well.
    """
    with closing(_opened(one, one_key)) as left, closing(_opened(other, other_key)) as right:
        if _shape(left) != _shape(right):
            return "schema"
        for (table,) in left.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            rows = (_rows(connection, table) for connection in (left, right))
            if any(a != b for a, b in zip_longest(*rows)):
                return str(table)
    return None


def _opened(path: Path, key: Key | None) -> sqlite3.Connection:
    uri = path.absolute().as_uri() + "?mode=rw"
    return cipher.connection(uri, path, key, 0) if key else cipher.unkeyed(uri, 0)


def _shape(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    schema = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
    return [*schema.fetchall(), *(connection.execute(f"PRAGMA {name}").fetchone() for name in _NUMBERS)]


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    """All of a table in an order that does not depend on how it is laid out."""
    columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    keys = [name for _, name, _, _, _, place in columns if place] or [name for _, name, *_ in columns]
    order = ", ".join(f'"{name}"' for name in keys)
    yield from connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}')  # noqa: S608  # our own names
