"""Taking 100 000 ledger rows into a record: from dossier values to commit, against a bare `executemany`.

All write into fresh records with the same tables, indexes, foreign keys and settings, in one transaction, and take
turns in one process; figures are CPU seconds. The peer is handed tuples that are ready for the driver; the product
is handed dossier rows, and finds the ids of what they refer to: once the rows alone, and once as a user's change is
written, with its entry in the history.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.values import Enclave, Expense, Project
from enclave_desktop.records import sqlite_file
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from enclave_desktop.records.writing import apply

ROWS, ROUNDS = 100_000, 7
GOAL, GOAL_WITH_HISTORY = 1.2, 3
ENCLAVES, PROJECTS = 4, 20
STATEMENT = (
    "INSERT INTO expense (booked_on, voucher, entry, enclave_id, project_id, category, amount, summary, funding)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def expense(n: int) -> Expense:
    """The n-th row of a ledger: some have no entry number, some no project."""
    return Expense(
        booked_on=date(2024, 1, 1) + timedelta(days=n * 366 // ROWS),
        voucher=f"记-{n:06}",
        entry=str(n % 3 + 1) if n % 2 else None,
        enclave=f"示例中心{n % ENCLAVES}",
        project=f"RD-{n % PROJECTS}" if n % 5 else None,
        category="直接投入",
        amount=n * 137 % 5_000_000 - 10_000,
        summary=f"试剂与样品 {n}",
        funding="自筹",
    )


def for_driver(row: Expense) -> tuple[Any, ...]:
    """The row as the peer gets it: a date in words, ids for references."""
    return (
        row.booked_on.isoformat(),
        row.voucher,
        row.entry,
        int(row.enclave.removeprefix("示例中心")) + 1,
        int(row.project.removeprefix("RD-")) + 1 if row.project else None,
        row.category,
        row.amount,
        row.summary,
        row.funding,
    )


def product(path: Path, rows: list[Expense]) -> float:
    engine = sqlite_file.connect(path)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            started = time.process_time()
            with connection.begin():
                apply(connection, Changes(added={Expense: rows}))
            return time.process_time() - started
    finally:
        engine.dispose()


def history(path: Path, rows: list[Expense]) -> float:
    with Record.open(path) as record:
        started = time.process_time()
        with record.transaction(Origin(Action.IMPORTED, "导入 台账.xlsx", "台账.xlsx")) as transaction:
            transaction.apply(Changes(added={Expense: rows}))
        return time.process_time() - started


def peer(path: Path, tuples: list[tuple[Any, ...]]) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        sqlite_file._prepare(connection, path, read_only=False)  # noqa: SLF001  # the same settings
        started = time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(STATEMENT, tuples)
        connection.execute("COMMIT")
        return time.process_time() - started


def loaded(path: Path) -> float:
    """Seconds to read everything back as a dossier."""
    with Record.open(path, read_only=True) as record:
        started = time.process_time()
        found = record.dossier(date(2025, 6, 30))
        seconds = time.process_time() - started
    if len(found.expenses) != ROWS:
        raise RuntimeError(f"{len(found.expenses)} rows of {ROWS} came back")
    return seconds


def filled_heads() -> dict[type[Any], list[Any]]:
    """What the ledger refers to."""
    named = {"type": "研发中心", "province": "上海", "city": "上海"}
    enclaves = [Enclave(name=f"示例中心{n}", **named) for n in range(ENCLAVES)]
    return {Enclave: enclaves, Project: [Project(number=f"RD-{n}", name="示例项目") for n in range(PROJECTS)]}


def fresh(path: Path) -> Path:
    """A record that has what the ledger refers to."""
    with Record.create(path) as record, record.transaction() as transaction:
        transaction.apply(Changes(added=filled_heads()))
    return path


def main() -> None:
    """Prints the ratio and the goal."""
    rows = [expense(n) for n in range(ROWS)]
    tuples = [for_driver(row) for row in rows]
    ways: dict[str, Callable[[Path], float]] = {
        "peer": lambda path: peer(path, tuples),
        "product": lambda path: product(path, rows),
        "history": lambda path: history(path, rows),
    }
    spent: dict[str, list[float]] = {way: [] for way in ways}
    reading = []
    for _ in range(ROUNDS):
        for way, run in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                path = fresh(Path(folder) / f"{way}.enclave")
                spent[way].append(run(path))
                reading.append(loaded(path))
    print(f"insert of {ROWS} ledger rows, dossier rows to commit : executemany of ready tuples")
    for way, words, goal in (("product", "CPU", GOAL), ("history", "history", GOAL_WITH_HISTORY)):
        ours, theirs = statistics.median(spent[way]), statistics.median(spent["peer"])
        ratio = statistics.median(a / b for a, b in zip(spent[way], spent["peer"], strict=True))
        print(f"  {words:<10} {ours:6.2f} s : {theirs:6.2f} s = {ratio:.3f} (goal {goal})")
    print(f"  read back as a dossier {statistics.median(reading):.2f} s")


if __name__ == "__main__":
    main()
