"""Where the fact that a criterion asks about is filled in."""

from collections.abc import Callable
from typing import Any

from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import Agreement, Assessment, Contract, Expense, Filing, Person
from enclave_desktop.policy.facts import FACTS, ROLES
from enclave_desktop.policy.findings import Case, Check


def place_of(held: Check, case: Case, dossier: Dossier, year: int) -> Place:
    """The row and field to mend; a row that is not there yet stands for one to be made."""
    fact = FACTS[held.criterion.fact]
    role = fact.name.partition(".")[0]
    row = getattr(case, role)
    if row is None and case.person is not None:
        return Place(Person, case.person)  # whose contract is not on record yet
    if fact.field is not None:
        return Place(ROLES[role], row, fact.field.name)
    if role == "contract":
        return Place(Contract, row, "ends_on")
    entity, field, belongs = _DERIVED[fact.name.partition(".")[2]]
    name = case.enclave.name if case.enclave else None
    rows = (row for row in dossier.rows(entity) if row.enclave == name and belongs(row, year))
    return Place(entity, next(rows, None), field)


_DERIVED: dict[str, tuple[type[Any], str, Callable[[Any, int], bool]]] = {
    "filed_with": (Filing, "filed_on", lambda row, year: True),
    "agreement_types": (Agreement, "type", lambda row, year: True),
    "assessment": (Assessment, "result", lambda row, year: row.year == year),
    "spend": (Expense, "amount", lambda row, year: row.booked_on.year == year),
}
"""For what a criterion may ask of several rows: their class, the field, and which of an enclave's rows count."""
