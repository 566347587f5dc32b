"""From the record's tables to the dossier's rows."""

from typing import Any

from sqlalchemy import Connection, select

from enclave_desktop.dossier.fields import KEPT, Sheet
from enclave_desktop.records.tables import TABLES, field_columns, parent

Keys = dict[type[Any], dict[int | None, Any]]
"""Keys by id, for each class that can be referred to; nothing refers to nothing."""


def read_rows(connection: Connection) -> dict[type[Any], list[Any]]:
    """Every row on record, by class; KeyError or ValueError when a stored value makes no sense."""
    keys: Keys = {}
    return {entity: _read(connection, sheet, keys) for entity, sheet in KEPT.items()}


def _read(connection: Connection, sheet: Sheet, keys: Keys) -> list[Any]:
    table = TABLES[sheet.entity]
    # Nearly in the order of the keys, so that sorting them costs next to nothing.
    near = [table.c[field.name] for field in sheet.key if field.refers is None]
    found = connection.execute(select(table.c.id, *field_columns(sheet.entity)).order_by(*near)).all()
    ids, *columns = zip(*found, strict=True) if found else [()] * (len(sheet.fields) + 1)
    for position, field in enumerate(sheet.fields):
        if referred := parent(field):
            columns[position] = tuple(map(keys[referred].__getitem__, columns[position]))
    names = [field.name for field in sheet.fields]
    if len(sheet.key) == 1:
        keys[sheet.entity] = {
            None: None,
            **dict(zip(ids, columns[names.index(sheet.key[0].name)], strict=True)),
        }
    return [sheet.entity(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]
