"""The process killed at any point: the record is as it was before, or, once acknowledged, as it is after."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from enclave_desktop.records.made import made_in
from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.verify import unheard, verify
from tests.records.dying import BACKUP, BASE, few_changes
from tests.unit.records.filled import EVERYTHING, change, make
from tests.unit.rows import TODAY, dossier, expense

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


def killed(action, folder, way):
    """The records that a dying process left, each with whether its change was acknowledged."""
    call = [sys.executable, "-m", "tests.records.dying", action, str(folder), way]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return [(folder / name, acknowledged) for name, acknowledged in map(json.loads, done.stdout.splitlines())]


def held(path):
    """What is on record, once SQLite itself found nothing wrong."""
    with Record.open(path) as record:
        found = record.dossier(TODAY)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return found


def changed(folder, changes):
    """The record as the change leaves it when nothing disturbs."""
    path = make(folder / "undisturbed.enclave")
    with Record.open(path) as record:
        change(record, changes)
        return record.dossier(TODAY)


def test_that_an_import_killed_before_any_statement_leaves_the_record_as_it_was(tmp_path):
    make(tmp_path / BASE)
    before = dossier(*EVERYTHING)
    after = changed(tmp_path, few_changes(before.expenses))
    *died, (finished, acknowledged) = killed("import_like", tmp_path, "statements/3")
    assert len(died) > 10
    for path, said in died:
        assert not said
        assert held(path) == before
    assert acknowledged
    assert held(finished) == after != before


def test_that_a_record_killed_while_it_is_made_is_whole_or_not_there(tmp_path):
    *died, (finished, acknowledged) = killed("create", tmp_path, "statements/8")
    assert len(died) > 8
    for path, said in died:
        assert not said
        assert not path.exists() or held(path) == dossier()
    assert any(not path.exists() for path, _ in died)
    assert acknowledged
    assert held(finished) == dossier()


def schema(path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(firm)")]
        rows = connection.execute("SELECT count(*) FROM enclave").fetchone()
    assert version == f"{number:04d}"
    assert ("website" in columns) == (number > SCHEMA)
    assert rows == (2,)
    return number


def test_that_a_migration_killed_before_any_statement_leaves_the_old_record(tmp_path):
    make(tmp_path / BASE)
    *died, (finished, acknowledged) = killed("migrating", tmp_path, "statements")
    assert len(died) > 20
    numbers = [schema(path) for path, _ in died]
    assert set(numbers) <= {SCHEMA, SCHEMA + 1}
    assert numbers == sorted(numbers)
    assert numbers.count(SCHEMA) > 20
    assert acknowledged
    assert schema(finished) == SCHEMA + 1


def test_that_a_backup_killed_at_any_point_is_whole_or_not_there(tmp_path):
    make(tmp_path / BASE)
    died = killed("backup", tmp_path, "steps/4")
    there = 0
    for path, acknowledged in died:
        assert held(path) == dossier(*EVERYTHING)
        backups = list(path.with_suffix("").glob("*.enclave"))
        there += bool(backups)
        assert [verify(backup, TODAY, unheard).dossier for backup in backups] in ([], [dossier(*EVERYTHING)])
        assert {one.name for one in made_in(path.with_suffix(""))} <= {backup.name for backup in backups}
        assert backups or not acknowledged
    assert 0 < there <= len(died)
    assert len(died) > 6
    assert there < len(died)
    assert died[-1][1]


def test_that_restoring_killed_at_any_point_leaves_the_record_that_was_or_the_backup(tmp_path):
    before, after = dossier(*EVERYTHING, expense(voucher="记-9")), dossier(*EVERYTHING)
    make(tmp_path / BASE, *EVERYTHING, expense(voucher="记-9"))
    make(tmp_path / BACKUP)
    restored = []
    for path, acknowledged in killed("restoring", tmp_path, "steps/4"):
        found = held(path)
        assert found in (before, after)
        assert found == after or not acknowledged
        if found == after:
            asides = (tmp_path / "备份").glob(f"{path.stem}-恢复前-*.enclave")
            assert [held(aside) for aside in asides] == [before]
        restored.append(found == after)
    assert len(restored) > 10
    assert restored.count(False) > 6
    assert restored[-1]
    assert held(tmp_path / BACKUP) == after
