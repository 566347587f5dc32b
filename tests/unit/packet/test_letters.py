"""The texts around a form: cover, contents, header, commitment, consent."""

import io
from dataclasses import replace

import pypdfium2
import pytest

from enclave_desktop.packet.contents import contents_part
from enclave_desktop.packet.cover import cover_part
from enclave_desktop.packet.document import Document, Page, Part
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.flow import flow, gap
from enclave_desktop.packet.frame import draw_frame
from enclave_desktop.packet.letters import BLANK, commitment_part, consent_pages, load_letters
from enclave_desktop.packet.style import A4, FRAME
from tests.packet import sample
from tests.packet.firms import LONG_NAME, YEAR
from tests.packet.paper import blocks_of, pdf_of, text_of, texts_of

DOCTORS, REWARD, CARRIER = "nx-phd-allowance", "yc-rnd-reward", "yc-carrier-incubator"


def words(pages: tuple[Page, ...]) -> str:
    return text_of(pdf_of(pages))


def commitment(programme: str, *, place: str = "飞地", personal: bool = False, count: int | None = 1) -> str:
    application = sample.application(programme, count)
    return words(commitment_part(application, place=place, receiver=None, personal=personal).pages)


@pytest.mark.parametrize("place", ["飞地", "飞地孵化器", "载体"])
def test_that_the_commitment_speaks_of_what_the_form_is_about(place):
    assert f"确属该{place}实际发生" in commitment(CARRIER, place=place)


def test_that_the_person_signs_the_commitment_where_the_form_is_personal():
    assert "本人（签字）" in commitment(DOCTORS, personal=True)
    assert "本人（签字）" not in commitment(DOCTORS)


def test_that_several_people_sign_by_name():
    text = commitment(DOCTORS, personal=True, count=None)
    assert all(subject.name.replace(" ", "") in text for subject in sample.application(DOCTORS).subjects)


def test_that_a_commitment_that_goes_on_says_so_over_the_names():
    application = sample.application(DOCTORS)
    part = commitment_part(application, place="飞地", receiver=None, personal=True)
    first, second = texts_of(pdf_of(part.pages))
    assert "（续）" not in first
    assert second.startswith("承诺书（续）")


def test_that_nothing_is_dated_or_signed_beforehand():
    text = commitment(REWARD)
    assert "年月日" in text
    assert not any(char.isdigit() for char in text)


def test_that_an_office_that_is_not_known_is_left_to_a_hand():
    application = sample.application(DOCTORS, 1)
    known = words(commitment_part(application, place="飞地", receiver="某某厅", personal=False).pages)
    assert "受理单位：某某厅" in known
    assert "受理单位：我单位" in commitment(DOCTORS)


def consents(application):
    return consent_pages(application, application.people, receiver=None)


def test_that_the_consent_names_firm_and_programme_and_asks_twice():
    text = words(consents(sample.application(DOCTORS, 1)))
    firm = sample.dossier().firm
    assert firm is not None
    assert f"{firm.name}（电话" in text
    assert "为申报“全日制博士补助”" in text
    assert text.count("☐") == 2


def test_that_blanks_are_rules_and_never_underscores():
    assert BLANK[0] not in words(consents(sample.application(DOCTORS, 1)))


@pytest.mark.parametrize(
    ("programme", "label"),
    [(REWARD, "费用年度"), ("yc-incubator-operation", "考核年度"), (DOCTORS, None)],
)
def test_that_the_cover_says_the_year_where_the_programme_has_one(programme, label):
    text = words(cover_part(sample.application(programme, 1), receiver=None).pages)
    assert (f"{label}{YEAR}年" in text) if label else (f"{YEAR}年" not in text)


def test_that_the_cover_names_a_few_subjects_and_counts_many():
    application = sample.application(DOCTORS)
    names = [subject.name.replace(" ", "") for subject in application.subjects]
    text = words(cover_part(application, receiver=None).pages)
    assert f"{'、'.join(names[:4])}等{len(names)}人" in text
    assert names[4] not in text


def test_that_the_longest_names_stay_between_title_and_foot_of_the_cover():
    application = sample.application(CARRIER)
    carrier = replace(application.carriers[0], name=LONG_NAME * 8)
    finding = replace(application.findings[0], case=replace(application.findings[0].case, carrier=carrier))
    blocks = blocks_of(pdf_of(cover_part(replace(application, findings=(finding,)), receiver="某某局").pages))
    note = next(block for block in blocks if block.text.startswith("本册为"))
    items = [block for block in blocks if block is not note and block.top < A4[1] - 120]
    assert min(block.bottom for block in items) > note.top
    assert (
        text_of(pdf_of(cover_part(replace(application, findings=(finding,)), receiver=None).pages)).count(
            "新域高性能"
        )
        == 8
    )


def test_that_the_contents_list_every_part_and_how_to_fill_in():
    parts = [Part(f"p{n}", f"第{n}部分", flow([gap(1)]), level=n % 2) for n in range(80)]
    part = contents_part(parts)
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    for page in part.pages:
        with Pen(sheets) as pen:
            page.draw(pen, Document.of(parts).places)
        sheets.showPage()
    sheets.save()
    text = text_of(file.getvalue())
    assert len(part.pages) > 1
    assert all(f"第{n}部分{n + 1}" in text for n in range(80))
    assert all(line.replace(" ", "") in text for line in load_letters().instructions)


@pytest.mark.parametrize("name", ["短名公司", LONG_NAME, LONG_NAME * 2])
def test_that_the_header_keeps_clear_of_content_and_edges(name):
    application = sample.application(REWARD, 1)
    firm = application.firm
    assert firm is not None
    dossier = replace(application.dossier, firm=replace(firm, name=name))
    changed = replace(application, context=type(application.context)(dossier, YEAR))
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    draw_frame(sheets, changed, "第1页　共1页", draft=False, bare=False)
    sheets.showPage()
    sheets.save()
    header = [block for block in blocks_of(file.getvalue()) if block.bottom > A4[1] / 2]
    assert min(block.bottom for block in header) > FRAME.top
    assert max(block.top for block in header) < A4[1] - 10
    assert max(block.right for block in header) <= FRAME.right + 1
    assert name in text_of(file.getvalue())


def test_that_a_bare_page_has_neither_header_nor_number():
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    draw_frame(sheets, sample.application(REWARD, 1), "", draft=False, bare=True)
    sheets.showPage()
    sheets.save()
    assert pypdfium2.PdfDocument(file.getvalue())[0].get_textpage().get_text_range() == ""
