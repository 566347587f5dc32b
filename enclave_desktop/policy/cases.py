"""A pack's own tests: inputs and the findings expected of them, written beside the pack."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from enclave_desktop.dossier.money import plain
from enclave_desktop.dossier.showing import mask_number
from enclave_desktop.policy.case_file import PolicyCase
from enclave_desktop.policy.check import check
from enclave_desktop.policy.explain import gap
from enclave_desktop.policy.findings import Award, Finding
from enclave_desktop.policy.pack import Pack


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that did not come true."""

    case: str
    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"“{self.case}”：{self.what} 应为 {self.expected}，实为 {self.found}"


def run_cases(pack: Pack, cases: Iterable[PolicyCase]) -> list[Failure]:
    """What failed, in the order of the cases."""
    return [failure for case in cases for failure in _run(pack, case)]


def _run(pack: Pack, case: PolicyCase) -> Iterator[Failure]:
    programmes = [programme.id for programme in pack.programmes]
    if case.programme not in programmes:
        yield Failure(case.name, "项目", "、".join(programmes), case.programme)
        return
    findings = check(case.dossier, [pack], case.year, {case.programme})
    subjects = [finding.subject.key for finding in findings]
    expect = dict(case.expect)
    expected_subjects = expect.pop("subjects", subjects)
    if expected_subjects != subjects:
        yield Failure(case.name, "subjects", _told(expected_subjects), _told(subjects))
    if not expect:
        return
    chosen = [finding for finding in findings if case.subject in (None, finding.subject.key)]
    if len(chosen) != 1:
        wanted = _told([case.subject])[0] if case.subject else "唯一的一个"
        yield Failure(case.name, "对象", wanted, _told(subjects))
        return
    for what, expected in expect.items():
        yield from _compare(case.name, what, expected, chosen[0])


def _told(keys: Any) -> Any:
    """Subjects as they may be told: a person's number masked; whatever else is expected as it stands."""
    if not isinstance(keys, list):
        return keys
    return [mask_number(key) if isinstance(key, str) and key.isascii() else key for key in keys]


def _compare(name: str, what: str, expected: Any, finding: Finding) -> Iterator[Failure]:
    if what == "checks":
        outcomes = {held.criterion.id: held.outcome.value for held in finding.checks}
        for criterion, outcome in expected.items():
            if outcomes.get(criterion) != outcome:
                yield Failure(name, criterion, outcome, outcomes.get(criterion))
    elif what == "gap":
        gaps = {held.criterion.id: gap(held, finding.case) for held in finding.checks}
        for criterion, words in expected.items():
            if words not in (gaps.get(criterion) or ""):
                yield Failure(name, f"{criterion} 的差距", words, gaps.get(criterion))
    else:
        found = _FOUND[what](finding)
        if found != expected:
            yield Failure(name, what, expected, found)


def _of_award(read: Callable[[Award], Any]) -> Callable[[Finding], Any]:
    return lambda finding: read(finding.award) if finding.award else None


def _money(name: str) -> Callable[[Finding], Any]:
    def read(award: Award) -> str | None:
        fen = getattr(award, name)
        return None if fen is None else plain(fen)

    return _of_award(read)


_FOUND: dict[str, Callable[[Finding], Any]] = {
    "status": lambda finding: finding.status.value,
    "award": lambda finding: finding.award is not None,
    "total": _money("total"),
    "due": _money("due"),
    "to_come": _money("to_come"),
    "claimed": _money("claimed"),
    "basis": _of_award(lambda award: award.basis),
    "at_most": _of_award(lambda award: award.at_most),
    "months": _of_award(lambda award: len(award.schedule)),
    "first_month": _of_award(lambda award: str(award.schedule[0][0]) if award.schedule else None),
    "last_month": _of_award(lambda award: str(award.schedule[-1][0]) if award.schedule else None),
}
"""How what a case may expect is read off a finding."""
