"""What-if: one value changed without saving, and what it would bring. Pure: nothing here touches the record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from enclave_desktop.desktop.session import View
from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Field
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value
from enclave_desktop.dossier.values import Assessment, Contract, Filing
from enclave_desktop.policy.check import check
from enclave_desktop.policy.facts import FACTS, ROLES
from enclave_desktop.policy.findings import Check, Finding, Outcome
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.pack import MonthlyRule
from enclave_desktop.records.changes import Changes


@dataclass(frozen=True, slots=True)
class Knob:
    """One field of one row that can be tried with another value."""

    entity: type[Any]
    field: Field
    row: Any
    """As it is on record; None for a row that is not there yet."""
    make: Callable[[Any], Any]
    """The row with a value."""
    criteria: tuple[str, ...] = ()
    """Ids of the criteria that it bears on."""

    @property
    def label(self) -> str:
        """终止日期; of a row that is not there yet with its sheet: 新的备案·备案日期."""
        return (
            self.field.label
            if self.row is not None
            else f"新的{SHEETS[self.entity].title}·{self.field.label}"
        )

    @property
    def value(self) -> Any:
        """What is on record."""
        return None if self.row is None else getattr(self.row, self.field.name)

    def changes(self, text: str, today: date) -> Changes:
        """The change that the typed text means; BadValue when it means none that could be saved."""
        if is_blank(text) and self.field.required:
            raise BadValue(f"{self.field.label}必须填写", "填写后再试")
        row = self.make(None if is_blank(text) else read_value(self.field, text))
        for problem in check_row(row, today):
            if not problem.warning:
                raise BadValue(problem.reason, problem.remedy)
        if self.row is None:
            return Changes(added={self.entity: [row]})
        return Changes(updated={self.entity: [(self.row, row)]})


@dataclass(frozen=True, slots=True)
class Consequence:
    """What would be, against what is."""

    before: Finding
    after: Finding | None
    """The same programme for the same subject; None when that would be no subject any more."""
    others: tuple[Finding, ...]
    """Other findings that would have another verdict."""

    @property
    def gain(self) -> int:
        """Fen more, or less, than now."""
        return _total(self.after) - _total(self.before)


def knobs(finding: Finding, view: View) -> list[Knob]:
    """What may be tried for this finding: the fields that its criteria ask about, then those that move the money."""
    found: dict[tuple[type[Any], str], Knob] = {}
    for held in finding.checks:
        for knob in _of_check(held, finding, view):
            key = (knob.entity, knob.field.name)
            known = found.get(key, knob)
            found[key] = replace(known, criteria=(*known.criteria, held.criterion.id))
    if isinstance(finding.programme.award, MonthlyRule) and finding.case.contract:
        for name in ("starts_on", "ends_on", "left_on"):
            found.setdefault((Contract, name), _knob(Contract, name, finding.case.contract))
    return list(found.values())


def remedy(knob: Knob, finding: Finding) -> Any:
    """The value that would make the first criterion met that wants one and that this knob bears on; None if unsure."""
    for held in finding.checks:
        if held.criterion.id in knob.criteria and held.outcome is not Outcome.MET:
            return _wanted(knob, held, finding)
    return None


def consequence(view: View, finding: Finding, changes: Changes) -> Consequence:
    """Hold the dossier with the changes against the packs, beside what is found now."""
    changed: Dossier = changes.applied(view.dossier)
    after = {_identity(found): found for found in check(changed, load_packs(), view.year)}
    others = tuple(
        after[_identity(now)]
        for now in view.findings
        if _identity(now) != _identity(finding)
        and _identity(now) in after
        and after[_identity(now)].status is not now.status
    )
    return Consequence(finding, after.get(_identity(finding)), others)


def _of_check(held: Check, finding: Finding, view: View) -> Iterator[Knob]:
    fact, case = FACTS[held.criterion.fact], finding.case
    role = fact.name.partition(".")[0]
    row = getattr(case, role)
    if row is None:
        return
    if fact.field is not None:
        if not fact.field.key and not fact.field.sensitive:
            yield _knob(ROLES[role], fact.field.name, row)
    elif role == "contract":
        yield _knob(Contract, "ends_on", row)
    elif fact.name == "enclave.assessment":
        yield _assessment(row.name, view)
    elif fact.name.endswith(".filed_with") and case.enclave and _files_first(held):
        yield _filing(case.enclave.name, held.limit)


def _files_first(held: Check) -> bool:
    return held.outcome is Outcome.UNMET and held.criterion.operator == "includes"


def _knob(entity: type[Any], name: str, row: Any) -> Knob:
    def make(value: Any) -> Any:
        # A contract that ends is not 无固定期限: one cannot be tried without the other.
        also = {"open_ended": None} if name == "ends_on" and row.open_ended else {}
        return replace(row, **{name: value}, **also)

    return Knob(entity, SHEETS[entity].field(name), row, make)


def _filing(enclave: str, authority: str) -> Knob:
    def make(value: Any) -> Filing:
        return Filing(enclave=enclave, authority=authority, filed_on=value, number=None, valid_until=None)

    return Knob(Filing, SHEETS[Filing].field("filed_on"), None, make)


def _assessment(enclave: str, view: View) -> Knob:
    rows = (row for row in view.dossier.assessments if (row.enclave, row.year) == (enclave, view.year))
    row = next(rows, None)

    def make(value: Any) -> Assessment:
        if row:
            return replace(row, result=value)
        return Assessment(enclave=enclave, year=view.year, result=value, number=None)

    return Knob(Assessment, SHEETS[Assessment].field("result"), row, make)


def _wanted(knob: Knob, held: Check, finding: Finding) -> Any:
    kind, contract = FACTS[held.criterion.fact].kind, finding.case.contract
    if kind == "duration" and contract and contract.term and held.criterion.operator == "at_least":
        return contract.term.last_day_for(held.limit)
    if held.criterion.operator in ("is", "at_least") and FACTS[held.criterion.fact].field is knob.field:
        return held.limit
    return held.limit if held.criterion.operator == "is" and knob.entity is Assessment else None


def _identity(finding: Finding) -> tuple[str, str]:
    return finding.programme.id, finding.subject.key


def _total(finding: Finding | None) -> int:
    return finding.award.total if finding and finding.award else 0
