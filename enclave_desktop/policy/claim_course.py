"""The course of a claim: which step may follow which, and what its row in 申领 then says.

The row is what counts. Where the table or a workbook says otherwise than the steps, that is shown as one more step.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from enclave_desktop.dossier.checks import Problem
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.handing_in import RETURNED, ClaimStep
from enclave_desktop.dossier.months import MONTHS_A_YEAR, Month
from enclave_desktop.dossier.values import Claim

PLANNED, SUBMITTED, APPROVED, PAID = "拟申报", "已提交", "获批", "已拨付"
NO_DAY = date.min
"""Of a row that says no 日期."""
_FOLLOWS: dict[str | None, tuple[str, ...]] = {
    None: (PLANNED, SUBMITTED),
    PLANNED: (SUBMITTED,),
    SUBMITTED: (APPROVED, RETURNED),
    RETURNED: (SUBMITTED, RETURNED),
    APPROVED: (PAID, APPROVED),
    PAID: (PAID, APPROVED),
}
"""Several reasons for a return, several payments and a corrected approval follow one another."""
_DECIDED = frozenset({APPROVED, PAID})


@dataclass(frozen=True, slots=True)
class Reached:
    """What a row of steps comes to; money in fen."""

    state: str | None = None
    amount: int | None = None
    """What the row holds: asked for, then approved, once all of that is paid what was paid."""
    approved: int | None = None
    paid: int = 0
    on: date | None = None


@dataclass(frozen=True)
class Course:
    """One claim with its steps in order; what follows from them is worked out once."""

    claim: Claim
    steps: tuple[ClaimStep, ...] = ()
    """Those on record."""

    @cached_property
    def months(self) -> frozenset[Month]:
        """Those that it is for; of a year all twelve."""
        return frozenset(period_months(self.claim.period_from, self.claim.period_to))

    @cached_property
    def row_step(self) -> ClaimStep | None:
        """What the row says beyond the steps: an imported claim is one step, so is what was changed in the table."""
        held = reached(self.steps)
        if (held.state, held.amount) == (self.claim.state, self.claim.amount):
            return None
        last = self.steps[-1].on if self.steps else NO_DAY
        paid = self.claim.state == PAID
        amount = self.claim.amount
        return ClaimStep(
            number="",
            claim=key_of(self.claim),
            on=max(self.claim.on or NO_DAY, last),
            state=self.claim.state,
            amount=amount - held.paid if paid and amount is not None else amount,
            reason=self.claim.note if self.claim.state == RETURNED and not self.steps else None,
            settled_on=None,
            packet=None,
        )

    @property
    def all(self) -> tuple[ClaimStep, ...]:
        """All steps, that of the row included."""
        return (*self.steps, *([self.row_step] if self.row_step else ()))

    @cached_property
    def reached(self) -> Reached:
        return reached(self.all)

    @property
    def approved(self) -> int | None:
        """In fen; of a claim known only as paid, what was paid. None before it is decided."""
        held = self.reached
        if held.approved is None and held.state == PAID:
            return held.paid
        return held.approved

    @property
    def paid(self) -> int:
        return self.reached.paid

    @property
    def next_states(self) -> tuple[str, ...]:
        """What may be recorded next, the usual first."""
        return _FOLLOWS[self.claim.state]

    @property
    def can_go_back(self) -> bool:
        """Whether the last step can be taken back: what only a row says is mended in the table."""
        return bool(self.steps)


def key_of(claim: Claim) -> tuple[str, str, str]:
    """What its steps refer to it by."""
    return claim.programme, claim.subject, claim.period_from


def period_months(first: str, last: str | None) -> list[Month]:
    """The months from one period, a month or a year, to another; of a year all twelve."""
    start, end = _month(first, 1), _month(last or first, MONTHS_A_YEAR)
    return [start + n for n in range(end - start + 1)]


def _month(period: str, of_year: int) -> Month:
    """The month itself; of a year the month `of_year`."""
    year, _, month = period.partition("-")
    return Month(int(year), int(month or of_year))


def courses(dossier: Dossier) -> Iterator[Course]:
    """Every claim's, in the order of the claims."""
    steps: dict[tuple[str, ...], list[ClaimStep]] = {}
    for step in dossier.claim_steps:
        steps.setdefault(tuple(step.claim), []).append(step)
    for claim in dossier.claims:
        yield course(claim, steps.get(key_of(claim), ()))


def course(claim: Claim, steps: Iterable[ClaimStep]) -> Course:
    """The claim with its steps in the order of their days; of one day as they were recorded."""
    return Course(claim, tuple(sorted(steps, key=lambda step: (step.on, step.number))))


def reached(steps: Iterable[ClaimStep]) -> Reached:
    """Where the steps lead; a part of the approved sum that is paid leaves the claim 获批."""
    held = Reached()
    for step in steps:
        held = _after(held, step)
    return held


def _after(held: Reached, step: ClaimStep) -> Reached:
    asked = held.amount if step.amount is None else step.amount
    if step.state not in _DECIDED:
        return Reached(step.state, asked, on=step.on)
    if step.state == APPROVED:
        approved, paid = asked, held.paid
    else:
        approved, paid = held.approved, held.paid + (step.amount or 0)
    if step.state == APPROVED and not paid:
        return Reached(APPROVED, approved, approved, on=step.on)
    if approved is not None and paid < approved:
        return Reached(APPROVED, approved, approved, paid, step.on)
    return Reached(PAID, paid or held.amount, approved, paid, step.on)


def problem_with(known: Course | None, step: ClaimStep) -> Problem | None:
    """Why the step cannot follow, and what to do instead; None for the course of a new claim."""
    state = known.claim.state if known else None
    allowed = _FOLLOWS[state]
    if step.state not in allowed:
        first = "或".join(allowed)
        now = f"现在是“{state}”" if state else "还没有申领"
        return Problem("state", f"{now}，不能直接登记“{step.state}”", f"先登记{first}；前一步记错了可以撤回")
    last = known.all[-1] if known else None
    if last and step.on < last.on:
        return Problem("on", f"早于上一步（{last.on} {last.state}）", "核对日期；上一步记错了可以先撤回")
    if step.state in _DECIDED and step.amount is None:
        return Problem("amount", "必须填写", "照批文或到账凭证填写，单位：元")
    if step.state == RETURNED and not (step.reason or "").strip():
        return Problem("reason", "必须填写", "照主管部门的意见填写，一条一行")
    return None


def added(known: Course, steps: Sequence[ClaimStep]) -> Course:
    """The course with these steps; what only the row says becomes a step first, so that it can be gone back to."""
    row = known.row_step
    kept = [*known.steps, *([replace(row, on=steps[0].on if row.on == NO_DAY else row.on)] if row else [])]
    return _settled(known.claim, (*kept, *steps))


def begun(claim: Claim, step: ClaimStep) -> Course:
    """A new claim with its first step."""
    return _settled(claim, (step,))


def gone_back(known: Course) -> Course | None:
    """Without the last step, a change of the row in the table too; None when that takes the claim with it."""
    left = known.steps if known.row_step else known.steps[:-1]
    return _settled(known.claim, left) if left else None


def _settled(claim: Claim, steps: tuple[ClaimStep, ...]) -> Course:
    held = reached(steps)
    row = replace(claim, state=held.state or PLANNED, amount=held.amount, on=held.on)
    return Course(row, steps)
