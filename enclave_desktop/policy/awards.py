"""What an eligible subject may expect, in fen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
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
    filed_on = context.first_filed_on(case.enclave.name, rule.filed_with)
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


def _yearly(rule: YearlyRule, context: Context, case: Case, claims: Sequence[Claim]) -> Award | None:
    spend = FACTS[rule.of].read(context, case)
    year_end = date(context.year, 12, 31)
    rate, cap = rule.rate.on(year_end), rule.cap.on(year_end)
    if spend is None or rate is None or cap is None:
        return None
    total = max(0, min(share(spend, rate), cap))
    of_year = (claim for claim in claims if _covers(claim, context.year))
    return Award(rule.basis, rule.at_most, total, _sum(of_year))


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
