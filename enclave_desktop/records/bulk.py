"""Many new rows at once, the fastest way that the driver knows: an import is mostly this."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Column, Connection, Table


def converter(connection: Connection, column: Column[Any]) -> Callable[[Any], Any] | None:
    """From a column's value to what the driver takes; None where they are the same."""
    return column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)


def insert_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows of values that were converted, in the order of `names`; read as they come, without a second copy."""
    driver: Any = connection.connection
    with closing(driver.cursor()) as cursor:
        if connection.dialect.name == "postgresql":
            _copy(cursor, table, names, rows)
        else:
            columns = ", ".join(f'"{name}"' for name in names)
            places = ", ".join("?" * len(names))
            cursor.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', rows)  # noqa: S608  # names of our own columns


def _copy(cursor: Any, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from psycopg import sql

    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    with cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
