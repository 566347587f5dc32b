"""Eight at once on one shared record, held from outside against what each was told was saved."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from enclave_desktop.records.history_verify import check_chain
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from tests.load.driver import BATCH, TODAY
from tests.postgres_server import Server
from tests.unit.records.filled import adding
from tests.unit.rows import centre, incubator, person

PROCESSES = 8
COUNTERS = tuple(f"C{number:07}" for number in range(4))
"""Passports of people whose 职务 everybody counts up."""
_GRACE_SECONDS = 60


@dataclass(frozen=True)
class Verdict:
    """What happened, and what was wrong."""

    told: Counter[str]
    """How often what was acknowledged, of all drivers."""
    entries: int
    """Of the history, without the first."""
    deadlocks: int
    """That the server had to end."""
    waiting: int
    """Sessions that still wait for a lock or hang in a transaction."""
    faults: tuple[str, ...]

    def __str__(self) -> str:
        saved = sum(self.told[what] for what in ("counted", "crossed", "imported", "removed"))
        return (
            f"{saved} changes saved ({self.told['counted']} counted up, {self.told['crossed']} across two rows, "
            f"{self.told['imported']} imports, {self.told['removed']} removals), {self.told['conflict']} conflicts told, "
            f"{self.told['read']} readings; {self.entries} entries of history; {self.deadlocks} deadlocks, "
            f"{self.waiting} left waiting; faults: {len(self.faults)}"
        )


def work(server: Server, folder: Path, seconds: float) -> Verdict:
    """Let them work for so long, and judge."""
    database = server.new_database()
    address = server.address(database)
    with Record.create(address) as record, record.transaction(Origin(Action.TYPED, "开始")) as transaction:
        people = [person(name="计数", id_type="护照", id_number=number, position="0") for number in COUNTERS]
        transaction.apply(adding(centre(), incubator(), *people))
    files = [folder / f"{number}.jsonl" for number in range(PROCESSES)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.load.driver", str(address), str(number), str(seconds), str(file)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number, file in enumerate(files)
    ]
    errors = []
    for number, process in enumerate(processes):
        _, words = process.communicate(timeout=seconds + _GRACE_SECONDS)
        if process.returncode:
            errors.append(f"driver {number} ended with {process.returncode}: {words[-2000:]}")
    return _judged(server, database, [_lines(file) for file in files], errors)


def _lines(file: Path) -> list[tuple[str, object]]:
    return [(what, value) for what, value, _ in map(json.loads, file.read_text("utf-8").splitlines())]


def _judged(
    server: Server, database: str, told: list[list[tuple[str, object]]], faults: list[str]
) -> Verdict:
    every = [line for lines in told for line in lines]
    counts = Counter(what for what, _ in every)
    faults += [f"a reading saw a part of an import: {value}" for what, value in every if what == "torn"]
    with Record.open(server.address(database), read_only=True) as record:
        dossier = record.dossier(TODAY)
        with record._store.snapshot() as rows:
            chain = check_chain(rows, lambda *_: None)
    counted = Counter(value for what, value in every if what == "counted")
    faults += [
        f"{one.id_number} stands at {one.position}, but {counted[one.id_number]} were told that they counted up"
        for one in dossier.people
        if int(one.position or 0) != counted[one.id_number]
    ]
    there = Counter(row.voucher for row in dossier.expenses)
    expected = {
        f"{number}-{value}": BATCH
        for number, lines in enumerate(told)
        for value in {v for what, v in lines if what == "imported"}
        - {v for what, v in lines if what == "removed"}
    }
    if dict(there) != expected:
        faults.append(f"imports on record are {dict(there)}, told were {expected}")
    stamps = {row.address for row in dossier.enclaves}
    if counts["crossed"] and (len(stamps) != 1 or not stamps <= {v for w, v in every if w == "crossed"}):
        faults.append(f"the two rows bear {stamps}")
    saved = sum(counts[what] for what in ("counted", "crossed", "imported", "removed"))
    if chain.length != saved + 2:
        faults.append(f"the history has {chain.length} entries, {saved + 2} changes were told to be saved")
    deadlocks, waiting = _left(server, database)
    return Verdict(counts, chain.length - 1, deadlocks, waiting, tuple(faults))


def _left(server: Server, database: str) -> tuple[int, int]:
    with closing(server.superuser(database)) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        found = connection.execute(
            "SELECT (SELECT deadlocks FROM pg_stat_database WHERE datname = %(name)s),"
            " (SELECT count(*) FROM pg_locks WHERE NOT granted)"
            " + (SELECT count(*) FROM pg_stat_activity WHERE datname = %(name)s"
            " AND state LIKE 'idle in transaction%%')",
            {"name": database},
        ).fetchone()
    assert found is not None
    return int(str(found[0])), int(str(found[1]))
