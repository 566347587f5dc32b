"""How far the driver is, in memory that it shares with the harness: what is written there outlives the driver."""

import mmap
import sqlite3
import time
from collections.abc import Callable
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

_MOMENT, _LENGTHS = 0, 1
_CELLS = 8


class Phase(IntEnum):
    """Of one change."""

    BEFORE = 0
    """Not yet begun to be saved: opened, typed, read, drawn."""
    INSIDE = 1
    """From BEGIN until COMMIT has returned; for what is no transaction, while its files are written."""
    AFTER = 2
    """Until the next change begins."""


class Marks:
    """The number of the change under way, its phase, and how long each phase took last."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(8 * _CELLS))
        with path.open("r+b") as file:
            self._cells = memoryview(mmap.mmap(file.fileno(), 8 * _CELLS)).cast("q")
        self._made = 0
        self._began = [0, 0, 0]

    def rest_at(self, change: int) -> None:
        """For the harness, before a driver starts: that many changes are done."""
        self._cells[_MOMENT] = change * 3 + Phase.AFTER

    @property
    def moment(self) -> tuple[int, Phase]:
        """The change and its phase, read as one."""
        change, phase = divmod(self._cells[_MOMENT], 3)
        return change, Phase(phase)

    def seconds(self, phase: Phase, *, first: bool) -> float:
        """How long the phase took last; a driver's first change begins with opening the record."""
        return self._cells[_LENGTHS + phase + (3 if first else 0)] / 1e9

    def begin(self, change: int) -> None:
        """Another change is about to be made."""
        now = time.monotonic_ns()
        if self._made:
            self._left(Phase.AFTER, now)
        self._made += 1
        self._began = [now, 0, 0]
        self._cells[_MOMENT] = change * 3 + Phase.BEFORE

    def reach(self, phase: Phase) -> None:
        """Only ever onwards within one change."""
        change, present = self.moment
        if phase > present:
            now = time.monotonic_ns()
            self._left(present, now)
            self._began[phase] = now
            self._cells[_MOMENT] = change * 3 + phase

    def back(self) -> None:
        """What was begun changed nothing: it is still before."""
        change, present = self.moment
        if present is Phase.INSIDE:
            self._cells[_MOMENT] = change * 3 + Phase.BEFORE

    def _left(self, phase: Phase, now: int) -> None:
        if not self._began[phase]:
            return  # passed over: what was to be saved was there already
        self._cells[_LENGTHS + phase + (3 if self._made == 1 else 0)] = now - self._began[phase]


def watch_transactions(marks: Marks) -> None:
    """Let every connection that the program opens from now on mark the transactions in which it changes something."""
    for driver in (sqlite3, dbapi2):
        _watch(driver, marks)


def _watch(driver: Any, marks: Marks) -> None:
    connect = driver.connect

    class Watched(driver.Connection):
        """A connection of the driver's that tells of BEGIN and COMMIT."""

        def __init__(self, *words: Any, **named: Any) -> None:
            super().__init__(*words, **named)
            self._before: int | None = None
            self.set_trace_callback(self._begun)

        def _begun(self, statement: str) -> None:
            if statement.startswith("BEGIN IMMEDIATE"):
                self._before = self.total_changes
                marks.reach(Phase.INSIDE)

        def _ended(self) -> None:
            if self._before is None or self.in_transaction:
                return
            changed, self._before = self.total_changes != self._before, None
            if changed:
                marks.reach(Phase.AFTER)
            else:
                marks.back()

        def execute(self, *words: Any) -> Any:
            done = super().execute(*words)
            self._ended()
            return done

        def commit(self) -> None:
            super().commit()
            self._ended()

        def rollback(self) -> None:
            super().rollback()
            self._before = None
            marks.back()

    driver.connect = lambda *words, **named: connect(*words, **{"factory": Watched} | named)


def watch_calls(module: str, first: str, last: str, marks: Marks) -> None:
    """What is no transaction is inside from when one function of `records` is called until another has returned."""
    place = import_module(f"enclave_desktop.records.{module}")
    _mark_around(place, first, lambda: marks.reach(Phase.INSIDE), lambda: None)
    _mark_around(place, last, lambda: None, lambda: marks.reach(Phase.AFTER))


def _mark_around(place: Any, name: str, entered: Callable[[], None], left: Callable[[], None]) -> None:
    call = getattr(place, name)

    def marking(*words: Any, **named: Any) -> Any:
        entered()
        done = call(*words, **named)
        left()
        return done

    setattr(place, name, marking)
