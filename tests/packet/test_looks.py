"""How a packet looks: letters by GB/T 9704, page numbers outside, margins for the binding, black on white."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from PIL import ImageChops

from enclave_desktop.packet import style
from enclave_desktop.packet.annexes.lists import (
    ASSESSMENTS,
    CARRIERS,
    COOPERATIONS,
    FILINGS,
    LEASES,
    PROJECTS,
    PURCHASES,
    ROSTER,
)
from enclave_desktop.packet.annexes.sheet import ORDINAL, course
from enclave_desktop.packet.criteria_sheet import COLUMNS as CRITERIA
from enclave_desktop.packet.digest_page import COLUMNS as DIGESTS
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.letters import commitment_part, consent_pages
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.options import Options
from enclave_desktop.packet.packet import build, write_packet
from enclave_desktop.packet.text import break_lines
from tests.packet import sample
from tests.packet.paper import blocks_of, blocks_on, pdf_of, text_of

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
TYPE_AREA = (28 * MM, HEIGHT - 37 * MM - 225 * MM, (28 + 156) * MM, HEIGHT - 37 * MM)
"""Left, bottom, right, top of what GB/T 9704 leaves to the text."""
DOCTORS, REWARD = "nx-phd-allowance", "yc-rnd-reward"
RARE = "𬭎𫖯䶮㼆𠅤"


@pytest.mark.parametrize(
    ("type_", "face", "size"),
    [
        (style.TITLE, "song-bold", 22),
        (style.LETTER_TITLE, "song-bold", 22),
        (style.COVER_TITLE, "song-bold", 22),
        (style.HEADING, "hei", 14),
        (style.SMALL_HEADING, "kai", 12),
        (style.LETTER, "fang", 16),
        (style.BODY, "fang", 16),
        (style.LABEL, "hei", 10.5),
        (style.VALUE, "song", 10.5),
        (style.TABLE_CELL, "song", 9),
    ],
)
def test_that_faces_and_sizes_are_those_that_offices_use(type_, face, size):
    assert (type_.face, type_.size) == (face, size)


def test_that_no_type_is_smaller_than_seven_and_a_half_points():
    types = [value for value in vars(style).values() if isinstance(value, style.Type)]
    assert min(type_.size for type_ in types) >= 7.5


def letters(programme, count=1, receiver=None):
    application = sample.application(programme, count)
    part = commitment_part(application, place="飞地", receiver=receiver, personal=programme == DOCTORS)
    return pdf_of((*part.pages, *consent_pages(application, application.people, receiver=receiver)))


@pytest.mark.parametrize(("programme", "count"), [(REWARD, 1), (DOCTORS, 1), (DOCTORS, 3)])
def test_that_letters_stand_in_the_type_area_of_the_standard(programme, count):
    left, bottom, right, top = TYPE_AREA
    outside = [
        block.text
        for block in blocks_of(letters(programme, count))
        if block.left < left - 0.5 or block.bottom < bottom or block.right > right + 0.5 or block.top > top
    ]
    assert outside == []


def test_that_a_full_line_of_a_letter_has_28_characters_and_fills_the_type_area():
    full = [block for block in blocks_of(letters(DOCTORS)) if len(block.text) == 28]
    assert full
    for block in full:
        assert block.left < TYPE_AREA[0] + 3
        assert block.right > TYPE_AREA[2] - 10


def test_that_22_lines_of_a_letter_fill_the_type_area():
    blocks = blocks_of(letters(REWARD))
    first = next(block for block in blocks if block.text.startswith("一、"))
    third = next(block for block in blocks if block.text.startswith("三、"))
    lines = (first.bottom - third.bottom) / (225 * MM / 22)
    assert lines == pytest.approx(round(lines), abs=0.05)


def test_that_lines_are_set_no_further_apart_than_a_point():
    blocks = [block for block in blocks_of(letters(DOCTORS)) if len(block.text) > 20]
    assert max((block.right - block.left) / len(block.text) for block in blocks) <= 17


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The pages of a packet printed on both sides, and of the same on one side."""
    folder = tmp_path_factory.mktemp("printed")
    documents = []
    for double_sided in (True, False):
        application = replace(sample.application(DOCTORS, 2), options=Options(double_sided=double_sided))
        write_packet(application, folder / f"{double_sided}.pdf")
        documents.append(pypdfium2.PdfDocument(folder / f"{double_sided}.pdf"))
    yield documents
    for document in documents:
        document.close()


def numbers_on(document):
    """Place in the file, from 1, and the middle of the page number on each numbered page."""
    for place, page in enumerate(document, 1):
        for block in blocks_on(page):
            if block.text.startswith("第") and block.top < 20 * MM:
                yield place, (block.left + block.right) / 2


def test_that_numbers_stand_outside_where_both_sides_are_printed(printed):
    found = list(numbers_on(printed[0]))
    assert {place % 2 for place, _ in found} == {0, 1}
    assert [place for place, at in found if (at > 0.7 * WIDTH) != bool(place % 2)] == []
    assert [place for place, at in found if (at < 0.3 * WIDTH) == bool(place % 2)] == []


def test_that_numbers_stand_in_the_middle_where_one_side_is_printed(printed):
    assert all(at == pytest.approx(106 * MM, abs=1) for _, at in numbers_on(printed[1]))


def edges(page):
    """How much is free at the left and at the right of a page, in mm."""
    ink = ImageChops.invert(page.render(scale=2, grayscale=True).to_pil()).getbbox()
    assert ink, "an empty page"
    left, _, right, _ = ink
    return left / 2 / MM, 210 - right / 2 / MM


def test_that_the_bound_edge_stays_free_on_both_sides_of_a_sheet(printed):
    pages = list(enumerate(printed[0], 1))
    bound = [edges(page)[0 if place % 2 else 1] for place, page in pages]
    assert min(bound) >= 24.5


def test_that_the_left_edge_stays_free_where_one_side_is_printed(printed):
    assert min(edges(page)[0] for page in list(printed[1])[1:]) >= 27.5


def test_that_nothing_but_scans_is_coloured(printed):
    coloured = []
    for place, page in enumerate(printed[1], 1):
        red, green, blue = page.render(scale=1).to_pil().convert("RGB").split()
        if ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox():
            coloured.append(place)
    assert coloured == []


def test_that_rare_characters_are_found_on_every_part_that_names_a_person(tmp_path):
    application = sample.application(DOCTORS, 1)
    finding = application.findings[0]
    assert finding.case.person
    person = replace(finding.case.person, name=RARE)
    subject = replace(finding.subject, name=RARE)
    named = replace(finding, subject=subject, case=replace(finding.case, person=person))
    write_packet(replace(application, findings=(named,)), tmp_path / "packet.pdf")
    with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as document:
        naming = [
            place for place, page in enumerate(document, 1) if RARE in page.get_textpage().get_text_range()
        ]
    text = text_of((tmp_path / "packet.pdf").read_bytes())
    assert f"申报人员{RARE}" in text
    assert f"姓名：{RARE}" in text
    assert len(naming) >= 5


def lines_on(page):
    return page.get_textpage().get_text_range().splitlines()


def drawn(application, key):
    """The lines of one part of a packet."""
    document = build(application, manifest_of(application))
    part = next(part for part in document.parts if part.key == key)
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    for page in part.pages:
        with Pen(sheets) as pen:
            page.draw(pen, document.places)
        sheets.showPage()
    sheets.save()
    return [line for page in pypdfium2.PdfDocument(file.getvalue()) for line in lines_on(page)]


def test_that_a_name_on_a_divider_is_not_torn():
    application = sample.application(DOCTORS)
    lines = drawn(application, "evidence:1")
    torn = [
        subject.name for subject in application.subjects if not any(subject.name in line for line in lines)
    ]
    assert torn == []


def test_that_a_credit_code_stays_on_its_line_in_the_list_of_evidence():
    application = sample.application("nx-filing", 1)
    assert application.firm
    assert any(application.firm.credit_code in line for line in drawn(application, "evidence"))


def lines_in(columns, label, words):
    """The lines that the words take in that column."""
    column = next(column for column in columns if column.label == label)
    cell = style.TABLE_CELL
    return break_lines(words, cell.face, cell.size, column.width * MM - 2 * style.TABLE_PADDING)


@pytest.mark.parametrize(
    ("columns", "label", "words"),
    [
        (CRITERIA, "依据", "2028-08-28"),
        (CRITERIA, "依据", "公开报道"),
        (CRITERIA, "实际情况", "宁夏回族自治区"),
        (CRITERIA, "结论", "待核实"),
        (CRITERIA, "证明材料\n页码", "108–120"),
        (CARRIERS, "类型", "科技企业孵化器"),
        (CARRIERS, "认定日期", "2028-08-28"),
        (COOPERATIONS, "签订日期", "2028-08-28"),
        *((CRITERIA, "条件", c.label) for p in sample.PROGRAMMES.values() for c in p.criteria),
        (CRITERIA, "要求", "国家级或自治区级"),
        (CRITERIA, "实际情况", "9,999,999.99 元"),
        (DIGESTS, "SHA-256", "0689abcdef" * 3 + "ad"),
    ],
)
def test_that_what_is_always_so_long_stays_on_its_line(columns, label, words):
    assert lines_in(columns, label, words) == [words]


@pytest.mark.parametrize("number", ["6" * 18, "0" * 17 + "X"])
def test_that_an_identity_number_stays_on_its_line_in_the_roster(number):
    column = next(column for column in ROSTER if column.label == "证件号码")
    room = column.width * MM - 2 * style.TABLE_PADDING
    cell = style.TABLE_CELL
    assert break_lines(number, cell.face, cell.size, room) == [number]


@pytest.mark.parametrize("columns", [ROSTER, LEASES, COOPERATIONS], ids=["roster", "leases", "cooperations"])
def test_that_the_course_of_a_contract_takes_two_lines(columns):
    column = next(column for column in columns if column.label.endswith("起止"))
    words = course(date(2028, 8, 8), date(2029, 12, 30))
    cell = style.TABLE_CELL
    assert len(break_lines(words, cell.face, cell.size, column.width * MM - 2 * style.TABLE_PADDING)) == 2


@pytest.mark.parametrize("columns", [ROSTER, LEASES, PURCHASES])
def test_that_the_columns_of_a_landscape_table_are_as_wide_as_its_page(columns):
    assert sum(column.width for column in (ORDINAL, *columns)) * MM == pytest.approx(style.TURNED_FRAME.width)


@pytest.mark.parametrize("columns", [COOPERATIONS, PROJECTS, FILINGS, CARRIERS, ASSESSMENTS])
def test_that_the_columns_of_an_upright_table_are_as_wide_as_its_page(columns):
    assert sum(column.width for column in (ORDINAL, *columns)) * MM == pytest.approx(style.FRAME.width)


def test_that_a_long_title_on_the_cover_leaves_no_single_character_on_a_line():
    lines = [line.strip() for line in drawn(sample.application("nx-talent-awards", 1), "cover")]
    assert [line for line in lines if len(line) == 1] == []
