"""An older record is upgraded only when that is asked for, after a verified backup, and keeps all that was on it."""

import sqlite3
from contextlib import closing
from datetime import datetime
from hashlib import sha256

import pytest

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.errors import UserError
from enclave_desktop.records import migrate, sqlite_file
from enclave_desktop.records.history_reading import entries
from enclave_desktop.records.lock import HeldElsewhere, Lock
from enclave_desktop.records.made import made_in
from enclave_desktop.records.record import Record
from enclave_desktop.records.restore import restore
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.sqlite_errors import UpgradeWanted
from enclave_desktop.records.upgrading import upgrade_file
from enclave_desktop.records.verify import unheard, verify
from tests.unit.records.filled import adding, change
from tests.unit.records.migrating import scripts_with_one_more
from tests.unit.records.old import SCHEMAS, entries_before, known, old_record, rows_of
from tests.unit.rows import TODAY, confirmation, expense

NOW, LATER = datetime(2025, 6, 30, 9, 0), datetime(2025, 7, 1, 9, 0)


@pytest.fixture(params=SCHEMAS)
def schema(request):
    return request.param


@pytest.fixture
def old(tmp_path, schema):
    return old_record(schema, tmp_path / "旧 #1%.enclave")


@pytest.fixture
def backups(tmp_path):
    return tmp_path / "备份"


def schema_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


@pytest.mark.parametrize("read_only", [False, True])
def test_that_an_old_record_is_not_upgraded_unasked(old, read_only, schema):
    before = old.read_bytes(), old.stat().st_mtime_ns
    with pytest.raises(UpgradeWanted, match="是用较旧的程序保存的，要先升级") as caught:
        Record.open(old, read_only=read_only)
    assert caught.value.schema == schema
    assert "enclave-desktop upgrade" in caught.value.details[0]
    assert (old.read_bytes(), old.stat().st_mtime_ns) == before
    assert list(old.parent.iterdir()) == [old]


def test_that_upgrading_keeps_every_row_file_and_packet(old, backups, schema):
    told = []
    done = upgrade_file(old, backups, NOW, lambda *words: told.append(words))
    assert (done.before, done.after) == (schema, SCHEMA)
    then = known(schema)
    with Record.open(old) as record:
        assert rows_of(record.dossier(TODAY), schema) == {k: v for k, v in then["rows"].items() if v}
        assert {sha: len(record.content(sha)) for sha in then["files"]} == then["files"]
        assert all(sha256(record.content(sha)).hexdigest() == sha for sha in then["files"])
        packets = [[p.number, p.made_at, p.programme, p.pdf, p.manifest] for p in record.packets()]
        assert packets == then["packets"]
        change(record, adding(confirmation(assumption="months"), expense(voucher="记-9")))
        assert len(record.dossier(TODAY).expenses) == len(then["rows"]["Expense"]) + 1
    assert ("升级档案", 0, 0) in told


def test_that_the_history_goes_on_with_the_upgrade_or_begins_with_it(old, backups, schema):
    upgrade_file(old, backups, NOW)
    with Record.open(old) as record, record._store.snapshot() as rows:
        last = next(iter(entries(rows)))
    assert (last.number, last.action) == (entries_before(schema) + 1, "升级")
    assert verify(old, TODAY).history.length == last.number


def test_that_the_old_one_stays_as_a_verified_backup_and_comes_back(old, backups, schema):
    before = rows_in(old)
    done = upgrade_file(old, backups, NOW)
    assert [one.name for one in made_in(backups)] == [done.backup.path.name]
    assert rows_in(done.backup.path) == before
    restore(done.backup.path, old, NOW)
    assert schema_of(old) == schema
    assert rows_in(old) == before


def test_that_a_restored_older_record_is_upgraded_again_with_nothing_missing_from_its_history(old, backups):
    done = upgrade_file(old, backups, NOW)
    with Record.open(old) as record:
        change(record, adding(expense(voucher="记-9")))
        record.backup(backups, LATER, unheard)
    restore(done.backup.path, old, LATER)
    upgrade_file(old, backups, LATER)
    assert verify(old, TODAY).history.length > 0


def rows_in(path):
    """All but the history, which goes on."""
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "history')]


def test_that_a_damaged_old_record_is_not_upgraded(old, backups):
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM person")
    before = rows_in(old)
    with pytest.raises(UserError, match="引用的内容不在了"):
        upgrade_file(old, backups, NOW)
    assert rows_in(old) == before
    assert not backups.exists()


def test_that_an_old_record_that_is_held_is_not_upgraded(old, backups):
    lock = Lock.take(old, "导入")
    with pytest.raises(HeldElsewhere, match="（导入）"):
        upgrade_file(old, backups, NOW)
    lock.release()
    assert not backups.exists()


def test_that_a_backup_that_cannot_be_made_leaves_the_old_record(old, tmp_path, schema):
    with pytest.raises(UserError, match="不存在"):
        upgrade_file(old, tmp_path / "没有插上" / "U盘", NOW)
    assert schema_of(old) == schema


def test_that_a_step_that_fails_leaves_the_steps_before_it(tmp_path, monkeypatch):
    """Each step is a transaction of its own."""
    old = old_record(1, tmp_path / "old.enclave")
    monkeypatch.setattr(migrate, "SCRIPTS", scripts_with_one_more(tmp_path, 'raise RuntimeError("broken")'))
    engine = sqlite_file.connect(old)
    with pytest.raises(RuntimeError, match="broken"):
        migrate.upgrade_file(engine)
    engine.dispose()
    assert schema_of(old) == SCHEMA
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (f"{SCHEMA:04d}",)
        ]
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (2,)


def test_that_a_newer_record_is_refused_and_nothing_is_touched(tmp_path):
    path = old_record(3, tmp_path / "new.enclave")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ctime_ns, tmp_path.stat().st_mtime_ns
    for attempt in (
        lambda: Record.open(path),
        lambda: Record.open(path, read_only=True),
        lambda: upgrade_file(path, tmp_path / "备份", NOW),
    ):
        with pytest.raises(UserError, match="是用更新的程序保存的"):
            attempt()
    assert list(tmp_path.iterdir()) == [path]
    after = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ctime_ns, tmp_path.stat().st_mtime_ns
    assert after == before


def test_that_there_is_an_old_record_of_every_schema_before_this_one():
    assert set(SCHEMAS) == set(range(1, SCHEMA))
    assert {entity.__name__ for entity in KEPT} == set(known(max(SCHEMAS))["rows"])
