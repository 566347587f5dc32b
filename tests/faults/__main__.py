"""Kills, starves and unplugs everything that the program saves, and says in tables how it went.

`python -m tests.faults [KILLS [OPERATION …]]`: so many kills and power cuts, and every write failing in every way.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.disk import TROUBLES, compiler
from tests.faults.killing import kill_often
from tests.faults.marks import Phase
from tests.faults.operations import AT_A_DISK, OPERATIONS, kills_of
from tests.faults.starving import starve
from tests.faults.trying import DONE, REFUSED
from tests.faults.unplugging import unplug

JOBS = 2
_KILLED = (
    "killed",
    "kills",
    "before",
    "inside",
    "after",
    "acknowledged",
    "one more",
    "lost or torn",
    "seconds",
)
_STARVED = ("full or broken", "writes", "failures", "said so", "done all same", "lost or torn", "seconds")
_UNPLUGGED = ("power cut", "told the disk", "cuts", "acknowledged", "lost or torn", "seconds")

Row = tuple[Sequence[object], list[str]]
"""The cells, and each fault in words."""


def killed(name: str, kills: int) -> Row:
    kills = kills_of(name, kills)
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        tally = kill_often(name, Path(folder), kills)
    faults = list(tally.faults)
    if tally.phases[Phase.INSIDE] < kills / 4:
        faults.append("fewer than a quarter of the kills fell inside")
    phases = [tally.phases[phase] for phase in Phase]
    counts = (tally.acknowledged, tally.unacknowledged, len(faults), round(tally.seconds))
    return (name, tally.kills, *phases, *counts), faults


def starved(name: str) -> Row:
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        trials = starve(name, Path(folder))
    failures = trials.writes * len(TROUBLES)
    ended = (trials.ended[REFUSED], trials.ended[DONE])
    return (name, trials.writes, failures, *ended, len(trials.faults), round(trials.seconds)), trials.faults


def unplugged(name: str, number: int) -> Row:
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        cuts = unplug(name, Path(folder), number)
    cells = (name, cuts.told, cuts.cuts, cuts.acknowledged, len(cuts.faults), round(cuts.seconds))
    return cells, cuts.faults


def table(heads: Sequence[str], names: Iterable[str], work: Callable[[str], Row]) -> bool:
    """Print a line for each as it is done; whether all went well."""
    print(line(heads), flush=True)
    well = True
    with ThreadPoolExecutor(JOBS) as jobs:
        for cells, faults in jobs.map(work, names):
            print(line(cells), *faults, sep="\n    ", flush=True)
            well = well and not faults
    return well


def line(cells: Sequence[object]) -> str:
    return f"{cells[0]!s:20}" + "".join(f"{cell!s:>15}" for cell in cells[1:])


def main(number: int, names: Sequence[str]) -> int:
    well = table(_KILLED, names, lambda name: killed(name, number))
    if compiler() is None:
        print("No C compiler: no disk that fails or loses its power (Debian: apt-get install gcc libc6-dev).")
        return 1
    disks = [name for name in names if name in AT_A_DISK]
    well = table(_UNPLUGGED, disks, lambda name: unplugged(name, number)) and well
    well = table(_STARVED, disks, starved) and well
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1000, sys.argv[2:] or list(OPERATIONS)))
