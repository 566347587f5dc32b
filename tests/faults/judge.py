"""Says what a driver that is no more left on the disk: by SQLite itself and by digests, not by the program.

Each function gives how many changes are there, as wholes; Torn when something is there in part or twice.
"""

import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from sqlcipher3 import dbapi2

from enclave_desktop.errors import UserError
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.verify import verify
from tests.faults.base import BOOKED_ROWS, KEYS, RECORD, TYPED_ROWS, text_of
from tests.unit.rows import NUMBER, TODAY

PROGRAMME, SUBJECT = "nx-phd-allowance", NUMBER
LIST = "备份清单.json"
OLD_RECORDS = Path(__file__).parents[1] / "fixtures" / "records"
OLD_SCHEMAS = (1, 2, 3, 4)


class Torn(AssertionError):
    """What is there is neither as it was before nor as it was to be."""


def insist(whole: bool, words: str) -> None:
    if not whole:
        raise Torn(words)


@contextmanager
def sound(path: Path) -> Iterator[sqlite3.Connection]:
    """A record, with its log, in a copy: so that the next driver finds what the last one left."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        for ending in ("", "-wal", "-journal"):
            part = path.with_name(path.name + ending)
            if part.exists():
                shutil.copyfile(part, f"{copy}{ending}")
        with closing(opened(copy)) as connection:
            try:
                faults = connection.execute("PRAGMA integrity_check").fetchall()
            except (sqlite3.DatabaseError, dbapi2.DatabaseError) as error:
                raise Torn(f"{path.name}: {error}") from error
            insist(faults == [("ok",)], f"{path.name}: {faults}")
            insist(not connection.execute("PRAGMA foreign_key_check").fetchall(), "references to nothing")
            for sha, data in kept_files(connection):
                insist(sha256(data).hexdigest() == sha, f"a kept file is not {sha}")
            yield connection


def kept_files(connection: sqlite3.Connection) -> Iterable[tuple[str, bytes]]:
    """Records of the first schemas keep none."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'content'").fetchone():
        return connection.execute("SELECT sha256, data FROM content")
    return ()


def opened(path: Path) -> sqlite3.Connection:
    """By SQLite, or by SQLCipher with one of the keys and otherwise its own settings."""
    key = key_of(path)
    return sqlite3.connect(path) if key is None else _unlocked(path, key)


def key_of(path: Path) -> Key | None:
    """The one that opens it; None when none is needed."""
    with path.open("rb") as file:
        if file.read(16) == b"SQLite format 3\0":
            return None
    for key in filter(None, KEYS):
        with closing(_unlocked(path, key)) as connection, suppress(dbapi2.DatabaseError):
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            return key
    raise Torn(f"{path.name} is opened by no key")


def _unlocked(path: Path, key: Key) -> sqlite3.Connection:
    connection: sqlite3.Connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.secret.hex()}{key.salt.hex()}'\"")
    return connection


def the_program_agrees(folder: Path) -> None:
    """Every record in the folder is found whole by the program too: structure, files, rows and history."""
    for path in folder.glob("*.enclave"):
        try:
            verify(path, TODAY, key=key_of(path))
        except UserError as error:
            raise Torn(str(error)) from error


def texts(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT number, object FROM agreement WHERE number LIKE 'T-%'"))


def typed(folder: Path, acknowledged: int) -> int:
    with sound(folder / RECORD) as connection:
        return number_typed(texts(connection))


def number_typed(found: dict[str, str]) -> int:
    last = max(int(text[1:-1]) for text in found.values())
    expected = dict.fromkeys(TYPED_ROWS, "第0次") | dict(
        text_of(n) for n in range(max(1, last - 6), last + 1)
    )
    insist(found == expected, f"typed: {found}")
    return last


def created(folder: Path, acknowledged: int) -> int:
    """Records without a firm."""
    for path in folder.glob("*.enclave"):
        with sound(path) as connection:
            insist(not connection.execute("SELECT * FROM firm").fetchall(), "a firm in an empty record")
    return sum((folder / f"{number}.enclave").exists() for number in range(1, acknowledged + 2))


def imported(folder: Path, acknowledged: int) -> int:
    with sound(folder / RECORD) as connection:
        old = connection.execute("SELECT summary, count(*) FROM expense WHERE voucher LIKE '凭-%' GROUP BY 1")
        ((summary, count),) = found = old.fetchall()
        insist(len(found) == 1 and count == BOOKED_ROWS, f"imported: {found}")
        last = int(summary[1:-1])
        new = connection.execute(
            "SELECT voucher FROM expense WHERE voucher LIKE '新-%' ORDER BY id"
        ).fetchall()
        wanted = [(f"新-{number}-{row}",) for number in range(1, last + 1) for row in range(5)]
        insist(new == wanted, "rows of an import are missing, or there twice")
        return last


def printed(folder: Path, acknowledged: int) -> int:
    with sound(folder / RECORD) as connection:
        found = connection.execute(
            "SELECT (SELECT data FROM content WHERE sha256 = pdf), (SELECT data FROM content WHERE sha256 = manifest),"
            " number FROM packet ORDER BY made_at, rowid"
        ).fetchall()
        for pdf, manifest, number in found:
            insist(pdf.startswith(b"%PDF") and pdf.rstrip().endswith(b"%%EOF"), f"packet {number}")
            held = {
                sha
                for (sha,) in connection.execute(
                    "SELECT content FROM packet_part WHERE packet = ?", (number,)
                )
            }
            named = set(re.findall(r"\b[0-9a-f]{64}\b", manifest.decode()))
            insist(held <= named and json.loads(manifest)["dossier"] in held, f"parts of packet {number}")
        for number, (pdf, *_) in enumerate(found, 1):
            out = folder / f"{number}.pdf"
            there = out.exists()
            insist(there or number > acknowledged, f"{out.name} is gone")
            insist(not there or out.read_bytes() == pdf, f"{out.name} is not what was kept")
        insist(not list(folder.glob("*.pdf"))[len(found) + 1 :], "files of packets that were not kept")
        return len(found)


def backed_up(folder: Path, acknowledged: int) -> int:
    """The number in the newest backup on the list; the record itself is one change ahead at most."""
    with sound(folder / RECORD) as connection:
        present = number_typed(texts(connection))
    backups = folder / "备份"
    listed = json.loads((backups / LIST).read_text("utf-8"))["backups"] if (backups / LIST).exists() else []
    for entry in listed:
        path = backups / entry["name"]
        insist(not path.exists() or digest(path) == entry["sha256"], f"{path.name} is not what was listed")
    numbers = {path.name: _number_in(path) for path in backups.glob("*.enclave")}
    known = [numbers[entry["name"]] for entry in listed if entry["name"] in numbers]
    last = max(known, default=0)
    insist(last <= present <= last + 1, f"backed up {last}, on record {present}")
    return last


def _number_in(path: Path) -> int:
    with sound(path) as connection:
        return number_typed(texts(connection))


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def restored(folder: Path, acknowledged: int) -> int:
    """Even or odd; what was there before lies aside, whole."""
    with sound(folder / RECORD) as connection:
        found = number_typed(texts(connection))
    for aside in (folder / "备份").glob("*.enclave"):
        _number_in(aside)
    return acknowledged + (found + acknowledged) % 2


def restored_encrypted(folder: Path, acknowledged: int) -> int:
    """The same, and at every moment encrypted by the key that it had."""
    insist(key_of(folder / RECORD) == KEYS[1], "not encrypted as it was")
    for aside in (folder / "备份").glob("*.enclave"):
        insist(key_of(aside) == KEYS[1], f"{aside.name} is not encrypted as the record was")
    return restored(folder, acknowledged)


def migrated(folder: Path, acknowledged: int) -> int:
    """Records that are of this program's schema; every other one is as it came."""
    found = sorted(folder.glob("*.enclave"), key=lambda path: int(path.stem))
    schemas = [_schema(path) for path in found]
    last = schemas.count(SCHEMA)
    insist(schemas[:last] == [SCHEMA] * last, f"schemas: {schemas}")
    for number in range(1, last + 1):
        insist(bool(list((folder / "备份").glob(f"{number}-*.enclave"))), f"no backup of record {number}")
    for number, schema in enumerate(schemas[last:], last + 1):
        came = OLD_SCHEMAS[number % len(OLD_SCHEMAS)]
        insist(came <= schema < SCHEMA, f"record {number} came with schema {came} and has {schema}")
    return last


def _schema(path: Path) -> int:
    """The schema that the file names in both places; its rows are those that it came with."""
    with sound(path) as connection:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        insist(int(version) == schema, f"schema {schema} and version {version}")
        came = json.loads((OLD_RECORDS / f"schema-{_came_with(path)}.json").read_text("utf-8"))["rows"]
        for entity, rows in came.items():
            (count,) = connection.execute(f"SELECT count(*) FROM {entity.lower()}").fetchone()
            insist(count == len(rows), f"{count} rows of {entity}, not {len(rows)}")
        return int(schema)


def _came_with(path: Path) -> int:
    return OLD_SCHEMAS[int(path.stem) % len(OLD_SCHEMAS)]


def recrypted(folder: Path, acknowledged: int) -> int:
    """Plain, or under the first key or the second."""
    path = folder / RECORD
    with sound(path) as connection:
        insist(number_typed(texts(connection)) == 0, "not the rows that were encrypted")
    state = KEYS.index(key_of(path))
    return acknowledged + (state - acknowledged) % len(KEYS)
