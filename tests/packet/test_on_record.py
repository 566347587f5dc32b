"""Packets from what the record holds: evidence bound in, printed packets kept and printed again."""

import hashlib
import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from enclave_desktop.dossier.evidence import Evidence, PageEdit, words_of_edits
from enclave_desktop.dossier.handing_in import SUBMISSION, PrintSetting
from enclave_desktop.dossier.values import Person
from enclave_desktop.errors import UserError
from enclave_desktop.packet import on_record
from enclave_desktop.packet.annexes.lists import people_on_roster
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.blanks.mapping import OwnBlank
from enclave_desktop.packet.letters import load_letters
from enclave_desktop.packet.on_record import (
    attachments_of,
    changed_since,
    evidence_for,
    keep_packet,
    made_again,
    thawed,
)
from enclave_desktop.packet.options import Options
from enclave_desktop.packet.packet import write_packet
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Status
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.packet import blanks, sample
from tests.packet.firms import YEAR

DOCTORS = "nx-phd-allowance"
NOW = datetime(2025, 6, 30, 9, 5)
TODAY = sample.dossier().as_of


def picture(shade):
    file = io.BytesIO()
    Image.new("L", (400, 300), shade).save(file, "JPEG", dpi=(100, 100))
    return file.getvalue()


SCANS = [picture(shade) for shade in (40, 120, 200)]
MASKS = ((Decimal("0.1"), Decimal("0.1"), Decimal("0.5"), Decimal("0.2")),)


def eligible(dossier, count):
    found = check(dossier, load_packs(), YEAR, {DOCTORS})
    return [finding for finding in found if finding.status is Status.ELIGIBLE][:count]


@pytest.fixture
def record(tmp_path):
    """The sample firm with two people's certificates and the firm's licence."""
    people = [finding.subject.key for finding in eligible(sample.dossier(), 2)]
    digests = [hashlib.sha256(scan).hexdigest() for scan in SCANS]
    rows = [
        Evidence(number="e1", kind="学位学历证书", content=digests[0], file_name="1.jpg", person=people[0]),
        Evidence(number="e2", kind="学位学历证书", content=digests[1], file_name="2.jpg", person=people[1]),
        Evidence(
            number="e3",
            kind="营业执照",
            content=digests[2],
            file_name="3.jpg",
            pages=words_of_edits([PageEdit(0, turn=90, masks=MASKS)]),
        ),
    ]
    with Record.create(tmp_path / "firm.enclave") as record:
        with record.transaction() as transaction:
            transaction.keep(SCANS)
            held = {entity: list(sample.dossier().rows(entity)) for entity in on_record_entities()}
            transaction.apply(Changes(added=held | {Evidence: rows}))
        yield record


def on_record_entities():
    from enclave_desktop.dossier.fields import SHEETS

    return SHEETS


def prepared(record, count=2, **options):
    dossier = record.dossier(TODAY)
    findings = eligible(dossier, count)
    rows = evidence_for(dossier, findings, YEAR)
    how = Options(**options)
    attachments = attachments_of(rows, record.content, masked=how.masked)
    return Application.of(dossier, findings, YEAR, attachments=attachments, options=how)


def test_that_evidence_is_bound_in_subject_by_subject_behind_its_piece(record):
    dossier = record.dossier(TODAY)
    rows = evidence_for(dossier, eligible(dossier, 2), YEAR)
    names = [piece.name for piece in sample.PROGRAMMES[DOCTORS].evidence]
    held = {
        names[int(key.partition(":")[2]) - 1]: [row.number for row in bound] for key, bound in rows.items()
    }
    assert held == {"学位证书、毕业证书": ["e1", "e2"], "营业执照复印件": ["e3"]}


def test_that_one_subject_brings_only_its_own(record):
    dossier = record.dossier(TODAY)
    rows = evidence_for(dossier, eligible(dossier, 1), YEAR)
    assert [row.number for bound in rows.values() for row in bound] == ["e1", "e3"]


def test_that_scans_pass_into_the_packet_unrecoded(record, tmp_path):
    write_packet(prepared(record), tmp_path / "packet.pdf")
    with pikepdf.open(tmp_path / "packet.pdf") as file:
        assert file.check_pdf_syntax() == []
        streams = [
            bytes(thing.read_raw_bytes())
            for thing in file.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
    assert sorted(streams) == sorted(SCANS)


def test_that_a_damaged_file_is_named_by_its_kind(record):
    with record.transaction() as transaction:
        transaction._connection.exec_driver_sql("UPDATE content SET data = x'00'")
    with pytest.raises(UserError, match="证明材料“学位学历证书”不能装入"):
        prepared(record)


def kept(record, tmp_path, **options):
    application = prepared(record, **options)
    out = tmp_path / "packet.pdf"
    made = write_packet(application, out)
    return keep_packet(record, application, made, out.read_bytes(), NOW), out.read_bytes()


def test_that_a_kept_packet_is_the_very_file_whatever_happens_to_the_record(record, tmp_path):
    packet, pdf = kept(record, tmp_path)
    dossier = record.dossier(TODAY)
    with record.transaction() as transaction:
        transaction.apply(Changes(removed={Evidence: dossier.evidence}))
        transaction.forget_unused()
    assert record.content(record.packet(packet.number).pdf) == pdf
    assert packet.made_at == "2025-06-30T09:05"


@pytest.mark.parametrize("hidden", ["show_numbers", "show_accounts"])
def test_that_it_is_made_again_from_its_frozen_parts_to_the_byte(record, tmp_path, hidden):
    packet, pdf = kept(record, tmp_path, double_sided=True, **{hidden: False})
    dossier = record.dossier(TODAY)
    with record.transaction() as transaction:
        transaction.apply(Changes(removed={Evidence: dossier.evidence}))
        transaction.forget_unused()
    made_again(record, packet.number, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_that_a_packet_with_an_offices_blank_holds_it_and_is_made_again_from_it(record, tmp_path):
    blank = OwnBlank(blanks.mapping_of("hand-written"), blanks.data_of("hand-written"), besides=True)
    application = replace(prepared(record, 1), own_blank=blank)
    out = tmp_path / "packet.pdf"
    made = write_packet(application, out)
    assert ("空白表 hand-written.pdf", blank.mapping.sha256) in list(made.manifest.pieces())
    packet = keep_packet(record, application, made, out.read_bytes(), NOW)
    with record.transaction() as transaction:
        transaction.forget_unused()
    made_again(record, packet.number, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == out.read_bytes()


def test_that_the_same_packet_is_kept_once(record, tmp_path):
    first, _ = kept(record, tmp_path)
    second, _ = kept(record, tmp_path)
    assert second == first
    assert record.packets() == [first]


def test_that_a_packet_tells_what_has_changed_since(record, tmp_path, monkeypatch):
    packet, _ = kept(record, tmp_path)
    frozen = thawed(record, packet.number)
    assert not changed_since(frozen, record.dossier(TODAY))
    person = record.dossier(TODAY).people[0]
    with record.transaction() as transaction:
        transaction.apply(Changes(updated={Person: [(person, replace(person, title="教授"))]}))
    since = changed_since(frozen, record.dossier(TODAY))
    ((difference,), pack, program) = since.rows, since.pack, since.program
    assert [(field.label, now) for field, _, now in difference.fields] == [("职称", "教授")]
    assert (pack, program) == (False, None)
    monkeypatch.setattr(on_record, "__version__", "9.9")
    assert changed_since(frozen, record.dossier(TODAY)).program is not None


def test_that_a_receiver_of_the_firms_own_is_printed_wherever_one_stands_and_again_from_frozen_parts(
    record, tmp_path
):
    packet, pdf = kept(record, tmp_path, receiver="示例市科技局", consents=True)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    assert sum("示例市科技局" in page for page in pages) == 4  # cover, commitment, two people's consents
    made_again(record, packet.number, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_that_a_packet_kept_before_a_receiver_could_be_set_is_made_again_to_the_byte(record, tmp_path):
    packet, pdf = kept(record, tmp_path)
    assert "receiver" not in thawed(record, packet.number).manifest["options"]
    setting = PrintSetting(programme=DOCTORS, purpose=SUBMISSION, receiver="示例市科技局")
    with record.transaction() as transaction:
        transaction.apply(Changes(added={PrintSetting: [setting]}))
    made_again(record, packet.number, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == pdf


def test_that_another_receiver_counts_as_a_change_since(record, tmp_path):
    packet, _ = kept(record, tmp_path)
    setting = PrintSetting(programme=DOCTORS, purpose=SUBMISSION, receiver="示例市科技局")
    with record.transaction() as transaction:
        transaction.apply(Changes(added={PrintSetting: [setting]}))
    (difference,) = changed_since(thawed(record, packet.number), record.dossier(TODAY)).rows
    assert difference.row.receiver == "示例市科技局"


def test_that_a_receiver_that_no_font_can_draw_is_named(record, tmp_path):
    with pytest.raises(UserError, match="打印选项的“受理单位”中的字符"):
        write_packet(prepared(record, 1, receiver="科技局\U0001f600"), tmp_path / "packet.pdf")


def test_that_another_rule_pack_is_told(record, tmp_path):
    packet, _ = kept(record, tmp_path)
    frozen = replace(thawed(record, packet.number), pack="[measure]")
    assert changed_since(frozen, record.dossier(TODAY)).pack


def test_that_letters_of_consent_are_bound_in_for_a_roster_when_asked(tmp_path):
    application = replace(sample.application("nx-filing", 1), options=Options(consents=True))
    write_packet(application, tmp_path / "packet.pdf")
    with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as document:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
        titles = [mark.get_title() for mark in document.get_toc()]
    assert titles.count(load_letters().consent.title) == 1
    assert text.count("☐同意向受理单位提供") == len(people_on_roster(application)) > 0
