"""What of an award may be claimed now: what is due and not claimed yet; and what was paid of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.months import MONTHS_A_YEAR, Month
from enclave_desktop.dossier.values import CLAIMED_STATES, Claim
from enclave_desktop.policy.findings import Finding

PAID = "已拨付"


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


def claimable(dossier: Dossier, finding: Finding) -> Claimable | None:
    """None where the finding has no award, and so no sum to hold claims against."""
    award = finding.award
    if award is None:
        return None
    claims = claims_of(dossier, finding)
    counted = [claim for claim in claims if claim.state in CLAIMED_STATES]
    paid = sum(claim.amount or 0 for claim in counted if claim.state == PAID)
    if award.due is None:
        left = award.total - award.claimed
        return Claimable(max(left, 0), (), award.claimed, paid, max(-left, 0))
    taken = set(months_of(counted))
    due = [(month, amount) for month, amount in award.schedule if month.last_day <= dossier.as_of]
    open_months = [(month, amount) for month, amount in due if month not in taken]
    return Claimable(
        sum(amount for _, amount in open_months),
        tuple(month for month, _ in open_months),
        award.claimed,
        paid,
        max(award.claimed - award.due, 0),
    )


def claims_of(dossier: Dossier, finding: Finding) -> list[Claim]:
    """Everything in 申领 for the finding's programme and subject, in order."""
    programme, subject = finding.programme.id, finding.subject.key
    return [claim for claim in dossier.claims if claim.programme == programme and claim.subject == subject]


def months_of(claims: Iterable[Claim]) -> list[Month]:
    """The months that the claims are for; of a year all twelve."""
    return [month for claim in claims for month in period_months(claim.period_from, claim.period_to)]


def period_months(first: str, last: str | None) -> list[Month]:
    """The months from one period, a month or a year, to another; of a year all twelve."""
    start, end = _month(first, 1), _month(last or first, MONTHS_A_YEAR)
    return [start + n for n in range(end - start + 1)]


def _month(period: str, of_year: int) -> Month:
    """The month itself; of a year the month `of_year`."""
    year, _, month = period.partition("-")
    return Month(int(year), int(month or of_year))


def open_reasons(dossier: Dossier, programme: str, subjects: Sequence[str]) -> list[tuple[ClaimStep, bool]]:
    """Why the office returned claims of the programme, as far as not settled; whether it was one for these subjects.

    What was said of one subject is worth a look for the others.
    """
    steps = [step for step in dossier.claim_steps if step.claim[0] == programme and step.open_reason]
    return [(step, step.claim[1] in subjects) for step in steps]
