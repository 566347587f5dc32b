"""What is said of a record made to harm by each way in, within the bounds of a process of its own."""

import json
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

MEMORY, SECONDS = 512, 30
_WORK = """
import json, re, sys, time
from datetime import datetime
from pathlib import Path
from enclave_desktop import cli
from enclave_desktop.errors import UserError
from enclave_desktop.records.history_reading import entries
from enclave_desktop.records.history_search import Wanted, of_person, search
from enclave_desktop.records.record import Record
from enclave_desktop.records.recovering import recover
from enclave_desktop.records.restore import look, restore
from enclave_desktop.records.verify import verify
now = datetime(2025, 6, 30)
def opened(path):
    with Record.open(path) as record:
        record.dossier(now.date())
        for packet in record.packets():
            record.content(packet.manifest)
def history(path):
    with Record.open(path, read_only=True) as record:
        record.read(lambda rows: list(entries(rows)))
        record.read(lambda rows: list(search(rows, Wanted(text="没有的字"))))
        record.read(lambda rows: list(of_person(rows, "没有的人")))
calls = {
    "verify": lambda path: verify(path, now.date()),
    "look": lambda path: look(path, path.with_name("other.enclave"), now.date()),
    "restore": lambda path: restore(path, path.with_name(f"restored-{path.name}"), now),
    "open": opened,
    "history": history,
    "recover": lambda path: recover(path, path.with_name(f"recovered-{path.name}"), now),
}
slowest = 0
def told(call, path):
    global slowest
    began = time.process_time()
    try:
        call(path)
    except UserError as error:
        return str(error)
    finally:
        slowest = max(slowest, time.process_time() - began)
    return ""
said = [{name: told(call, Path(path)) for name, call in calls.items()} for path in sys.argv[1:]]
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
json.dump([peak, slowest, said], sys.stdout)
"""


def fates(paths: Iterable[Path], memory: int = MEMORY) -> list[dict[str, str]]:
    """What is said of each file by each way in; nothing when it is read. All in one process within the bounds.

    `memory` is in MB.
    """
    call = [sys.executable, "-c", _WORK, *map(str, paths)]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=10 * SECONDS)
    peak, slowest, said = json.loads(done.stdout)
    assert peak < memory
    assert slowest < SECONDS
    return said


def spoil(path, *statements: str) -> None:
    """By SQL, as whoever hands on a record can."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)


def body(lines: bytes) -> bytes:
    """Lines as an entry of the history keeps them."""
    compressed = zlib.compress(lines)
    return zlib.crc32(compressed).to_bytes(4, "big") + compressed


def write_history(path: Path, column: str, value: object) -> None:
    """Put it into every entry, as if our triggers had not been."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"UPDATE history SET {column} = ?", (value,))
        for _, statement in triggers:
            connection.execute(statement)
