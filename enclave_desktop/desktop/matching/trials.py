"""What-if: one value changed, or one row more, and what it would bring. Pure: nothing here touches the record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Field
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value
from enclave_desktop.dossier.values import Assessment
from enclave_desktop.policy.check import check
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.findings import Check, Finding, Outcome
from enclave_desktop.policy.loading import load_packs
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
    name: str = ""
    """What it is called where the field alone does not say it."""
    wanted: Any = None
    """A value worth trying, where its criterion does not say one."""
    stand_in: Mapping[str, str] | None = None
    """Of a row that only stands for one to be entered: what is known of that, as it would be typed."""

    @property
    def label(self) -> str:
        """终止日期; of a row that is not there yet with its sheet: 新的备案·备案日期."""
        if self.name:
            return self.name
        return self.field.label if self.row is not None else f"新的{self._title}·{self.field.label}"

    @property
    def words(self) -> str:
        """What keeping it would be, for undo and the status bar."""
        return f"修改{self.label}" if self.row is not None else f"新增{self._title}"

    @property
    def _title(self) -> str:
        return SHEETS[self.entity].title

    @property
    def identity(self) -> tuple[Any, ...]:
        key = None if self.row is None else SHEETS[self.entity].key_of(self.row)
        return self.entity, self.field.name, key, self.name

    def place(self, text: str) -> Place | None:
        """Where the row that it stands for is entered; None where keeping it says all that is to be said."""
        if self.stand_in is None:
            return None
        return Place(self.entity, given={**self.stand_in, self.field.name: text})

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


def remedy(knob: Knob, finding: Finding) -> Any:
    """The value that would make the first criterion met that wants one and that this knob bears on; None if unsure."""
    if knob.wanted is not None:
        return knob.wanted
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
