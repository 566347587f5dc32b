"""Which backups stay and which go, each with its reasons: the newest, then one a day, a week and a month."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

NEWEST = "最新的一份"
AHEAD = "时间在现在之后：电脑的时钟当时不对，或现在不对"


@dataclass(frozen=True, slots=True)
class Rule:
    """Of each of the last periods that have a backup, the last one stays."""

    periods: int
    words: str
    """With the period's name put in."""
    period: Callable[[datetime], str]


def _week(moment: datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{year} 年第 {week} 周"


RULES = (
    Rule(7, "{}的最后一份", lambda moment: f"{moment:%Y-%m-%d}"),
    Rule(4, "{}的最后一份", _week),
    Rule(12, "{}的最后一份", lambda moment: f"{moment:%Y} 年 {moment.month} 月"),
)
"""Periods without a backup do not count: after a long pause the old ones are still there."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the backup of that moment stays."""

    made_at: datetime
    stays: bool
    reasons: tuple[str, ...]
    """In words; at least one."""


def decide(moments: Iterable[datetime], now: datetime) -> list[Decision]:
    """What becomes of backups made at these moments, the newest first. The newest always stays.

    Moments after `now` are of a clock that was wrong then or is now: they stay, and take no other one's place.
    """
    moments = set(moments)
    ahead = sorted((moment for moment in moments if moment > now), reverse=True)
    return [*(Decision(moment, True, (AHEAD,)) for moment in ahead), *_decide(moments.difference(ahead))]


def _decide(moments: Iterable[datetime]) -> list[Decision]:
    newest_first = sorted(moments, reverse=True)
    reasons: dict[datetime, list[str]] = {moment: [] for moment in newest_first}
    if newest_first:
        reasons[newest_first[0]].append(NEWEST)
    for rule in RULES:
        for name, last in _last_of_each(rule, newest_first):
            reasons[last].append(rule.words.format(name))
    return [_decision(moment, reasons[moment], newest_first) for moment in newest_first]


def _last_of_each(rule: Rule, newest_first: Iterable[datetime]) -> list[tuple[str, datetime]]:
    last: dict[str, datetime] = {}
    for moment in newest_first:
        last.setdefault(rule.period(moment), moment)
    return list(last.items())[: rule.periods]


def _decision(moment: datetime, reasons: list[str], newest_first: list[datetime]) -> Decision:
    if reasons:
        return Decision(moment, True, tuple(reasons))
    same_day = max(other for other in newest_first if other.date() == moment.date())
    if same_day != moment:
        why = f"{moment:%Y-%m-%d} 有更晚的一份（{same_day:%H:%M}）"
    else:
        days, weeks, months = (rule.periods for rule in RULES)
        why = f"早于最近有备份的 {days} 天、{weeks} 周，也不是最近 {months} 个月里某月的最后一份"
    return Decision(moment, False, (why,))
