"""Does one thing to copies of a record again and again, each time in a process that is killed a little later.

Called as `dying ACTION FOLDER WAY`: WAY is `statements`, killed before each statement in turn, `statements/7`, before
every seventh, `steps`, killed before
each statement and each dealing with files in turn, or a number of `moments` spread over the time the action takes. Prints a line for each: the copy's name and whether the action was
acknowledged before its process died. It judges nothing: whoever called it opens the copies.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2

from enclave_desktop.dossier.values import Expense
from enclave_desktop.records import migrate, sqlite_file
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.record import Record
from enclave_desktop.records.recrypting import recrypt
from enclave_desktop.records.restore import restore
from enclave_desktop.records.upgrading import upgrade_file
from enclave_desktop.records.verify import unheard
from tests.unit.records.filled import adding
from tests.unit.records.migrating import scripts_with_one_more
from tests.unit.rows import OTHER_NUMBER, TODAY, contract, expense, person, project

BASE = "base.enclave"
BACKUP = "backup.enclave"
NOW = datetime(2025, 6, 30, 9, 0)
KEY, OTHER_KEY = Key(bytes(range(32)), bytes(range(16))), Key(bytes(range(1, 33)), bytes(16))
"""Of a record before it was encrypted otherwise, and after; made from no passphrase, which takes long."""
_DEALINGS = ("open", "os.", "shutil.", "tempfile.")


def import_like(path: Path) -> None:
    """Adds to several sheets, changes every ledger row, and takes one away: in one transaction."""
    with Record.open(path) as record, record.transaction() as transaction:
        before = transaction.dossier(TODAY).expenses
        transaction.apply(few_changes(before))


def few_changes(before: tuple[Expense, ...]) -> Changes:
    added = adding(
        person(id_number=OTHER_NUMBER),
        contract(person=OTHER_NUMBER),
        project(number="RD-2"),
        *(expense(voucher=f"记-{n}", project="RD-2") for n in range(2, 6)),
    ).added
    updated = [(row, replace(row, amount=row.amount - 1)) for row in before[1:]]
    return Changes(added=added, updated={Expense: updated}, removed={Expense: before[:1]})


def create(path: Path) -> None:
    Record.create(path).close()


def migrating(path: Path) -> None:
    engine = sqlite_file.connect(path)
    migrate.upgrade_file(engine)
    engine.dispose()


def upgrading(path: Path) -> None:
    (folder := path.with_suffix("")).mkdir()
    upgrade_file(path, folder, NOW)


def backup(path: Path) -> None:
    (folder := path.with_suffix("")).mkdir()
    with Record.open(path, read_only=True) as record:
        record.backup(folder, NOW, unheard)


def restoring(path: Path) -> None:
    restore(path.parent / BACKUP, path, NOW)


def encrypting(path: Path) -> None:
    recrypt(path, None, KEY)


def decrypting(path: Path) -> None:
    recrypt(path, KEY, None)


def changing_passphrase(path: Path) -> None:
    recrypt(path, KEY, OTHER_KEY)


ACTIONS: dict[str, Callable[[Path], None]] = {
    "import_like": import_like,
    "create": create,
    "migrating": migrating,
    "upgrading": upgrading,
    "backup": backup,
    "restoring": restoring,
    "encrypting": encrypting,
    "decrypting": decrypting,
    "changing_passphrase": changing_passphrase,
}


def in_child(work: Callable[[], None], after: float | None = None) -> bool:
    """Run `work` in a process of its own, killed `after` seconds; whether it said that it was done."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work()
            os.write(writing, b"done")
        finally:
            os._exit(0)
    os.close(writing)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = os.read(reading, 4)
    os.close(reading)
    return said == b"done"


def dying_at(statement: int, work: Callable[[], None]) -> Callable[[], None]:
    """`work`, in a process that kills itself before that statement."""

    def counted() -> None:
        done = count(1)

        def look(sql: str) -> None:
            if next(done) == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "connect", lambda driver, _: driver.set_trace_callback(look))
        work()

    return counted


def dying_at_step(step: int, work: Callable[[], None]) -> Callable[[], None]:
    """`work`, in a process that kills itself before that statement or dealing with files; reading does not count."""

    def counted() -> None:
        done = count(1)
        plain, encrypted = sqlite3.connect, dbapi2.connect

        def look(what: str) -> None:
            if not what.startswith("SELECT") and next(done) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def hear(what: str, about: tuple[Any, ...]) -> None:
            if what.startswith(_DEALINGS) and not (what == "open" and about[1] in ("r", "rb")):
                look(what)

        def traced(connect: Callable[..., Any], *words: Any, **named: Any) -> Any:
            connection = connect(*words, **named)
            connection.set_trace_callback(look)
            return connection

        sqlite3.connect = partial(traced, plain)
        dbapi2.connect = partial(traced, encrypted)
        sys.addaudithook(hear)
        work()

    return counted


def steps(action: Callable[[Path], None], folder: Path, stride: int = 1) -> None:
    for n in count(1, stride):
        path = copy(folder, n)
        done = in_child(dying_at_step(n, lambda path=path: action(path)))  # type: ignore[misc]
        tell(path, done)
        if done:
            return


def statements(action: Callable[[Path], None], folder: Path, stride: int = 1) -> None:
    for n in count(1, stride):
        path = copy(folder, n)
        done = in_child(dying_at(n, lambda path=path: action(path)))  # type: ignore[misc]
        tell(path, done)
        if done:
            return


def moments(action: Callable[[Path], None], folder: Path, number: int) -> None:
    started = time.perf_counter()
    in_child(lambda: action(copy(folder, 0)))
    lasting = time.perf_counter() - started
    for n in range(1, number + 1):
        path = copy(folder, n)
        tell(path, in_child(lambda path=path: action(path), after=lasting * n / number))  # type: ignore[misc]


def copy(folder: Path, n: int) -> Path:
    path = folder / f"{n}.enclave"
    if (folder / BASE).exists():
        shutil.copy(folder / BASE, path)
    return path


def tell(path: Path, acknowledged: bool) -> None:
    print(json.dumps([path.name, acknowledged]), flush=True)


def main(name: str, folder: Path, way: str) -> None:
    if name == "migrating":
        migrate.SCRIPTS = scripts_with_one_more(folder)
    kind, _, stride = way.partition("/")
    if kind == "statements":
        statements(ACTIONS[name], folder, int(stride or 1))
    elif kind == "steps":
        steps(ACTIONS[name], folder, int(stride or 1))
    else:
        moments(ACTIONS[name], folder, int(way))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
