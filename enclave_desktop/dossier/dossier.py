"""The frozen snapshot of a record that everything decided and printed is a function of."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, Self, TypeVar, cast

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import ClaimStep, PrintSetting
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Claim,
    Confirmation,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is on record, as of one day; rows in the order of their keys."""

    as_of: date
    firm: Firm | None = None
    enclaves: tuple[Enclave, ...] = ()
    filings: tuple[Filing, ...] = ()
    people: tuple[Person, ...] = ()
    contracts: tuple[Contract, ...] = ()
    projects: tuple[Project, ...] = ()
    expenses: tuple[Expense, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    approvals: tuple[Approval, ...] = ()
    claims: tuple[Claim, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    claim_steps: tuple[ClaimStep, ...] = ()
    print_settings: tuple[PrintSetting, ...] = ()

    @classmethod
    def of(cls, as_of: date, rows: Mapping[type[Any], Iterable[Any]]) -> Self:
        """A dossier from rows by class, sorted by their keys."""
        held: dict[str, Any] = {
            _ATTRIBUTES[entity]: tuple(sorted(rows.get(entity, ()), key=_sort_key(entity)))
            for entity in _ATTRIBUTES
        }
        firm = next(iter(rows.get(Firm, ())), None)
        return cls(as_of, firm, **held)

    def with_rows(
        self, rows: Mapping[type[Any], Sequence[Any]], in_order: Collection[type[Any]] = ()
    ) -> Self:
        """The same, with other rows of these classes; those of `in_order` need not be sorted."""
        held: dict[str, Any] = {
            _ATTRIBUTES[entity]: tuple(found if entity in in_order else sorted(found, key=_sort_key(entity)))
            for entity, found in rows.items()
            if entity is not Firm
        }
        if Firm in rows:
            held["firm"] = next(iter(rows[Firm]), None)
        return replace(self, **held)

    def rows(self, entity: type[T]) -> tuple[T, ...]:
        """All rows of one class."""
        if entity is Firm:
            return cast("tuple[T, ...]", (self.firm,) if self.firm else ())
        return cast("tuple[T, ...]", getattr(self, _ATTRIBUTES[entity]))


_ATTRIBUTES: dict[type[Any], str] = {
    Enclave: "enclaves",
    Filing: "filings",
    Person: "people",
    Contract: "contracts",
    Project: "projects",
    Expense: "expenses",
    Agreement: "agreements",
    Carrier: "carriers",
    Assessment: "assessments",
    Approval: "approvals",
    Claim: "claims",
    Confirmation: "confirmations",
    Evidence: "evidence",
    ClaimStep: "claim_steps",
    PrintSetting: "print_settings",
}


def _sort_key(entity: type[Any]) -> Callable[[Any], Any]:
    sheet = KEPT[entity]
    key = attrgetter(*(field.name for field in sheet.key))
    if all(field.required for field in sheet.key):
        return key
    return lambda row: ["" if part is None else part for part in key(row)]  # what may be empty is text
