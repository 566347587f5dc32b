"""A person who asks to be erased is gone from every byte of the record; figures stay, and the history still holds."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.errors import UserError
from enclave_desktop.records.contents import digest
from enclave_desktop.records.erasing_plan import backups_with, plan
from enclave_desktop.records.history_lines import is_gone, unpack
from enclave_desktop.records.history_reading import entries_with_lines, first_digest
from enclave_desktop.records.history_words import fact_lines
from enclave_desktop.records.old_backups import delete_backups
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import unheard, verify
from tests.unit.records.filled import adding, make, removing, updating
from tests.unit.rows import (
    NUMBER,
    OTHER_NUMBER,
    TODAY,
    centre,
    claim,
    claim_step,
    contract,
    evidence,
    firm,
    person,
)

OLD_NUMBER = "640104199001011301"
NAME, OLD_NAME = "欧阳示例", "欧阳旧名"
HER = person(name=NAME)
OTHER = person(name="另一人", id_number=OTHER_NUMBER)
SCAN = f"%PDF her card {NAME} {NUMBER} ".encode() * 400
SHARED = b"%PDF a list of everybody's insurance"
PRINTED = f"%PDF for {NAME}".encode() * 300
OTHERS_PRINT = b"%PDF for the other" * 300
REASON = "本人申请"


def keep_packet(record, number, subjects, pdf):
    frozen = freeze(record.dossier(TODAY))
    manifest = {
        "as_of": "2025-06-30",
        "year": 2024,
        "programme": "x",
        "subjects": subjects,
        "names": [NAME] if NUMBER in subjects else ["另一人"],
        "pages": 7,
        "dossier": digest(frozen),
        "pack": {"sha256": "0" * 64},
        "evidence": [{"sha256": digest(SCAN)}] if NUMBER in subjects else [],
    }
    with record.transaction(Origin(Action.PRINTED, f"打印 {number}")) as transaction:
        transaction.freeze(
            number=number,
            made_at="2025-06-30T09:00",
            programme="x",
            manifest=manifest,
            parts=[frozen],
            pdf=pdf,
            named=[entry["sha256"] for entry in manifest["evidence"]],
        )


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """She had another number and name before, stands in one packet, and was on record when the other was printed."""
    before = person(name=OLD_NAME, id_number=OLD_NUMBER)
    claimed = ("nx-phd-allowance", NUMBER, "2024-04")
    steps = (
        (f"新增 {OLD_NAME}", adding(firm(), centre(), before, OTHER)),
        (f"把{OLD_NAME}改为{NAME}", updating((before, HER))),
        ("新增劳动合同", adding(contract(), contract(person=OTHER_NUMBER))),
        ("申领", adding(claim(note=f"{NAME}的第一笔"))),
        ("办理", adding(claim_step(claim=claimed, reason=f"缺{NAME}的材料", state="退回"))),
        ("附上", adding(evidence(person=NUMBER, content=digest(SCAN), file_name=f"{NAME}.pdf"))),
        ("附上", adding(evidence(number="e2", person=NUMBER, content=digest(SHARED), kind="社保记录"))),
        ("附上", adding(evidence(number="e3", person=OTHER_NUMBER, content=digest(SHARED), kind="社保记录"))),
    )
    path = make(tmp_path_factory.mktemp("erasing") / "示例.enclave", centre(name="别处"))
    with Record.open(path) as record:
        for words, changes in steps:
            with record.transaction(Origin(Action.TYPED, words)) as transaction:
                transaction.keep([SCAN, SHARED])
                transaction.apply(changes)
        keep_packet(record, "P-1", [NUMBER], PRINTED)
        keep_packet(record, "P-2", [OTHER_NUMBER], OTHERS_PRINT)
    return path


@pytest.fixture
def record(once, tmp_path):
    with Record.open(Path(shutil.copy(once, tmp_path))) as record:
        yield record


def erase(record, reason=REASON, **sums):
    return record.erase(NUMBER, reason, TODAY, sums)


def bytes_beside(record):
    files = [path for path in record.place.parent.rglob("*") if path.is_file()]
    assert record.place in files
    return {path.name: path.read_bytes() for path in files}


def history_blobs(record):
    """What is kept of the lines that name her."""
    words = [word.encode() for word in (NAME, OLD_NAME, NUMBER, OLD_NUMBER)]
    kept = record.read(lambda rows: rows('SELECT "rows" FROM "history"'))
    return [rows for (rows,) in kept if any(word in line for line in unpack(rows) for word in words)]


def test_that_no_byte_of_the_record_or_beside_it_tells_of_her_any_more(record):
    blobs = history_blobs(record)
    assert len(blobs) >= 6
    erase(record)
    words = [word.encode() for word in (NAME, OLD_NAME, NUMBER, OLD_NUMBER)]
    for name, held in bytes_beside(record).items():
        assert [word.decode() for word in words if word in held] == [], name
        assert not any(blob[20:60] in held for blob in blobs), name
        assert PRINTED[:200] not in held, name
    assert history_blobs(record) == []
    record.close()
    assert not any(word in held for held in bytes_beside(record).values() for word in words)


def test_that_the_others_and_the_figures_stay(record):
    done = erase(record)
    seen = record.dossier(TODAY)
    assert seen.people == (OTHER,)
    assert seen.contracts == (contract(person=OTHER_NUMBER),)
    assert seen.claims == (claim(subject=done.claims_as, note=None),)
    assert [step.reason for step in seen.claim_steps] == [None]
    assert [row.number for row in seen.evidence] == ["e3"]
    assert record.content(digest(SHARED)) == SHARED


def test_that_her_packet_keeps_its_number_programme_sums_and_digests(record):
    packet = record.packet("P-1")
    erase(record, **{"P-1": {"total": "290000.00"}})
    assert record.packet("P-1") == packet
    figures = record.erased_figures()["P-1"]
    assert figures["sums"] == {"total": "290000.00"}
    assert (figures["programme"], figures["pages"], figures["subjects"]) == ("x", 7, 1)
    assert len(figures["digests"]["dossier"]) == 64
    for sha in (packet.pdf, packet.manifest):
        with pytest.raises(UserError, match=f"已按要求在 {TODAY} 清除"):
            record.content(sha)


def test_that_another_packet_can_be_printed_again_but_not_made_again(record):
    manifest = json.loads(record.content(record.packet("P-2").manifest))
    erase(record)
    assert record.content(record.packet("P-2").pdf) == OTHERS_PRINT
    assert json.loads(record.content(record.packet("P-2").manifest)) == manifest
    with pytest.raises(UserError, match="清除"):
        record.content(manifest["dossier"])


def test_that_the_history_holds_and_tells_of_the_erasure_without_her(record):
    length = record.head().number
    done = erase(record)
    found = verify(record.place, TODAY)
    assert found.history.length == length + 1
    assert found.history.erased == done.lines > 8
    entry, lines = record.read(lambda rows: next(entries_with_lines(rows)))
    assert (entry.action, entry.words) == ("清除", "按要求清除一名人员的个人信息")
    told = dict(lines.facts())["erased"]
    assert (told["reason"], told["packets"], told["lines"]) == (REASON, ["P-1", "P-2"], done.lines)
    assert "清除个人信息：本人申请" in list(fact_lines(lines))


def test_that_lines_of_others_in_the_same_entry_stay(record):
    erase(record)
    entries = record.read(lambda rows: list(entries_with_lines(rows)))[::-1]
    (first,) = [lines for entry, lines in entries if entry.counts.get("企业")]
    assert [one.sheet.title for one in first.changes()] == ["企业", "飞地", "人员"]
    assert [one.values["name"] for one in first.changes()][-1] == "另一人"


def test_that_what_is_emptied_cannot_be_tried_out(record):
    erase(record)
    with closing(sqlite3.connect(record.place)) as connection:
        for salts, rows in connection.execute("SELECT salts, rows FROM history"):
            for at, line in enumerate(unpack(rows)):
                assert (salts[16 * at : 16 * at + 16] == bytes(16)) is is_gone(line)


def test_that_an_erasure_undone_half_way_leaves_everything(record):
    head, seen = record.head(), record.dossier(TODAY)
    with pytest.raises(RuntimeError), record.transaction() as transaction:  # noqa: PT012
        transaction.erase(NUMBER, REASON, TODAY, {})
        raise RuntimeError
    assert record.head() == head
    assert record.dossier(TODAY) == seen
    assert record.content(digest(SCAN)) == SCAN


@pytest.mark.parametrize("reason", ["", "  ", f"{NAME}申请", f"{NUMBER} 申请"])
def test_that_a_reason_is_wanted_that_does_not_name_her(record, reason):
    with pytest.raises(UserError, match="理由"):
        erase(record, reason)
    assert HER in record.dossier(TODAY).people


def test_that_nobody_of_that_number_is_said(record):
    with pytest.raises(UserError, match="没有证件号码为 640") as refused:
        record.erase("640104199003070019", REASON, TODAY, {})
    assert "640104199003070019" not in str(refused.value)


def test_that_the_plan_tells_what_goes_and_where_the_name_stands_else(record):
    with record.transaction() as transaction:
        transaction.apply(adding(centre(name="北京中心", head=NAME)))
    planned = record.read(lambda rows: plan(rows, NUMBER))
    assert (planned.name, planned.contracts, planned.claims) == (NAME, 1, 1)
    assert (planned.files, planned.shared_files) == ((digest(SCAN),), 1)
    assert [(one.number, one.pdf, one.others) for one in planned.packets] == [
        ("P-1", True, 0),
        ("P-2", False, 1),
    ]
    assert planned.mentions == ("飞地的负责人",)
    assert NAME not in planned.traces.names


def test_that_somebody_moved_out_is_erased_too(record):
    seen = record.dossier(TODAY)
    with record.transaction() as transaction:
        gone = [HER, *(row for row in (*seen.contracts, *seen.evidence) if row.person == NUMBER)]
        transaction.apply(removing(*gone))
    erase(record)
    assert not any(word.encode() in held for held in bytes_beside(record).values() for word in (NAME, NUMBER))


def test_that_older_backups_are_listed_and_deleted_when_asked(record, tmp_path):
    now = datetime.now()
    beside = tmp_path / "备份"
    made = record.backup(beside, now - timedelta(days=1), unheard)
    stranger = beside / "别人的.enclave"
    stranger.write_bytes(b"x")
    erase(record)
    assert [path for path, _ in backups_with(record.place)] == [made.path]
    first = record.read(first_digest)
    assert delete_backups(record.place, first) == [made.path]
    assert not made.path.exists()
    assert stranger.exists()
    assert backups_with(record.place) == []
    new = record.backup(beside, now, unheard)
    assert delete_backups(record.place, first, new.path) == []
    assert new.path.exists()
    assert NUMBER.encode() not in new.path.read_bytes()


def test_that_backups_of_a_lost_record_of_the_name_are_not_deleted(record, tmp_path):
    lost = record.backup(tmp_path / "备份", datetime.now(), unheard)
    assert delete_backups(record.place, "another beginning") == []
    assert lost.path.exists()


def test_that_a_second_person_can_be_erased_after_the_first(record):
    erase(record)
    record.erase(OTHER_NUMBER, REASON, date(2025, 7, 1), {})
    assert record.dossier(TODAY).people == ()
    assert verify(record.place, TODAY).history.erased > 10
    assert OTHER_NUMBER.encode() not in record.place.read_bytes()
