"""From changes in the dossier's values to statements on the record's tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from enclave_desktop.dossier.fields import KEPT, Field, Sheet
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.errors import UserError
from enclave_desktop.records.bulk import converter, insert_rows
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.conflicts import ConflictError
from enclave_desktop.records.moving_out import (
    bring_back,
    move_out,
    out_of,
    refuse_if_referred,
    still_referred,
)
from enclave_desktop.records.packet_rows import packets_by_row
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


def apply(connection: Connection, changes: Changes, told: Told = unheard) -> frozenset[Any]:
    """Make the changes within the transaction `connection` is in.

    What others refer to is added before they are and removed after they have let go of it. A row that a kept packet
    was made from is not removed but moved out, and one that bears its key takes its place again; these are given back.
    UserError when a row is not as it was, its key is taken, or it refers, or is referred to, where it may not.
    """
    total = sum(map(len, chain(changes.added.values(), changes.updated.values())))
    written = _Count(total, told)
    before: Ids = {}
    for entity in _needed(changes):
        before[entity] = _ids(connection, KEPT[entity], before)
    after = dict(before)
    moved: list[Any] = []
    for entity in reversed(KEPT):  # what refers to something first, so that it is free of it
        if entity not in _HEADS:
            moved += _remove(connection, KEPT[entity], changes.removed.get(entity, ()), before)
    for entity, sheet in KEPT.items():
        _update(connection, sheet, changes.updated.get(entity, ()), before, after, written)
        moved += _add(connection, sheet, changes.added.get(entity, ()), after, written)
        if entity in after:
            after[entity] = _ids(connection, sheet, after)
    for entity in reversed(KEPT):
        if entity in _HEADS:
            moved += _remove(connection, KEPT[entity], changes.removed.get(entity, ()), before)
    refuse_if_referred(connection, {type(row) for row in moved})
    told(total, total)
    return frozenset(moved)


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


def _add(
    connection: Connection, sheet: Sheet, rows: Sequence[Any], ids: Ids, written: _Count
) -> Sequence[Any]:
    """Add the rows; those whose keys moved out rows bear take their places, and are given back."""
    if not rows:
        return ()
    values = _values(sheet, rows, ids)
    with _keys_taken(connection, sheet):
        back = bring_back(connection, sheet, rows, values)
    if back:
        rows = [row for row in rows if row not in back]
        values = _values(sheet, rows, ids)
    if rows:
        _insert(connection, sheet, rows, values, written)
    return back


def _insert(
    connection: Connection,
    sheet: Sheet,
    rows: Sequence[Any],
    values: Sequence[Sequence[Any]],
    written: _Count,
) -> None:
    """The bulk of an import goes this way, so the driver takes its tuples one by one with nothing in between."""
    if sheet.single:
        _only_one(connection, sheet, rows)
    columns = field_columns(sheet.entity)
    names = [column.name for column in columns]
    ready = [_for_driver(connection, *one) for one in zip(columns, values, strict=True)]
    with _keys_taken(connection, sheet):
        insert_rows(connection, TABLES[sheet.entity], names, written.over(zip(*ready, strict=True)))


def _only_one(connection: Connection, sheet: Sheet, rows: Sequence[Any]) -> None:
    there = connection.execute(select(TABLES[sheet.entity].c.id)).first()
    if there or len(rows) > 1:
        message = "一份档案只登记一家企业，没有保存任何更改。"
        raise UserError(message, "请改正已登记的企业，或为另一家企业新建一份档案。")


def _for_driver(connection: Connection, column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    convert = converter(connection, column)
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


def _remove(connection: Connection, sheet: Sheet, rows: Sequence[Any], ids: Ids) -> Sequence[Any]:
    """Remove the rows; those that stand in kept packets are moved out instead, and given back."""
    if not rows:
        return ()
    columns = field_columns(sheet.entity)
    held = _named(_WAS, columns, _values(sheet, rows, ids))
    moved: list[Any] = []
    if packets := packets_by_row(connection, sheet.entity):
        held, moved = _moved_out(connection, sheet, list(zip(rows, held, strict=True)), packets)
    if not held:
        return moved
    try:
        done = connection.execute(delete(TABLES[sheet.entity]).where(*_unchanged(columns)), held)
    except IntegrityError as error:
        raise still_referred(sheet) from error
    _expect(sheet, done.rowcount, len(held))
    return moved


def _moved_out(
    connection: Connection,
    sheet: Sheet,
    rows: Sequence[tuple[Any, dict[str, Any]]],
    packets: Mapping[int, Sequence[str]],
) -> tuple[list[dict[str, Any]], list[Any]]:
    """The values of the rows that are in no packet, and the rows that were moved out."""
    table = TABLES[sheet.entity]
    as_it_was = select(table.c.id).where(*_unchanged(field_columns(sheet.entity)))
    out, rest, moved = out_of(connection, sheet.entity), [], []
    for row, values in rows:
        row_id = connection.execute(as_it_was, values).scalar()
        if row_id in out:
            _expect(sheet, 0, 1)
        if row_id is not None and row_id in packets:
            move_out(connection, sheet, row_id, packets[row_id])
            moved.append(row)
        else:
            rest.append(values)
    return rest, moved


def _unchanged(columns: list[Column[Any]]) -> Iterator[ColumnElement[bool]]:
    """That a row is still as it was; the key is compared plainly, so that its index finds the row."""
    for column in columns:
        old = bindparam(_WAS + column.name, type_=column.type)
        yield column.is_not_distinct_from(old) if column.nullable else column == old


def _expect(sheet: Sheet, found: int, expected: int) -> None:
    if found != expected:
        raise ConflictError(sheet, expected - found)


@contextmanager
def _keys_taken(connection: Connection, sheet: Sheet) -> Iterator[None]:
    """A key that two rows would bear is the user's to mend; any other breach is ours."""
    out = out_of(connection, sheet.entity)  # asked before: after an error a server answers nothing more
    try:
        yield
    except (IntegrityError, connection.dialect.loaded_dbapi.IntegrityError) as error:
        if not _is_key(getattr(error, "orig", error)):
            raise
        labels = "、".join(field.label for field in sheet.key)
        message = f"“{sheet.title}”里已有{labels}相同的行，没有保存任何更改。"
        hint = f"请核对{labels}；也可能是已移出的行，那就把它移回。" if out else f"请核对{labels}。"
        raise UserError(message, hint) from error


def _is_key(error: Any) -> bool:
    """A server says it in its own language, but names what was breached; ours are drawn from the fields."""
    breached = getattr(getattr(error, "diag", None), "constraint_name", None)
    return breached.startswith("uq_") if breached else "UNIQUE" in str(error)


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
    if out := out_of(connection, sheet.entity):
        found = [row for row in found if row[0] not in out]
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
