"""What the tables show of a person beside her own fields: verdict, current contract, what it lacks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.table.columns import Column, dictionary_order
from enclave_desktop.desktop.widgets.chips import STATUS, Look
from enclave_desktop.dossier.months import add_months
from enclave_desktop.dossier.values import Contract, Person
from enclave_desktop.policy.explain import OPEN_ENDED
from enclave_desktop.policy.findings import Finding, Outcome, Status

SOON_MONTHS = 6
"""A contract that ends within so many months of the as-of day is 临期."""
_ORDER = (Status.ELIGIBLE, Status.UNDETERMINED, Status.INELIGIBLE)
_SHOWN_BY = {"term_years": "ends_on", "term_months": "ends_on", "in_effect": "ends_on"}
"""Fields of a contract that facts are worked out from."""


class People:
    """Look-ups over the view that is shown."""

    def __init__(self) -> None:
        self.as_of = date.min
        self.names: dict[str, str] = {}
        self.findings: dict[str, list[Finding]] = {}
        self.contracts: dict[str, list[Contract]] = {}

    def show(self, view: View) -> None:
        self.as_of = view.dossier.as_of
        self.names = {person.id_number: person.name for person in view.dossier.people}
        self.findings, self.contracts = {}, {}
        for finding in view.findings:
            if finding.subject.kind == "person":
                self.findings.setdefault(finding.subject.key, []).append(finding)
        for contract in view.dossier.contracts:
            self.contracts.setdefault(contract.person, []).append(contract)

    def status(self, person: Person) -> Status | None:
        """The best of her findings."""
        found = {finding.status for finding in self.findings.get(person.id_number, ())}
        return next((status for status in _ORDER if status in found), None)

    def contract(self, person: Person) -> Contract | None:
        """The one in effect; else the one that starts last."""
        held = self.contracts.get(person.id_number, ())
        return max(held, key=lambda c: (bool(c.in_effect(self.as_of)), c.starts_on), default=None)

    def end_words(self, contract: Contract | None) -> str:
        if contract is None:
            return ""
        if contract.last_day:
            return contract.last_day.isoformat()
        return OPEN_ENDED if contract.open_ended else ""

    def end_tone(self, contract: Contract | None) -> str | None:
        """bad once it has ended, warn when it soon will."""
        last = contract.last_day if contract else None
        if last is None or last > add_months(self.as_of, SOON_MONTHS):
            return None
        return "bad" if last < self.as_of else "warn"


def verdict_column(people: People) -> Column:
    """结论."""

    def tip(person: Person) -> str:
        found = people.findings.get(person.id_number, ())
        return "\n".join(f"{f.programme.marked_title}：{f.status.words}" for f in found)

    def words(person: Person) -> str:
        status = people.status(person)
        return status.words if status else ""

    def look(person: Person) -> Look | None:
        status = people.status(person)
        return STATUS[status] if status else None

    def order(person: Person) -> int | None:
        status = people.status(person)
        return _ORDER.index(status) if status else None

    return Column("结论", 104, words, order, chip=look, tip=tip)


def enclave_column(people: People) -> Column:
    """所在飞地."""

    def words(person: Person) -> str:
        contract = people.contract(person)
        return contract.enclave if contract else ""

    return Column("所在飞地", 136, words, lambda person: dictionary_order(words(person)) or None)


def end_column(people: People) -> Column:
    """合同止."""

    def words(person: Person) -> str:
        return people.end_words(people.contract(person))

    def tone(person: Person) -> str | None:
        return people.end_tone(people.contract(person))

    return Column("合同止", 104, words, lambda person: words(person) or None, tone=tone)


def name_column(people: People) -> Column:
    """姓名 of whoever a contract is with."""

    def words(contract: Contract) -> str:
        return people.names.get(contract.person, "")

    return Column("姓名", 88, words, lambda contract: dictionary_order(words(contract)) or None, strong=True)


def lacking_cells(view: View | None) -> frozenset[tuple[int, str]]:
    """Empty fields, by id of the row and name, whose absence leaves a finding open."""
    cells: set[tuple[int, str]] = set()
    for finding in view.findings if view else ():
        if finding.status is not Status.UNDETERMINED:
            continue
        for check in finding.checks:
            role, _, name = check.criterion.fact.partition(".")
            row: Any = getattr(finding.case, role, None)
            name = _SHOWN_BY.get(name, name)
            if check.outcome is Outcome.UNKNOWN and row is not None and hasattr(row, name):
                open_ended = name == "ends_on" and getattr(row, "open_ended", None)
                if getattr(row, name) is None and not open_ended:
                    cells.add((id(row), name))
    return frozenset(cells)


def is_lacking(view: View) -> Callable[[Any], bool]:
    """Whether a row lacks something that a verdict waits for."""
    rows = {row for row, _ in lacking_cells(view)}
    return lambda row: id(row) in rows


def ends_soon(people: People) -> Callable[[View], Callable[[Any], bool]]:
    """Whether a person's contract, or a contract, ends soon."""

    def matcher(view: View) -> Callable[[Any], bool]:
        people.show(view)
        return lambda row: (
            people.end_tone(row if isinstance(row, Contract) else people.contract(row)) == "warn"
        )

    return matcher
