"""The command line on records that are held, old, newer or damaged."""

import json
import platform
import sqlite3
from contextlib import closing

import pytest

from enclave_desktop.cli import run
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.exchange.export import export_book
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.lock import Lock
from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA
from tests.unit.records.filled import make
from tests.unit.records.old import old_record
from tests.unit.rows import NUMBER, TODAY, dossier, firm


@pytest.fixture
def path(tmp_path):
    return make(tmp_path / "record.enclave")


@pytest.fixture
def old(tmp_path):
    return old_record(3, tmp_path / "old.enclave")


@pytest.fixture
def book(tmp_path):
    export_book(dossier(firm(contact="示例联系人")), tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


@pytest.fixture
def held(tmp_path):
    """The sample firm's record, while a window has it."""
    sample = sample_dossier(TODAY)
    path = tmp_path / "record.enclave"
    with Record.create(path) as record, record.transaction() as transaction:
        transaction.apply(Changes(added={entity: sample.rows(entity) for entity in SHEETS}))
    lock = Lock.take(path, "窗口")
    yield path
    lock.release()


@pytest.fixture
def call(capsys):
    """The exit code, what was said, and what was complained of."""

    def do(*words):
        code = run(list(map(str, words)))
        said = capsys.readouterr()
        return code, said.out, said.err

    return do


def test_that_an_import_into_a_record_that_a_window_holds_is_refused(call, held, book):
    before = held.read_bytes()
    code, _, complaint = call("import", held, book)
    assert code == 1
    assert "正在别处使用" in complaint
    assert f"电脑“{platform.node()}”" in complaint
    assert "（窗口）" in complaint
    assert held.read_bytes() == before


def test_that_reading_goes_on_while_a_window_holds_it(call, held, tmp_path):
    assert call("check", held, "--as-of", "2025-06-30")[0] == 0
    assert call("export", held, tmp_path / "out.xlsx")[0] == 0
    assert call("import", held, held.with_name("out.xlsx"), "--dry-run")[0] == 0
    assert call("backup", held, tmp_path)[0] == 0
    assert call("verify", held)[0] == 0


def test_that_a_packet_is_printed_while_a_window_holds_it_and_said_not_to_be_kept(call, held, tmp_path):
    out = tmp_path / "out.pdf"
    found = json.loads(call("check", held, "--as-of", "2025-06-30", "--json")[1])["findings"]
    ready = next(one for one in found if one["status"] == "eligible")
    words = ("--programme", ready["programme"], "--subject", ready["subject"]["key"], "--as-of", "2025-06-30")
    code, _, complaint = call("packet", held, *words, "--out", out)
    assert code == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "没有存入档案" in complaint
    assert "（窗口）" in complaint


def test_that_a_restore_into_a_record_that_a_window_holds_is_refused(call, held, tmp_path):
    assert call("backup", held, tmp_path)[0] == 0
    backup = next(tmp_path.glob("record-2*.enclave"))
    code, _, complaint = call("restore", backup, held)
    assert code == 1
    assert "（窗口）" in complaint


@pytest.mark.parametrize("words", [("check",), ("export", "out.xlsx"), ("upgrade",), ("import", "book.xlsx")])
def test_that_nothing_upgrades_an_old_record_unasked(call, old, book, words, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    before = old.read_bytes(), old.stat().st_mtime_ns
    code, _, complaint = call(words[0], old, *words[1:])
    assert code == 1
    assert "是用较旧的程序保存的" in complaint
    assert ("--yes" if words == ("upgrade",) else "enclave-desktop upgrade") in complaint
    assert (old.read_bytes(), old.stat().st_mtime_ns) == before
    assert not (tmp_path / "备份").exists()


def test_that_an_old_record_is_upgraded_when_that_is_said(call, old, tmp_path):
    code, said, told = call("upgrade", old, "--yes")
    assert code == 0
    assert "已是这一版程序的格式" in said
    assert f"格式 3 → {SCHEMA}" in told
    assert len(list((tmp_path / "备份").glob("*.enclave"))) == 1
    assert call("check", old)[0] == 0


def test_that_an_import_upgrades_an_old_record_when_that_is_said(call, old, book):
    code, _, told = call("import", old, book, "--yes")
    assert code == 0
    assert "升级前的备份在" in told


@pytest.mark.parametrize("words", [("check",), ("upgrade", "--yes"), ("verify",)])
def test_that_a_newer_record_is_left_alone(call, old, words, tmp_path):
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = old.read_bytes(), old.stat().st_mtime_ns
    code, _, complaint = call(words[0], old, *words[1:])
    assert code == 1
    assert "请升级本程序" in complaint
    assert (old.read_bytes(), old.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [old]


def test_that_what_can_be_saved_of_a_damaged_record_is_told(call, path, tmp_path):
    assert call("backup", path)[0] == 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE person SET born_on = '1990-02-31'")
    before = path.read_bytes()
    code, _, complaint = call("check", path)
    assert code == 1
    assert "enclave-desktop recover" in complaint
    out = tmp_path / "new.enclave"
    code, said, told = call("recover", path, "--out", out)
    assert code == 0
    assert "出生日期读不出来，已留空" in said
    assert NUMBER not in said
    assert "最近的备份" in told
    assert path.read_bytes() == before
    with Record.open(out) as record:
        assert len(record.dossier(TODAY).contracts) == 2
    assert call("recover", path, "--out", out)[0] == 1
