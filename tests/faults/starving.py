"""Lets every write of an operation fail in turn, and judges what is left and whether it goes on afterwards."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.faults.disk import TROUBLES, compiled
from tests.faults.judge import Torn, the_program_agrees
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.trying import BUG, DONE, REFUSED, Outcome

_LEFT_OVER = (".new-*", ".backup-*", ".*.tmp", "*.tmp")


@dataclass(slots=True)
class Trials:
    """How they went."""

    operation: str
    writes: int = 0
    """That one change consists of."""
    ended: dict[str, int] = field(default_factory=lambda: dict.fromkeys((DONE, REFUSED), 0))
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Tries:
    """The process that tries, on a disk that does as it is told."""

    def __init__(self, name: str, folder: Path) -> None:
        call = [sys.executable, "-m", "tests.faults.trying", name, str(folder)]
        home = folder / "home"
        home.mkdir()
        surroundings = {"LD_PRELOAD": str(compiled(folder)), "XDG_STATE_HOME": str(home), "HOME": str(home)}
        self._process = subprocess.Popen(
            call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | surroundings
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def __call__(self, place: Path, **what: Any) -> Outcome:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"place": str(place)} | what) + "\n")
        self._process.stdin.flush()
        return Outcome(**json.loads(self._process.stdout.readline()))


def starve(name: str, folder: Path, sample: int | None = None, last: int | None = None) -> Trials:
    """Each write of one change, or a sample of them, goes wrong in each way; of the `last` so many only."""
    operation, trials = OPERATIONS[name], Trials(name)
    started = time.perf_counter()
    (base := folder / "base").mkdir()
    operation.make_base(base)
    with Tries(name, folder) as tries:
        counted = tries(copy(base, folder / "counted"), change=1)
        assert counted.ended == DONE, counted.words
        trials.writes = counted.calls
        for call, trouble in _chosen(counted.calls, sample, last or counted.calls):
            place = copy(base, folder / f"{call}-{trouble}")
            first = tries(place, change=1, call=call, trouble=trouble)
            trials.ended[first.ended] = trials.ended.get(first.ended, 0) + 1
            try:
                _judge(operation, place, first, trouble)
                if first.ended != DONE:
                    _judge_again(operation, place, tries(place, change=1))
            except Torn as torn:
                trials.faults.append(f"{TROUBLES[trouble].name} at write {call}: {torn}")
            shutil.rmtree(place)
    trials.seconds = time.perf_counter() - started
    return trials


def copy(base: Path, place: Path) -> Path:
    return Path(shutil.copytree(base, place))


def _chosen(writes: int, sample: int | None, last: int) -> Iterator[tuple[int, int]]:
    calls = range(writes - last + 1, writes + 1)
    every: Sequence[tuple[int, int]] = [(call, trouble) for call in calls for trouble in range(len(TROUBLES))]
    yield from (
        every if sample is None else sorted(random.Random(writes).sample(every, min(sample, len(every))))
    )


def _judge(operation: Operation, place: Path, outcome: Outcome, trouble: int) -> None:
    if outcome.ended == BUG:
        raise Torn(f"no clear word: {outcome.words}")
    if outcome.ended == REFUSED and TROUBLES[trouble].name != "broken" and "磁盘" not in outcome.words:
        raise Torn(f"not told that the disk is full: {outcome.words}")
    left = [file.name for pattern in _LEFT_OVER for file in place.rglob(pattern)]
    if left:
        raise Torn(f"left over: {left}")
    found = operation.held(place, 0)
    the_program_agrees(place)
    if found not in (0, 1) or (outcome.ended == DONE and found != 1):
        raise Torn(f"{outcome.ended}, and there are {found} changes")


def _judge_again(operation: Operation, place: Path, outcome: Outcome) -> None:
    if outcome.ended != DONE:
        raise Torn(f"tried again: {outcome.words}")
    found = operation.held(place, 1)
    the_program_agrees(place)
    if found != 1:
        raise Torn(f"tried again, and there are {found} changes")
