"""What can be saved of a damaged record is saved into a new one; what is lost is named, and the old one not touched."""

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.cipher import Key, WrongPassphrase, new_key
from enclave_desktop.records.record import Record
from enclave_desktop.records.recovering import recover
from enclave_desktop.records.recrypting import recrypt
from enclave_desktop.records.verify import verify
from tests.unit.records.filled import EVERYTHING, adding, change, make
from tests.unit.records.old import SCHEMAS, known, old_record, rows_of
from tests.unit.rows import FILE, FILE_DIGEST, NUMBER, TODAY, contract, dossier, expense, person

NOW = datetime(2025, 6, 30, 9, 0)
PAGE = 4096
MANY = [person(id_number=number, name=f"示例{at}") for at, number in enumerate(("G1234567", "G1234568"))]
LEDGER = [expense(voucher=f"记-{number}", summary="示例" * 20) for number in range(2, 600)]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "救回.enclave"


def held(path, key=None):
    with Record.open(path, key=key) as record:
        return record.dossier(TODAY)


def spoil(path, table, which=0):
    """Overwrite a page of a table with nonsense: the first, the only one or a leaf in the middle."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchone()
    data = bytearray(path.read_bytes())
    start = (root - 1) * PAGE
    if data[start] == 0x05 and which:  # an interior page: its children's numbers
        cell = int.from_bytes(data[start + 12 + 2 * which : start + 14 + 2 * which], "big")
        start = (int.from_bytes(data[start + cell : start + cell + 4], "big") - 1) * PAGE
    data[start : start + PAGE] = b"\xff" * PAGE
    path.write_bytes(data)


def damage(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def recovered(path, out, **how):
    """What was recovered, once it was seen that the damaged file is as it was."""
    before = path.read_bytes(), path.stat().st_mtime_ns
    done = recover(path, out, NOW, **how)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert not [left for left in out.parent.iterdir() if left.name.startswith(".")]
    return done


def test_that_a_whole_record_is_recovered_whole(path, out):
    done = recovered(path, out)
    assert done.lost == ()
    assert held(out) == dossier(*EVERYTHING)
    assert verify(out, TODAY).history.length == 3  # made, changed, recovered


def test_that_a_spoilt_page_costs_only_its_rows_and_they_are_named(tmp_path, out):
    path = make(tmp_path / "record.enclave", *EVERYTHING, *LEDGER)
    spoil(path, "expense", which=3)
    with pytest.raises(UserError, match="已损坏"):
        Record.open(path)
    done = recovered(path, out)
    found = held(out)
    lost = (
        len(EVERYTHING) + len(LEDGER) - sum(len(rows) for rows in (found.expenses,)) - (len(EVERYTHING) - 4)
    )
    assert 0 < lost < 60
    named = [line for line in done.lost if line.startswith("研发费用“")]
    assert len(named) == lost
    assert all(line.endswith("读不出来") for line in named)
    missing = {row.voucher for row in LEDGER} - {row.voucher for row in found.expenses}
    assert all(any(f"　{voucher}" in line for line in named) for voucher in missing)
    assert set(found.expenses) <= {*LEDGER, *EVERYTHING}
    assert found.people == dossier(*EVERYTHING).people


def test_that_a_person_whose_row_is_gone_takes_the_contracts_along_and_all_are_told(tmp_path, out):
    path = make(tmp_path / "record.enclave")
    spoil(path, "person")
    done = recovered(path, out)
    found = held(out)
    assert found.people == ()
    assert found.contracts == ()
    assert found.enclaves == dossier(*EVERYTHING).enclaves
    assert len(found.evidence) == 6
    words = "\n".join(done.lost)
    assert "人员“" in words
    assert "劳动合同“" in words
    assert NUMBER not in words


def test_that_a_value_that_makes_no_sense_is_emptied_where_it_may_be(path, out):
    damage(
        path, "UPDATE person SET born_on = '1990-02-31'", "UPDATE filing SET filed_on = 5, valid_until = NULL"
    )
    done = recovered(path, out)
    found = held(out)
    assert found.people[0].born_on is None
    assert found.filings == ()
    assert any("出生日期读不出来，已留空" in line for line in done.lost)
    assert any(line.startswith("备案“") for line in done.lost)


def test_that_letters_that_are_none_are_marked(path, out):
    damage(path, "UPDATE person SET name = CAST(x'e7a4baff' AS TEXT)")
    done = recovered(path, out)
    assert held(out).people[0].name == "示�"
    assert any("�" in line for line in done.lost)


def test_that_a_kept_file_that_changed_is_named_and_can_be_taken_again(path, out):
    damage(path, "UPDATE content SET data = x'00'")
    done = recovered(path, out)
    assert any(line.startswith(f"附件 {FILE_DIGEST[:12]}…（扫描.pdf）内容已损坏") for line in done.lost)
    with Record.open(out) as record, record.transaction() as transaction:
        transaction.keep([FILE])
    assert verify(out, TODAY).damaged == ()


def test_that_a_kept_file_that_is_gone_leaves_the_evidence_that_names_it(path, out):
    damage(path, "PRAGMA foreign_keys = OFF", "DELETE FROM content")
    done = recovered(path, out)
    assert len(held(out).evidence) == 6
    assert any("请重新附上" in line for line in done.lost)


def test_that_a_spoilt_header_is_written_anew(path, out):
    data = bytearray(path.read_bytes())
    data[:100] = b"\0" * 100
    path.write_bytes(data)
    done = recovered(path, out)
    assert done.lost == ()
    assert held(out) == dossier(*EVERYTHING)


def test_that_without_a_header_an_older_record_is_known_by_what_is_not_in_it(tmp_path, out):
    path = old_record(4, tmp_path / "old.enclave")
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    assert recovered(path, out).lost == ()
    assert rows_of(held(out), 4) == known(4)["rows"]


def test_that_changes_still_in_the_log_are_saved_too(path, out, tmp_path):
    crashed = tmp_path / "crashed" / path.name
    crashed.parent.mkdir()
    with Record.open(path) as record:
        change(record, adding(*MANY))
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{crashed}{ending}")
    recovered(crashed, out)
    assert len(held(out).people) == 1 + len(MANY)


def test_that_a_history_with_a_gap_is_kept_up_to_it_and_goes_on(tmp_path, out):
    path = make(tmp_path / "record.enclave")
    with Record.open(path) as record:
        for number in range(10, 14):
            change(record, adding(expense(voucher=f"记-{number}")))
    damage(path, "DROP TRIGGER history_stays", "DELETE FROM history WHERE number = 4")
    done = recovered(path, out)
    assert any(line.startswith("更改历史：第 4 条起接不上") for line in done.lost)
    assert verify(out, TODAY).history.length == 4  # three that hold, and that it was recovered
    assert len(held(out).expenses) == 8


@pytest.mark.parametrize("schema", SCHEMAS)
def test_that_a_damaged_record_of_an_older_program_comes_out_up_to_date(tmp_path, out, schema):
    path = old_record(schema, tmp_path / "old.enclave")
    spoil(path, "claim")
    recovered(path, out)
    found = rows_of(held(out), schema)
    assert "Claim" not in found or found["Claim"] == []
    assert len(found["Person"]) == len(known(schema)["rows"]["Person"])


def test_that_an_encrypted_record_is_recovered_under_its_key(tmp_path, out):
    key, path = new_key("飞地 correct horse"), tmp_path / "secret.enclave"
    with Record.create(path, key=key) as record:
        change(record, adding(*EVERYTHING, *LEDGER))
    data = bytearray(path.read_bytes())
    at = len(data) // 2 // PAGE * PAGE
    data[at : at + PAGE] = random.Random(1).randbytes(PAGE)
    path.write_bytes(data)
    with pytest.raises(WrongPassphrase):
        recover(path, out, NOW, key=new_key("another"))
    recovered(path, out, key=key)
    assert out.read_bytes()[:16] == path.read_bytes()[:16]
    assert len(held(out, key).expenses) > 500


@pytest.fixture
def secret(tmp_path):
    """An encrypted record and its key."""
    key, path = Key(bytes(range(32)), bytes(16)), tmp_path / "secret.enclave"
    recrypt(make(path, *EVERYTHING, *LEDGER), None, key)
    return path, key


def test_that_each_spoilt_page_of_an_encrypted_record_costs_only_its_rows(secret, out):
    path, key = secret
    whole, dice = path.read_bytes(), random.Random(3)
    for page in dice.sample(range(2, len(whole) // PAGE), 6):
        data = bytearray(whole)
        data[page * PAGE + dice.randrange(PAGE)] ^= 1
        path.write_bytes(data)
        out.unlink(missing_ok=True)
        done = recovered(path, out, key=key)
        found = done.contents
        assert len(EVERYTHING) + len(LEDGER) - sum(found.counts.values()) <= 60
        assert set(found.dossier.expenses) <= {*EVERYTHING, *LEDGER}
        if found.dossier != dossier(*EVERYTHING, *LEDGER):
            assert done.lost


@pytest.mark.parametrize("part", [0.5, 0.8])
def test_that_of_an_encrypted_record_that_is_cut_off_the_rest_is_saved(secret, out, part):
    path, key = secret
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    done = recovered(path, out, key=key)
    assert done.lost
    assert verify(out, TODAY, key=key).dossier.people == dossier(*EVERYTHING).people


def test_that_nothing_of_an_encrypted_record_lies_plain_while_it_is_recovered(secret, out):
    path, key = secret
    data = bytearray(path.read_bytes())
    data[-PAGE * 5] ^= 1
    path.write_bytes(data)
    seen: list[bytes] = []

    def look(what, done, total):
        seen.extend(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())

    recover(path, out, NOW, look, key=key)
    assert seen
    assert not [held for held in seen if NUMBER.encode() in held]


def test_that_truncated_halfway_gives_what_is_there_or_a_clear_word(tmp_path, out):
    whole = make(tmp_path / "whole.enclave", *EVERYTHING, *LEDGER).read_bytes()
    saved = 0
    for part in (0.001, 0.02, 0.3, 0.6, 0.9, 0.99):
        path = tmp_path / "cut.enclave"
        path.write_bytes(whole[: int(len(whole) * part)])
        out.unlink(missing_ok=True)
        try:
            done = recovered(path, out)
        except UserError as error:
            assert "读不出内容" in error.message or "损坏" in error.message  # noqa: PT017
        else:
            saved += 1
            assert done.lost
            assert verify(out, TODAY).dossier is not None
    assert saved >= 2


@pytest.mark.parametrize("content", [b"", b"x" * 9000, b"PK\x03\x04" + b"\0" * 9000])
def test_that_of_what_is_no_record_nothing_is_made(tmp_path, out, content):
    path = tmp_path / "other.enclave"
    path.write_bytes(content)
    with pytest.raises(UserError, match="读不出内容"):
        recovered(path, out)
    assert not out.exists()


def test_that_nothing_is_written_over(path, out):
    out.write_text("theirs")
    with pytest.raises(UserError, match="已经存在"):
        recover(path, out, NOW)
    assert out.read_text() == "theirs"


def test_that_any_spoilt_pages_give_a_record_that_holds_or_a_clear_word(tmp_path, out):
    whole = make(tmp_path / "whole.enclave", *EVERYTHING, *LEDGER).read_bytes()
    dice, saved = random.Random(5), 0
    everything = dossier(*EVERYTHING, *LEDGER)
    for _ in range(5):
        data = bytearray(whole)
        for page in dice.sample(range(len(whole) // PAGE), 3):
            start = page * PAGE + (100 if page == 0 else 0)
            data[start : start + 40] = dice.randbytes(40)
        path = tmp_path / "spoilt.enclave"
        path.write_bytes(data)
        out.unlink(missing_ok=True)
        try:
            recovered(path, out)
        except UserError as error:
            assert "读不出内容" in error.message  # noqa: PT017
            continue
        saved += 1
        found = held(out)
        assert set(found.expenses) <= set(everything.expenses)
        assert set(found.contracts) <= {*everything.contracts, contract()}
    assert saved >= 3


def test_that_an_encrypted_record_without_its_first_page_is_named_by_its_own_name(tmp_path, out):
    key, path = new_key("飞地 correct horse"), tmp_path / "secret.enclave"
    with Record.create(path, key=key) as record:
        change(record, adding(*EVERYTHING))
    data = bytearray(path.read_bytes())
    data[100:300] = bytes(200)
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"secret\.enclave 损坏得太厉害"):
        recover(path, out, NOW, key=key)
    assert not out.exists()


@pytest.mark.parametrize("table", ["packet_row", "moved_out", "erased_content", "erased_packet"])
def test_that_users_are_told_of_tables_by_names_that_they_know(tmp_path, out, table):
    path = make(tmp_path / "record.enclave", *EVERYTHING)
    spoil(path, table)
    (line,) = recovered(path, out).lost
    assert not any(letter.isascii() and letter.isalpha() for letter in line)
