"""Tables over pages: nothing lost, heads repeated, sums true, rows whole."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.errors import UserError
from enclave_desktop.packet.document import Page, Places
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.flow import flow
from enclave_desktop.packet.style import FRAME
from enclave_desktop.packet.tables import TEXT_LOOK, Cells, Column, Table
from tests.packet.layout_check import faults_of
from tests.packet.paper import blocks_of, pdf_of, text_of

COLUMNS = (Column("名称", 30), Column("说明", 60), Column("金额", 30, align="right"))


def table(count: int, **more: object) -> Table:
    return Table(COLUMNS, [(f"甲{n}", f"乙{n}", str(n)) for n in range(count)], **more)  # type: ignore[arg-type]


def texts_by_page(pages: tuple[Page, ...]) -> list[str]:
    return [text_of(pdf_of([page])) for page in pages]


def test_that_the_head_stands_on_every_page():
    pages = texts_by_page(flow([table(100)]))
    assert len(pages) > 1
    assert all(page.startswith("名称说明金额") for page in pages)


def test_that_every_row_is_printed_once_and_in_order():
    text = "".join(texts_by_page(flow([table(100)]))).replace("名称说明金额", "")
    assert text == "".join(f"甲{n}乙{n}{n}" for n in range(100))


def test_that_totals_stand_after_the_last_row_only():
    pages = texts_by_page(flow([table(100, totals=[("合计", "", "4950")])]))
    assert [page.count("合计") for page in pages] == [0] * (len(pages) - 1) + [1]


def test_that_the_foot_of_a_page_is_told_its_rows():
    asked: list[tuple[int, int]] = []

    def foot(start: int, stop: int) -> list[Cells]:
        asked.append((start, stop))
        return [("小计", "", f"{stop - start}行")]

    texts_by_page(flow([table(100, page_foot=foot)]))
    slices = [(start, stop) for start, stop in asked if stop]
    assert [start for start, _ in slices] == [0, *(stop for _, stop in slices[:-1])]
    assert slices[-1][1] == 100


@pytest.mark.parametrize("left", [0, 1])
def test_that_totals_never_stand_on_a_page_without_a_row(left):
    whole = next(n for n in range(1, 200) if len(flow([table(n)])) == 2) - 1
    pages = texts_by_page(flow([table(whole - left, totals=[("合计", "", "1")])]))
    assert "甲" in pages[-1]


def test_that_a_row_is_not_torn_by_the_end_of_a_page():
    rows = [(str(n), "长" * 60, "") for n in range(60)]
    for page in texts_by_page(flow([Table(COLUMNS, rows)])):
        assert page.count("长") % 60 == 0


def test_that_a_row_higher_than_a_page_goes_on_over_several_without_loss():
    words = "".join(chr(0x4E00 + n) for n in range(2000))
    text = "".join(texts_by_page(flow([Table(COLUMNS, [("甲", words, "1"), ("乙", "", "2")])])))
    assert all(char in text for char in words)
    assert text.count("甲") == 1 + words.count("甲")


def test_that_a_row_over_several_pages_counts_once():
    asked: list[tuple[int, int]] = []

    def foot(start: int, stop: int) -> list[Cells]:
        asked.append((start, stop))
        return [("小计", "", "")]

    texts_by_page(flow([Table(COLUMNS, [("甲", "长" * 2000, "1"), ("乙", "", "2")], page_foot=foot)]))
    counted = [stop - start for start, stop in asked if stop]
    assert len(counted) > 2
    assert sum(counted) == 2


def test_that_figures_end_at_the_right_of_their_column():
    blocks = blocks_of(pdf_of(flow([Table(COLUMNS, [("甲", "", "1.00"), ("乙", "", "1,000.00")])])))
    ends = {block.text: block.right for block in blocks}
    assert ends["1.00"] == pytest.approx(ends["1,000.00"], abs=0.5)


@pytest.mark.parametrize("amount", ["9,999,999,999.99", "-9,999,999,999.99"])
def test_that_an_amount_is_set_smaller_rather_than_torn(amount):
    columns = (Column("名称", 30), Column("金额", 26, align="right"))
    blocks = blocks_of(pdf_of(flow([Table(columns, [("甲", amount), ("乙", "1.00")])])))
    assert amount in [block.text for block in blocks]
    assert max(block.right for block in blocks) <= FRAME.x + 56 * 72 / 25.4


def test_that_a_label_of_a_sum_spreads_over_the_blank_cells_after_it():
    blocks = blocks_of(pdf_of(flow([Table(COLUMNS, [("甲", "", "1")], [("合计", "", "1")])])))
    label = next(block for block in blocks if block.text == "合计")
    assert (label.left + label.right) / 2 == pytest.approx(FRAME.x + 45 * 72 / 25.4, abs=1)


def test_that_a_cell_may_wait_for_the_page_numbers():
    rows: list[Cells] = [("甲", lambda places: places.words("here"), "")]
    (page,) = flow([Table(COLUMNS, rows)])
    sheets = Sheets(io.BytesIO(), title="", author="", subject="")
    with Pen(sheets) as pen:
        page.draw(pen, Places({"here": (3, 5)}, 9))
    assert "3–5" in sheets.words


def test_that_a_character_without_a_font_names_table_row_and_column():
    with pytest.raises(UserError, match="清单第 2 行“说明”中的字符"):
        Table(COLUMNS, [("甲", "", ""), ("乙", "\U0003ffff", "")], name="清单")


@given(st.lists(st.text("长短，。（）12 ab", max_size=80), max_size=60))
def test_that_no_text_is_lost(words):
    pages = flow([Table(COLUMNS, [("", text, "") for text in words])])
    printed = "".join(texts_by_page(pages)).replace("名称说明金额", "")
    assert printed == "".join("".join(words).split())


@pytest.mark.parametrize("amount", ["1,234.00", "-1,234,567,890.12", "-987,654,321,098,765.43"])
def test_that_a_sum_of_any_size_stays_in_its_column(amount):
    narrow = (Column("名称", 30), Column("自筹", 22, align="right"), Column("合计", 22, align="right"))
    pages = flow([Table(narrow, [("甲", "1", "1")], [("合计", amount, amount), ("本页小计", "", amount)])])
    assert faults_of(pages) == []
    assert text_of(pdf_of(pages)).count(amount) == 3


@pytest.mark.parametrize(
    ("width", "pages"), [(12, "7"), (12, "102–110"), (12, "1002–1010"), (16, "102–110、1111–1119")]
)
def test_that_page_numbers_known_last_stay_in_their_column(width, pages):
    narrow = (Column("名称", 30), Column("起止页", width, align="centre"), Column("注", 30))
    drawn = flow([Table(narrow, [("甲", lambda _: pages, "乙")] * 3, look=TEXT_LOOK)])
    assert faults_of(drawn) == []
    assert text_of(pdf_of(drawn)).count(pages) == 3
