"""Encrypting a record that is there, and back: everything in it stays, and of what was plain as little as can be."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.cipher import Key, WrongPassphrase, is_encrypted
from enclave_desktop.records.exporting import export, first_difference
from enclave_desktop.records.lock import HeldElsewhere
from enclave_desktop.records.made import made_as
from enclave_desktop.records.plain_copies import delete_copy, encrypt_copy, plain_copies
from enclave_desktop.records.record import Record
from enclave_desktop.records.recrypting import change_passphrase, clear_left, decrypt, recrypt, wipe
from enclave_desktop.records.restore import restore
from enclave_desktop.records.unfinished import workshop
from enclave_desktop.records.unlocking import unlock
from enclave_desktop.records.verify import digest, unheard, verify
from tests.unit.records.filled import EVERYTHING, adding, change
from tests.unit.rows import TODAY, dossier, expense

KEY, OTHER = Key(bytes(range(32)), bytes(16)), Key(bytes(range(1, 33)), bytes(range(16)))
NOW = datetime(2025, 6, 30, 9, 0)


def held(path, key=None):
    return verify(path, TODAY, key=key).dossier


def beside(path):
    return sorted(file.name for file in path.parent.iterdir() if file != path)


def test_that_everything_stays_from_plain_to_one_key_to_another_and_back(path):
    before = verify(path, TODAY)
    for old, new in ((None, KEY), (KEY, OTHER), (OTHER, None)):
        recrypt(path, old, new)
        assert is_encrypted(path) == (new is not None)
        after = verify(path, TODAY, key=new)
        assert after.dossier == before.dossier == dossier(*EVERYTHING)
        assert (after.history, after.files, after.packets) == (before.history, before.files, before.packets)
        assert beside(path) == []


def test_that_the_record_goes_on_afterwards(path):
    recrypt(path, None, KEY)
    with Record.open(path, key=KEY) as record:
        change(record, adding(expense(voucher="记-9")))
    assert held(path, KEY) == dossier(*EVERYTHING, expense(voucher="记-9"))


def test_that_after_a_change_of_passphrase_only_the_new_one_opens_it(path):
    recrypt(path, None, KEY)
    key = change_passphrase(path, KEY, "another passphrase")
    assert unlock(path, "another passphrase") == key
    with pytest.raises(WrongPassphrase):
        Record.open(path, key=KEY)


@pytest.mark.parametrize("key", [OTHER, None], ids=["another", "none"])
def test_that_without_its_key_a_record_is_not_decrypted(path, key):
    recrypt(path, None, KEY)
    before = path.read_bytes()
    with pytest.raises(UserError, match="口令"):
        recrypt(path, key, None)
    assert path.read_bytes() == before
    assert beside(path) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_that_a_record_in_use_is_not_touched(path, read_only):
    with Record.open(path, read_only=read_only) as record:
        with pytest.raises(UserError, match="正在"):
            recrypt(path, None, KEY)
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
    assert held(path) == dossier(*EVERYTHING)
    assert beside(path) == []


def test_that_who_has_it_open_to_write_is_told(path):
    with Record.open(path), pytest.raises(HeldElsewhere):
        recrypt(path, None, KEY)


def test_that_a_damaged_record_is_not_encrypted(path):
    content = bytearray(path.read_bytes())
    content[4096 * 5 : 4096 * 6] = bytes(4096)
    path.write_bytes(content)
    with pytest.raises(UserError, match="损坏"):
        recrypt(path, None, KEY)
    assert path.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits")
@pytest.mark.parametrize("room", [0, 8192, 100_000])
def test_that_without_room_it_stays_as_it_was_and_nothing_is_left(path, room):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(UserError):
            recrypt(path, None, KEY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert held(path) == dossier(*EVERYTHING)
    assert [name for name in beside(path) if not name.endswith(".lock")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights are otherwise on Windows")
def test_that_its_rights_stay(path):
    path.chmod(0o640)
    recrypt(path, None, KEY)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("links")
def test_that_a_link_to_the_record_stays_one(path, tmp_path):
    (folder := tmp_path / "links").mkdir()
    link = folder / "record.enclave"
    link.symlink_to(path)
    recrypt(link, None, KEY)
    assert link.is_symlink()
    assert held(path, KEY) == dossier(*EVERYTHING)


def test_that_what_a_killed_one_left_goes_when_the_record_is_next_written(path):
    folder = workshop(path)
    folder.mkdir()
    os.link(path, folder / "old")
    (folder / "new").write_bytes(b"half")
    with Record.open(path) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)
        assert not folder.exists()


def test_that_what_still_bears_the_records_name_is_not_overwritten(path):
    other = path.with_name("second")
    os.link(path, other)
    wipe(other)
    assert held(path) == dossier(*EVERYTHING)


def test_that_what_somebody_reads_is_not_overwritten(path):
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN'); "
        "c.execute('SELECT * FROM firm').fetchone(); print('reading', flush=True); sys.stdin.read()"
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    call = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        reader.stdout.readline()
        wipe(path)
        reader.stdin.close()
    assert held(path) == dossier(*EVERYTHING)


@pytest.mark.usefixtures("links")
def test_that_a_folder_of_that_name_elsewhere_is_not_followed(path, tmp_path):
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (elsewhere / "mine").write_bytes(b"mine")
    workshop(path).symlink_to(elsewhere)
    clear_left(path)
    assert (elsewhere / "mine").read_bytes() == b"mine"


def test_that_a_difference_is_found_wherever_it_is(path, tmp_path):
    copy = tmp_path / "copy"
    export(path, None, copy, KEY)
    assert first_difference(path, None, copy, KEY) is None
    with Record.open(copy, key=KEY) as record:
        change(record, adding(expense(voucher="记-9")))
    assert first_difference(path, None, copy, KEY) is not None


def test_that_plain_backups_are_named_encrypted_and_deleted(path, tmp_path):
    (stick := tmp_path / "stick").mkdir()
    with Record.open(path) as record:
        first = record.backup(path.parent / "备份", NOW, unheard).path
        second = record.backup(stick, NOW, unheard).path
    restore(first, path, NOW)
    recrypt(path, None, KEY)
    aside = next((path.parent / "备份").glob("*恢复前*"))
    assert plain_copies(path, [stick]) == sorted([first, second, aside])
    encrypt_copy(second, KEY)
    assert held(second, KEY) == dossier(*EVERYTHING)
    assert made_as(second).sha256 == digest(second)
    delete_copy(first)
    assert plain_copies(path, [stick]) == [aside]


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be deleted there")
def test_that_a_plain_copy_is_overwritten_before_it_is_deleted(path):
    with path.open("rb") as before:
        delete_copy(path)
        left = before.read()
    assert left == bytes(len(left))
    assert not path.exists()


def test_that_decrypting_a_plain_record_changes_nothing_in_it(path):
    decrypt(path, KEY)
    assert held(path) == dossier(*EVERYTHING)


def test_that_what_killed_backups_left_plain_goes_with_encrypting_and_nobody_elses_does(path):
    (path.parent / "备份").mkdir()
    left = [path.parent / ".backup-a", path.parent / "备份" / ".backup-b", path.parent / ".backup-c"]
    for folder, name in zip(left, (path.name, path.name, "另一份.enclave"), strict=True):
        folder.mkdir()
        (folder / name).write_bytes(path.read_bytes())
    recrypt(path, None, KEY)
    assert [folder.exists() for folder in left] == [False, False, True]
