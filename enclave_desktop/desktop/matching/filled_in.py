"""Where the fact that a criterion asks about is filled in; of a row that is not there yet, what is known of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import (
    INCUBATOR,
    Agreement,
    Assessment,
    Contract,
    Expense,
    Filing,
    Person,
)
from enclave_desktop.policy.facts import FACTS, ROLES
from enclave_desktop.policy.findings import Case, Check

_DERIVED: dict[str, tuple[type[Any], str]] = {
    "filed_with": (Filing, "filed_on"),
    "agreement_types": (Agreement, "type"),
    "assessment": (Assessment, "result"),
    "spend": (Expense, "amount"),
}
"""For what a criterion may ask of several rows of an enclave: their class, and the field."""

_WORDS: dict[type[Any], str] = {Filing: "authority", Agreement: "type"}
"""The field whose words a criterion asks for."""


def place_of(held: Check, case: Case, dossier: Dossier, year: int) -> Place:
    """The row and field to mend; a row that is not there yet stands for one to be made."""
    fact = FACTS[held.criterion.fact]
    role, _, name = fact.name.partition(".")
    row = getattr(case, role)
    if row is None and case.person is not None:
        return new_contract(case.person, dossier)
    if fact.field is not None:
        return Place(ROLES[role], row, fact.field.name)
    if role == "contract":
        return Place(Contract, row, "ends_on")
    entity, field = _DERIVED[name]
    asked = _asked(entity, case, dossier, held, year)
    counts = _counting(entity, dossier.as_of, year)
    rows = (row for row in reversed(dossier.rows(entity)) if counts(row) and _says(row, asked))
    row = next(rows, None)
    if row is not None:
        return Place(entity, row, field)
    return Place(entity, given={name: texts[0] for name, texts in asked.items() if len(texts) == 1})


def new_contract(person: Person, dossier: Dossier) -> Place:
    """Hers, still to be made; where there is one enclave only, it is with that."""
    given = {"person": person.id_number}
    if len(dossier.enclaves) == 1:
        given["enclave"] = dossier.enclaves[0].name
    return Place(Contract, given=given)


def _asked(
    entity: type[Any], case: Case, dossier: Dossier, held: Check, year: int
) -> dict[str, tuple[str, ...]]:
    """What a row may say to be one that the criterion asks for, by field name."""
    enclaves = [case.enclave] if case.enclave else [e for e in dossier.enclaves if e.type == INCUBATOR]
    asked = {"enclave": tuple(enclave.name for enclave in enclaves)}
    if entity is Assessment:
        asked["year"] = (str(year),)
    if entity in _WORDS and held.limit is not None:
        asked[_WORDS[entity]] = held.limit if isinstance(held.limit, tuple) else (held.limit,)
    return asked


def _counting(entity: type[Any], as_of: date, year: int) -> Callable[[Any], bool]:
    """Which rows count by their day; asked first, and of each row of the ledger."""
    if entity is Expense:
        return lambda row: row.booked_on.year == year
    if entity is Filing:
        return lambda row: bool(row.in_effect(as_of))
    return lambda row: True


def _says(row: Any, asked: Mapping[str, tuple[str, ...]]) -> bool:
    return all(str(getattr(row, name)) in texts for name, texts in asked.items())
