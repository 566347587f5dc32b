"""Pieces that are missing or flawed, and reasons of a return."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from enclave_desktop.dossier.evidence import PageEdit, words_of_edits
from enclave_desktop.packet.attached.inspected import JPEG, PDF, Attached, Inspected, Size
from enclave_desktop.packet.consistency import attachments
from enclave_desktop.packet.consistency.remark import Severity, Spot
from enclave_desktop.packet.on_record import evidence_for
from enclave_desktop.packet.options import Options
from tests.unit import rows
from tests.unit.packet.consistency import looking
from tests.unit.rows import FILE_DIGEST, NUMBER

LICENCE = "营业执照"


def about(kind, *held, newest_months=None, **more):
    application = looking.application(looking.doctor(*held))
    of_age = replace(application, options=Options(newest_months=newest_months))
    found = attachments.flaws(looking.looked_at(of_age, **more))
    return [remark for remark in found if kind in remark.words]


def test_that_a_missing_piece_leads_to_the_row_it_would_prove():
    (found,) = about("学位")
    assert (found.severity, found.words) == (Severity.GAP, "没有附上学位证书、毕业证书")
    assert found.spot == Spot("人员", NUMBER, attach="学位学历证书")


def test_that_a_missing_piece_of_the_firm_leads_to_the_firm():
    (found,) = about(LICENCE)
    assert found.spot is not None
    assert found.spot.row(looking.doctor()) == rows.firm()


def test_that_flaws_lead_to_the_piece_and_its_field():
    piece = rows.evidence(kind=LICENCE, valid_until=date(2025, 6, 29), issued_on=date(2025, 3, 29))
    found = about(LICENCE, piece, damaged=[FILE_DIGEST], newest_months=3)
    assert [(r.severity, r.spot.reference, r.spot.field) for r in found if r.spot] == [
        (Severity.GAP, "e1", "content"),
        (Severity.GAP, "e1", "valid_until"),
        (Severity.GAP, "e1", "issued_on"),
    ]


def test_that_sound_evidence_is_no_remark():
    piece = rows.evidence(kind=LICENCE, valid_until=date(2025, 6, 30), issued_on=date(2025, 3, 30))
    assert about(LICENCE, piece, newest_months=3) == []


def test_that_proof_that_does_not_cover_the_months_contradicts_them():
    piece = rows.evidence(kind="社保记录", person=NUMBER, period_from="2024-04", period_to="2025-05")
    (found,) = about("未覆盖", piece)
    assert (found.severity, found.words.endswith("未覆盖 2025-06")) == (Severity.CONTRADICTION, True)


def test_that_what_one_of_several_lacks_names_her_and_what_all_lack_nobody():
    other = rows.person(name="别人", id_number=rows.OTHER_NUMBER)
    work = rows.contract(person=rows.OTHER_NUMBER)
    degree = rows.evidence(person=NUMBER)
    found = [r.words for r in about("", other, work, degree)]
    assert "没有附上学位证书、毕业证书（别人）" in found
    assert "没有附上营业执照复印件" in found or any(
        w.startswith("没有附上营业执照") and "（" not in w for w in found
    )


def test_that_a_missing_piece_that_may_prove_several_rows_leads_to_the_subject():
    earlier = rows.filing(filed_on=date(2023, 3, 15), valid_until=date(2024, 3, 14))
    (found,) = about("备案文件", earlier)
    assert found.spot == Spot("人员", NUMBER, attach="备案文件")


def test_that_an_open_reason_is_told_until_it_is_settled():
    returned = rows.claim_step(state="退回", reason="缺社保记录")
    settled = rows.claim_step(number="s2", state="退回", reason="缺签字", settled_on=date(2025, 2, 1))
    (found,) = looking.remarks(attachments.returned, looking.doctor(rows.claim(), returned, settled))
    assert (found.severity, found.words) == (Severity.GAP, "2025-01-10 退回的意见尚未解决：缺社保记录")
    assert found.spot == Spot("申领经过", "s1", "settled_on")


@pytest.mark.parametrize("state", ["获批", "已拨付"])
def test_that_a_reason_that_the_office_gave_up_is_a_hint(state):
    step = rows.claim_step(state="退回", reason="缺社保记录")
    (found,) = looking.remarks(attachments.returned, looking.doctor(rows.claim(state=state), step))
    assert (found.severity, found.words) == (
        Severity.HINT,
        "2025-01-10 退回、后来获批的申领，请对照：缺社保记录",
    )


def test_that_what_was_said_of_another_is_a_hint():
    other = rows.person(name="别人", id_number=rows.OTHER_NUMBER)
    step = rows.claim_step(
        claim=("nx-phd-allowance", rows.OTHER_NUMBER, "2024-04"), state="退回", reason="缺社保记录"
    )
    application = looking.application(looking.doctor(other, step))
    of_one = [f for f in application.findings if f.subject.key == NUMBER]
    (found,) = attachments.returned(looking.looked_at(replace(application, findings=tuple(of_one))))
    assert found.severity is Severity.HINT


def not_masked(evidence, **options):
    application = replace(looking.application(looking.doctor(evidence)), options=Options(**options))
    return list(attachments.not_masked(looking.looked_at(application)))


def test_that_pages_without_masks_are_a_gap_where_numbers_are_not_to_show():
    (found,) = not_masked(rows.evidence(person=NUMBER), show_numbers=False)
    assert (found.severity, found.spot) == (Severity.GAP, Spot("证明材料", "e1", "pages"))
    assert "没有遮盖" in found.words


def test_that_accounts_that_are_not_to_show_ask_for_masks_too():
    assert not_masked(rows.evidence(person=NUMBER), show_accounts=False)


def test_that_masked_pages_are_no_remark():
    masks = ((Decimal("0.1"), Decimal("0.1"), Decimal("0.5"), Decimal("0.2")),)
    pages = words_of_edits([PageEdit(0, masks=masks)])
    assert not_masked(rows.evidence(person=NUMBER, pages=pages), show_numbers=False) == []


def test_that_masks_are_not_asked_for_where_all_is_shown():
    assert not_masked(rows.evidence(person=NUMBER)) == []


def taken(media_type, *warnings):
    """What is said of a file that was taken with these warnings, when it is bound in."""
    file = Attached(b"", Inspected(media_type, (Size(595, 842),), warnings))
    application = looking.application(looking.doctor(rows.evidence(person=NUMBER)))
    ((key, held),) = (
        item
        for item in evidence_for(application.dossier, application.findings, application.year).items()
        if item[1]
    )
    bound = replace(application, attachments={key: [file] * len(held)})
    return [
        (found.severity, found.words, found.spot)
        for found in attachments.may_look_different(looking.looked_at(bound))
    ]


def test_that_what_may_look_different_on_paper_is_a_hint_before_print_too():
    assert taken(PDF, "有字体没有嵌入（SimSun），打印效果可能与原件不同。") == [
        (
            Severity.HINT,
            "学位学历证书：有字体没有嵌入（SimSun），打印效果可能与原件不同。",
            Spot("证明材料", "e1", "content"),
        )
    ]


def test_that_a_sound_pdf_and_a_picture_of_unknown_size_are_no_hint_before_print():
    assert taken(PDF) == []
    assert taken(JPEG, "图片没有写明分辨率，打印尺寸是估计的。") == []
