"""A whole record from one place to another: from a file to a server, or back, with history, packets and kept files.

Row by row into a new record, in one transaction, which counts once it was read back and found the same.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, select

from enclave_desktop.errors import UserError
from enclave_desktop.records import bulk, creating, history, history_guard
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.places import Place, place_name
from enclave_desktop.records.record import Record
from enclave_desktop.records.server_password import ServerPassword
from enclave_desktop.records.tables import CONTENT, HISTORY, HISTORY_HEAD, metadata
from enclave_desktop.records.verify import Told, unheard

_AT_ONCE = 2_000
"""Rows read ahead."""


@dataclass(slots=True)
class Sum:
    """What a table holds, whatever the order of its rows."""

    rows: int = 0
    digest: int = 0
    """The rows' digests added up."""

    def add(self, row: "Row[Any]") -> None:
        self.rows += 1
        self.digest += int.from_bytes(sha256(repr(tuple(row)).encode()).digest(), "big")


Sums = Mapping[str, Sum]
"""By the tables' names."""


def move(
    record: Record, target: Place, *, key: "Key | ServerPassword | None" = None, told: Told = unheard
) -> Sums:
    """Make a record at `target` that holds what `record` holds, to the byte; `record` itself stays as it is.

    `key` is what the target is encrypted with, or the server's password. UserError when something is at the target
    already, or what was written is not what was read: then nothing is there.
    """
    words = f"从{place_name(record.place)}搬来"
    with record._store.explained(), record._store.engine.begin() as source:  # noqa: SLF001  # the two are one package
        done: list[Sums] = []

        def fill(connection: Connection) -> None:
            done.append(_fill(connection, source, words, told))

        if isinstance(target, Path):
            creating.create(target, key=key if isinstance(key, Key) else None, fill=fill)
        else:
            from enclave_desktop.records.postgres_sharing import make

            make(target, None if isinstance(key, Key) else key, fill=fill)
    return done[0]


def _fill(target: Connection, source: Connection, words: str, told: Told) -> Sums:
    with _unguarded(target):
        target.execute(delete(HISTORY_HEAD))  # that a record was made: its history is the source's
        target.execute(delete(HISTORY))
        read = {table.name: _copy(target, source, table, told) for table in metadata.sorted_tables}
        told("核对", 0, 0)
        written = {table.name: _sum(target, table) for table in metadata.sorted_tables}
        if written != read:
            different = "、".join(name for name in read if written[name] != read[name])
            raise UserError(
                f"搬过去的内容与原来的不一致（{different}），没有搬。", "请再试一次；原来的档案没有改动。"
            )
    _go_on_numbering(target)
    history.append(target, history.hold(target), Origin(Action.MOVED, words), history.Written())
    return read


def _copy(target: Connection, source: Connection, table: Table, told: Told) -> Sum:
    total = source.scalar(select(func.count()).select_from(table)) or 0
    names = [column.name for column in table.columns]
    convert = [bulk.converter(target, column) for column in table.columns]
    found = Sum()

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in _rows(source, table):
            found.add(row)
            if found.rows % _AT_ONCE == 1:
                told("搬移", found.rows, total)
            yield tuple(value if to is None else to(value) for to, value in zip(convert, row, strict=True))

    bulk.insert_rows(target, table, names, rows())
    return found


def _sum(connection: Connection, table: Table) -> Sum:
    found = Sum()
    for row in _rows(connection, table):
        found.add(row)
    return found


def _rows(connection: Connection, table: Table) -> "Iterator[Row[Any]]":
    """In the order of their keys, which the history's entries need; kept files one by one."""
    ahead = 1 if table is CONTENT else _AT_ONCE
    statement = select(table).order_by(*table.primary_key)
    return iter(connection.execute(statement, execution_options={"yield_per": ahead}))


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """While a history that others wrote is carried over; in a transaction that nobody else sees.

    A server's guard is set only after that.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for statement in history_guard.triggers():
        connection.exec_driver_sql(statement)


def _go_on_numbering(connection: Connection) -> None:
    """Rows that come later get ids that none has; a file sees to that by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" not in table.c:
            continue
        if sequence := connection.scalar(select(func.pg_get_serial_sequence(table.name, "id"))):
            last = connection.scalar(select(func.max(table.c.id)))
            connection.execute(select(func.setval(sequence, last or 1, last is not None)))
