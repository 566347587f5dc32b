"""From the record's tables to the dossier's rows, through any connection to it.

The statements are plain SQL, made from the fields: what shows a record need not wait for SQLAlchemy.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from enclave_desktop.dossier.fields import KEPT, Field, Kind, Sheet, type_of
from enclave_desktop.records.schema import column_name, parent, table_name

Rows = Callable[[str], Sequence[Sequence[Any]]]
"""Gives the rows of a statement."""


def from_hundredths(kept: int) -> Decimal:
    """What `tables.Hundredths` keeps as a whole number."""
    return Decimal(kept).scaleb(-2).normalize() + 0


def _day(kept: Any) -> date:
    return kept if isinstance(kept, date) else date.fromisoformat(str(kept))


_MEANINGS: dict[Kind, Callable[[Any], Any]] = {
    Kind.DATE: _day,
    Kind.YES_NO: {0: False, 1: True}.__getitem__,
    Kind.AREA: from_hundredths,
}
"""What is kept otherwise than it is meant, SQLite having few types; a driver that knows them is not in the way."""


def makes_sense(field: Field, kept: Any) -> bool:
    """Whether a stored value could have been written by us; whether it may be empty is another matter."""
    if kept is None:
        return True
    if parent(field):
        return isinstance(kept, int)
    if field.kind not in _MEANINGS:
        return type(kept) is type_of(field.kind)
    try:
        _MEANINGS[field.kind](kept)
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return False
    return True


def meant(field: Field, kept: Any) -> Any:
    """What a stored value that makes sense means; a reference is an id as before."""
    return _MEANINGS[field.kind](kept) if kept is not None and field.kind in _MEANINGS else kept


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


def read_rows(rows: Rows) -> dict[type[Any], list[Any]]:
    """Every row on record, by class; KeyError or ValueError when a stored value makes no sense.

    Rows that were moved out are on record, but nothing rests on them any more: they are left out.
    """
    moved = moved_ids(rows)
    return {
        entity: [row for number, row in held.items() if number not in moved.get(entity, ())]
        if entity in moved
        else list(held.values())
        for entity, held in rows_by_id(rows).items()
    }


def moved_ids(rows: Rows) -> dict[type[Any], set[int]]:
    """Ids of the rows that were moved out, by class."""
    moved: dict[type[Any], set[int]] = {}
    for name, number in rows('SELECT "sheet", "row" FROM "moved_out"'):
        moved.setdefault(_BY_TABLE[name], set()).add(number)
    return moved


def rows_by_id(rows: Rows) -> dict[type[Any], dict[int, Any]]:
    """Every row, moved out or not, by class and id."""
    keys = _Keys()
    return {entity: _read(rows, sheet, keys) for entity, sheet in KEPT.items()}


_BY_TABLE = {table_name(entity): entity for entity in KEPT}


def _read(rows_of: Rows, sheet: Sheet, keys: _Keys) -> dict[int, Any]:
    found = rows_of(_statement(sheet))
    ids, *columns = zip(*found, strict=True) if found else [()] * (len(sheet.fields) + 1)
    for position, field in enumerate(sheet.fields):
        if referred := parent(field):
            columns[position] = keys.of(referred, columns[position])
        elif field.kind in _MEANINGS:
            columns[position] = _meant(_MEANINGS[field.kind], columns[position])
        elif not set(map(type, columns[position])) <= {type_of(field.kind), type(None)}:
            raise ValueError(f"{sheet.title}.{field.name} holds something else")  # SQLite keeps anything
    names = [field.name for field in sheet.fields]
    rows = [sheet.entity(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]
    keys.hold(sheet.entity, ids, rows)
    return dict(zip(ids, rows, strict=True))


def _statement(sheet: Sheet) -> str:
    columns = ", ".join(f'"{column_name(field)}"' for field in sheet.fields)
    # Nearly in the order of the keys, so that sorting them costs next to nothing.
    near = ", ".join(f'"{field.name}"' for field in sheet.key if field.refers is None)
    order = f" ORDER BY {near}" if near else ""
    return f'SELECT "id", {columns} FROM "{table_name(sheet.entity)}"{order}'  # noqa: S608  # names of our own fields


def _meant(meaning: Callable[[Any], Any], column: Sequence[Any]) -> tuple[Any, ...]:
    """Each value is looked into once: a ledger has few days."""
    known = {kept: None if kept is None else meaning(kept) for kept in set(column)}
    return tuple(map(known.__getitem__, column))
