"""From the record's tables to the dossier's rows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from enclave_desktop.dossier.fields import KEPT, Sheet
from enclave_desktop.records.tables import TABLES, field_columns, parent


class _Keys:
    """What refers to a row, by the row's id; nothing refers to nothing."""

    def __init__(self) -> None:
        self._read: dict[type[Any], tuple[Sequence[int], Sequence[Any]]] = {}
        self._by_id: dict[type[Any], dict[int | None, Any]] = {}

    def hold(self, entity: type[Any], ids: Sequence[int], rows: Sequence[Any]) -> None:
        self._read[entity] = ids, rows

    def of(self, entity: type[Any], ids: Sequence[int | None]) -> tuple[Any, ...]:
        """Made when first asked for: most ledgers are referred to by nothing."""
        if not any(ids):
            return tuple(ids)
        if entity not in self._by_id:
            known, rows = self._read[entity]
            references = map(KEPT[entity].reference, rows)
            self._by_id[entity] = {None: None, **dict(zip(known, references, strict=True))}
        return tuple(map(self._by_id[entity].__getitem__, ids))


def read_rows(connection: Connection) -> dict[type[Any], list[Any]]:
    """Every row on record, by class; KeyError or ValueError when a stored value makes no sense."""
    keys = _Keys()
    return {entity: _read(connection, sheet, keys) for entity, sheet in KEPT.items()}


def _read(connection: Connection, sheet: Sheet, keys: _Keys) -> list[Any]:
    table = TABLES[sheet.entity]
    # Nearly in the order of the keys, so that sorting them costs next to nothing.
    near = [table.c[field.name] for field in sheet.key if field.refers is None]
    found = connection.execute(select(table.c.id, *field_columns(sheet.entity)).order_by(*near)).all()
    ids, *columns = zip(*found, strict=True) if found else [()] * (len(sheet.fields) + 1)
    for position, field in enumerate(sheet.fields):
        if referred := parent(field):
            columns[position] = keys.of(referred, columns[position])
    names = [field.name for field in sheet.fields]
    rows = [sheet.entity(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]
    keys.hold(sheet.entity, ids, rows)
    return rows
