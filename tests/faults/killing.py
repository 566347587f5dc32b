"""Kills drivers at random moments, and judges what they leave against what they had been told was saved."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from tests.faults.judge import Torn, the_program_agrees
from tests.faults.marks import Marks, Phase
from tests.faults.operations import OPERATIONS, Operation

ROUND = 25
"""Kills that one record goes through before another is taken: each opens what the last one left."""
_LONGEST = 60.0
_LONGEST_PHASE = 3.0
_MOST_FAULTS = 10
_LOOK = 0.0002
_INSIDE = 0.45
"""Of the kills at least that share is to fall inside."""


@dataclass(slots=True)
class Tally:
    """How it went."""

    operation: str
    phases: dict[Phase, int] = field(default_factory=lambda: dict.fromkeys(Phase, 0))
    acknowledged: int = 0
    unacknowledged: int = 0
    """Changes that were there, whole, though their acknowledgement had not come."""
    faults: list[str] = field(default_factory=list)
    """Changes lost or torn."""
    seconds: float = 0.0

    @property
    def kills(self) -> int:
        return sum(self.phases.values())


@dataclass(frozen=True, slots=True)
class Aim:
    """A random moment of a phase: so far into it as it is known to last."""

    done: int
    """Changes made before the driver was started."""
    later: int
    """Changes that it makes in peace."""
    phase: Phase
    share: float

    @property
    def change(self) -> int:
        return self.done + self.later + 1

    @property
    def first(self) -> bool:
        return not self.later


class Line:
    """The process that drivers are split off from, and the pipe that they acknowledge through."""

    def __init__(self, name: str, folder: Path) -> None:
        self.marks = Marks(folder / "marks")
        self._acknowledgements, writing = os.pipe()
        os.set_blocking(self._acknowledgements, False)
        call = [
            sys.executable,
            "-m",
            "tests.faults.line",
            name,
            str(folder),
            str(folder / "marks"),
            str(writing),
        ]
        surroundings = os.environ | {"XDG_STATE_HOME": str(folder), "HOME": str(folder)}
        self._errors = (folder / "errors").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            call,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            pass_fds=[writing],
            env=surroundings,
        )
        os.close(writing)
        assert self._process.stdin
        assert self._process.stdout
        self._to: IO[str] = self._process.stdin
        self._from: IO[str] = self._process.stdout
        self._hear("ready")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._to.close()
        self._process.wait()
        self._from.close()
        self._errors.close()
        os.close(self._acknowledgements)

    def start(self, folder: Path, change: int) -> int:
        """A driver that goes on from that change; its process."""
        self.marks.rest_at(change)
        self._to.write(f"{change} {folder}\n")
        self._to.flush()
        return int(self._hear())

    def end(self) -> list[int]:
        """Wait until the driver is gone; what it acknowledged. An AssertionError when it was not killed."""
        status = int(self._hear())
        if status != -signal.SIGKILL:
            raise AssertionError(f"the driver ended by itself: {status}\n{self._complaints()}")
        try:
            said = os.read(self._acknowledgements, 1 << 16)
        except BlockingIOError:
            said = b""
        return [int(word) for word in said.split()]

    def _hear(self, expected: str = "") -> str:
        words = self._from.readline().strip()
        if not words or (expected and words != expected):
            raise AssertionError(f"the line broke\n{self._complaints()}")
        return words

    def _complaints(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-4000:]


def kill_often(name: str, folder: Path, kills: int, seed: int = 0) -> Tally:
    """Kill drivers of an operation so many times."""
    operation, tally, dice = OPERATIONS[name], Tally(name), random.Random(f"{name} {seed}")
    started = time.perf_counter()
    (base := folder / "base").mkdir()
    operation.make_base(base)
    with Line(name, folder) as line:
        while tally.kills < kills and len(tally.faults) < _MOST_FAULTS:
            place = Path(shutil.copytree(base, folder / f"{tally.kills}"))
            _one_record(operation, place, line, min(ROUND, kills - tally.kills), tally, dice)
            shutil.rmtree(place)
    tally.seconds = time.perf_counter() - started
    return tally


def _one_record(
    operation: Operation, folder: Path, line: Line, kills: int, tally: Tally, dice: random.Random
) -> None:
    change = 0
    for _ in range(kills):
        child = line.start(folder, change)
        aim = Aim(change, dice.choice((0, 0, 1)), _phase(tally, dice), dice.random())
        _kill(child, line.marks, aim)
        said = line.end()
        tally.phases[line.marks.moment[1]] += 1
        if said != list(range(change + 1, change + 1 + len(said))):
            raise AssertionError(f"acknowledged {said} after {change}")
        tally.acknowledged += len(said)
        change += len(said)
        try:
            found = operation.held(folder, change)
            the_program_agrees(folder)
        except Torn as torn:
            tally.faults.append(f"torn after {change}: {torn}")
            return
        if found not in (change, change + 1) or found > line.marks.moment[0]:
            tally.faults.append(f"acknowledged {change}, there are {found}")
            return
        tally.unacknowledged += found - change
        change = found


def _phase(tally: Tally, dice: random.Random) -> Phase:
    """Where to aim. Some moments are so short that the aim falls behind them: then inside is aimed at again."""
    if tally.phases[Phase.INSIDE] < _INSIDE * tally.kills:
        return Phase.INSIDE
    return dice.choice(tuple(Phase))


def _kill(child: int, marks: Marks, aim: Aim) -> None:
    late = time.monotonic() + _LONGEST
    with suppress(ProcessLookupError):  # then it ended by itself, which is told where it is heard
        while marks.moment < (aim.change, aim.phase) and time.monotonic() < late:
            time.sleep(_LOOK)
            os.kill(child, 0)
        time.sleep(aim.share * min(marks.seconds(aim.phase, first=aim.first), _LONGEST_PHASE))
        os.kill(child, signal.SIGKILL)
