"""How long work still takes, judged by its pace so far."""

import time
from collections.abc import Callable

_FIRST_WORD = 1.0
"""Seconds before which a pace says nothing."""
_MINUTE = 60


class Remaining:
    """Follows one piece of work; another total is another piece."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total = 0
        self._began = 0.0
        self._done_before = 0

    def words(self, done: int, total: int) -> str:
        """42 %，约剩 6 秒; without the time while the pace is unknown, empty where no total is known."""
        now = self._clock()
        if total != self._total or done < self._done_before:
            self._total, self._began, self._done_before = total, now, done
        if total <= 0:
            return ""
        percent = f"{100 * done // total}%"
        did, took = done - self._done_before, now - self._began
        if not did or took < _FIRST_WORD or done >= total:
            return percent
        return f"{percent}，约剩 {_in_words(took * (total - done) / did)}"


def _in_words(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} 秒"
    return f"{round(seconds / _MINUTE)} 分钟"
