"""Hold a dossier against rule packs: every programme, every subject of its kind, every criterion.

Criteria run over whole columns of facts, which keeps every reason at little more than the cost of a verdict.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import Confirmation
from enclave_desktop.policy.awards import reckon
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.findings import Case, Check, Finding, Outcome, Status, Subject
from enclave_desktop.policy.operators import Column, Outcomes, hold
from enclave_desktop.policy.pack import Criterion, Pack, Programme
from enclave_desktop.policy.subjects import cases

_OUTCOME = {True: Outcome.MET, False: Outcome.UNMET, None: Outcome.UNKNOWN}
_RANK = {Status.ELIGIBLE: 2, Status.UNDETERMINED: 1, Status.INELIGIBLE: 0}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All criteria of one programme over many cases."""

    outcomes: tuple[Outcomes, ...]
    """One column a criterion."""
    statuses: list[Status]


def unheard(done: int, total: int) -> None:
    """For whoever does not want to know how far it is."""


def check(
    dossier: Dossier,
    packs: Iterable[Pack],
    year: int,
    programmes: Collection[str] | None = None,
    told: Callable[[int, int], None] = unheard,
) -> list[Finding]:
    """Findings as of the dossier's day, in the packs' order, then by subject key; `year` is the spend year.

    `told` hears how many programmes are done, and of how many; it may raise to end the check.
    """
    context = Context(dossier, year)
    wanted = [
        programme
        for pack in packs
        for programme in pack.programmes
        if (programmes is None or programme.id in programmes) and in_force(programme, dossier.as_of)
    ]
    findings: list[Finding] = []
    for done, programme in enumerate(wanted):
        told(done, len(wanted))
        findings += _check_programme(programme, context)
    return findings


def in_force(programme: Programme, day: date) -> bool:
    """Whether the programme is reported on that day."""
    return (programme.start is None or programme.start <= day) and (
        programme.end is None or day <= programme.end
    )


def _check_programme(programme: Programme, context: Context) -> list[Finding]:
    subjects = cases(programme, context)
    columns = {
        criterion.fact: [FACTS[criterion.fact].read(context, case) for _, case in subjects]
        for criterion in programme.criteria
    }
    limits = [criterion.value.on(context.as_of) for criterion in programme.criteria]
    settled = _settled(programme, context.answers(programme.measure.id))
    result = evaluate(programme.criteria, columns, limits, len(subjects), settled)
    findings = _findings(programme, context, subjects, columns, limits, result)
    return [_best(group) for group in _by_subject(findings)]


def _settled(programme: Programme, answers: Mapping[str, Confirmation]) -> dict[str, bool | None]:
    """By criterion what a denied assumption makes of it for all: met where it falls away, else unknown."""
    return {
        criterion.id: criterion.falls_away(denied) or None
        for criterion in programme.criteria
        if (denied := criterion.denied(criterion.answered(answers)))
    }


def evaluate(
    criteria: Sequence[Criterion],
    columns: Mapping[str, Column],
    limits: Sequence[Any],
    count: int,
    settled: Mapping[str, bool | None] = MappingProxyType({}),
) -> Evaluation:
    """The outcome of each criterion and the status of each of `count` cases.

    `settled` holds the outcomes of criteria that are the same for all, whatever is on record.
    """
    outcomes = tuple(
        [settled[criterion.id]] * count
        if criterion.id in settled
        else _outcomes(criterion, columns[criterion.fact], limit)
        for criterion, limit in zip(criteria, limits, strict=True)
    )
    if not outcomes:
        return Evaluation((), [Status.ELIGIBLE] * count)
    eligible, ineligible, undetermined = Status.ELIGIBLE, Status.INELIGIBLE, Status.UNDETERMINED
    all_met = (True,) * len(outcomes)
    statuses = [
        eligible if row == all_met else ineligible if False in row else undetermined
        for row in zip(*outcomes, strict=True)
    ]
    return Evaluation(outcomes, statuses)


def _outcomes(criterion: Criterion, column: Column, limit: Any) -> Outcomes:
    outcomes = hold(criterion.operator, FACTS[criterion.fact].kind, column, limit)
    return outcomes if criterion.otherwise == "unmet" else [outcome or None for outcome in outcomes]


def _findings(
    programme: Programme,
    context: Context,
    subjects: Sequence[tuple[Subject, Case]],
    columns: Mapping[str, Column],
    limits: Sequence[Any],
    result: Evaluation,
) -> Iterator[Finding]:
    answers = context.answers(programme.measure.id)
    own = tuple(answers[named.id] for named in programme.assumptions if named.id in answers)
    told = not programme.amount_denied(own)
    award_of = reckon(programme.award, context) if programme.award and told else None
    answered = [criterion.answered(answers) for criterion in programme.criteria]
    for index, (subject, case) in enumerate(subjects):
        checks = tuple(
            Check(criterion, _OUTCOME[outcomes[index]], columns[criterion.fact][index], limit, given)
            for criterion, outcomes, limit, given in zip(
                programme.criteria, result.outcomes, limits, answered, strict=True
            )
        )
        status = result.statuses[index]
        award = None
        if award_of and status is Status.ELIGIBLE:
            award = award_of(case, context.claims(programme.id, subject.key))
        yield Finding(programme, subject, case, status, checks, award, own)


def _by_subject(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.subject.key, []).append(finding)
    return groups.values()


def _best(findings: list[Finding]) -> Finding:
    """Of a person's contracts: by status, then the larger total, then the later start."""
    return max(findings, key=_merit)


def _merit(finding: Finding) -> tuple[int, int, date]:
    start = finding.case.contract.starts_on if finding.case.contract else date.min
    return _RANK[finding.status], finding.award.total if finding.award else 0, start
