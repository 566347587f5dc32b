"""Packets looked through before they are printed; what is printed in spite of a remark says so."""

from dataclasses import replace

import pytest
from pypdf import PdfReader

from enclave_desktop.packet.before_print import in_spite_of, looked_through
from enclave_desktop.packet.blanks.mapping import OwnBlank
from enclave_desktop.packet.consistency import Remark, Severity, Spot
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.options import ORDER, Options
from enclave_desktop.packet.packet import build, write_packet
from tests.packet import blanks, sample

DOCTORS = "nx-phd-allowance"
GAP, CONTRADICTION, HINT = Severity.GAP, Severity.CONTRADICTION, Severity.HINT


def printed(application, out):
    write_packet(application, out)
    return "".join("".join(page.extract_text().split()) for page in PdfReader(out).pages)


def test_that_a_packet_that_contradicts_itself_says_so_on_its_list(tmp_path):
    before = looked_through(sample.application(DOCTORS))
    assert before.remarks[0].severity is CONTRADICTION
    text = printed(before.application, tmp_path / "x.pdf")
    assert "打印时仍有下列问题" in text
    assert "".join(before.remarks[0].words.split()) in text


def test_that_a_packet_with_nothing_but_pieces_to_attach_says_nothing(tmp_path):
    before = looked_through(sample.application("yc-rnd-reward", 1))
    assert {remark.severity for remark in before.remarks} <= {GAP, HINT}
    assert before.application.remarks == ()
    assert "打印时仍有下列问题" not in printed(before.application, tmp_path / "x.pdf")


def test_that_remarks_belong_to_what_a_packet_is_known_by():
    plain = sample.application(DOCTORS, 1)
    said = replace(plain, remarks=("矛盾　甲",))
    assert manifest_of(plain).number != manifest_of(said).number
    assert "remarks" not in manifest_of(plain).data


def test_that_looking_through_twice_finds_the_same():
    once = looked_through(sample.application(DOCTORS))
    again = looked_through(once.application)
    assert again == once


def test_that_pages_are_told_as_they_are_numbered_in_the_end_whatever_the_order():
    bare = sample.application("nx-talent-awards")
    wanting = [replace(f, case=replace(f.case, firm=None)) for f in bare.findings]
    application = replace(bare, findings=tuple(wanting), options=Options(part_order=ORDER[::-1]))
    before = looked_through(application)
    assert len(before.application.remarks) > len(wanting)
    places = build(before.application, manifest_of(before.application)).places
    first, last = places.ranges["form:1"]
    subject = wanting[0].subject.name
    pages = {remark.where for remark in before.remarks if remark.where.startswith(f"申请表（{subject}）")}
    assert pages
    assert pages <= {f"申请表（{subject}）第{page}页" for page in range(first, last + 1)}


@pytest.mark.parametrize("besides", [False, True])
def test_that_an_offices_own_blank_is_not_asked_for_what_our_form_has(besides):
    blank = OwnBlank(blanks.mapping_of("hand-written"), blanks.data_of("hand-written"), besides)
    plain = sample.application(DOCTORS, 1)
    of_ours = [remark.topic for remark in looked_through(plain).remarks]
    found = [remark.topic for remark in looked_through(replace(plain, own_blank=blank)).remarks]
    assert "签章" not in found
    assert found == of_ours if besides else set(found) <= set(of_ours)


def test_that_the_list_has_contradictions_and_gaps_and_joins_the_empty_cells_of_a_page():
    remarks = [
        Remark(CONTRADICTION, "前后一致", "甲", "申请表第1页"),
        Remark(GAP, "空白", "“学位”空白", "申请表第1页"),
        Remark(GAP, "未附材料", "没有附上乙", spot=Spot("人员", "1", attach="身份证件")),
        Remark(GAP, "空白", "“专业”空白", "申请表第1页"),
        Remark(GAP, "空白", "“手机”空白", "申请表第3页"),
        Remark(GAP, "材料", "丙已过期"),
        Remark(HINT, "日期", "丁"),
    ]
    assert in_spite_of(remarks) == [
        "矛盾　甲（申请表第1页）",
        "申请表第1页空白：“学位”、“专业”",
        "申请表第3页空白：“手机”",
        "缺漏　丙已过期",
    ]
