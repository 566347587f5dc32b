"""What an eligible subject may expect, in fen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import partial

from enclave_desktop.dossier.money import share
from enclave_desktop.dossier.months import Month, month_range
from enclave_desktop.dossier.values import Claim, Contract
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.findings import Award, Case
from enclave_desktop.policy.pack import ApprovalRule, AwardRule, MonthlyRule, YearlyRule

Reckoner = Callable[[Case, Sequence[Claim]], Award | None]
"""The award of an eligible case with the claims of the programme and subject; None where no sum is in force."""

_HALF_A_FEN = Decimal("0.5")


def reckon(rule: AwardRule, context: Context) -> Reckoner:
    """How awards under `rule` are worked out on the context's day and for its year."""
    match rule:
        case MonthlyRule():
            return partial(_monthly, rule, context)
        case YearlyRule():
            return partial(_yearly, rule, context)
        case ApprovalRule():
            return _on_approval(rule, context)


def _monthly(rule: MonthlyRule, context: Context, case: Case, claims: Sequence[Claim]) -> Award | None:
    if case.contract is None or case.enclave is None:
        return None
    filed_on = (
        context.first_filed_on(case.enclave.name, rule.filed_with)
        if rule.filed_with
        else case.contract.starts_on
    )
    limit = rule.months.on(context.as_of)
    if filed_on is None or limit is None:
        return None
    months = allowance_months(case.contract, filed_on, limit)
    paid = ((month, rule.amount.on(month.first_day)) for month in months)
    schedule = tuple((month, amount) for month, amount in paid if amount is not None)
    total = sum(amount for _, amount in schedule)
    due = sum(amount for month, amount in schedule if month.last_day <= context.as_of)
    return Award(rule.basis, rule.at_most, total, _sum(claims), due, total - due, schedule)


def allowance_months(contract: Contract, filed_on: date, limit: int) -> list[Month]:
    """Whole months inside the contract and not before the filing, at most `limit` of them."""
    first = Month.wholly_from(max(contract.starts_on, filed_on))
    longest = first + (limit - 1)
    last = Month.wholly_until(contract.last_day) if contract.last_day else longest
    return list(month_range(first, min(last, longest)))


@dataclass(frozen=True, slots=True)
class YearlyShare:
    """A year's sum and what part of it is awarded; money in fen."""

    of: int
    rate: Decimal
    cap: int

    @property
    def uncapped(self) -> int:
        """The part before the cap, not below zero."""
        return max(0, share(self.of, self.rate))

    @property
    def awarded(self) -> int:
        return min(self.uncapped, self.cap)

    @property
    def lacking(self) -> int | None:
        """How much larger the sum must be to reach the cap; zero at the cap, None where no sum reaches it."""
        if self.uncapped >= self.cap:
            return 0
        if not self.rate:
            return None
        least = (self.cap - _HALF_A_FEN) / self.rate  # from here on it is rounded up to the cap
        return int(least.to_integral_value(ROUND_CEILING)) - self.of


def yearly_share(rule: YearlyRule, context: Context, case: Case) -> YearlyShare | None:
    """The year's sum held against its rate and cap; None where nothing is entered or no rate is in force."""
    of = FACTS[rule.of].read(context, case)
    year_end = date(context.year, 12, 31)
    rate, cap = rule.rate.on(year_end), rule.cap.on(year_end)
    return None if of is None or rate is None or cap is None else YearlyShare(of, rate, cap)


def _yearly(rule: YearlyRule, context: Context, case: Case, claims: Sequence[Claim]) -> Award | None:
    found = yearly_share(rule, context, case)
    if found is None:
        return None
    of_year = (claim for claim in claims if _covers(claim, context.year))
    return Award(rule.basis, rule.at_most, found.awarded, _sum(of_year))


def _on_approval(rule: ApprovalRule, context: Context) -> Reckoner:
    """Whoever has the same word and no claims shares one award."""
    sums = {word: series.on(context.as_of) for word, series in rule.amounts.items()}
    awards = {
        word: Award(rule.basis, rule.at_most, total, 0) for word, total in sums.items() if total is not None
    }
    read = FACTS[rule.by].read if rule.by else None

    def award(case: Case, claims: Sequence[Claim]) -> Award | None:
        shared = awards.get(read(context, case) if read else None)
        return replace(shared, claimed=_sum(claims)) if shared and claims else shared

    return award


def _sum(claims: Iterable[Claim]) -> int:
    return sum(claim.amount or 0 for claim in claims)


def _covers(claim: Claim, year: int) -> bool:
    return int(claim.period_from[:4]) <= year <= int((claim.period_to or claim.period_from)[:4])
