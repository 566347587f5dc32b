"""Restoring: a look first, the record that was there kept, and nothing changed where it cannot be done."""

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from enclave_desktop.dossier.difference import ADDED, CHANGED, REMOVED
from enclave_desktop.errors import UserError
from enclave_desktop.records.looking import look_lines
from enclave_desktop.records.record import Record
from enclave_desktop.records.restore import look, restore
from enclave_desktop.records.verify import unheard
from tests.unit.records.filled import EVERYTHING, adding, change, make, removing, updating
from tests.unit.rows import NUMBER, TODAY, dossier, expense, person

NOW = datetime(2025, 6, 30, 9, 0)
LATER = expense(voucher="记-9")


@pytest.fixture
def backup(path, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    with Record.open(path) as record:
        return record.backup(folder, NOW, unheard).path


@pytest.fixture
def worked_on(path, backup):
    """The record, changed since its backup."""
    with Record.open(path) as record:
        change(record, adding(LATER))
        change(record, removing(expense(amount=-1)))
        (somebody,) = record.dossier(TODAY).people
        change(record, updating((somebody, person(name="示例改", born_on=None, key_school=None))))
    return path


def held(path):
    with Record.open(path, read_only=True) as record:
        return record.dossier(TODAY)


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_that_a_look_tells_what_would_be_otherwise(worked_on, backup):
    found = look(backup, worked_on, TODAY)
    assert found.made_at == NOW
    assert found.contents.dossier == dossier(*EVERYTHING)
    assert found.differences
    assert {(one.what, one.sheet.title) for one in found.differences} == {
        (REMOVED, "研发费用"),
        (ADDED, "研发费用"),
        (CHANGED, "人员"),
    }


def test_that_a_look_changes_nothing(worked_on, backup, tmp_path):
    before = worked_on.read_bytes(), backup.read_bytes(), files(tmp_path)
    look(backup, worked_on, TODAY)
    assert (worked_on.read_bytes(), backup.read_bytes(), files(tmp_path)) == before


def test_that_a_look_in_words_shows_no_document_number(worked_on, backup):
    words = "\n".join(look_lines(look(backup, worked_on, TODAY)))
    assert "恢复 1 行，去掉 1 行，改回 1 行" in words
    assert "姓名 示例改 → 示例𬭎" in words
    assert NUMBER not in words


def test_that_a_look_without_a_record_says_there_is_none(backup, tmp_path):
    found = look(backup, tmp_path / "new.enclave", TODAY)
    assert found.differences is None
    assert "没有档案" in found.present


def test_that_a_look_at_a_damaged_record_says_so(path, backup):
    path.write_bytes(path.read_bytes()[:5000])
    found = look(backup, path, TODAY)
    assert found.differences is None
    assert "损坏" in found.present


def test_that_restored_the_backup_is_there_and_what_was_there_is_kept(worked_on, backup):
    now = held(worked_on)
    aside = restore(backup, worked_on, NOW)
    assert held(worked_on) == dossier(*EVERYTHING)
    assert aside == worked_on.parent / "备份" / "示例 #1%-恢复前-20250630-090000.enclave"
    assert held(aside) == now
    assert held(backup) == dossier(*EVERYTHING)


def test_that_restoring_leaves_nothing_else_behind(worked_on, backup, tmp_path):
    before = set(files(tmp_path))
    aside = restore(backup, worked_on, NOW)
    assert aside
    assert set(files(tmp_path)) - before == {aside.relative_to(tmp_path).as_posix()}


def test_that_what_was_there_can_be_restored_again(worked_on, backup):
    now = held(worked_on)
    aside = restore(backup, worked_on, NOW)
    assert aside
    restore(aside, worked_on, NOW)
    assert held(worked_on) == now


def test_that_a_record_that_is_gone_is_restored(path, backup):
    path.unlink()
    assert restore(backup, path, NOW) is None
    assert held(path) == dossier(*EVERYTHING)


def test_that_a_record_in_use_is_left_alone(worked_on, backup):
    with Record.open(worked_on, read_only=True) as record:
        now = record.dossier(TODAY)
        with pytest.raises(UserError, match="正在使用，没有恢复"):
            restore(backup, worked_on, NOW)
        assert record.dossier(TODAY) == now


def test_that_a_damaged_backup_changes_nothing(worked_on, backup, tmp_path):
    with closing(sqlite3.connect(backup, isolation_level=None)) as connection:
        connection.execute("UPDATE content SET data = x'00'")
    before = held(worked_on), files(tmp_path)
    with pytest.raises(UserError, match="附件已损坏"):
        restore(backup, worked_on, NOW)
    assert (held(worked_on), files(tmp_path)) == before


def test_that_a_damaged_record_is_kept_with_its_log(worked_on, backup):
    log = worked_on.with_name(f"{worked_on.name}-wal")
    log.write_bytes(b"what may save it")
    damaged = worked_on.read_bytes()[:5000]
    worked_on.write_bytes(damaged)
    aside = restore(backup, worked_on, NOW)
    assert held(worked_on) == dossier(*EVERYTHING)
    assert aside
    assert aside.read_bytes() == damaged
    assert not log.exists()


def test_that_a_record_of_nothing_but_zeros_is_kept_too(path, backup):
    path.write_bytes(bytes(4096))
    aside = restore(backup, path, NOW)
    assert aside
    assert aside.read_bytes() == bytes(4096)
    assert held(path) == dossier(*EVERYTHING)


def test_that_a_record_is_not_restored_from_itself(path):
    with pytest.raises(UserError, match="就是要恢复到的档案"):
        restore(path, path, NOW)


def test_that_a_log_without_its_record_is_not_played_into_the_backup(path, backup):
    path.unlink()
    path.with_name(f"{path.name}-wal").write_bytes(b"x")
    with pytest.raises(UserError, match="已不在的档案留下的"):
        restore(backup, path, NOW)
    assert not path.exists()


def test_that_it_is_the_record_asked_for_and_no_other(backup, tmp_path):
    other = make(tmp_path / "other.enclave", person())
    restore(backup, tmp_path / "third.enclave", NOW)
    assert len(held(other).people) == 1
    assert held(other).expenses == ()
