"""What a form says of the award: sums, months, rates; None where it is not known, and then nothing is printed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from enclave_desktop.dossier.money import capitals, grouped, share
from enclave_desktop.dossier.months import Month
from enclave_desktop.packet.given import Given
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.pack import ApprovalRule, MonthlyRule, YearlyRule

T = TypeVar("T")


def month_words(month: Month) -> str:
    """2024年4月."""
    return f"{month.year}年{month.month}月"


def percent_words(rate: Decimal) -> str:
    """The rate as a percentage."""
    return f"{(rate * 100).normalize():f}%"


def amount(given: Given) -> int | None:
    """The sum; None also where the source states only the most it can be."""
    award = given.finding.award
    return None if award is None or award.at_most else award.total


def in_capitals(given: Given) -> str | None:
    """The sum in 大写."""
    fen = amount(given)
    return None if fen is None else capitals(fen)


def at_most(given: Given) -> str | None:
    """最高…元, where the source says 最高 of the grant itself."""
    rule = given.finding.programme.award
    if not (isinstance(rule, ApprovalRule) and rule.at_most):
        return None
    word = FACTS[rule.by].read(given.context, given.case) if rule.by else None
    amounts = rule.amounts.get(word)
    most = amounts.on(given.as_of) if amounts else None
    return None if most is None else f"最高 {grouped(most)} 元"


def a_month(given: Given) -> int | None:
    """Fen a month, at the rate of the as-of day."""
    rule = given.finding.programme.award
    return rule.amount.on(given.as_of) if isinstance(rule, MonthlyRule) else None


def _schedule(given: Given) -> tuple[tuple[Month, int], ...]:
    return given.finding.award.schedule if given.finding.award else ()


def course(given: Given) -> str | None:
    """From the first month of an allowance to the last."""
    paid = [month for month, _ in _schedule(given)]
    return f"{month_words(paid[0])}至{month_words(paid[-1])}" if paid else None


def months(given: Given) -> str | None:
    """How many months there are."""
    return f"{len(_schedule(given))}个月" if given.finding.award else None


def due_months(given: Given) -> str | None:
    """How many of them had ended by the as-of day."""
    if given.finding.award is None:
        return None
    return f"{sum(month.last_day <= given.as_of for month, _ in _schedule(given))}个月"


def due(given: Given) -> int | None:
    """Fen for these."""
    return given.finding.award.due if given.finding.award else None


def _of_yearly(read: Callable[[YearlyRule, date, Given], T]) -> Callable[[Given], T | None]:
    """What a yearly rule says at the end of the spend year."""

    def value(given: Given) -> T | None:
        rule = given.finding.programme.award
        return read(rule, date(given.context.year, 12, 31), given) if isinstance(rule, YearlyRule) else None

    return value


@_of_yearly
def rate(rule: YearlyRule, on: date, given: Given) -> str | None:
    """The share of the year's sum."""
    share_ = rule.rate.on(on)
    return None if share_ is None else percent_words(share_)


@_of_yearly
def cap(rule: YearlyRule, on: date, given: Given) -> int | None:
    """The most there is for a year, in fen."""
    return rule.cap.on(on)


@_of_yearly
def uncapped(rule: YearlyRule, on: date, given: Given) -> int | None:
    """The year's share before the cap, in fen, not below nothing."""
    share_, spend = rule.rate.on(on), FACTS[rule.of].read(given.context, given.case)
    return None if share_ is None or spend is None else max(0, share(spend, share_))
