"""Months and terms, held against their definitions rather than their arithmetic."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.months import Month, Term, add_months, add_years, duration_words, month_range

DAY = timedelta(days=1)
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
counts = st.integers(1, 720)
terms = st.builds(lambda start, length: Term(start, start + length * DAY), days, st.integers(0, 20_000))


@given(days, st.integers(-720, 720))
def test_that_adding_months_keeps_the_day_or_takes_the_months_last(day, months):
    later = add_months(day, months)
    assert Month.of(later) - Month.of(day) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 4, 30)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
    ],
)
def test_that_a_day_the_month_lacks_becomes_its_last(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("years", "expected"),
    [(1, date(2025, 2, 28)), (4, date(2028, 2, 29)), (5, date(2029, 2, 28)), (76, date(2100, 2, 28))],
)
def test_that_29_february_becomes_28_february_in_a_common_year(years, expected):
    assert add_years(date(2024, 2, 29), years) == expected


@given(days, st.integers(0, 60))
def test_that_adding_years_changes_nothing_but_the_year_on_any_other_day(day, years):
    if (day.month, day.day) != (2, 29):
        assert add_years(day, years) == day.replace(year=day.year + years)


@given(days)
def test_that_the_first_whole_month_is_the_earliest_that_starts_no_earlier(day):
    month = Month.wholly_from(day)
    assert (month + -1).first_day < day <= month.first_day


@given(days)
def test_that_the_last_whole_month_is_the_latest_that_ends_no_later(day):
    month = Month.wholly_until(day)
    assert month.last_day <= day < (month + 1).last_day


@given(days, st.integers(-2_000, 2_000))
def test_that_a_month_and_a_distance_give_each_other(day, months):
    month = Month.of(day)
    assert (month + months) - month == months
    assert 1 <= (month + months).month <= 12


@given(days, st.integers(-5, 200))
def test_that_a_range_holds_each_month_once_and_in_order(day, length):
    first = Month.of(day)
    months = list(month_range(first, first + (length - 1)))
    assert len(months) == max(length, 0)
    assert all(later - earlier == 1 for earlier, later in pairwise(months))


def test_that_a_month_is_written_with_four_and_two_digits():
    assert str(Month(2024, 4)) == "2024-04"


@given(terms, counts)
def test_that_a_term_reaches_the_months_it_counts_and_no_more(term, months):
    assert term.reaches(months) == (months <= term.months)


@given(days, counts)
def test_that_the_last_day_asked_for_is_the_first_that_is_enough(start, months):
    last = Term(start, start).last_day_for(months)
    assert Term(start, last).reaches(months)
    assert not Term(start, last - DAY).reaches(months)


@given(terms, counts)
def test_that_what_is_missing_begins_the_day_after_and_ends_on_the_day_asked_for(term, months):
    missing = term.missing_for(months)
    assert missing.start == term.end + DAY
    assert Term(term.start, missing.end).reaches(months)
    assert (missing.end < missing.start) == (term.end >= term.last_day_for(months))
    assert term.reaches(months) == (missing.end < missing.start)


@pytest.mark.parametrize(
    ("start", "end", "reached"),
    [
        (date(2024, 2, 20), date(2029, 2, 19), True),
        (date(2024, 2, 20), date(2029, 2, 18), False),
        (date(2024, 2, 20), date(2029, 2, 20), True),
        (date(2024, 2, 29), date(2029, 2, 27), True),
        (date(2024, 2, 29), date(2029, 2, 26), False),
        (date(2024, 3, 1), date(2029, 2, 28), True),
        (date(2024, 3, 1), date(2029, 2, 27), False),
        (date(2023, 3, 1), date(2028, 2, 29), True),
        (date(2023, 3, 1), date(2028, 2, 28), False),
        (date(2024, 1, 1), date(2028, 12, 31), True),
        (date(2024, 1, 1), date(2028, 12, 30), False),
    ],
)
def test_that_five_years_are_reached_on_the_day_before_the_anniversary(start, end, reached):
    assert Term(start, end).reaches(60) is reached


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2024, 2, 20), date(2029, 2, 19), "5 年"),
        (date(2024, 2, 20), date(2029, 2, 18), "4 年 11 个月 30 天"),
        (date(2024, 2, 20), date(2029, 2, 20), "5 年 1 天"),
        (date(2024, 1, 1), date(2024, 1, 31), "1 个月"),
        (date(2024, 1, 1), date(2024, 1, 1), "1 天"),
        (date(2024, 3, 1), date(2025, 4, 30), "1 年 2 个月"),
    ],
)
def test_that_a_term_is_told_in_years_months_and_days(start, end, words):
    assert Term(start, end).words == words


@given(terms)
def test_that_the_words_of_a_term_add_up_to_its_last_day(term):
    counted = dict(zip(term.words.split()[1::2], map(int, term.words.split()[::2]), strict=True))
    months = counted.get("年", 0) * 12 + counted.get("个月", 0)
    assert add_months(term.start, months) + counted.get("天", 0) * DAY == term.end + DAY
    assert counted.get("个月", 0) < 12
    assert counted.get("天", 0) < 31


@pytest.mark.parametrize(
    ("months", "days", "words"),
    [(60, 0, "5 年"), (11, 0, "11 个月"), (59, 0, "4 年 11 个月"), (0, 1, "1 天"), (0, 0, "0 个月")],
)
def test_that_a_duration_names_only_what_it_has(months, days, words):
    assert duration_words(months, days) == words
