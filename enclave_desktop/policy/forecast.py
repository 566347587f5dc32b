"""What is to be expected: payments month by month, and what runs out soon."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.months import Month, month_range
from enclave_desktop.dossier.values import Agreement, Contract, Filing
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.pack import Programme


@dataclass(frozen=True, slots=True)
class Payments:
    """What one programme's subjects may expect together, in fen a month."""

    programme: Programme
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True, slots=True)
class Expected:
    """Allowances still to come, month by month; sums without a date are not in it."""

    months: tuple[Month, ...]
    payments: tuple[Payments, ...]
    """In the findings' order, one amount for each of `months`."""
    later: int
    """Fen after the last of them."""

    @property
    def total(self) -> int:
        return sum(payment.total for payment in self.payments)

    def in_month(self, at: int) -> int:
        """All programmes together in the month at that place."""
        return sum(payment.amounts[at] for payment in self.payments)


def expected_payments(findings: Iterable[Finding], as_of: date, months: int) -> Expected:
    """The `months` from the first that has not ended by `as_of`: what is due by then is not expected any more."""
    first = Month.of(as_of + timedelta(days=1))
    sums: dict[str, tuple[Programme, list[int]]] = {}
    later = 0
    for finding in findings:
        for month, amount in finding.award.schedule if finding.award else ():
            at = month - first
            if at >= months:
                later += amount
            elif at >= 0:
                _, amounts = sums.setdefault(finding.programme.id, (finding.programme, [0] * months))
                amounts[at] += amount
    payments = tuple(Payments(programme, tuple(amounts)) for programme, amounts in sums.values())
    return Expected(tuple(month_range(first, first + (months - 1))), payments, later)


@dataclass(frozen=True, slots=True)
class Ending:
    """Something whose last day is near."""

    what: Contract | Filing | Agreement | Finding
    """A Finding stands for its allowance, whose last month is paid."""
    on: date
    days: int
    """Days from the as-of day to the last one."""


def ends_soon(dossier: Dossier, findings: Iterable[Finding], days: int) -> list[Ending]:
    """What ends on the as-of day or at most `days` later, the soonest first; what is renewed on record does not."""
    endings = (
        Ending(what, on, (on - dossier.as_of).days)
        for what, on in (*_rows(dossier), *_schedules(findings))
        if 0 <= (on - dossier.as_of).days <= days
    )
    return sorted(endings, key=lambda ending: ending.on)


def _rows(dossier: Dossier) -> Iterator[tuple[Contract | Filing | Agreement, date]]:
    yield from _last(dossier.contracts, lambda row: (row.person, row.enclave), lambda row: row.last_day)
    yield from _last(dossier.filings, lambda row: (row.enclave, row.authority), lambda row: row.valid_until)
    yield from _last(dossier.agreements, lambda row: row.number, lambda row: row.ends_on)


def _last(
    rows: Sequence[Any], of: Callable[[Any], Any], end: Callable[[Any], date | None]
) -> Iterator[tuple[Any, date]]:
    """Of rows about the same the one that ends last, unless one is open."""
    ends: dict[Any, tuple[Any, date]] = {}
    for row in rows:
        on = end(row) or date.max
        if of(row) not in ends or on > ends[of(row)][1]:
            ends[of(row)] = (row, on)
    return (pair for pair in ends.values() if pair[1] < date.max)


def _schedules(findings: Iterable[Finding]) -> Iterator[tuple[Finding, date]]:
    for finding in findings:
        if finding.award and finding.award.schedule:
            yield finding, finding.award.schedule[-1][0].last_day
