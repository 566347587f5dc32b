"""Rows that stand in a kept packet are not deleted: they are moved out of the dossier, and come back when added again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, insert, literal_column, select, update

from enclave_desktop.dossier.fields import KEPT, Sheet
from enclave_desktop.errors import UserError
from enclave_desktop.records.reading import Rows, moved_ids, rows_by_id
from enclave_desktop.records.schema import column_name, parent, table_name
from enclave_desktop.records.tables import MOVED_OUT, TABLES, field_columns

_NAMED = 3


@dataclass(frozen=True, slots=True)
class MovedOut:
    """One row that was removed but stays."""

    row: Any
    moved_on: date
    reason: str


def moved_out(rows: Rows) -> list[MovedOut]:
    """All of them, in the order of the sheets, the latest first within one."""
    if not moved_ids(rows):
        return []
    held = {table_name(entity): by_id for entity, by_id in rows_by_id(rows).items()}
    order = list(held)
    found = [
        (order.index(sheet), MovedOut(held[sheet][row], date.fromisoformat(str(day)), reason))
        for sheet, row, day, reason in rows('SELECT "sheet", "row", "moved_on", "reason" FROM "moved_out"')
    ]
    found.sort(key=lambda one: (one[0], -one[1].moved_on.toordinal()))
    return [one for _, one in found]


def move_out(connection: Connection, sheet: Sheet, row_id: int, packets: Sequence[str]) -> None:
    """Leave the row where it is, and out of every dossier."""
    named = "、".join(packets[:_NAMED]) + ("等" if len(packets) > _NAMED else "")
    connection.execute(
        insert(MOVED_OUT).values(
            sheet=table_name(sheet.entity),
            row=row_id,
            moved_on=date.today(),
            reason=f"在已打印的申报材料 {named} 里",
        )
    )


def out_of(connection: Connection, entity: type[Any]) -> set[int]:
    """Ids of the rows of a class that were moved out."""
    rows = select(MOVED_OUT.c.row).where(MOVED_OUT.c.sheet == table_name(entity))
    return set(connection.scalars(rows))


def bring_back(
    connection: Connection, sheet: Sheet, rows: Sequence[Any], values: Sequence[Sequence[Any]]
) -> list[Any]:
    """Of rows to be added, with their columns' `values`, those whose key a moved out row bears take that row's place;
    they are given back.
    """
    waiting = _by_key(connection, sheet)
    if not waiting:
        return []
    columns = field_columns(sheet.entity)
    names = [column.name for column in columns]
    at = [sheet.fields.index(field) for field in sheet.key]
    back = []
    for row, held in zip(rows, zip(*values, strict=True), strict=True):
        row_id = waiting.pop(tuple(held[position] for position in at), None)
        if row_id is not None:
            table = TABLES[sheet.entity]
            new = dict(zip(names, held, strict=True))
            connection.execute(update(table).where(table.c.id == row_id).values(new))
            mark = and_(MOVED_OUT.c.sheet == table.name, MOVED_OUT.c.row == row_id)
            connection.execute(delete(MOVED_OUT).where(mark))
            back.append(row)
    return back


def _by_key(connection: Connection, sheet: Sheet) -> dict[tuple[Any, ...], int]:
    ids = out_of(connection, sheet.entity)
    if not ids:
        return {}
    table = TABLES[sheet.entity]
    keys = select(table.c.id, *(table.c[column_name(field)] for field in sheet.key))
    return {tuple(key): row_id for row_id, *key in connection.execute(keys) if row_id in ids}


def refuse_if_referred(connection: Connection, entities: Iterable[type[Any]]) -> None:
    """UserError when a row that is still there refers to one of these classes that was moved out."""
    for entity in entities:
        moved = select(MOVED_OUT.c.row).where(MOVED_OUT.c.sheet == table_name(entity)).scalar_subquery()
        for sheet in KEPT.values():
            table = TABLES[sheet.entity]
            itself = exists(literal_column("1")).where(
                MOVED_OUT.c.sheet == table.name, MOVED_OUT.c.row == table.c.id
            )
            for field in sheet.fields:
                if parent(field) is entity:
                    column = table.c[column_name(field)]
                    found = select(table.c.id).where(column.in_(moved), ~itself).limit(1)
                    if connection.execute(found).first():
                        raise still_referred(KEPT[entity])


def still_referred(sheet: Sheet) -> UserError:
    message = f"“{sheet.title}”里要删除的行还被其他行引用，没有保存任何更改。"
    return UserError(message, "请先删除或改正引用它的行。")
