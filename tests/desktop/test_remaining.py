"""How long work still takes."""

from enclave_desktop.desktop.remaining import Remaining


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _after(seconds: float, done: int, total: int) -> str:
    clock = Clock()
    remaining = Remaining(clock)
    remaining.words(0, total)
    clock.now += seconds
    return remaining.words(done, total)


def test_that_the_rest_takes_as_long_as_its_share_took():
    assert _after(10, 25, 100) == "25%，约剩 30 秒"


def test_that_long_times_are_told_in_minutes():
    assert _after(60, 25, 100) == "25%，约剩 3 分钟"


def test_that_nothing_is_foretold_in_the_first_second():
    assert _after(0.9, 25, 100) == "25%"


def test_that_no_time_is_left_at_the_end():
    assert _after(10, 100, 100) == "100%"


def test_that_work_of_unknown_length_says_nothing():
    assert _after(10, 0, 0) == ""


def test_that_another_piece_of_work_has_a_pace_of_its_own():
    clock = Clock()
    remaining = Remaining(clock)
    remaining.words(0, 100)
    clock.now += 10
    remaining.words(50, 100)
    assert remaining.words(0, 1000) == "0%"
