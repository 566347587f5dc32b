"""From changes in the dossier's values to statements on the record's tables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from enclave_desktop.dossier.fields import KEPT, Field, Sheet
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.errors import UserError
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.schema import column_name, parent
from enclave_desktop.records.tables import TABLES, field_columns

T = TypeVar("T")
Ids = dict[type[Any], dict[Any, int | None]]
"""Ids by key, for each class that is referred to; nothing refers to nothing."""

Told = Callable[[int, int], None]
"""Told how many rows are written, and of how many; may raise to end the writing."""
_STEP = 5_000
"""Rows between two tellings."""

_NONE: dict[Any, int | None] = {None: None}

_HEADS = {entity for entity, sheet in KEPT.items() if not any(parent(field) for field in sheet.key)} & {
    referred for sheet in KEPT.values() for field in sheet.fields if (referred := parent(field))
}
"""What others refer to and what is not itself a part of something: removed last."""
_WAS = "was_"


def unheard(done: int, total: int) -> None:
    """For whoever does not want to know how far it is."""


def apply(connection: Connection, changes: Changes, told: Told = unheard) -> None:
    """Make the changes within the transaction `connection` is in.

    What others refer to is added before they are and removed after they have let go of it.
    UserError when a row is not as it was, its key is taken, or it refers, or is referred to, where it may not.
    """
    total = sum(map(len, chain(changes.added.values(), changes.updated.values())))
    written = _Count(total, told)
    before: Ids = {}
    for entity in _needed(changes):
        before[entity] = _ids(connection, KEPT[entity], before)
    after = dict(before)
    for entity in reversed(KEPT):  # what refers to something first, so that it is free of it
        if entity not in _HEADS:
            _remove(connection, KEPT[entity], changes.removed.get(entity, ()), before)
    for entity, sheet in KEPT.items():
        _update(connection, sheet, changes.updated.get(entity, ()), before, after, written)
        _add(connection, sheet, changes.added.get(entity, ()), after, written)
        if entity in after:
            after[entity] = _ids(connection, sheet, after)
    for entity in reversed(KEPT):
        if entity in _HEADS:
            _remove(connection, KEPT[entity], changes.removed.get(entity, ()), before)
    told(total, total)


class _Count:
    """Counts the rows of all tables as the driver takes them."""

    def __init__(self, total: int, told: Told) -> None:
        self._done, self._total, self._told = 0, total, told
        told(0, total)

    def over(self, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            self._done += 1
            if not self._done % _STEP:
                self._told(self._done, self._total)
            yield row


def _needed(changes: Changes) -> list[type[Any]]:
    """The classes whose ids the changes need: what their rows refer to, and what that is known by."""
    needed: set[type[Any]] = set()
    for entity, rows in _touched(changes):
        for field in KEPT[entity].fields:
            referred = parent(field)
            if referred and referred not in needed and any(map(attrgetter(field.name), rows)):
                needed |= {referred, *filter(None, map(parent, KEPT[referred].key))}
    return [entity for entity in KEPT if entity in needed]


def _touched(changes: Changes) -> Iterator[tuple[type[Any], Sequence[Any]]]:
    for rows_by_class in (changes.added, changes.removed):
        yield from rows_by_class.items()
    for entity, pairs in changes.updated.items():
        yield entity, [row for pair in pairs for row in pair]


def _add(connection: Connection, sheet: Sheet, rows: Sequence[Any], ids: Ids, written: _Count) -> None:
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
        rows_for_driver = written.over(
            zip(*ordered, strict=True)
        )  # read as it comes: no second copy of an import
        cursor.executemany(str(statement), rows_for_driver)  # type: ignore[arg-type]


def _for_driver(connection: Connection, column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if convert is None:
        return values
    converted = {value: convert(value) for value in set(values)}
    return [converted[value] for value in values]


def _update(
    connection: Connection,
    sheet: Sheet,
    pairs: Sequence[tuple[Any, Any]],
    before: Ids,
    after: Ids,
    written: _Count,
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
        rows = [one | other for one, other in written.over(zip(was, will, strict=True))]
        done = connection.execute(statement, rows)
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
            columns[position] = _resolved(sheet, field, columns[position], ids.get(referred, _NONE))
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


def _ids(connection: Connection, sheet: Sheet, parents: Ids) -> dict[Any, int | None]:
    """Ids by what a reference holds; the ids of `parents` are those of what stands in the key."""
    table: Table = TABLES[sheet.entity]
    found = connection.execute(
        select(table.c.id, *(table.c[column_name(field)] for field in sheet.key))
    ).all()
    if not found:
        return _NONE
    ids, *read = zip(*found, strict=True)
    columns: list[Sequence[Any]] = list(read)
    for position, field in enumerate(sheet.key):
        if referred := parent(field):
            keys = {number: key for key, number in parents[referred].items()}
            columns[position] = [keys[number] for number in columns[position]]
    references = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
    return {None: None, **dict(zip(references, ids, strict=True))}
