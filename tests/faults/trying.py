"""A process on a disk that a test steers: tries changes, each in a child of its own, and says how they ended.

Called as `trying OPERATION FOLDER`, with the disk loaded; told in JSON, a line each, what to try.
"""

import json
import os
import sys
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from enclave_desktop.errors import UserError
from tests.faults.disk import TROUBLES, Disk
from tests.faults.line import warm
from tests.faults.operations import OPERATIONS, Operation, Refused

DONE, REFUSED, BUG = "done", "refused", "bug"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended."""

    ended: str
    words: str
    calls: int
    """That wrote to the folder."""


def attempt(operation: Operation, place: Path, change: int, call: int = 0, trouble: int = 0) -> Outcome:
    """One change; the call of that number goes wrong, none when it is 0."""
    operation.bring(place, change)
    disk = Disk()
    disk.watch(place)
    disk.fail(call, TROUBLES[trouble])
    ended, words = DONE, ""
    try:
        operation.begin(place)(change)
    except (UserError, Refused) as error:
        ended, words = REFUSED, str(error)
    except BaseException:  # noqa: BLE001 - told to whoever asked
        ended, words = BUG, traceback.format_exc()
    return Outcome(ended, words, disk.calls)


def recorded(operation: Operation, place: Path, changes: int, into: str) -> Outcome:
    """Some changes, with everything that the disk is told put down, and each acknowledgement among it."""
    for change in range(1, changes + 1):
        operation.bring(place, change)
    disk = Disk()
    disk.watch(place)
    disk.record(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    life = operation.begin(place)
    for change in range(1, changes + 1):
        life(change)
        disk.note(str(change))
    return Outcome(DONE, "", disk.calls)


def in_child(operation: Operation, told: dict[str, Any]) -> None:
    """Says how it ended, whatever happens."""
    place = Path(told.pop("place"))
    try:
        outcome = (recorded if "into" in told else attempt)(operation, place, **told)
    except BaseException:  # noqa: BLE001 - told to whoever asked
        outcome = Outcome(BUG, traceback.format_exc(), 0)
    print(json.dumps(asdict(outcome)), flush=True)


def main(name: str, folder: Path) -> None:
    operation = OPERATIONS[name]
    warm(operation, folder)
    for words in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                in_child(operation, json.loads(words))
            finally:
                os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
