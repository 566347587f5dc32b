"""What a packet still lacks: pieces on record or not, criteria that are not met, assumptions it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from enclave_desktop.desktop.matching.filled_in import place_of
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.explain import gap
from enclave_desktop.policy.facts import FACTS, ROLES
from enclave_desktop.policy.findings import Check, Finding, Outcome


class State(StrEnum):
    DONE = "done"
    MISSING = "missing"
    UNMET = "unmet"
    NOTE = "note"
    """Nothing the record could hold: to be seen to by hand."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line, and what to look at to mend it."""

    words: str
    detail: str
    state: State
    page: str | None = None
    target: object = None


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: tuple[Item, ...]
    done: int
    total: int

    @property
    def words(self) -> str:
        return f"{self.done} / {self.total}"


_STATE = {Outcome.MET: State.DONE, Outcome.UNKNOWN: State.MISSING, Outcome.UNMET: State.UNMET}


def checklist(dossier: Dossier, year: int, findings: Sequence[Finding]) -> list[Section]:
    """All that concerns these findings of one programme; sections without lines are left out."""
    evidence = tuple(_evidence(dossier, year, findings))
    unfulfilled = tuple(_criteria(dossier, year, findings))
    total = sum(len(finding.checks) for finding in findings)
    assumptions = tuple(_assumptions(findings[0]))
    recorded = [item for item in evidence if item.state is not State.NOTE]
    sections = [
        Section("材料在档案里的记录", evidence, _done(recorded), len(recorded)),
        Section("条件", unfulfilled or (Item("全部达到", "", State.DONE),), total - len(unfulfilled), total),
        Section("所依据的工作假定", assumptions, 0, len(assumptions)),
    ]
    return [section for section in sections if section.items]


def summary(sections: Sequence[Section]) -> tuple[State, str]:
    """The checklist in a sentence."""
    items = [item for section in sections for item in section.items]
    missing = sum(item.state is State.MISSING for item in items)
    if any(item.state is State.UNMET for item in items):
        return State.UNMET, "有条件没有达到，只能打印草稿"
    if missing:
        return State.MISSING, f"还有 {missing} 处没有登记，仍可先打印"
    return State.DONE, "档案里该有的都有了"


def _done(items: Sequence[Item]) -> int:
    return sum(item.state is State.DONE for item in items)


def _evidence(dossier: Dossier, year: int, findings: Sequence[Finding]) -> Iterator[Item]:
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.evidence import ON_RECORD, record_lines

    programme = findings[0].programme
    application = Application(programme, tuple(findings), Context(dossier, year))
    for piece in programme.evidence:
        if piece.fact is None:
            yield Item(piece.name, "请另备；档案不记录这一项", State.NOTE)
            continue
        first, *rest = record_lines(application, piece)
        recorded = first == ON_RECORD
        state = State.DONE if recorded else State.MISSING
        detail = "；".join(rest) if recorded else "；".join((first, *rest))
        yield Item(piece.name, detail or first, state, *_where(piece.fact, dossier, year, findings))


def _where(fact: str, dossier: Dossier, year: int, findings: Sequence[Finding]) -> tuple[str | None, object]:
    """The page and place of a fact of the first subject that lacks it, or of the first."""
    context = Context(dossier, year)
    lacking = (finding for finding in findings if FACTS[fact].read(context, finding.case) is None)
    finding = next(lacking, findings[0])
    for check in finding.checks:
        if check.criterion.fact == fact:
            return _place(place_of(check, finding.case, dossier, year))
    field, role = FACTS[fact].field, fact.partition(".")[0]
    if field is None:
        return None, None
    return _place(Place(ROLES[role], getattr(finding.case, role), field.name))


def _place(place: Place) -> tuple[str, Place]:
    return place.page, place


def _criteria(dossier: Dossier, year: int, findings: Sequence[Finding]) -> Iterator[Item]:
    for finding in findings:
        for check in finding.checks:
            if check.outcome is not Outcome.MET:
                where = _place(place_of(check, finding.case, dossier, year))
                yield _criterion(finding, check, *where, several=len(findings) > 1)


def _criterion(finding: Finding, check: Check, page: str, target: Place, *, several: bool) -> Item:
    words = f"{check.criterion.label}（{finding.subject.name}）" if several else check.criterion.label
    return Item(words, gap(check, finding.case) or "", _STATE[check.outcome], page, target)


def _assumptions(finding: Finding) -> Iterator[Item]:
    for assumption in finding.programme.assumptions:
        yield Item(assumption.question, assumption.answer, State.NOTE, "matching", finding)
