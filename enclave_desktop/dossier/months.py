"""Calendar months, terms of contracts, and what is reached when: exactly as the contract of the commands says."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that `day` lies in."""
        return cls(day.year, day.month)

    @classmethod
    def wholly_from(cls, day: date) -> Self:
        """The first month that lies wholly on or after `day`."""
        month = cls.of(day)
        return month if day.day == 1 else month + 1

    @classmethod
    def wholly_until(cls, day: date) -> Self:
        """The last month that lies wholly on or before `day`."""
        month = cls.of(day)
        return month if day == month.last_day else month + -1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __add__(self, months: int) -> Self:
        year, month = divmod(self.year * MONTHS_A_YEAR + self.month - 1 + months, MONTHS_A_YEAR)
        return type(self)(year, month + 1)

    def __sub__(self, other: Self) -> int:
        """Months from `other` to this one."""
        return (self.year - other.year) * MONTHS_A_YEAR + self.month - other.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def month_range(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; none when `last` is before `first`."""
    for offset in range(last - first + 1):
        yield first + offset


def add_months(day: date, months: int) -> date:
    """The same day `months` later; a day that month does not have becomes its last one."""
    month = Month.of(day) + months
    return min(month.first_day + timedelta(days=day.day - 1), month.last_day)


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February in a common year."""
    return add_months(day, years * MONTHS_A_YEAR)


@dataclass(frozen=True, slots=True)
class Term:
    """A contract's course, both days included: `end` is its last day."""

    start: date
    end: date

    @property
    def months(self) -> int:
        """Whole months reached."""
        after = self.end + timedelta(days=1)
        months = Month.of(after) - Month.of(self.start)
        while add_months(self.start, months) > after:
            months -= 1
        return max(months, 0)

    def reaches(self, months: int) -> bool:
        """Whether the day after its end is not before its start plus `months`."""
        return self.end + timedelta(days=1) >= add_months(self.start, months)

    def last_day_for(self, months: int) -> date:
        """The last day it must have to reach `months`."""
        return add_months(self.start, months) - timedelta(days=1)

    def missing_for(self, months: int) -> "Term":
        """The days still lacking to reach `months`."""
        return Term(self.end + timedelta(days=1), self.last_day_for(months))

    @property
    def words(self) -> str:
        """Its length: 5 年, 4 年 11 个月 30 天."""
        months = self.months
        days = (self.end + timedelta(days=1) - add_months(self.start, months)).days
        return duration_words(months, days)


def duration_words(months: int, days: int = 0) -> str:
    """Months and days in words: 5 年, 11 个月, 4 年 11 个月, 1 天."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    counted = ((years, "年"), (rest, "个月"), (days, "天"))
    return " ".join(f"{count} {unit}" for count, unit in counted if count) or "0 个月"
