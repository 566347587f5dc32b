"""Counts and sums over rows of which some leave open whether they belong: never a silent no or zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.values import Agreement, Contract, Person, Project
from enclave_desktop.policy.context import Context


@dataclass(frozen=True, slots=True)
class Count:
    """How many belong for sure, and of how many more it is not known."""

    sure: int
    open: int

    @classmethod
    def of(cls, verdicts: Iterable[bool | None]) -> "Count":
        listed = list(verdicts)
        return cls(listed.count(True), listed.count(None))

    def words(self, unit: str) -> str:
        """12人; 不少于12人（另3人待核）; 3人待核 where none is sure."""
        if not self.open:
            return f"{self.sure}{unit}"
        if not self.sure:
            return f"{self.open}{unit}待核"
        return f"不少于{self.sure}{unit}（另{self.open}{unit}待核）"


def both(*verdicts: bool | None) -> bool | None:
    """Three-valued and: one no decides, else one unknown."""
    if False in verdicts:
        return False
    return None if None in verdicts else True


def either(verdicts: Iterable[bool | None]) -> bool | None:
    """Three-valued or: one yes decides, else one unknown."""
    listed = list(verdicts)
    if True in listed:
        return True
    return None if None in listed else False


def count_staff(context: Context, enclave: str, degree: str | None = None) -> Count | None:
    """R&D staff with a contract there in effect on the as-of day, of that degree where one is named.

    None when no contract at that enclave is on record.
    """
    contracts: dict[str, list[Contract]] = {}
    for contract in context.dossier.contracts:
        if contract.enclave == enclave:
            contracts.setdefault(contract.person, []).append(contract)
    if not contracts:
        return None
    people = (person for person in context.dossier.people if person.id_number in contracts)
    return Count.of(
        both(
            person.rnd_staff,
            either(contract.in_effect(context.as_of) for contract in contracts[person.id_number]),
            _has_degree(person, degree),
        )
        for person in people
    )


def _has_degree(person: Person, degree: str | None) -> bool | None:
    if degree is None:
        return True
    return None if person.degree is None else person.degree == degree


def projects_of(context: Context, enclave: str) -> list[Project]:
    """Projects of that enclave, or with spend booked there in the year; those known not to touch the year are out."""
    year = context.year
    booked = {
        row.project
        for row in context.dossier.expenses
        if row.enclave == enclave and row.booked_on.year == year
    }
    return [
        project
        for project in context.dossier.projects
        if project.number in booked or (project.enclave == enclave and _touches(project, year))
    ]


def _touches(project: Project, year: int) -> bool:
    starts = project.starts_on or date(year, 1, 1)
    ends = project.ends_on or date(year, 12, 31)
    return starts.year <= year <= ends.year


def count_running(context: Context, enclave: str) -> Count | None:
    """Projects of that enclave that run on the as-of day; None when none is on record for it."""
    projects = [project for project in context.dossier.projects if project.enclave == enclave]
    return Count.of(_runs(project, context.as_of) for project in projects) if projects else None


def _runs(project: Project, on: date) -> bool | None:
    begun = None if project.starts_on is None else project.starts_on <= on
    not_over = None if project.ends_on is None else on <= project.ends_on
    return both(begun, not_over)


def agreements_of(context: Context, enclave: str, type_: str) -> list[Agreement]:
    """合同 of that 类型 for that enclave."""
    return [row for row in context.agreements(enclave) if row.type == type_]


def sum_words(amounts: list[int | None]) -> int | str | None:
    """The sum in fen; in words where some amounts are not recorded; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    missing = len(amounts) - len(known)
    if not known:
        return None
    return f"不少于{grouped(sum(known))}（另{missing}份金额待核）" if missing else sum(known)


def first_few(names: Iterable[str], unit: str, most: int = 3) -> str | None:
    """The first few names, each once, then 等n家; None when there is none."""
    listed = list(dict.fromkeys(names))
    shown = "、".join(listed[:most])
    return f"{shown}等{len(listed)}{unit}" if len(listed) > most else shown or None
