import io
import subprocess
import sys

import pypdf
import pypdfium2
import pytest

from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.fonts import MissingGlyph
from enclave_desktop.packet.style import A4, Box, Type

TYPE = Type("song", 10, 14)


def sheets_on(file):
    return Sheets(file, title="研发补助申请", author="某公司", subject="参考样表")


def page_of(draw, **options):
    """The first page, drawn by `draw(pen)`, as PDFium reads it."""
    file = io.BytesIO()
    sheets = sheets_on(file)
    with Pen(sheets, **options) as pen:
        draw(pen)
    sheets.showPage()
    sheets.save()
    return pypdfium2.PdfDocument(file.getvalue())[0]


def box_of(page, text):
    """Left, bottom, right and top of a text in points."""
    text_page = page.get_textpage()
    index, count = text_page.search(text).get_next()
    boxes = [text_page.get_charbox(index + n, loose=True) for n in range(count)]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def grey_at(page, x, y):
    """The grey of a point: 0 is black, 255 is white; four pixels a point."""
    return page.render(scale=4, grayscale=True).to_pil().getpixel((round(x * 4), round((A4[1] - y) * 4)))


@pytest.mark.parametrize(("align", "left"), [("left", 300), ("centre", 280), ("right", 260)])
def test_that_text_stands_where_it_is_aligned(align, left):
    page = page_of(lambda pen: pen.text(300, 500, "研发费用", TYPE, align))
    assert box_of(page, "研发费用")[::2] == pytest.approx((left, left + 40), abs=0.1)


def test_that_text_over_several_fonts_goes_on_where_the_first_ends():
    page = page_of(lambda pen: pen.text(100, 500, "王☑明", TYPE))
    assert box_of(page, "☑")[0] == pytest.approx(110, abs=0.1)


def test_that_lines_go_down_by_the_leading():
    page = page_of(lambda pen: pen.lines(100, 500, ["一一", "二二", "三三"], TYPE))
    assert box_of(page, "一一")[1] - box_of(page, "三三")[1] == pytest.approx(28, abs=0.1)


def test_that_a_turned_page_has_its_head_at_the_left_edge():
    page = page_of(lambda pen: pen.text(0, A4[0] - 50, "表头", TYPE), turned=True)
    left, bottom, right, top = box_of(page, "表头")
    assert left < 50 < right
    assert (bottom, top) == pytest.approx((0, 20), abs=0.5)


def test_that_a_character_of_no_font_draws_nothing_of_its_text():
    sheets = sheets_on(io.BytesIO())
    with Pen(sheets) as pen, pytest.raises(MissingGlyph):
        pen.text(100, 500, "王\U00017000", TYPE)
    assert sheets.words == []


def test_that_grey_text_does_not_grey_the_next():
    def draw(pen):
        pen.text(100, 500, "█", Type("song", 10, 14, 0.6))
        pen.text(200, 500, "█", TYPE)

    page = page_of(draw)
    assert grey_at(page, 105, 503) == pytest.approx(153, abs=2)
    assert grey_at(page, 205, 503) == 0


def test_that_text_is_black_over_a_shade():
    def draw(pen):
        pen.text(200, 500, "█", TYPE)
        pen.shade(Box(190, 490, 50, 30), 0.9)

    page = page_of(draw)
    assert grey_at(page, 205, 503) == 0
    assert grey_at(page, 235, 503) == pytest.approx(230, abs=2)


@pytest.mark.parametrize("point", [(100, 450), (300, 450), (200, 400), (200, 500)])
def test_that_a_frame_has_four_sides(point):
    page = page_of(lambda pen: pen.frame(Box(100, 400, 200, 100), 2))
    assert grey_at(page, *point) == 0


def test_that_a_rule_is_drawn_in_its_grey():
    page = page_of(lambda pen: pen.rule(100, 400, 200, 400, 4, 0.5))
    assert grey_at(page, 150, 400) == pytest.approx(127, abs=2)


def test_that_the_place_of_a_seal_is_42_mm_wide():
    page = page_of(lambda pen: pen.seal(300, 400))
    left, bottom, right, top = next(iter(page.get_objects())).get_bounds()
    assert (right - left, top - bottom) == pytest.approx((42 * 72 / 25.4, 42 * 72 / 25.4), abs=1.5)


def test_that_the_place_of_a_seal_is_never_red():
    picture = page_of(lambda pen: pen.seal(300, 400)).render(scale=2).to_pil().convert("RGB")
    assert all(red == green == blue for _, (red, green, blue) in picture.getcolors())


def test_that_the_place_of_a_seal_says_what_goes_there():
    page = page_of(lambda pen: pen.seal(300, 400, "（负责人章）"))
    left, _, right, _ = box_of(page, "（负责人章）")
    assert (left + right) / 2 == pytest.approx(300, abs=0.1)


def test_that_a_page_remembers_its_texts():
    file = io.BytesIO()
    sheets = sheets_on(file)
    for texts in (["一", "二"], ["三"]):
        with Pen(sheets) as pen:
            pen.lines(100, 500, texts, TYPE)
        sheets.showPage()
    sheets.save()
    assert sheets.printed == [["一", "二"], ["三"]]


def test_that_saving_ends_the_last_page():
    sheets = sheets_on(io.BytesIO())
    with Pen(sheets) as pen:
        pen.text(100, 500, "一", TYPE)
    sheets.save()
    assert sheets.printed == [["一"]]


def document(draw=lambda pen: pen.text(100, 500, "研发", TYPE)):
    file = io.BytesIO()
    sheets = sheets_on(file)
    with Pen(sheets) as pen:
        draw(pen)
    sheets.save()
    return pypdf.PdfReader(file)


def test_that_a_document_has_its_properties():
    metadata = document().metadata
    assert (metadata.title, metadata.author, metadata.subject) == ("研发补助申请", "某公司", "参考样表")


def test_that_a_document_says_it_is_in_chinese():
    assert document().trailer["/Root"]["/Lang"] == "zh-CN"


def test_that_pages_are_compressed_without_ascii85():
    assert document().pages[0]["/Contents"]["/Filter"] == ["/FlateDecode"]


def test_that_a_page_is_a4():
    assert [float(side) for side in document().pages[0].mediabox[2:]] == pytest.approx(
        [595.28, 841.89], abs=0.01
    )


PROGRAM = """
import sys
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.style import Type
sheets = Sheets(sys.stdout.buffer, title="题", author="甲", subject="乙")
with Pen(sheets) as pen:
    pen.text(100, 500, "王𬭎☑是，☐否 1,234.50", Type("fang", 10, 14))
    pen.seal(300, 300)
sheets.save()
"""


def test_that_another_process_writes_the_same_bytes():
    results = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(results) == 1
    assert results.pop().startswith(b"%PDF-1.7")
