"""Files that a record keeps, and packets as they were printed."""

from datetime import date

import pytest
from sqlalchemy import update

from enclave_desktop.errors import UserError
from enclave_desktop.records import contents
from enclave_desktop.records.record import Record
from enclave_desktop.records.tables import CONTENT
from tests.unit.records.filled import adding, change, removing
from tests.unit.rows import FILE, FILE_DIGEST, NUMBER, TODAY, centre, contract, evidence, person


@pytest.fixture
def record(backend):
    with Record.create(backend.new(), key=backend.key) as record:
        yield record


def keep(record, *files):
    with record.transaction() as transaction:
        return transaction.keep(files)


def kept(record):
    with record.transaction() as transaction:
        return contents.sizes(transaction._connection)


def test_that_a_file_comes_back_as_it_was(record):
    assert keep(record, FILE) == [FILE_DIGEST]
    assert record.content(FILE_DIGEST) == FILE


def test_that_a_file_is_kept_once(record):
    keep(record, FILE, b"other", FILE)
    keep(record, FILE)
    assert sorted(kept(record).values()) == [5, len(FILE)]


@pytest.mark.parametrize("over", [0, 1])
def test_that_a_file_that_is_too_large_is_refused(record, over, monkeypatch):
    monkeypatch.setattr(contents, "LARGEST", len(FILE) - over)
    if over:
        with pytest.raises(UserError, match="没有收入档案"):
            keep(record, FILE)
    else:
        keep(record, FILE)
    assert len(kept(record)) == 1 - over


def test_that_a_missing_file_is_said(record):
    with pytest.raises(UserError, match="一份附件不在档案中"):
        record.content(FILE_DIGEST)


def test_that_a_file_that_is_no_longer_what_it_was_is_said(record):
    keep(record, FILE)
    with record.transaction() as transaction:
        transaction._connection.execute(update(CONTENT).values(data=b"0"))
    with pytest.raises(UserError, match="一份附件已损坏"):
        record.content(FILE_DIGEST)
    assert record.damaged([FILE_DIGEST, "0" * 64, FILE_DIGEST]) == [FILE_DIGEST, "0" * 64]


def test_that_evidence_of_a_file_that_is_not_kept_is_refused(record):
    with pytest.raises(Exception, match=r"(?i)foreign ?key"), record.transaction() as transaction:
        transaction.apply(adding(evidence()))


def test_that_only_files_that_nothing_names_are_let_go(record):
    change(record, adding(evidence()))
    keep(record, b"named by nothing")
    with record.transaction() as transaction:
        assert transaction.forget_unused() == 1
    assert list(kept(record)) == [FILE_DIGEST]
    change(record, removing(evidence()))
    with record.transaction() as transaction:
        assert transaction.forget_unused() == 1
    assert kept(record) == {}


def test_that_what_evidence_proves_cannot_be_removed_under_it(record):
    proof = evidence(kind="劳动合同", contract=(NUMBER, "上海中心", date(2024, 2, 20)))
    change(record, adding(centre(), person(), contract(), proof))
    with pytest.raises(UserError, match="还被其他行引用"):
        change(record, removing(contract()))
    change(record, removing(contract(), proof))
    assert record.dossier(TODAY).contracts == ()


def freeze(record, number="2025-001", **more):
    with record.transaction() as transaction:
        packet = {
            "made_at": "2025-06-30T09:00",
            "programme": "x",
            "manifest": {"pdf": "…"},
            "parts": [b"dossier"],
        }
        return transaction.freeze(number=number, pdf=b"%PDF", **packet | more)


def test_that_a_frozen_packet_gives_its_file_back(record):
    packet = freeze(record)
    assert record.packets() == [packet]
    assert record.packet("2025-001") == packet
    assert record.content(packet.pdf) == b"%PDF"
    assert record.content(packet.manifest) == '{"pdf":"…"}'.encode()


def test_that_packets_come_with_the_newest_first(record):
    freeze(record, "2025-001", made_at="2025-06-30T09:00")
    freeze(record, "2025-002", made_at="2025-07-01T09:00")
    freeze(record, "2025-003", made_at="2025-06-30T10:00")
    assert [packet.number for packet in record.packets()] == ["2025-002", "2025-003", "2025-001"]


def test_that_an_unknown_packet_is_said(record):
    with pytest.raises(UserError, match="没有编号为 2025-009 的申报材料"):
        record.packet("2025-009")


def test_that_a_packet_holds_on_to_all_it_was_made_from(record):
    change(record, adding(evidence()))
    freeze(record, named=[FILE_DIGEST])
    change(record, removing(evidence()))
    with record.transaction() as transaction:
        assert transaction.forget_unused() == 0
    assert record.content(FILE_DIGEST) == FILE
