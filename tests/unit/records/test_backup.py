"""A backup is a whole record of its own, made while the record is in use."""

import stat
from datetime import date

import pytest

from enclave_desktop.dossier.values import Enclave
from enclave_desktop.errors import UserError
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.unit import rows

DAY = date(2025, 6, 30)


@pytest.fixture
def record(tmp_path):
    with Record.create(tmp_path / "record.enclave") as record:
        yield record


def add(record, name):
    with record.transaction() as transaction:
        transaction.apply(Changes(added={Enclave: [rows.centre(name=name)]}))


def names(path):
    with Record.open(path, read_only=True) as record:
        return [enclave.name for enclave in record.dossier(DAY).enclaves]


def test_that_a_backup_holds_what_was_saved_last_while_the_record_is_open(record, tmp_path):
    add(record, "甲")
    backup = tmp_path / "backup.enclave"
    record.backup(backup)
    add(record, "乙")
    assert names(backup) == ["甲"]
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == ["backup.enclave"]


def test_that_a_backup_can_be_worked_on(record, tmp_path):
    record.backup(tmp_path / "backup.enclave")
    with Record.open(tmp_path / "backup.enclave") as backup:
        add(backup, "丙")
        assert [enclave.name for enclave in backup.dossier(DAY).enclaves] == ["丙"]


def test_that_a_backup_replaces_an_older_one_whole(record, tmp_path):
    backup = tmp_path / "backup.enclave"
    record.backup(backup)
    add(record, "甲")
    record.backup(backup)
    assert names(backup) == ["甲"]


def test_that_a_backup_is_its_owners_alone(record, tmp_path):
    record.backup(tmp_path / "backup.enclave")
    assert stat.S_IMODE((tmp_path / "backup.enclave").stat().st_mode) == 0o600


def test_that_what_one_does_not_finish_another_does_not_copy(record, tmp_path):
    add(record, "甲")
    with Record.open(record.path) as other, other.transaction() as transaction:
        transaction.apply(Changes(added={Enclave: [rows.centre(name="乙")]}))
        record.backup(tmp_path / "backup.enclave")
    assert names(tmp_path / "backup.enclave") == ["甲"]


def test_that_a_missing_folder_is_said_to_be(record, tmp_path):
    with pytest.raises(UserError, match="不存在"):
        record.backup(tmp_path / "nowhere" / "backup.enclave")
