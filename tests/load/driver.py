"""One of several who work on a record at once: `python -m tests.load.driver ADDRESS NUMBER SECONDS ACKNOWLEDGED`.

Changes the same rows as the others do, imports and removes ledger rows of its own, and reads. What it was told is
saved it writes down, a line each, in a file that the judge reads; nothing else of it is believed.
"""

import json
import random
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.values import Enclave, Expense
from enclave_desktop.errors import UserError
from enclave_desktop.records.again import again
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from enclave_desktop.records.server_address import read_server_address

TODAY = date(2025, 6, 30)
ENCLAVE = "上海中心"
BATCH = 100
"""Rows of one import."""
_KEPT = 3
"""Imports of a driver's that stay; the oldest is removed then."""
_CONFLICT = "已被别处改动"


class Driver:
    """Its operations, each with what it acknowledges."""

    def __init__(self, record: Record, number: int, acknowledged: Path) -> None:
        self._record = record
        self._number = number
        self._out = acknowledged.open("a", encoding="utf-8")
        self._batches: list[int] = []
        self._next = 0

    def say(self, what: str, value: Any = None) -> None:
        self._out.write(json.dumps([what, value, round(time.time(), 3)]) + "\n")
        self._out.flush()

    def count_up(self) -> None:
        """One more on a row that everybody counts up, as it was read: whoever comes second reads it again."""
        people = [one for one in self._record.dossier(TODAY).people if one.position]
        person = random.choice(people)
        later = replace(person, position=str(int(person.position or 0) + 1))
        try:
            again(lambda: self._save(Action.TYPED, Changes(updated={type(person): [(person, later)]})))
        except UserError as error:
            if _CONFLICT not in error.message:
                raise
            self.say("conflict")
        else:
            self.say("counted", person.id_number)

    def import_rows(self) -> None:
        """Many rows as one, the driver's own."""
        rows = self._rows(self._next)
        again(lambda: self._save(Action.IMPORTED, Changes(added={Expense: rows})))
        self._batches.append(self._next)
        self.say("imported", self._next)
        self._next += 1
        if len(self._batches) > _KEPT:
            oldest = self._batches[0]
            again(lambda: self._save(Action.TYPED, Changes(removed={Expense: self._rows(oldest)})))
            self._batches.pop(0)
            self.say("removed", oldest)

    def read(self) -> None:
        """Of one moment: no import is half there."""
        seen: dict[str, int] = {}
        for row in self._record.dossier(TODAY).expenses:
            seen[row.voucher] = seen.get(row.voucher, 0) + 1
        torn = {voucher: rows for voucher, rows in seen.items() if rows != BATCH}
        self.say("torn" if torn else "read", torn or len(seen))

    def cross(self) -> None:
        """Two rows in either order: what deadlocks where each waits for the other."""
        enclaves = list(self._record.dossier(TODAY).enclaves)
        random.shuffle(enclaves)
        stamp = f"{self._number}-{time.monotonic_ns()}"
        pairs = [(row, replace(row, address=stamp)) for row in enclaves]
        try:
            again(lambda: self._one_after_another(pairs))
        except UserError as error:
            if _CONFLICT not in error.message:
                raise
            self.say("conflict")
        else:
            self.say("crossed", stamp)

    def _one_after_another(self, pairs: list[tuple[Enclave, Enclave]]) -> None:
        with self._record.transaction(Origin(Action.TYPED, "来回")) as transaction:
            for pair in pairs:
                transaction.apply(Changes(updated={Enclave: [pair]}))

    def _save(self, action: Action, changes: Changes) -> None:
        with self._record.transaction(Origin(action, "同时工作")) as transaction:
            transaction.apply(changes)

    def _rows(self, batch: int) -> list[Expense]:
        return [
            Expense(
                booked_on=date(2024, 5, 6),
                voucher=f"{self._number}-{batch}",
                entry=str(entry),
                enclave=ENCLAVE,
                project=None,
                category="直接投入",
                amount=entry,
            )
            for entry in range(BATCH)
        ]


def main(address: str, number: int, seconds: float, acknowledged: Path) -> int:
    random.seed(number)
    with Record.open(read_server_address(address)) as record:
        driver = Driver(record, number, acknowledged)
        operations = [driver.count_up] * 6 + [driver.cross] * 2 + [driver.read] * 2 + [driver.import_rows]
        record.get_ready()
        driver.say("started")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            random.choice(operations)()
        driver.say("ended")
    return 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4])))
