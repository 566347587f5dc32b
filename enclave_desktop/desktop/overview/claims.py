"""The programmes that somebody matches, in words: for how many, how they pay, how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.matching.summary import NO_AMOUNT, Summary, award_sum, summaries
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.months import Month
from enclave_desktop.policy.findings import Award, Status
from enclave_desktop.policy.pack import MonthlyRule, Programme, YearlyRule

AMOUNT_OPEN = "金额待核"
"""The source names a sum, but what it rests on was found not to hold."""


@dataclass(frozen=True, slots=True)
class Row:
    """One programme, in words."""

    programme: Programme
    cells: tuple[str, str, str, str]
    aside: str
    """Before the amount, smaller."""


def rows(view: View) -> list[Row]:
    """The programmes that somebody matches, in the packs' order; those that name no sum come last."""
    found = [summary for summary in summaries(view) if summary.status is Status.ELIGIBLE]
    found.sort(key=lambda summary: summary.programme.award is None)
    return [_row(summary, view.dossier.as_of, view.year) for summary in found]


def _row(summary: Summary, day: date, year: int) -> Row:
    awards = [finding.award for finding in summary.findings if finding.award]
    amount = award_sum(awards).removeprefix("最高 ") if awards else "—"
    way = _way(summary.programme, awards, year)
    return Row(
        summary.programme,
        (summary.programme.marked_title, summary.count, way, amount),
        _a_month(awards, Month.of(day)),
    )


def _way(programme: Programme, awards: Sequence[Award], year: int) -> str:
    if not awards:
        return AMOUNT_OPEN if programme.award else NO_AMOUNT
    match programme.award:
        case MonthlyRule():
            return "按月，合同期内合计"
        case YearlyRule():
            return f"按年，{year} 年度"
    return "获批后，最高" if any(award.at_most for award in awards) else "获批后"


def _a_month(awards: Sequence[Award], month: Month) -> str:
    fen = sum(amount for award in awards for paid, amount in award.schedule if paid == month)
    return f"本月 {grouped(fen)}" if fen else ""
