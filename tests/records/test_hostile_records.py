"""Records made to harm: each is refused in plain words or read as it is, within 512 MB and 30 s of its own process."""

import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest

from enclave_desktop import cli
from enclave_desktop.errors import UserError
from enclave_desktop.records.record import Record
from enclave_desktop.records.restore import restore
from enclave_desktop.records.verify import verify
from tests.records.hostile import body, fates, spoil, write_history
from tests.unit.records.filled import make
from tests.unit.rows import TODAY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by /proc")
WAYS = ("verify", "look", "restore", "open")


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    return make(tmp_path_factory.mktemp("honest") / "外来.enclave")


@pytest.fixture
def path(honest, tmp_path):
    return Path(copyfile(honest, tmp_path / "外来.enclave"))


def told_of(honest: Path, folder: Path, cases: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, str]]:
    """The fate of a copy for each case."""
    paths = [Path(copyfile(honest, folder / f"{number}.enclave")) for number in range(len(cases))]
    for path, statements in zip(paths, cases.values(), strict=True):
        spoil(path, *statements)
    return dict(zip(cases, fates(paths), strict=True))


_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
_TABLE = "UPDATE sqlite_schema SET sql = replace(sql, {}, {}) WHERE name = 'person'"
ACTING = {
    "a view that never ends": (
        "ALTER TABLE person RENAME TO people",
        f"CREATE VIEW person AS {_ENDLESS} SELECT p.* FROM people p, n",
    ),
    "a view beside": ("CREATE VIEW v AS SELECT * FROM person",),
    "a trigger that deletes": (
        "CREATE TRIGGER t AFTER INSERT ON person BEGIN DELETE FROM expense; END",
    ),
    "a trigger by the name of ours": (
        "DROP TRIGGER history_stays",
        "CREATE TRIGGER history_stays AFTER INSERT ON person BEGIN DELETE FROM expense; END",
    ),
    "a computed column": ("ALTER TABLE person ADD COLUMN x AS (hex(zeroblob(1000000)))",),
    "a computed column in other words": (
        "ALTER TABLE person ADD COLUMN x GENERATED ALWAYS AS (id) VIRTUAL",
    ),
    "an index over a computation": ("CREATE INDEX i ON person (hex(zeroblob(100000000)))",),
    "a condition that fills memory": (
        _TABLE.format("'CHECK (name <> '''')'", "'CHECK (hex(zeroblob(900000000)) <> '''')'"),
    ),
    "a condition that hides behind a comment": (
        _TABLE.format("'CHECK (name <> '''')'", "'CHECK (hex/**/(zeroblob/**/(900000000)) <> '''')'"),
    ),
    "a condition that compares for ever": (
        _TABLE.format("'CHECK (name <> '''')'", f"'CHECK (name LIKE ''{'%a' * 2_000}'')'"),
    ),
    "a condition between quoted names": (
        _TABLE.format(
            "'CHECK (name <> '''')'",
            """'CHECK ("name''" IS NOT 3 AND hex(zeroblob(900000000)) IS NOT "x''")'""",
        ),
    ),
    "a virtual table": ("CREATE VIRTUAL TABLE v USING fts5(words)",),
}  # fmt: skip


def test_that_a_record_in_which_something_acts_is_refused(honest, tmp_path):
    told = told_of(honest, tmp_path, ACTING)
    passed = [(case, way) for case in told for way in WAYS if "没有写过" not in told[case][way]]
    assert not passed


HOLDING = {
    "bytes for a name": "UPDATE person SET name = x'ff'",
    "words for money": "UPDATE expense SET amount = 'viel'",
    "money without end": "UPDATE expense SET amount = 1e300",
    "no date": "UPDATE filing SET filed_on = '2024-02-30'",
    "words for an area": "UPDATE enclave SET floor_area = 'gross'",
    "neither yes nor no": "UPDATE person SET key_school = 7",
    "edits that are none": "UPDATE evidence SET pages = '[{}]'",
    "edits as deep as a well": f"UPDATE evidence SET pages = '{'[' * 50_000}'",
    "a reference to nothing": "UPDATE contract SET person_id = 999",
    "a schema of another word": "UPDATE alembic_version SET version_num = 'x'",
    "no version": "DELETE FROM alembic_version",
}


def test_that_values_we_never_wrote_are_damage(honest, tmp_path):
    cases = {case: ("PRAGMA foreign_keys = OFF", statement) for case, statement in HOLDING.items()}
    told = told_of(honest, tmp_path, cases)
    passed = [(case, way) for case in told for way in ("verify", "look", "restore") if not told[case][way]]
    assert not passed
    assert all("请" in words for ways in told.values() for words in ways.values() if words)


def test_that_a_file_with_a_lying_page_count_is_refused_or_read(honest, tmp_path):
    paths = []
    for count in (0, 1, 2**31, 2**32 - 1):
        data = bytearray(honest.read_bytes())
        data[28:32] = count.to_bytes(4, "big")
        paths.append(tmp_path / f"{count}.enclave")
        paths[-1].write_bytes(data)
    assert all(not words or "请" in words for told in fates(paths) for words in told.values())


def test_that_a_kept_file_whose_length_is_a_lie_is_damage(path):
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'content'")
        ((size,),) = connection.execute("PRAGMA page_size")
    data = bytearray(path.read_bytes())
    page = memoryview(data)[(root - 1) * size : root * size]
    # The first cell's record: its header says how long the file is.
    cell = int.from_bytes(page[8:10], "big")
    page[cell : cell + 2] = b"\xff\xff"
    path.write_bytes(data)
    (told,) = fates([path])
    assert all(told[way] for way in ("verify", "look", "restore")), told


def test_that_a_record_like_ours_in_all_but_a_trigger_changes_nothing_when_refused(path, tmp_path):
    spoil(path, *ACTING["a trigger that deletes"])
    before = path.read_bytes()
    with pytest.raises(UserError, match="没有写过"):
        Record.open(path)
    with pytest.raises(UserError, match="没有写过"):
        verify(path, TODAY)
    assert path.read_bytes() == before


def test_that_nothing_is_restored_over_a_record_from_a_file_that_acts(path, tmp_path):
    mine = make(tmp_path / "本企业.enclave")
    before = mine.read_bytes()
    spoil(path, *ACTING["a view beside"])
    with pytest.raises(UserError, match="没有写过"):
        restore(path, mine, datetime(2025, 6, 30))
    assert mine.read_bytes() == before


HISTORIES: dict[str, tuple[str, object]] = {
    "counts that are none": ("counts", "7"),
    "counts as deep as a well": ("counts", "[" * 50_000),
    "no time": ("at", "x"),
    "no lines": ("rows", b"\0"),
    "lines of another kind": (
        "rows",
        body('{"words":1}\n{"sheet":"人员","fields":["name"]}\n[1,2]'.encode()),
    ),
    "lines that are no JSON": ("rows", body(b'{"words"\n{"what"')),
}


@pytest.mark.parametrize("case", HISTORIES)
def test_that_a_history_that_was_never_written_is_told_as_damage(path, capsys, case):
    column, value = HISTORIES[case]
    write_history(path, column, value)
    assert cli.run(["history", str(path)]) == 1
    assert "已损坏" in capsys.readouterr().err
    assert cli.run(["verify", str(path)]) == 1
    assert "历史记录" in capsys.readouterr().err
