"""An encrypted record: opened by its key alone, recognised, readable by others that know SQLCipher, silent about keys."""

import hashlib
import subprocess
import sys
import traceback
from contextlib import closing
from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2

from enclave_desktop.errors import UserError
from enclave_desktop.records import attempts, sqlite_file
from enclave_desktop.records.cipher import (
    Key,
    PassphraseWanted,
    RecoveryCodeWrong,
    WrongPassphrase,
    is_encrypted,
    key_of_recovery_code,
    new_key,
    passphrase_key,
    recovery_code,
    salt_of,
)
from enclave_desktop.records.record import Record
from enclave_desktop.records.sqlite_errors import Damaged, explained
from enclave_desktop.records.unlocking import unlock
from enclave_desktop.records.verify import verify
from tests.unit.records.filled import EVERYTHING, adding, change, make
from tests.unit.rows import TODAY, dossier, expense

PASSPHRASE = "银川的七月 is warm"
KEY = Key(bytes(range(32)), b"0123456789abcdef")
OTHER = Key(bytes(32), KEY.salt)


def encrypted(path, *rows, key=KEY):
    with Record.create(path, key=key) as record:
        change(record, adding(*(rows or EVERYTHING)))
    return path


@pytest.fixture(autouse=True)
def counted(tmp_path_factory, monkeypatch):
    """Wrong passphrases count for one test alone: all keys here share a salt."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setattr(attempts, "state_folder", lambda: folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return encrypted(tmp_path_factory.mktemp("record") / "示例 #1%.enclave")


@pytest.fixture
def path(made, tmp_path):
    copied = tmp_path / made.name
    copied.write_bytes(made.read_bytes())
    return copied


def test_that_an_encrypted_record_holds_what_was_put_in(path):
    with Record.open(path, key=KEY) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_it_is_read_where_nothing_can_be_written(path):
    with Record.open(path, key=KEY, read_only=True) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    ("key", "error"),
    [(None, PassphraseWanted), (OTHER, WrongPassphrase), (replace(KEY, salt=bytes(16)), WrongPassphrase)],
    ids=["none", "another", "another file's"],
)
def test_that_without_its_key_it_is_not_opened_and_nothing_is_touched(path, key, error, read_only):
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        Record.open(path, key=key, read_only=read_only)
    assert str(path) in caught.value.message
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_that_a_plain_record_needs_no_key_and_minds_none(tmp_path):
    path = make(tmp_path / "plain.enclave")
    with Record.open(path, key=KEY) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_a_passphrase_makes_sqlciphers_own_key(tmp_path):
    path = encrypted(tmp_path / "record.enclave", key=new_key(PASSPHRASE))
    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute(f"PRAGMA key = '{PASSPHRASE}'").fetchall()
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (1,)


def test_that_the_same_passphrase_is_meant_however_its_letters_are_put_together():
    assert passphrase_key("é", KEY.salt) == passphrase_key("é", KEY.salt)


def test_that_new_keys_of_one_passphrase_differ():
    assert new_key(PASSPHRASE) != new_key(PASSPHRASE)


def test_that_its_recovery_code_opens_it(path):
    assert key_of_recovery_code(recovery_code(KEY).lower(), salt_of(path)) == KEY
    assert unlock(path, recovery_code(KEY)) == KEY


def test_that_its_passphrase_opens_it(tmp_path):
    key = new_key(PASSPHRASE)
    assert unlock(encrypted(tmp_path / "record.enclave", key=key), PASSPHRASE) == key


def test_that_another_passphrase_does_not_open_it(path):
    with pytest.raises(WrongPassphrase):
        unlock(path, "another")


def test_that_another_records_recovery_code_does_not_open_it(path):
    with pytest.raises(WrongPassphrase):
        unlock(path, recovery_code(OTHER))


def test_that_a_mistyped_recovery_code_is_told():
    with pytest.raises(RecoveryCodeWrong):
        key_of_recovery_code(recovery_code(KEY)[:-1], KEY.salt)


def test_that_an_encrypted_record_is_told_from_other_files(path, tmp_path):
    assert is_encrypted(path)
    others = {
        "plain.enclave": make(tmp_path / "plain").read_bytes(),
        "empty": b"",
        "zeros": bytes(8192),
        "text": "一段文字，没有别的。".encode() * 4096,
        "picture.jpg": b"\xff\xd8\xff\xe0" + path.read_bytes()[4:8192],
        "book.xlsx": b"PK\x03\x04" + path.read_bytes()[4:8192],
        "cut": path.read_bytes()[:6000],
    }
    for name, content in others.items():
        file = tmp_path / name
        file.write_bytes(content)
        assert not is_encrypted(file), name
    assert not is_encrypted(tmp_path / "missing")
    assert not is_encrypted(tmp_path)


def test_that_one_that_was_not_copied_to_its_end_says_so(path):
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(UserError, match="没有复制完"):
        Record.open(path, key=KEY)


def test_that_one_cut_at_a_page_is_damaged(path):
    path.write_bytes(path.read_bytes()[: 4096 * 20])
    with pytest.raises(UserError, match="已损坏"):
        Record.open(path, key=KEY)


@pytest.mark.parametrize("page", [1, 5, 30])
def test_that_a_changed_bit_is_noticed(path, page):
    content = bytearray(path.read_bytes())
    content[4096 * page + 77] ^= 1
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"已损坏|结构"):
        verify(path, TODAY, key=KEY)


def test_that_another_programs_encrypted_database_is_not_a_record(tmp_path):
    path = tmp_path / "other.enclave"
    path.touch()
    with closing(sqlite_file.opened(path, key=KEY)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("PRAGMA user_version = 3")
    with pytest.raises(UserError):
        Record.open(path, key=KEY)


def told(path, work):
    with pytest.raises(UserError) as caught, explained(path):
        work()
    return caught.value.message


def test_that_a_record_held_elsewhere_says_so_as_a_plain_one_does(path):
    with (
        closing(sqlite_file.opened(path, key=KEY)) as holder,
        closing(sqlite_file.opened(path, key=KEY)) as connection,
    ):
        connection.execute("PRAGMA busy_timeout = 0")
        holder.execute("BEGIN IMMEDIATE")
        assert "正被另一个程序使用" in told(path, lambda: connection.execute("BEGIN IMMEDIATE"))


def test_that_writing_what_is_open_to_read_says_so_as_with_a_plain_one(path):
    with closing(sqlite_file.opened(path, key=KEY, read_only=True)) as connection:
        assert "没有写入的权限" in told(path, lambda: connection.execute("DELETE FROM firm"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits")
def test_that_a_full_disk_says_so_as_with_a_plain_one_and_loses_nothing(path):
    import resource

    bulk = [expense(voucher=f"记-{n}", summary="示例" * 50) for n in range(2, 1500)]
    with Record.open(path, key=KEY) as record:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        try:
            with pytest.raises(UserError, match="这次的更改没有保存"):
                change(record, adding(*bulk))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_nothing_tells_the_key(path, capfd):
    words = [repr(KEY), str(KEY), f"{KEY!r}"]
    try:
        Record.open(path, key=OTHER)
    except WrongPassphrase:
        words.append(traceback.format_exc())
    with pytest.raises(WrongPassphrase):
        unlock(path, "a wrong passphrase")
    words.append("".join(capfd.readouterr()))
    for secret in (KEY.secret, OTHER.secret):
        assert not any(secret.hex() in word or repr(secret)[2:-1] in word for word in words)
    assert words[-1] == ""


def test_that_a_plain_record_opens_without_sqlcipher(tmp_path):
    path = make(tmp_path / "plain.enclave")
    program = (
        "import sys; from pathlib import Path; from datetime import date; "
        "from enclave_desktop.records.record import Record; "
        "Record.open(Path(sys.argv[1]), read_only=True).dossier(date(2025, 6, 30)); "
        "print(sorted({'sqlcipher3', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_that_every_page_differs_from_the_plain_one(path, tmp_path):
    plain = make(tmp_path / "plain.enclave").read_bytes()
    pages = {hashlib.sha256(path.read_bytes()[at : at + 64]).digest() for at in range(0, len(plain), 4096)}
    assert not pages & {hashlib.sha256(plain[at : at + 64]).digest() for at in range(0, len(plain), 4096)}


@pytest.fixture
def beheaded(path):
    """Its first page was written over behind the salt."""
    data = bytearray(path.read_bytes())
    data[100:300] = bytes(200)
    path.write_bytes(data)
    return path


def test_that_a_damaged_first_page_is_told_from_a_wrong_passphrase(beheaded):
    with pytest.raises(Damaged):
        Record.open(beheaded, key=KEY)
    with pytest.raises(WrongPassphrase):
        Record.open(beheaded, key=OTHER)


def test_that_a_mistyped_code_is_told_by_its_groups(path):
    code = recovery_code(KEY)
    first = "1" if code[0] == "0" else "0"
    with pytest.raises(RecoveryCodeWrong, match="第 1 组有误"):
        unlock(path, first + code[1:])


def test_that_a_damaged_record_is_unlocked_so_that_it_can_be_saved(beheaded):
    assert unlock(beheaded, recovery_code(KEY)) == KEY
    with pytest.raises(WrongPassphrase):
        unlock(beheaded, "another")
