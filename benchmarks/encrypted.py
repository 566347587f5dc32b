"""The same 100 000 ledger rows into an encrypted record and a plain one, and back out; and what its key costs.

Both are the product's own, taking turns in one process; figures are CPU seconds.
"""

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.insert import ROWS, expense, filled_heads
from enclave_desktop.dossier.values import Expense
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.cipher import Key, new_key
from enclave_desktop.records.record import Record

ROUNDS = 5
GOAL_INSERT, GOAL_READ = 1.05, 1.1
KEY = Key(bytes(range(32)), bytes(16))


def inserted(path: Path, rows: list[Expense], key: Key | None) -> float:
    with Record.create(path, key=key) as record:
        with record.transaction() as transaction:
            transaction.apply(Changes(added=filled_heads()))
        started = time.process_time()
        with record.transaction() as transaction:
            transaction.apply(Changes(added={Expense: rows}))
        return time.process_time() - started


def opened_and_read(path: Path, key: Key | None) -> tuple[float, float]:
    started = time.process_time()
    with Record.open(path, key=key, read_only=True) as record:
        opened = time.process_time()
        found = record.dossier(date(2025, 6, 30))
        done = time.process_time()
    if len(found.expenses) != ROWS:
        raise RuntimeError(f"{len(found.expenses)} rows of {ROWS} came back")
    return opened - started, done - opened


def main() -> None:
    """Prints the ratios and the goals."""
    rows = [expense(n) for n in range(ROWS)]
    spent: dict[str, list[tuple[float, float, float]]] = {"plain": [], "encrypted": []}
    for _ in range(ROUNDS):
        for way, key in (("plain", None), ("encrypted", KEY)):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "record.enclave"
                spent[way].append((inserted(path, rows, key), *opened_and_read(path, key)))
    print(f"an encrypted record with {ROWS} ledger rows : a plain one")
    for place, (words, goal) in enumerate((("insert", GOAL_INSERT), ("open", None), ("read", GOAL_READ))):
        ours, theirs = ([one[place] for one in spent[way]] for way in ("encrypted", "plain"))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        wanted = f" (goal {goal})" if goal else ""
        print(
            f"  {words:<7} {statistics.median(ours):6.3f} s : {statistics.median(theirs):6.3f} s = {ratio:.3f}{wanted}"
        )
    started = time.process_time()
    new_key("a passphrase")
    print(f"  the key from its passphrase {time.process_time() - started:.2f} s")


if __name__ == "__main__":
    main()
