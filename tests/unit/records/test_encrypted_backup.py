"""Backups of an encrypted record: under its key, verified with it, made anew only when something changed."""

import sys
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records import sqlite_file
from enclave_desktop.records.backup import back_up
from enclave_desktop.records.cipher import Key, PassphraseWanted, WrongPassphrase, is_encrypted, salt_of
from enclave_desktop.records.looking import look_lines
from enclave_desktop.records.record import Record
from enclave_desktop.records.recrypting import recrypt
from enclave_desktop.records.restore import PresentKeyWanted, look, restore
from enclave_desktop.records.verify import unheard, verify
from tests.unit.records.filled import EVERYTHING, adding, change
from tests.unit.rows import TODAY, dossier, expense

KEY, OTHER = Key(bytes(range(32)), bytes(16)), Key(bytes(range(1, 33)), bytes(range(16)))
NOW = datetime(2025, 6, 30, 9, 0)


@pytest.fixture
def encrypted(path):
    recrypt(path, None, KEY)
    return path


def backed_up(path, key=KEY, now=NOW, **more):
    with Record.open(path, key=key) as record:
        return record.backup(path.parent / "备份", now, unheard, **more)


def test_that_it_has_the_records_key_and_salt(encrypted):
    made = backed_up(encrypted)
    assert made.new
    assert is_encrypted(made.path)
    assert salt_of(made.path) == KEY.salt
    assert verify(made.path, TODAY, key=KEY).dossier == dossier(*EVERYTHING)


def test_that_without_a_change_the_earlier_one_is_kept_and_with_one_there_is_another(encrypted):
    first = backed_up(encrypted)
    again = backed_up(encrypted, now=NOW + timedelta(hours=1))
    assert (again.new, again.path) == (False, first.path)
    with Record.open(encrypted, key=KEY) as record:
        change(record, adding(expense(voucher="记-9")))
    assert backed_up(encrypted, now=NOW + timedelta(hours=2)).new


def test_that_under_a_new_passphrase_there_is_another(encrypted):
    backed_up(encrypted)
    recrypt(encrypted, KEY, OTHER)
    made = backed_up(encrypted, OTHER, NOW + timedelta(hours=1))
    assert made.new
    assert verify(made.path, TODAY, key=OTHER).dossier == dossier(*EVERYTHING)


@pytest.mark.parametrize(("key", "error"), [(None, PassphraseWanted), (OTHER, WrongPassphrase)])
def test_that_it_is_not_looked_into_or_restored_without_its_key(encrypted, key, error):
    backup = backed_up(encrypted).path
    before = encrypted.read_bytes()
    with pytest.raises(error):
        look(backup, encrypted, TODAY, key=key)
    with pytest.raises(error):
        restore(backup, encrypted, NOW, key=key)
    assert encrypted.read_bytes() == before


def test_that_one_from_before_a_change_of_passphrase_is_restored_with_both_keys(encrypted):
    backup = backed_up(encrypted).path
    recrypt(encrypted, KEY, OTHER)
    with Record.open(encrypted, key=OTHER) as record:
        change(record, adding(expense(voucher="记-9")))
    (difference,) = look(backup, encrypted, TODAY, key=KEY, record_key=OTHER).differences or ()
    assert difference.row.voucher == "记-9"
    aside = restore(backup, encrypted, NOW, key=KEY, record_key=OTHER)
    assert aside
    assert verify(encrypted, TODAY, key=KEY).dossier == dossier(*EVERYTHING)
    assert verify(aside, TODAY, key=OTHER).dossier == dossier(*EVERYTHING, expense(voucher="记-9"))


@pytest.fixture
def plain_backup(path):
    """Made before the record was encrypted."""
    backup = backed_up(path, None).path
    recrypt(path, None, KEY)
    with Record.open(path, key=KEY) as record:
        change(record, adding(expense(voucher="记-9")))
    return backup


def test_that_a_plain_backup_leaves_an_encrypted_record_encrypted_as_it_was(plain_backup, path):
    aside = restore(plain_backup, path, NOW, record_key=KEY)
    assert salt_of(path) == KEY.salt
    assert verify(path, TODAY, key=KEY).dossier == dossier(*EVERYTHING)
    assert aside
    assert verify(aside, TODAY, key=KEY).counts["研发费用"] == 5


def test_that_a_plain_backup_leaves_nothing_plain_beside_an_encrypted_record(plain_backup, path):
    restore(plain_backup, path, NOW, record_key=KEY)
    plain = [file for file in path.parent.rglob("*.enclave") if not is_encrypted(file)]
    assert plain == [plain_backup]
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == [path.name]


@pytest.mark.parametrize("key", [None, OTHER])
def test_that_a_plain_backup_is_not_put_in_place_of_an_encrypted_record_without_its_key(
    plain_backup, path, key
):
    before = path.read_bytes()
    with pytest.raises(PresentKeyWanted):
        restore(plain_backup, path, NOW, record_key=key)
    assert path.read_bytes() == before


def lines_of(backup, record, **keys):
    return "\n".join(look_lines(look(backup, record, TODAY, **keys)))


def test_that_a_look_says_that_a_plain_backup_will_be_encrypted(plain_backup, path):
    assert "恢复后仍加密，用档案现在的口令打开" in lines_of(plain_backup, path, record_key=KEY)


def test_that_a_look_says_that_the_passphrase_will_be_that_of_the_backup(encrypted):
    backup = backed_up(encrypted).path
    words = "恢复后用做这份备份时的口令或恢复码打开"
    assert words not in lines_of(backup, encrypted, key=KEY)
    recrypt(encrypted, KEY, OTHER)
    assert words in lines_of(backup, encrypted, key=KEY, record_key=OTHER)
    recrypt(encrypted, OTHER, None)
    assert words in lines_of(backup, encrypted, key=KEY)
    encrypted.unlink()
    assert words in lines_of(backup, encrypted, key=KEY)


def test_that_a_plain_record_is_backed_up_under_a_passphrase_while_it_is_open(path):
    with Record.open(path) as record:
        made = record.backup(path.parent / "备份", NOW, unheard, key=KEY)
        change(record, adding(expense(voucher="记-9")))
    assert verify(made.path, TODAY, key=KEY).dossier == dossier(*EVERYTHING)
    assert not is_encrypted(path)
    assert sorted(file.name for file in path.parent.iterdir()) == sorted([path.name, "备份"])


def test_that_a_damaged_page_is_not_backed_up_as_if_it_were_whole(encrypted):
    content = bytearray(encrypted.read_bytes())
    content[7 - 4096] ^= 1
    encrypted.write_bytes(content)
    with (
        closing(sqlite_file.opened(encrypted, key=KEY)) as connection,
        pytest.raises(UserError, match="损坏"),
    ):
        back_up(connection, encrypted, encrypted.parent / "备份", NOW, key=KEY)
    assert list((encrypted.parent / "备份").glob("*.enclave")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits")
@pytest.mark.parametrize("room", [0, 40_000])
def test_that_without_room_it_says_so_and_leaves_nothing(encrypted, room):
    import resource

    with Record.open(encrypted, key=KEY) as record:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        try:
            with pytest.raises(UserError, match=r"备份没有做成|磁盘已满") as caught:
                record.backup(encrypted.parent / "备份", NOW, unheard)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.details
    assert list((encrypted.parent / "备份").iterdir()) == []
