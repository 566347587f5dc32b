"""What rows may refer to, and how a reference that leads nowhere is reported."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Field
from enclave_desktop.dossier.reading import BadValue
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.dossier.values import Carrier, Claim, Enclave, Person
from enclave_desktop.exchange.columns import CLEAR
from enclave_desktop.exchange.headers import nearest
from enclave_desktop.exchange.sheet_rows import SheetRows

MOST_CANDIDATES = 2_000
"""Among more names than this none is looked for that is spelt nearly alike: it takes too long."""

MOST_ADVISED = 30
"""Wrong names of one column that get such advice."""


@dataclass(slots=True)
class Targets:
    """The keys of one sheet, as far as rows of later sheets may refer to them."""

    sound: dict[Any, Any] = dataclasses.field(default_factory=dict)
    """Row by key: on record, or in the book without an error."""
    unsound: set[Any] = dataclasses.field(default_factory=set)
    """Keys that only rows with an error have."""
    unread: bool = False
    """The sheet is there, but its keys cannot be read."""


def check_references(rows: SheetRows, targets: dict[str, Targets], *, good_rows: bool) -> None:
    """Report what refers to nothing; with `good_rows` also what refers to a row that stays out."""
    for field in rows.fields:
        if field.refers:
            _check_column(rows, field, targets[field.refers], good_rows)


def _check_column(rows: SheetRows, field: Field, target: Targets, good_rows: bool) -> None:
    remedies: dict[Any, str] = {}
    for index, value in _values(rows, field.name):
        if value in target.sound:
            continue
        if value in target.unsound or target.unread:
            if good_rows:
                rows.complain(
                    index,
                    field.name,
                    f"所指的{field.refers}有错误，没有导入",
                    f"先改正“{field.refers}”表中的错误",
                )
            continue
        if value not in remedies:
            remedies[value] = _remedy(field, value, target, advised=len(remedies) < MOST_ADVISED)
        rows.complain(index, field.name, f"工作簿和档案的“{field.refers}”中都没有", remedies[value])


def _values(rows: SheetRows, name: str) -> list[tuple[int, Any]]:
    """Row and value where there is one."""
    column = rows.columns[name]
    present = ((index, column[index]) for index in rows.filled)
    return [
        (i, value)
        for i, value in present
        if value is not None and value is not CLEAR and not isinstance(value, BadValue)
    ]


def _remedy(field: Field, value: Any, target: Targets, *, advised: bool) -> str:
    remedy = f"核对{field.label}，或先在“{field.refers}”中填写"
    near = nearest(value, list(target.sound)) if advised and len(target.sound) <= MOST_CANDIDATES else []
    return (
        f"{remedy}；最接近的：{'、'.join(_described(field, key, target.sound[key]) for key in near)}"
        if near
        else remedy
    )


def _described(field: Field, key: Any, row: Any) -> str:
    shown = show_masked(field, key)
    return f"{shown}（{row.name}）" if field.sensitive and isinstance(row, Person) else shown


def check_claims(rows: SheetRows, targets: dict[str, Targets], programmes: list[str]) -> None:
    """A claim for a programme that no pack knows is an error; one for nobody on record is to be looked at."""
    if rows.spec.entity is not Claim:
        return
    if programmes and "programme" in rows.columns:
        known = set(programmes)
        for index, value in _values(rows, "programme"):
            if value not in known:
                near = "、".join(nearest(value, programmes))
                remedy = f"改为补贴项目的编号；最接近的：{near}" if near else "改为 policy list 所列的编号"
                rows.complain(index, "programme", "没有这个补贴项目", remedy)
    if "subject" in rows.columns:
        subjects = [targets[SHEETS[entity].title] for entity in (Enclave, Carrier, Person)]
        for index, value in _values(rows, "subject"):
            if not any(value in target.sound or value in target.unsound for target in subjects):
                rows.complain(
                    index,
                    "subject",
                    "不是在册的飞地、载体或人员",
                    "核对名称或证件号码；确实不在册的可以不改",
                    warning=True,
                )
