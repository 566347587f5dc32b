"""What the cell of a form may be bound to, and how it reads on paper.

Every field of the rows that a form is about, under 'row.field', and what `derived` works out; a derivation
stands before the field of its name. Pay is never among them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Field, Kind
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.showing import chinese_date, mask_number, show_masked
from enclave_desktop.dossier.values import (
    Approval,
    Assessment,
    Carrier,
    Contract,
    Enclave,
    Firm,
    Person,
)
from enclave_desktop.packet.derived import DERIVED
from enclave_desktop.packet.given import Given

_ROWS: dict[str, tuple[type[Any], Callable[[Given], Any]]] = {
    "firm": (Firm, lambda given: given.case.firm),
    "enclave": (Enclave, lambda given: given.case.enclave),
    "person": (Person, lambda given: given.case.person),
    "contract": (Contract, lambda given: given.case.contract),
    "carrier": (Carrier, lambda given: given.case.carrier),
    "approval": (Approval, lambda given: given.approval),
    "assessment": (Assessment, lambda given: given.assessment),
}
_NEVER_PRINTED = frozenset({"contract.salary"})


@dataclass(frozen=True, slots=True)
class Words:
    """What a cell says; empty where nothing is recorded."""

    text: str = ""
    money: bool = False
    """Set at the right."""
    names: frozenset[str] = frozenset()
    """The boxes that it ticks."""
    origin: str = ""
    """Whose field it is, for messages, what is sensitive masked; empty where it is no single field's."""


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that a cell may be bound to."""

    kind: Kind
    read: Callable[[Given], Any]
    origin: Callable[[Given], str] = lambda _: ""
    """Whose field it is; empty where it is no single field's."""


def words(name: str, given: Given) -> Words:
    """The value of that name as it stands on paper."""
    bound = VALUES[name]
    value = bound.read(given)
    if value is None:
        return Words()
    if bound.kind in given.hidden:
        return Words(mask_number(str(value)), origin=bound.origin(given))
    if isinstance(value, tuple):
        return Words("、".join(value), names=frozenset(value), origin=bound.origin(given))
    money = bound.kind is Kind.MONEY and isinstance(value, int)
    text = _on_paper(bound.kind, value)
    return Words(text, money, frozenset({text}), bound.origin(given))


def _on_paper(kind: Kind, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return chinese_date(value)
    if kind is Kind.MONEY:
        return grouped(value)
    if kind is Kind.YES_NO:
        return "是" if value else "否"
    return f"{value:f} m²" if kind is Kind.AREA else str(value)


def _field_value(row: str, field: Field) -> Value:
    entity, row_of = _ROWS[row]

    def origin(given: Given) -> str:
        sheet, held = SHEETS[entity], row_of(given)
        key = " ".join(show_masked(part, getattr(held, part.name)) for part in sheet.key)
        return f"“{sheet.title}”{key} 的“{field.label}”"

    return Value(field.kind, lambda given: getattr(row_of(given), field.name, None), origin)


VALUES: dict[str, Value] = {
    f"{row}.{field.name}": _field_value(row, field)
    for row, (entity, _) in _ROWS.items()
    for field in SHEETS[entity].fields
    if f"{row}.{field.name}" not in _NEVER_PRINTED
} | {name: Value(derivation.kind, derivation.read) for name, derivation in DERIVED.items()}
"""Everything that a cell may be bound to, by name."""
