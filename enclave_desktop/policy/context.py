"""A dossier with what the facts look up in it: built once for a check, per day and spend year."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.values import (
    CLAIMED_STATES,
    INCUBATOR,
    Agreement,
    Approval,
    Assessment,
    Claim,
    Confirmation,
    Contract,
    Enclave,
    Expense,
    Filing,
    Project,
)

T = TypeVar("T")


class Context:
    """Look-ups over one frozen dossier for the spend year `year`."""

    def __init__(self, dossier: Dossier, year: int) -> None:
        self.dossier = dossier
        self.as_of: date = dossier.as_of
        self.year = year
        self.enclaves: dict[str, Enclave] = {enclave.name: enclave for enclave in dossier.enclaves}
        self.contracts: dict[str, list[Contract]] = _grouped(dossier.contracts, lambda c: c.person)
        self._filings: dict[str, list[Filing]] = _grouped(dossier.filings, lambda f: f.enclave)
        self._agreements: dict[str | None, list[Agreement]] = _grouped(
            dossier.agreements, lambda a: a.enclave
        )
        self._assessments: dict[tuple[str, int], Assessment] = {
            (row.enclave, row.year): row for row in dossier.assessments
        }
        self._claims: dict[tuple[str, str], list[Claim]] = _grouped(
            (claim for claim in dossier.claims if claim.state in CLAIMED_STATES),
            lambda claim: (claim.programme, claim.subject),
        )
        self._answers: dict[str, list[Confirmation]] = _grouped(
            dossier.confirmations, lambda confirmation: confirmation.measure
        )
        self._spend: dict[str, int] = {}
        for row in dossier.expenses:
            if row.booked_on.year == year:
                self._spend[row.enclave] = self._spend.get(row.enclave, 0) + row.amount

    def offices_filed_with(self, enclave: str) -> tuple[str, ...]:
        """The offices a filing with whom is in effect on the as-of day."""
        filings = self._filings.get(enclave, ())
        return tuple(dict.fromkeys(f.authority for f in filings if f.in_effect(self.as_of)))

    def filing(self, enclave: str, office: str) -> Filing | None:
        """The latest filing with that office in effect on the as-of day."""
        filings = (
            f for f in self._filings.get(enclave, ()) if f.authority == office and f.in_effect(self.as_of)
        )
        return max(filings, key=lambda f: f.filed_on, default=None)

    def first_filed_on(self, enclave: str, office: str) -> date | None:
        """The earliest 备案日期 with that office, in effect or not."""
        return min(
            (f.filed_on for f in self._filings.get(enclave, ()) if f.authority == office), default=None
        )

    def incubators(self, named: str | None) -> list[Enclave]:
        """The incubator of that name, or every incubator when none is named."""
        candidates = self.dossier.enclaves if named is None else [self.enclaves[named]]
        return [enclave for enclave in candidates if enclave.type == INCUBATOR]

    def agreements(self, enclave: str) -> list[Agreement]:
        return self._agreements.get(enclave, [])

    def assessment(self, enclave: str) -> Assessment | None:
        """The year's 考核."""
        return self._assessments.get((enclave, self.year))

    def spend(self, enclave: str) -> int | None:
        """The year's R&D spend in fen; None when no row is entered: unknown, not zero."""
        return self._spend.get(enclave)

    def claims(self, programme: str, subject: str) -> list[Claim]:
        """What is submitted, approved or paid."""
        return self._claims.get((programme, subject), [])

    def answers(self, measure: str) -> dict[str, Confirmation]:
        """What was found out about a measure's assumptions, by their ids."""
        return {answer.assumption: answer for answer in self._answers.get(measure, ())}

    @cached_property
    def evidence(self) -> dict[str, dict[Any, list[Evidence]]]:
        """By the title of the sheet and the reference of the row that they prove, in the order they are bound in."""
        found: dict[str, dict[Any, list[Evidence]]] = defaultdict(dict)
        for row in sorted(self.dossier.evidence, key=lambda row: (row.position or 0, row.number)):
            title, reference = row.proves
            found[title].setdefault(reference, []).append(row)
        return dict(found)

    @cached_property
    def located(self) -> dict[str, dict[str, set[Any]]]:
        """By enclave and title of their sheet the references of the rows that lie with it and may be proven."""
        found: dict[str, dict[str, set[Any]]] = defaultdict(dict)
        entities: tuple[type[Any], ...] = (Filing, Project, Agreement, Assessment, Approval, Expense)
        for entity in entities:
            sheet = KEPT[entity]
            reference = sheet.reference  # once, not for each voucher of a long ledger
            held: dict[str | None, set[Any]] = defaultdict(set)
            for row in self.dossier.rows(entity):
                held[row.enclave].add(reference(row))
            held.pop(None, None)
            for enclave, references in held.items():
                found[enclave][sheet.title] = references  # type: ignore[index]
        return dict(found)


def _grouped(rows: Iterable[T], key: Callable[[T], Any]) -> dict[Any, list[T]]:
    groups: dict[Any, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)
