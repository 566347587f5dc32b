"""Which backups of a record are there, the newest first."""

from datetime import datetime, timedelta

from enclave_desktop.records.backup import folder_beside
from enclave_desktop.records.last_backup import backup_line, backups_of
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import unheard
from tests.unit.records.filled import adding, change, make
from tests.unit.rows import expense

NOW = datetime(2025, 6, 30, 9, 0)


def test_that_backups_beside_and_elsewhere_are_found_and_those_of_others_are_not(path, tmp_path):
    stick = tmp_path / "U 盘"
    stick.mkdir()
    with Record.open(path) as record:
        beside = record.backup(folder_beside(path), NOW, unheard).path
        change(record, adding(expense(voucher="记-9")))
        away = record.backup(stick, NOW + timedelta(days=1), unheard).path
    other = make(tmp_path / "other.enclave")
    with Record.open(other, read_only=True) as record:
        record.backup(stick, NOW + timedelta(days=2), unheard)
    assert [found.path for found in backups_of(path, [stick])] == [away, beside]
    assert [found.path for found in backups_of(path)] == [beside]
    assert backup_line(backups_of(path)[0]).startswith("2025-06-30 09:00（内容到 ")
    beside.unlink()
    assert backups_of(path) == []


def test_that_the_backups_of_a_damaged_record_are_found(path):
    with Record.open(path, read_only=True) as record:
        made = record.backup(folder_beside(path), NOW, unheard).path
    path.write_bytes(b"x" * 9000)
    assert [found.path for found in backups_of(path)] == [made]
