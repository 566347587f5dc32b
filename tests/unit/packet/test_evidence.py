"""What to attach: what is on record of it and what is not, and which criterion it proves."""

from dataclasses import replace

import pytest

from enclave_desktop.packet.application import Application
from enclave_desktop.packet.criteria_sheet import FOOT, criteria_parts, source_words
from enclave_desktop.packet.document import Document
from enclave_desktop.packet.evidence import (
    KINDS,
    NOT_ON_RECORD,
    ON_RECORD,
    SOME,
    Piece,
    evidence_parts,
    pieces_of,
    pieces_proving,
    record_lines,
)
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.packet import build
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Outcome, Status
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.pack import Evidence
from tests.packet import sample
from tests.packet.firms import YEAR
from tests.packet.paper import pdf_of, text_of
from tests.unit.packet.attached.files import jpeg
from tests.unit.packet.attached.paper import attached
from tests.unit.rows import confirmation, evidence

DOCTORS, LICENCE = "nx-phd-allowance", "营业执照"


def piece(fact: str | None, name: str = "材料") -> Evidence:
    return Evidence(name, proves_source=True, fact=fact)


def lines(programme: str, fact: str | None, name: str = "材料", count: int | None = 1) -> list[str]:
    return record_lines(sample.application(programme, count), piece(fact, name))


def test_that_a_sensitive_number_is_masked():
    (said, number) = lines(DOCTORS, "person.id_number")
    full = sample.application(DOCTORS, 1).subjects[0].key
    assert said == ON_RECORD
    assert number == f"证件号码：{full[:3]}{'*' * 11}{full[-4:]}"


def test_that_a_bare_value_says_what_it_is():
    assert lines("yc-rnd-reward", "enclave.founded_on")[1] == "设立日期：2021-06-18"
    assert lines("nx-master-allowance", "person.key_school")[1] == "重点院校：是"


def test_that_a_piece_whose_fact_no_record_holds_is_not_said_to_lack_it():
    application = sample.application("yc-rnd-reward", 1)
    parts = list(evidence_parts(application, pieces_of(application), receiver=None))
    listed = text_of(pdf_of(parts[0].pages, Document.of(parts).places))
    without = [piece for piece in application.programme.evidence if piece.fact is None]
    assert without
    assert NOT_ON_RECORD not in listed
    assert listed.count("/☐原件") == len(without)


@pytest.mark.parametrize(
    ("programme", "shown"),
    [
        ("yc-rnd-reward", "银川市科技局，2024-05-20，示例银备〔2024〕3 号"),
        ("nx-talent-highland", "自治区科技厅，2024-03-15，示例科备〔2024〕1 号"),
    ],
)
def test_that_the_filing_that_is_wanted_shows_office_day_and_number(programme, shown):
    assert lines(programme, "enclave.filed_with")[1] == shown


def test_that_an_agreement_is_shown_with_the_piece_that_names_its_type():
    lease = lines("nx-rent-equipment", "enclave.agreement_types", "租赁合同")
    purchase = lines("nx-rent-equipment", "enclave.agreement_types", "设备购置合同")
    assert (lease[1], purchase[1]) == ("HT-2023-011", "HT-2023-014")


@pytest.mark.parametrize("fact", [None, "carrier.recognition_number", "person.degree_certificate"])
def test_that_what_is_not_on_record_is_said_so(fact):
    assert lines("yc-rnd-reward", fact) == [NOT_ON_RECORD]


def test_that_of_several_people_those_without_it_are_named():
    application = sample.application(DOCTORS, 2)
    first, second = application.findings
    assert first.case.person is not None
    bare = replace(first, case=replace(first.case, person=replace(first.case.person, position=None)))
    changed = replace(application, findings=(bare, second))
    assert record_lines(changed, piece("person.position")) == [
        f"{ON_RECORD} 1 份",
        f"{NOT_ON_RECORD}：{first.subject.name}",
    ]


def test_that_recognition_and_assessment_show_their_numbers():
    recognised = lines("yc-carrier-incubator", "carrier.recognition_number")
    assessed = lines("yc-incubator-operation", "enclave.assessment")
    assert (recognised[1], assessed[1]) == (
        "国家级，2024-12-16，示例认〔2024〕18 号",
        "2024年合格，示例考〔2025〕3 号",
    )


@pytest.mark.parametrize(
    ("programme", "criterion", "proof"),
    [
        (DOCTORS, "contract-term", "劳动合同"),
        (DOCTORS, "degree", "学位证书、毕业证书"),
        (DOCTORS, "filed", "备案文件"),
        ("yc-rnd-reward", "firm-city", "营业执照（注册在银川）"),
        ("yc-rnd-reward", "outside-region", "备案文件"),
        ("nx-filing", "outside-region", "飞地设立证明（执照、设立文件或股权证明）"),
        ("yc-carrier-incubator", "level", "认定文件"),
    ],
)
def test_that_a_criterion_is_proven_by_the_piece_that_shows_it(programme, criterion, proof):
    application = sample.application(programme)
    wanted = next(c for c in application.programme.criteria if c.id == criterion)
    assert [p.evidence.name for p in pieces_proving(wanted, pieces_of(application))] == [proof]


def test_that_a_criterion_that_nothing_shows_has_no_pages():
    application = sample.application("yc-rnd-reward")
    assert pieces_proving(application.programme.criteria[0], [Piece(1, piece(None))]) == []


def test_that_each_piece_has_a_divider_after_the_list():
    application = sample.application("yc-rnd-reward", 1)
    parts = list(evidence_parts(application, pieces_of(application), receiver=None))
    assert [part.title.split("　")[0] for part in parts] == [
        "证明材料清单",
        *(f"附件{n}" for n in range(1, 9)),
    ]
    assert [part.level for part in parts] == [0] + [1] * 8


def two_doctors(*kinds):
    """A packet of two; of these kinds the first has a piece on record and bound in, of 营业执照 the firm."""
    application = sample.application(DOCTORS, 2)
    first = application.subjects[0].key
    held = tuple(
        evidence(number=f"e{at}", kind=kind, person=None if kind == LICENCE else first)
        for at, kind in enumerate(kinds)
    )
    dossier = replace(application.dossier, evidence=held)
    names = {kind: piece.key for piece in pieces_of(application) for kind in piece.evidence.kinds}
    files = {names[kind]: [attached(jpeg())] for kind in kinds}
    return Application.of(dossier, application.findings, YEAR, attachments=files)


def list_and_dividers(application):
    """The text of the list, and of each divider by the name of its piece."""
    parts = list(evidence_parts(application, pieces_of(application), receiver=None))
    first, *others = parts
    dividers = {part.title.split("\u3000")[1]: text_of(pdf_of(part.pages[:1])) for part in others}
    return text_of(pdf_of(first.pages, Document.of(parts).places)), dividers


def test_that_a_piece_is_ticked_only_once_everyone_has_it():
    listed, dividers = list_and_dividers(two_doctors("身份证件"))
    first, second = (subject.name for subject in sample.application(DOCTORS, 2).subjects)
    assert listed.count("1/2") == 1
    assert "☑" not in listed
    assert SOME in listed
    assert f"☑{first}☐{second}" in dividers["身份证件"]


def test_that_a_criterion_points_at_no_pages_of_somebody_else():
    application = two_doctors("劳动合同")
    places = build(application, manifest_of(application)).places
    first, last = places.ranges["evidence:5"]
    assert last > first
    mine, hers = (
        text_of(pdf_of(part.pages, places)) for part in criteria_parts(application, pieces_of(application))
    )
    assert f"公开报道{first}–{last}" in mine
    assert f"公开报道{first}–{last}" not in hers
    assert f"公开报道{first}" in hers


def test_that_a_piece_of_the_firm_serves_everyone():
    listed, dividers = list_and_dividers(two_doctors(LICENCE))
    assert listed.count("☑") == 1
    assert SOME not in listed
    name = sample.application(DOCTORS, 2).subjects[0].name
    assert name not in dividers["营业执照复印件"]
    assert name not in dividers["备案文件"]
    assert name in dividers["劳动合同"]


def test_that_the_consent_is_bound_in_once_for_each_person():
    application = sample.application(DOCTORS, 3)
    consent = list(evidence_parts(application, pieces_of(application), receiver=None))[-1]
    text = text_of(pdf_of(consent.pages))
    assert len(consent.pages) == 4
    assert all(f"姓名：{subject.name}" in text for subject in application.subjects)


def test_that_both_kinds_of_evidence_say_what_they_rest_on():
    assert KINDS == {True: "证明公开报道所述条件", False: "通常做法，须以官方通知为准"}


# 条件对照表


def sheet_text(programme: str, status: Status) -> str:
    finding = sample.of_status(programme, status)[0]
    application = Application(finding.programme, (finding,), Context(sample.dossier(), YEAR))
    (part,) = criteria_parts(application, [])
    return text_of(pdf_of(part.pages))


@pytest.mark.parametrize("status", list(Status))
def test_that_the_verdict_is_preliminary_and_left_to_the_office(status):
    text = sheet_text(DOCTORS, status)
    assert f"结论{status.words}（数据截至" in text
    assert FOOT[status] in text
    assert "最终以主管部门审定为准" in FOOT[status]


def test_that_no_sheet_goes_beyond_a_preliminary_verdict():
    text = sheet_text(DOCTORS, Status.ELIGIBLE)
    assert text.count("符合") == text.count("初步符合")


def test_that_a_gap_stands_in_words():
    short = next(
        finding
        for finding in sample.of_status(DOCTORS, Status.INELIGIBLE)
        if any(c.criterion.id == "contract-term" and c.outcome is Outcome.UNMET for c in finding.checks)
    )
    application = Application(short.programme, (short,), Context(sample.dossier(), YEAR))
    (part,) = criteria_parts(application, [])
    assert "还差" in text_of(pdf_of(part.pages))


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
def test_that_the_source_is_cited_by_report_and_subject(programme):
    known = sample.PROGRAMMES[programme]
    words = source_words(known)
    assert f"宁夏日报报道《飞越山海共潮生》（{known.topic}）" in words
    assert known.locator not in words


def test_that_a_programme_without_a_measure_cites_the_report_only():
    words = source_words(sample.PROGRAMMES["nx-rent-equipment"])
    assert words.startswith("公开报道：")
    assert "办法" not in words


def test_that_every_assumption_stands_with_question_and_answer():
    text = sheet_text("yc-rnd-reward", Status.ELIGIBLE)
    for assumption in sample.PROGRAMMES["yc-rnd-reward"].assumptions:
        assert f"{assumption.question}？工作假定：{assumption.answer}".replace(" ", "") in text


def answered_sheet(**answer: object) -> str:
    """The sheet of a centre for the reward, whose filing is only assumed to be asked for, after an answer to that."""
    row = confirmation(measure="yc", assumption="filing-required", source="科技局答复", **answer)
    dossier = replace(sample.dossier(), confirmations=(row,))
    finding = next(f for f in check(dossier, load_packs(), YEAR, {"yc-rnd-reward"}) if f.award)
    application = Application(finding.programme, (finding,), Context(dossier, YEAR))
    (part,) = criteria_parts(application, [])
    return text_of(pdf_of(part.pages))


def test_that_what_a_user_confirmed_says_who_and_when_at_the_criterion_and_at_the_assumption():
    text = answered_sheet()
    assert "用户确认示例人2025-05-06" in text
    assert "有效备案为前提。用户确认（示例人，2025-05-06，科技局答复）。" in text


def test_that_what_a_user_denied_says_what_holds_instead():
    text = answered_sheet(answer="否定", instead="无须备案")
    assert "不作要求" in text
    assert "用户否定（示例人，2025-05-06，科技局答复），改为：无须备案。" in text
