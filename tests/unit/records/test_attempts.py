"""Wrong passphrases slow down, in this process and in others, and never for ever."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from enclave_desktop.paths import state_folder
from enclave_desktop.records import attempts
from enclave_desktop.records.attempts import FREE, LONGEST, TooSoon, count, forget, seconds_to_wait


@pytest.fixture
def salt():
    return os.urandom(16)


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def wrong(salt, clock, times):
    """That many tries, each as soon as it may be made."""
    waits = []
    for _ in range(times):
        waits.append(seconds_to_wait(salt, clock))
        clock.now += waits[-1]
        count(salt, clock)
    return waits


def test_that_the_first_tries_cost_nothing_and_each_waiting_is_twice_the_one_before(salt, clock):
    assert wrong(salt, clock, FREE + 9) == [0] * FREE + [1, 2, 4, 8, 16, 32, 64, 128, 256]


def test_that_no_waiting_is_longer_than_the_longest(salt, clock):
    assert wrong(salt, clock, FREE + 20)[-1] == LONGEST


def test_that_a_try_made_too_soon_is_refused_with_the_seconds_to_wait_and_does_not_count(salt, clock):
    wrong(salt, clock, FREE + 2)
    clock.now += 1
    with pytest.raises(TooSoon) as caught:
        count(salt, clock)
    assert caught.value.seconds == 3
    clock.now += 3
    count(salt, clock)


def test_that_the_right_one_ends_the_waiting(salt, clock):
    wrong(salt, clock, FREE + 5)
    forget(salt)
    assert seconds_to_wait(salt, clock) == 0


def test_that_records_do_not_wait_for_each_other(salt, clock):
    wrong(salt, clock, FREE + 5)
    assert seconds_to_wait(os.urandom(16), clock) == 0


def test_that_a_clock_put_back_does_not_lock_anybody_out(salt, clock):
    wrong(salt, clock, FREE + 3)
    clock.now -= 365 * 24 * 3600
    assert seconds_to_wait(salt, clock) == 8
    clock.now += 8
    assert seconds_to_wait(salt, clock) == 0


def test_that_what_is_written_down_names_no_record(salt, clock):
    before = set(state_folder().iterdir())
    wrong(salt, clock, 1)
    (left,) = set(state_folder().iterdir()) - before
    assert salt.hex() not in left.name
    assert left.read_bytes() == b"."


def test_that_many_tries_at_once_all_count(salt, clock):
    def attempt(_):
        with suppress(TooSoon):
            count(salt, clock)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, range(FREE)))
    assert seconds_to_wait(salt, clock) == 1


def test_that_tries_go_on_where_nothing_can_be_written_down(salt, monkeypatch, tmp_path):
    monkeypatch.setattr(attempts, "state_folder", lambda: tmp_path / "missing")
    count(salt)
    assert seconds_to_wait(salt) == 0
