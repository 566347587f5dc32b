"""Backups are thinned by day, week and month, with reasons; the newest always stays."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.records.thinning import AHEAD, NEWEST, decide

NOON = datetime(2025, 6, 30, 12, 0)
MOMENTS = st.lists(
    st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2026, 1, 1)), min_size=1, max_size=60
)


def staying(moments, now=None):
    return [decision.made_at for decision in decide(moments, now or max(moments)) if decision.stays]


def daily(days):
    return [NOON - timedelta(days=n) for n in range(days)]


def test_that_of_a_day_only_the_last_stays():
    morning, noon, evening = (NOON.replace(hour=hour) for hour in (8, 12, 19))
    assert staying([noon, evening, morning]) == [evening]


def test_that_whoever_goes_on_the_same_day_is_told_which_came_after():
    going = next(decision for decision in decide([NOON, NOON.replace(hour=8)], NOON) if not decision.stays)
    assert going.reasons == ("2025-06-30 有更晚的一份（12:00）",)


def test_that_the_last_seven_days_stay_and_the_eighth_does_not():
    # 2025-06-30 is a Monday: the seven days end on Tuesday the 24th, and Monday the 23rd ends no week or month.
    assert staying(daily(7)) == daily(7)
    assert staying(daily(8)) == daily(7)


def test_that_the_last_of_each_of_four_weeks_stays_and_the_fifth_does_not():
    weekly = [NOON - timedelta(days=n) for n in range(7)] + [
        datetime(2025, 6, 22),
        datetime(2025, 6, 15),
        datetime(2025, 6, 8),
    ]
    # The weeks of the 30th, 29th, 22nd and 15th; the 8th is of a fifth week and not the last of its month.
    assert staying(weekly) == sorted(weekly[:-1], reverse=True)


def test_that_the_last_of_each_of_twelve_months_stays_and_the_thirteenth_does_not():
    months = [datetime(2025 - (n > 5), (5 - n) % 12 + 1, 28) for n in range(13)]
    recent = daily(7)
    stay = staying([*months, *recent])
    assert set(months[1:12]) <= set(stay)
    assert months[12] not in stay


def test_that_after_a_long_pause_the_old_ones_are_still_there():
    old = [moment - timedelta(days=900) for moment in daily(5)]
    assert set(old) <= set(staying([NOON, *old]))


def test_that_none_are_fine():
    assert decide([], NOON) == []


def test_that_what_was_made_under_a_clock_that_ran_ahead_stays_and_says_why():
    ahead = NOON + timedelta(days=3000)
    first, second = decide([ahead, NOON], NOON)
    assert (first.made_at, first.stays, first.reasons) == (ahead, True, (AHEAD,))
    assert second.reasons[0] == NEWEST


@given(MOMENTS, st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2026, 1, 1)))
def test_that_what_a_clock_that_ran_ahead_made_takes_no_others_place(moments, now):
    past = [moment for moment in moments if moment <= now]
    assert [moment for moment in staying([*moments, now], now) if moment <= now] == staying([*past, now], now)


@given(MOMENTS)
def test_that_the_newest_stays_and_says_so(moments):
    first = decide(moments, max(moments))[0]
    assert first.made_at == max(moments)
    assert first.stays
    assert first.reasons[0] == NEWEST


@given(MOMENTS)
def test_that_thinning_again_takes_nothing_more(moments):
    left = staying(moments)
    assert staying(left) == left
    assert len(left) <= 7 + 4 + 12


@given(MOMENTS)
def test_that_every_decision_has_a_reason(moments):
    assert all(decision.reasons for decision in decide(moments, NOON))
