"""From the record's tables to the dossier's rows."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from enclave_desktop.dossier.fields import SHEETS, Sheet
from enclave_desktop.records.tables import TABLES, field_columns, parent

Ids = dict[type[Any], dict[int | None, Any]]
"""Keys by id, for each class that is referred to."""


def read_rows(connection: Connection) -> dict[type[Any], list[Any]]:
    """Every row on record, by class."""
    keys: Ids = {}
    return {entity: _read(connection, sheet, keys) for entity, sheet in SHEETS.items()}


def _read(connection: Connection, sheet: Sheet, keys: Ids) -> list[Any]:
    table = TABLES[sheet.entity]
    # Nearly in the order of the keys, so that sorting them costs next to nothing.
    near = [table.c[field.name] for field in sheet.key if field.refers is None]
    found = connection.execute(select(table.c.id, *field_columns(sheet.entity)).order_by(*near)).all()
    ids, *columns = zip(*found, strict=True) if found else [()] * (len(sheet.fields) + 1)
    for position, field in enumerate(sheet.fields):
        referred = parent(field)
        if referred:
            columns[position] = tuple(map(keys[referred].__getitem__, columns[position]))
    rows = list(_rows(sheet, columns))
    if len(sheet.key) == 1:
        keys[sheet.entity] = {
            None: None,
            **{i: sheet.key_of(row)[0] for i, row in zip(ids, rows, strict=True)},
        }
    return rows


def _rows(sheet: Sheet, columns: list[tuple[Any, ...]]) -> Iterable[Any]:
    entity, names = sheet.entity, [field.name for field in sheet.fields]
    return (entity(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True))
