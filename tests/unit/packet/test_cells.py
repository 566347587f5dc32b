import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.packet import cells, fonts
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.style import (
    CELL_PADDING,
    CUT,
    MM,
    ONE_LINE_FROM,
    OPINION,
    PHOTO,
    ROW,
    SEAL_CLEAR,
    SIGNATURE,
    SMALLEST,
    TALLEST_TEXT,
    VALUE,
    Box,
)
from tests.packet.paper import blocks_on

PATH = pypdfium2.raw.FPDF_PAGEOBJ_PATH
WIDTH = 48 * MM
ROOM = WIDTH - 2 * CELL_PADDING


def page_with(cell, box):
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    with Pen(sheets) as pen:
        cell.draw(pen, box)
    sheets.showPage()
    sheets.save()
    return pypdfium2.PdfDocument(file.getvalue())[0]


def words_on(page):
    return "".join(page.get_textpage().get_text_range().split())


def widest(cell):
    return max(fonts.width(line, cell.type.face, cell.type.size) for line in cell.lines)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("企业名称", ["企业名称"]),
        ("申请金额（元）", ["申请金额（元）"]),
        ("获批后支持金额（元）", ["获批后支持金额", "（元）"]),
        ("统一社会信用代码", ["统一社会", "信用代码"]),
        ("同一事项\n其他财政支持", ["同一事项", "其他财政支持"]),
    ],
)
def test_that_a_label_breaks_into_even_lines_and_before_brackets(words, lines):
    assert list(cells.label(words, 30 * MM).lines) == lines


def test_that_a_short_value_makes_a_row_of_the_least_height():
    assert cells.value("云杉", WIDTH).height <= ROW


@pytest.mark.parametrize(("count", "lines"), [(11, 1), (13, 1), (14, 2)])
def test_that_a_value_is_set_a_little_smaller_if_that_saves_a_line(count, lines):
    cell = cells.value("永" * count, WIDTH)
    assert len(cell.lines) == lines
    assert cell.type.size >= ONE_LINE_FROM


def test_that_a_value_that_takes_lines_anyway_keeps_its_size():
    assert cells.value("永" * 40, WIDTH).type.size == VALUE.size


def test_that_a_long_value_is_set_smaller_before_it_is_cut():
    cell = cells.value("永" * 70, WIDTH)
    assert SMALLEST <= cell.type.size < VALUE.size
    assert cell.rest == ""


def test_that_a_value_too_long_for_its_cell_is_cut_and_says_so():
    text = "永" * 300
    cell = cells.value(text, WIDTH)
    assert cell.lines[-1] == "（下接续页）"
    assert "".join(cell.lines[:-1]) + cell.rest == text
    assert cell.type.size == CUT


def test_that_a_cell_asked_to_be_higher_holds_more():
    text = "永" * 120
    assert cells.value(text, WIDTH).rest
    assert not cells.value(text, WIDTH, least=60 * MM).rest


@given(st.text(st.sampled_from("永和国，。（）AB12 \n"), max_size=400))
def test_that_no_text_is_lost_and_none_leaves_its_cell(text):
    cell = cells.value(text, WIDTH)
    shown = cell.lines[:-1] if cell.rest else cell.lines
    assert "".join("".join(shown).split()) + "".join(cell.rest.split()) == "".join(text.split())
    assert (
        not shown
        or max(fonts.width(line.rstrip(), VALUE.face, cell.type.size) for line in shown) <= ROOM + 0.01
    )
    assert len(cell.lines) * cell.type.leading <= TALLEST_TEXT + 0.01


def test_that_money_stands_at_the_right_edge():
    page = page_with(cells.value("1,234.00", WIDTH, money=True), Box(100, 100, WIDTH, ROW))
    assert blocks_on(page)[0].right == pytest.approx(100 + WIDTH - CELL_PADDING, abs=1)


def test_that_a_hint_stands_at_the_other_side_of_its_value():
    page = page_with(cells.value("1.00", WIDTH, money=True, hint="2024年度"), Box(100, 100, WIDTH, ROW))
    left = {block.text: block.left for block in blocks_on(page)}
    assert left["2024年度"] < left["1.00"]


def test_that_a_hint_without_room_beside_the_value_has_a_line_of_its_own():
    plain, hinted = cells.value("永" * 11, WIDTH), cells.value("永" * 11, WIDTH, hint="截至2025年6月30日")
    assert hinted.height > plain.height
    assert words_on(page_with(hinted, Box(100, 100, WIDTH, hinted.height))) == "永" * 11 + "截至2025年6月30日"


def test_that_a_cell_for_a_hand_may_hold_a_hint():
    assert words_on(page_with(cells.value("", WIDTH, hint="最高"), Box(100, 100, WIDTH, ROW))) == "最高"


@pytest.mark.parametrize(
    ("ticked", "words"),
    [({"是"}, "☑是☐否"), ({"否"}, "☐是☑否"), (set(), "☐是☐否"), ({"其他"}, "☐是☐否")],
)
def test_that_only_the_box_of_the_value_is_ticked(ticked, words):
    cell = cells.boxes(["是", "否"], ticked, WIDTH)
    assert words_on(page_with(cell, Box(100, 100, WIDTH, ROW))) == words


def test_that_choices_go_on_below_when_a_line_is_full():
    cell = cells.boxes(["独立法人", "分支机构", "内设机构"], (), WIDTH)
    assert [len(row) for row in cell.rows] == [2, 1]
    assert cell.height > ROW


@pytest.mark.parametrize("count", [1, 3, 4, 6])
def test_that_the_place_of_a_seal_is_clear_of_the_lines_to_sign_on(count):
    cell = cells.Signing("本单位确认所填属实。", ("法定代表人（签字）",) * count, "（公章）")
    box = Box(100, 100, 156 * MM, cell.height)
    page = page_with(cell, box)
    clear = box.right - CELL_PADDING - SEAL_CLEAR
    beyond = {block.text for block in blocks_on(page) if block.right > clear}
    assert beyond == {"（公章）", "年　　月　　日"}
    assert sum(shape.get_bounds()[2] > clear for shape in page.get_objects([PATH])) == 1
    assert cell.height >= SEAL_CLEAR


def test_that_lines_to_sign_on_stay_inside_the_cell():
    cell = cells.Signing("本单位确认所填属实。", ("法定代表人（签字）",) * 6, "（公章）")
    box = Box(100, 100, 156 * MM, cell.height)
    bounds = [shape.get_bounds() for shape in page_with(cell, box).get_objects()]
    assert min(bound[1] for bound in bounds) >= box.y
    assert max(bound[3] for bound in bounds) <= box.top


def test_that_lines_to_sign_on_are_long_enough():
    cell = cells.Signing("本人确认所填属实。", ("本人（签字）",), None)
    page = page_with(cell, Box(100, 100, 156 * MM, cell.height))
    lines = [shape.get_bounds() for shape in page.get_objects([PATH])]
    assert [right - left for left, _, right, _ in lines] == [pytest.approx(SIGNATURE, abs=1)]


def test_that_without_marks_no_circle_is_drawn_but_the_words_stay():
    marked, unmarked = (cells.opinion(("经办人",), "（盖章）", marked) for marked in (True, False))
    box = Box(100, 100, 126 * MM, OPINION)
    pages = [page_with(cell, box) for cell in (marked, unmarked)]
    assert [len(list(page.get_objects([PATH]))) for page in pages] == [2, 1]
    assert ["（盖章）" in words_on(page) for page in pages] == [True, True]


def test_that_an_opinion_leaves_room_to_write():
    assert cells.opinion(("经办人", "负责人"), "（盖章）", True).height == OPINION


def test_that_a_photograph_has_its_size():
    cell = cells.PhotoBox("（照片）")
    page = page_with(cell, Box(100, 100, 30 * MM, cell.height))
    left, bottom, right, top = next(page.get_objects([PATH])).get_bounds()
    assert (right - left, top - bottom) == (pytest.approx(PHOTO[0], abs=2), pytest.approx(PHOTO[1], abs=2))
