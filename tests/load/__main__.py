"""Let eight processes work on one shared record, and say how it went: `python -m tests.load [SECONDS]`."""

import sys
import tempfile
from pathlib import Path

from tests.load.judge import work
from tests.postgres_server import running


def main(seconds: float) -> int:
    with running() as server, tempfile.TemporaryDirectory(prefix="load-") as folder:
        verdict = work(server, Path(folder), seconds)
    print(f"{seconds:.0f} s: {verdict}")
    for fault in verdict.faults:
        print(fault)
    return 1 if verdict.faults or verdict.deadlocks or verdict.waiting else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 300))
