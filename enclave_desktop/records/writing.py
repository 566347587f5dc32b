"""From changes in the dossier's values to statements on the record's tables."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from enclave_desktop.dossier.fields import KEPT, Field, Sheet
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.errors import UserError
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.tables import TABLES, field_columns, parent

Ids = dict[type[Any], dict[Any, int | None]]
"""Ids by key, for each class that is referred to; nothing refers to nothing."""

_REFERRED = {referred for sheet in KEPT.values() for field in sheet.fields if (referred := parent(field))}
_WAS = "was_"


def apply(connection: Connection, changes: Changes) -> None:
    """Make the changes within the transaction `connection` is in.

    What others refer to is added before they are and removed after they have let go of it.
    UserError when a row is not as it was, its key is taken, or it refers, or is referred to, where it may not.
    """
    before = {entity: _ids(connection, entity) for entity in _REFERRED}
    after = dict(before)
    for entity in changes.removed.keys() - _REFERRED:
        _remove(connection, KEPT[entity], changes.removed[entity], before)
    for entity, sheet in KEPT.items():
        updated, added = changes.updated.get(entity, ()), changes.added.get(entity, ())
        _update(connection, sheet, updated, before, after)
        _add(connection, sheet, added, after)
        if entity in _REFERRED and (updated or added):
            after[entity] = _ids(connection, entity)
    for entity in reversed(KEPT):
        if entity in _REFERRED:
            _remove(connection, KEPT[entity], changes.removed.get(entity, ()), before)


def _add(connection: Connection, sheet: Sheet, rows: Sequence[Any], ids: Ids) -> None:
    """The bulk of an import goes this way, so the driver takes its tuples one by one with nothing in between."""
    if not rows:
        return
    columns = field_columns(sheet.entity)
    names = [column.name for column in columns]
    statement = insert(TABLES[sheet.entity]).compile(dialect=connection.dialect, column_keys=names)
    ready = [
        _for_driver(connection, column, values)
        for column, values in zip(columns, _values(sheet, rows, ids), strict=True)
    ]
    by_name = dict(zip(names, ready, strict=True))
    ordered = [by_name[name] for name in statement.positiontup or ()]
    with _keys_taken(connection, sheet), closing(connection.connection.cursor()) as cursor:
        rows_for_driver = zip(*ordered, strict=True)  # read as it comes: no second copy of an import
        cursor.executemany(str(statement), rows_for_driver)  # type: ignore[arg-type]


def _for_driver(connection: Connection, column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if convert is None:
        return values
    converted = {value: convert(value) for value in set(values)}
    return [converted[value] for value in values]


def _update(
    connection: Connection, sheet: Sheet, pairs: Sequence[tuple[Any, Any]], before: Ids, after: Ids
) -> None:
    if not pairs:
        return
    pairs = _freeing_keys_first(sheet, pairs)
    columns = field_columns(sheet.entity)
    old = _values(sheet, [pair[0] for pair in pairs], before)
    new = _values(sheet, [pair[1] for pair in pairs], after)
    # An index is only touched for columns that are set; where but the key of a parent changed, none need be.
    changed = [at for at in range(len(columns)) if old[at] != new[at]] or [0]
    changing = [columns[at] for at in changed]
    statement = update(TABLES[sheet.entity]).where(*_unchanged(columns))
    statement = statement.values({column.name: bindparam(column.name) for column in changing})
    was = _named(_WAS, columns, old)
    will = _named("", changing, [new[at] for at in changed])
    with _keys_taken(connection, sheet):
        done = connection.execute(statement, [one | other for one, other in zip(was, will, strict=True)])
    _expect(sheet, done.rowcount, len(pairs))


def _remove(connection: Connection, sheet: Sheet, rows: Sequence[Any], ids: Ids) -> None:
    if not rows:
        return
    columns = field_columns(sheet.entity)
    statement = delete(TABLES[sheet.entity]).where(*_unchanged(columns))
    try:
        done = connection.execute(statement, _named(_WAS, columns, _values(sheet, rows, ids)))
    except IntegrityError as error:
        message = f"“{sheet.title}”里要删除的行还被其他行引用，没有保存任何更改。"
        raise UserError(message, "请先删除或改正引用它的行。") from error
    _expect(sheet, done.rowcount, len(rows))


def _unchanged(columns: list[Column[Any]]) -> Iterator[ColumnElement[bool]]:
    """That a row is still as it was; the key is compared plainly, so that its index finds the row."""
    for column in columns:
        old = bindparam(_WAS + column.name, type_=column.type)
        yield column.is_not_distinct_from(old) if column.nullable else column == old


def _expect(sheet: Sheet, found: int, expected: int) -> None:
    if found != expected:
        message = f"“{sheet.title}”里有 {expected - found} 行已被别处改动或删除，没有保存任何更改。"
        raise UserError(message, "请重新打开档案，核对后再做一次。")


@contextmanager
def _keys_taken(connection: Connection, sheet: Sheet) -> Iterator[None]:
    """A key that two rows would bear is the user's to mend; any other breach is ours."""
    try:
        yield
    except (IntegrityError, connection.dialect.loaded_dbapi.IntegrityError) as error:
        if "unique" not in str(getattr(error, "orig", error)).lower():
            raise
        labels = "、".join(field.label for field in sheet.key)
        message = f"“{sheet.title}”里已有{labels}相同的行，没有保存任何更改。"
        raise UserError(message, f"请核对{labels}。") from error


def _freeing_keys_first(sheet: Sheet, pairs: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """In such an order that a row takes over a key only after the one that bore it has left it."""
    waiting = {sheet.key_of(pair[0]): pair for pair in pairs}
    ordered: list[tuple[Any, Any]] = []
    for first in list(waiting):
        key, chain = first, []
        while key in waiting:
            chain.append(waiting.pop(key))
            key = sheet.key_of(chain[-1][1])
        ordered += reversed(chain)
    return ordered


def _values(sheet: Sheet, rows: Sequence[Any], ids: Ids) -> list[Sequence[Any]]:
    """The rows' values by column, references as ids."""
    columns: list[Sequence[Any]] = [list(map(attrgetter(field.name), rows)) for field in sheet.fields]
    for position, field in enumerate(sheet.fields):
        referred = parent(field)
        if referred:
            columns[position] = _resolved(sheet, field, columns[position], ids[referred])
    return columns


def _resolved(
    sheet: Sheet, field: Field, keys: Sequence[Any], ids: dict[Any, int | None]
) -> list[int | None]:
    try:
        return [ids[key] for key in keys]
    except KeyError as missing:
        shown = show_masked(field, missing.args[0])
        message = f"“{sheet.title}”引用的{field.label}“{shown}”不在档案中，没有保存任何更改。"
        raise UserError(message, f"请先登记到“{field.refers}”，或改正{field.label}。") from None


def _named(prefix: str, columns: list[Column[Any]], values: list[Sequence[Any]]) -> list[dict[str, Any]]:
    names = [prefix + column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def _ids(connection: Connection, entity: type[Any]) -> dict[Any, int | None]:
    table: Table = TABLES[entity]
    (key,) = KEPT[entity].key
    rows = connection.execute(select(table.c[key.name], table.c.id)).all()
    return {None: None, **{row[0]: row[1] for row in rows}}
