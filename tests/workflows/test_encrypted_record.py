"""An encrypted record by the command line: made, used, backed up, restored; and nothing of it readable anywhere."""

import io
import os
import re
import unicodedata

import pikepdf
import pytest

from enclave_desktop.cli import opening, run
from enclave_desktop.records.cipher import is_encrypted, new_key
from enclave_desktop.records.record import Record
from enclave_desktop.records.recovery_code import secret_of
from enclave_desktop.records.recrypting import encrypt
from enclave_desktop.records.unlocking import unlock
from tests.unit.packet.reading import words_of
from tests.unit.records.filled import EVERYTHING, adding, change, make
from tests.unit.rows import FILE, NUMBER, TODAY, centre, contract, dossier, filing, firm, person

PASSPHRASE = "银川 七月 葡萄 自行车"
OTHER = "another four unrelated words"


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Runs a command as a new process would; its exit code and what it said."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ENCLAVE_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def called(*words, passphrase=None, new=None):
        opening._known.clear()
        for name, typed in (("ENCLAVE_PASSPHRASE_FILE", passphrase), ("ENCLAVE_NEW_PASSPHRASE_FILE", new)):
            if typed is None:
                monkeypatch.delenv(name, raising=False)
            else:
                file = tmp_path / f"{name}.txt"
                file.write_text(f"{typed}\r\nmore\r\n", "utf-8-sig")
                monkeypatch.setenv(name, str(file))
        code = run([str(word) for word in words])
        said = capsys.readouterr()
        if typed := passphrase or new:
            assert typed not in said.out + said.err
        return code, said.out, said.err

    return called


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    return make(tmp_path_factory.mktemp("made") / "示例.enclave").read_bytes()


@pytest.fixture
def plain(filled, tmp_path):
    (folder := tmp_path / "records").mkdir()
    path = folder / "示例.enclave"
    path.write_bytes(filled)
    return path


@pytest.fixture(scope="module")
def filled_and_encrypted(tmp_path_factory, filled):
    path = tmp_path_factory.mktemp("made") / "示例.enclave"
    path.write_bytes(filled)
    encrypt(path, PASSPHRASE)
    return path.read_bytes()


@pytest.fixture
def encrypted(filled_and_encrypted, plain):
    plain.write_bytes(filled_and_encrypted)
    return plain


def holds(path, passphrase):
    with Record.open(path, key=unlock(path, passphrase), read_only=True) as record:
        return record.dossier(TODAY)


def test_that_a_new_record_is_encrypted_when_asked(call, tmp_path):
    path = tmp_path / "new.enclave"
    code, out, _ = call("new", path, "--encrypt", passphrase=PASSPHRASE)
    assert code == 0
    assert "已加密" in out
    assert is_encrypted(path)
    assert holds(path, PASSPHRASE) == dossier()


def test_that_encrypting_and_back_leaves_everything(call, plain):
    assert call("encrypt", plain, passphrase=PASSPHRASE)[0] == 0
    assert is_encrypted(plain)
    assert holds(plain, PASSPHRASE) == dossier(*EVERYTHING)
    assert call("decrypt", plain, passphrase=PASSPHRASE)[0] == 0
    assert not is_encrypted(plain)
    with Record.open(plain) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_the_passphrase_is_changed(call, encrypted):
    assert call("passphrase", encrypted, passphrase=PASSPHRASE, new=OTHER)[0] == 0
    assert holds(encrypted, OTHER) == dossier(*EVERYTHING)
    code, _, err = call("verify", encrypted, passphrase=PASSPHRASE)
    assert code == 1
    assert "口令打不开" in err


@pytest.mark.parametrize("words", [["verify"], ["check"], ["history"], ["backup"], ["decrypt"]])
def test_that_without_a_terminal_or_file_a_command_says_what_it_wants(call, encrypted, words):
    code, _, err = call(*words, encrypted)
    assert code == 1
    assert "已加密，需要口令" in err
    assert "Traceback" not in err


def test_that_a_new_passphrase_wants_a_terminal_or_a_file(call, plain):
    code, _, err = call("encrypt", plain)
    assert code == 1
    assert "ENCLAVE_PASSPHRASE_FILE" in err
    assert not is_encrypted(plain)


def test_that_a_short_passphrase_is_refused(call, plain):
    code, _, err = call("encrypt", plain, passphrase="1234")
    assert code == 1
    assert "太短" in err
    assert not is_encrypted(plain)


def test_that_encrypting_twice_is_refused(call, encrypted):
    before = encrypted.read_bytes()
    code, _, err = call("encrypt", encrypted, passphrase=PASSPHRASE)
    assert code == 1
    assert "已经加密" in err
    assert encrypted.read_bytes() == before


def test_that_plain_backups_are_named_and_encrypted_one_by_one(call, plain):
    assert call("backup", plain)[0] == 0
    (backup,) = (plain.parent / "备份").glob("*.enclave")
    _, _, err = call("encrypt", plain, passphrase=PASSPHRASE)
    assert str(backup) in err
    assert "不能保证" in err
    assert call("encrypt", backup, passphrase=OTHER)[0] == 0
    assert holds(backup, OTHER) == dossier(*EVERYTHING)


def test_that_a_backup_is_encrypted_as_the_record_is_and_restored(call, encrypted, tmp_path):
    assert call("backup", encrypted, passphrase=PASSPHRASE)[0] == 0
    (backup,) = (encrypted.parent / "备份").glob("*.enclave")
    assert holds(backup, PASSPHRASE) == dossier(*EVERYTHING)
    elsewhere = tmp_path / "elsewhere.enclave"
    assert call("restore", backup, elsewhere, passphrase=PASSPHRASE)[0] == 0
    assert holds(elsewhere, PASSPHRASE) == dossier(*EVERYTHING)


def test_that_a_record_that_is_cut_off_is_saved_by_its_passphrase(call, encrypted, tmp_path):
    encrypted.write_bytes(encrypted.read_bytes()[:-5000])
    out = tmp_path / "saved.enclave"
    code, _, err = call("check", encrypted)
    assert (code, "没有复制完" in err) == (1, True)
    assert call("recover", encrypted, "--out", out, passphrase=PASSPHRASE)[0] == 0
    assert holds(out, PASSPHRASE).people == dossier(*EVERYTHING).people


def test_that_a_plain_backup_leaves_the_record_encrypted_and_says_so(call, plain):
    assert call("backup", plain)[0] == 0
    (backup,) = (plain.parent / "备份").glob("*.enclave")
    assert call("encrypt", plain, passphrase=PASSPHRASE)[0] == 0
    code, _, err = call("restore", backup, plain, passphrase=PASSPHRASE)
    assert code == 0
    assert "恢复后仍加密，用档案现在的口令打开" in err
    assert holds(plain, PASSPHRASE) == dossier(*EVERYTHING)


def test_that_a_plain_record_is_backed_up_under_a_passphrase(call, plain):
    assert call("backup", plain, "--encrypt", passphrase=PASSPHRASE)[0] == 0
    (backup,) = (plain.parent / "备份").glob("*.enclave")
    assert holds(backup, PASSPHRASE) == dossier(*EVERYTHING)
    assert not is_encrypted(plain)
    assert {file.name for file in plain.parent.iterdir()} == {plain.name, "备份"}


def test_that_the_recovery_sheet_opens_the_record(call, encrypted, tmp_path):
    sheet = tmp_path / "sheet.pdf"
    assert call("recovery", encrypted, sheet, passphrase=PASSPHRASE)[0] == 0
    words = words_of(sheet.read_bytes()).split()
    code = "-".join(word for word in words if re.fullmatch("[0-9A-Z]{5}", word))
    assert secret_of(code) == unlock(encrypted, PASSPHRASE).secret
    assert call("verify", encrypted, passphrase=code.lower())[0] == 0


def test_that_an_export_says_that_it_is_not_encrypted(call, encrypted, tmp_path):
    code, out, _ = call("export", encrypted, tmp_path / "book.xlsx", passphrase=PASSPHRASE)
    assert code == 0
    assert "这个工作簿没有加密" in out


def test_that_a_packet_is_saved_under_a_password_and_kept_without(call, tmp_path):
    key = new_key(PASSPHRASE)
    with Record.create(encrypted := tmp_path / "eligible.enclave", key=key) as record:
        change(record, adding(firm(), centre(), filing(), person(), contract()))
    secret, out = tmp_path / "secret.txt", tmp_path / "packet.pdf"
    secret.write_text("给科技厅的口令\n", "utf-8")
    asked = ["packet", encrypted, "--programme", "nx-phd-allowance", "--subject", NUMBER]
    asked += ["--as-of", "2025-06-30", "--out", out, "--password-file", secret]
    code, _, err = call(*asked, passphrase=PASSPHRASE)
    assert code == 0, err
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    with Record.open(encrypted, key=key, read_only=True) as record:
        (kept,) = record.packets()
        assert words_of(record.content(kept.pdf)) == words_of(out.read_bytes(), "给科技厅的口令")


def test_that_nothing_of_an_encrypted_record_is_readable_anywhere(call, encrypted):
    """In the record, its log, its backups, or beside them: no name, number, account, evidence or passphrase."""
    key = unlock(encrypted, PASSPHRASE)
    with Record.open(encrypted, key=key) as record:
        change(record, adding())
        with record.transaction() as transaction:
            transaction.keep([FILE + b" another"])
        assert encrypted.with_name(f"{encrypted.name}-wal").stat().st_size > 0
        found = {file: file.read_bytes() for file in encrypted.parent.rglob("*") if file.is_file()}
    assert call("backup", encrypted, passphrase=PASSPHRASE)[0] == 0
    found.update({file: file.read_bytes() for file in encrypted.parent.rglob("*") if file.is_file()})
    assert len(found) >= 4
    secrets = [
        "宁夏示例新材料公司",
        NUMBER,
        "6222020200001234567",
        "CREATE TABLE",
        "SQLite format",
        PASSPHRASE,
    ]
    for file, content in found.items():
        for words in [*secrets, "示例𬭎", "记-1"]:
            for form in ("utf-8", "utf-16-le", "gb18030"):
                assert unicodedata.normalize("NFC", words).encode(form) not in content, (file, words)
        assert FILE[:24] not in content
        assert key.secret not in content
        assert key.secret.hex().encode() not in content


def test_that_a_plain_record_would_be_found_readable(plain):
    content = plain.read_bytes()
    assert all(words in content for words in ("宁夏示例新材料公司".encode(), NUMBER.encode(), FILE[:24]))


@pytest.mark.skipif(os.name == "nt", reason="looks at an open handle's file")
def test_that_the_plain_bytes_are_overwritten(call, plain):
    with plain.open("rb") as before:
        assert call("encrypt", plain, passphrase=PASSPHRASE)[0] == 0
        before.seek(0)
        left = before.read()
    assert left == bytes(len(left))
    assert [file.name for file in plain.parent.iterdir()] == [plain.name]
