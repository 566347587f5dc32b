"""What runs a driver: a process that has everything loaded and splits off a child for each life.

Called as `line OPERATION FOLDER MARKS ACKNOWLEDGEMENTS` by the harness, which writes the number of the change to go on
from and the folder of its record, is told the child's id, kills it when it likes, and then is told how it ended. ACKNOWLEDGEMENTS is the number of
a pipe that the harness holds: a change stands there only after the program told that it is saved.
"""

import os
import sys
import traceback
from itertools import count
from pathlib import Path

from tests.faults.marks import Marks
from tests.faults.operations import OPERATIONS, Operation

FAILED = 3


def live(operation: Operation, folder: Path, start: int, marks: Marks, acknowledgements: int) -> None:
    """One change after the other, until killed."""
    life = None
    for change in count(start + 1):
        operation.bring(folder, change)
        marks.begin(change)
        life = life or operation.begin(folder)
        life(change)
        os.write(acknowledgements, f"{change}\n".encode())


def warm(operation: Operation, folder: Path) -> None:
    """Load everything that a life needs, on a record for trial."""
    (trial := folder / "trial").mkdir()
    operation.make_base(trial)
    if operation.warm:
        operation.warm(trial)
    else:
        operation.bring(trial, 1)
        operation.begin(trial)(1)


def main(name: str, folder: Path, page: Path, acknowledgements: int) -> None:
    operation = OPERATIONS[name]
    warm(operation, folder)
    marks = Marks(page)
    operation.watch(marks)
    print("ready", flush=True)
    for words in sys.stdin:
        start, place = words.strip().split(" ", 1)
        child = os.fork()
        if child == 0:
            try:
                live(operation, Path(place), int(start), marks, acknowledgements)
            except BaseException:  # noqa: BLE001 - told by the judge, who finds the driver ended by itself
                traceback.print_exc()
            finally:
                os._exit(FAILED)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
