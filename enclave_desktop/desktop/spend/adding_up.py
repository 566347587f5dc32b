"""The ledger added up by category and month."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Expense

MONTHS = range(1, 13)
TOTAL = "合计"
NO_PROJECT = ""
"""Stands for spend that is booked on no project."""


@dataclass(frozen=True, slots=True)
class CategoryYear:
    """One line: a category's spend in each month of a year, in fen; None where nothing is booked."""

    category: str
    months: tuple[int | None, ...]

    @property
    def total(self) -> int | None:
        return added(self.months)


def added(amounts: Iterable[int | None]) -> int | None:
    """None when nothing is booked at all: that is not zero."""
    booked = [amount for amount in amounts if amount is not None]
    return sum(booked) if booked else None


def by_category_and_month(
    expenses: Iterable[Expense], year: int, enclave: str | None = None, project: str | None = None
) -> list[CategoryYear]:
    """A line for each category, and one that adds them up; of one enclave, of one project, or of all for None."""
    sums: dict[str, dict[int, int]] = defaultdict(dict)
    for row in expenses:
        if (
            row.booked_on.year == year
            and (enclave is None or row.enclave == enclave)
            and (project is None or (row.project or NO_PROJECT) == project)
        ):
            months = sums[row.category]
            months[row.booked_on.month] = months.get(row.booked_on.month, 0) + row.amount
    lines = [
        CategoryYear(category, tuple(sums[category].get(month) for month in MONTHS))
        for category in SHEETS[Expense].field("category").choices
    ]
    return [*lines, CategoryYear(TOTAL, _total(lines))]


def _total(lines: Sequence[CategoryYear]) -> tuple[int | None, ...]:
    return tuple(added(column) for column in zip(*(line.months for line in lines), strict=True))


def years(expenses: Iterable[Expense]) -> list[int]:
    """Those with spend, the latest first."""
    return sorted({row.booked_on.year for row in expenses}, reverse=True)
