"""Cuts the power at many moments of an operation, and judges what the disk would hold."""

import random
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.judge import Torn, the_program_agrees
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.plug import Disk, What, read
from tests.faults.starving import Tries, copy
from tests.faults.trying import DONE

CHANGES = 3
_MOST_FAULTS = 10


@dataclass(slots=True)
class Cuts:
    """How they went."""

    operation: str
    told: int = 0
    """Things that the disk was told."""
    cuts: int = 0
    acknowledged: int = 0
    """Changes acknowledged before the cuts, all told."""
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def unplug(name: str, folder: Path, number: int, seed: int = 0) -> Cuts:
    """So many cuts, spread over some changes."""
    operation, cuts, dice = OPERATIONS[name], Cuts(name), random.Random(f"{name} {seed}")
    started = time.perf_counter()
    (base := folder / "base").mkdir()
    operation.make_base(base)
    recording = folder / "recording"
    with Tries(name, folder) as tries:
        place = copy(base, folder / "place")
        for change in range(1, CHANGES + 1):
            operation.bring(place, change)
        disk = Disk(place)
        outcome = tries(place, changes=CHANGES, into=str(recording))
        assert outcome.ended == DONE, outcome.words
    told = read(recording)
    cuts.told = len(told)
    moments = sorted(dice.choices(range(len(told) + 1), k=number))
    acknowledged = 0
    for at in range(len(told) + 1):
        for cut in range(moments.count(at)):
            cuts.cuts += 1
            cuts.acknowledged += acknowledged
            left = folder / f"{at}-{cut}"
            _start_again(disk, left, dice)
            _judge(operation, left, acknowledged, cuts, f"at {at} of {len(told)}")
            shutil.rmtree(left)
        if at < len(told):
            disk.tell(told[at])
            acknowledged += told[at].what is What.NOTE
    cuts.seconds = time.perf_counter() - started
    return cuts


def _start_again(disk: Disk, left: Path, dice: random.Random) -> None:
    left.mkdir()
    for path, data in disk.without_power(dice):
        now = left / Path(path).relative_to(disk.folder)
        if not now.parent.is_dir():
            continue  # the folder that it lay in is gone with its name
        if data is None:
            now.mkdir()
        else:
            now.write_bytes(data)


def _judge(operation: Operation, left: Path, acknowledged: int, cuts: Cuts, when: str) -> None:
    if len(cuts.faults) >= _MOST_FAULTS:
        return
    try:
        found = operation.held(left, acknowledged)
        the_program_agrees(left)
    except (Torn, OSError) as torn:
        cuts.faults.append(f"{when}, {acknowledged} acknowledged: {torn}")
        return
    if found not in (acknowledged, acknowledged + 1):
        cuts.faults.append(f"{when}: acknowledged {acknowledged}, there are {found}")
