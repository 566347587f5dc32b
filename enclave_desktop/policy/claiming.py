"""What of an award may be claimed now: what is due and not claimed yet; and what was approved and paid of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.handing_in import RETURNED, ClaimStep
from enclave_desktop.dossier.months import Month
from enclave_desktop.dossier.values import CLAIMED_STATES, Claim
from enclave_desktop.policy.claim_course import PLANNED, Course, course, key_of, period_months
from enclave_desktop.policy.findings import Finding

WAITING = frozenset({PLANNED, RETURNED})
"""States of claims that are recorded, and still to be handed in (again)."""


@dataclass(frozen=True, slots=True)
class Claimable:
    """One finding's money, in fen, held against its claims."""

    amount: int
    """Due or granted, and not claimed yet; never below 0."""
    months: tuple[Month, ...]
    """Those it is for; none unless the award is monthly."""
    claimed: int
    paid: int
    overclaimed: int
    """Claimed beyond what is due or granted; 0 when it is not."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new claim would be for."""

    period_from: str
    period_to: str | None
    amount: int | None
    """In fen; None where the source names no sum."""


def claimable(dossier: Dossier, finding: Finding) -> Claimable | None:
    """None where the finding has no award, and so no sum to hold claims against."""
    if finding.award is None:
        return None
    claims = claims_of(dossier, finding)
    keys = {key_of(claim) for claim in claims}
    steps = [step for step in dossier.claim_steps if tuple(step.claim) in keys]
    known = [course(claim, [s for s in steps if tuple(s.claim) == key_of(claim)]) for claim in claims]
    return left_of(dossier, finding, known)


def left_of(dossier: Dossier, finding: Finding, known: Sequence[Course]) -> Claimable | None:
    """As `claimable`, of claims whose courses are known."""
    award = finding.award
    if award is None:
        return None
    counted = [one for one in known if one.claim.state in CLAIMED_STATES]
    paid = sum(one.paid for one in counted)
    if award.due is None:
        left = award.total - award.claimed
        return Claimable(max(left, 0), (), award.claimed, paid, max(-left, 0))
    taken = {month for one in counted for month in one.months}
    ended = Month.wholly_until(dossier.as_of)
    due = [(month, amount) for month, amount in award.schedule if month <= ended]
    open_months = [(month, amount) for month, amount in due if month not in taken]
    return Claimable(
        sum(amount for _, amount in open_months),
        tuple(month for month, _ in open_months),
        award.claimed,
        paid,
        max(award.claimed - award.due, 0),
    )


def proposals(
    dossier: Dossier, finding: Finding, known: Sequence[Course], left: Claimable | None, year: int
) -> list[Proposal]:
    """What could be claimed anew of what is `left`: each run of months, or the sum of `year`.

    Less what waits to be handed in (again).
    """
    award = finding.award
    if award is None or left is None or not left.amount:
        return []
    waiting = [one for one in known if one.claim.state in WAITING]
    if award.due is not None:
        amounts = dict(award.schedule)
        held = {month for one in waiting for month in one.months}
        runs = runs_of(month for month in left.months if month not in held)
        return [_of_run(run, sum(amounts[month] for month in run)) for run in runs]
    period = str(year if award.basis == "yearly" else dossier.as_of.year)
    ours = [one.claim for one in waiting if award.basis != "yearly" or covers_year(one.claim, year)]
    rest = left.amount - sum(claim.amount or 0 for claim in ours)
    taken = any(claim.amount is None for claim in ours) or any(
        one.claim.period_from == period for one in known
    )
    return [Proposal(period, None, rest)] if rest > 0 and not taken else []


def _of_run(run: Sequence[Month], amount: int) -> Proposal:
    return Proposal(str(run[0]), str(run[-1]) if len(run) > 1 else None, amount)


def runs_of(months: Iterable[Month]) -> Iterator[list[Month]]:
    """Months in order, apart where one is missing between them."""
    run: list[Month] = []
    for month in months:
        if run and month - run[-1] != 1:
            yield run
            run = []
        run = [*run, month]
    if run:
        yield run


def covers_year(claim: Claim, year: int) -> bool:
    """Whether the claim is for a year, or for some months of it."""
    return int(claim.period_from[:4]) <= year <= int((claim.period_to or claim.period_from)[:4])


def claims_of(dossier: Dossier, finding: Finding) -> list[Claim]:
    """Everything in 申领 for the finding's programme and subject, in order."""
    programme, subject = finding.programme.id, finding.subject.key
    return [claim for claim in dossier.claims if claim.programme == programme and claim.subject == subject]


def months_of(claims: Iterable[Claim]) -> list[Month]:
    """The months that the claims are for; of a year all twelve."""
    return [month for claim in claims for month in period_months(claim.period_from, claim.period_to)]


def open_reasons(dossier: Dossier, programme: str, subjects: Sequence[str]) -> list[tuple[ClaimStep, bool]]:
    """Why the office returned claims of the programme, as far as not settled; whether it was one for these subjects.

    What was said of one subject is worth a look for the others.
    """
    steps = [step for step in dossier.claim_steps if step.claim[0] == programme and step.open_reason]
    return [(step, step.claim[1] in subjects) for step in steps]
