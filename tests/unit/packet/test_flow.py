"""Blocks one under another, over as many pages as they need."""

import pytest

from enclave_desktop.packet.document import Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import Block, flow, kept_together, paragraph
from enclave_desktop.packet.style import BODY, FRAME, TURNED_FRAME, Box
from enclave_desktop.packet.tables import Column, Table
from tests.packet.paper import pdf_of, text_of


def block(height: float, placed: list[Box] | None = None, keep: int = 0) -> Block:
    def draw(pen: Pen, box: Box, places: Places) -> None:
        if placed is not None:
            placed.append(box)

    return Block(height, draw, keep)


def test_that_blocks_that_just_fit_share_a_page():
    assert len(flow([block(FRAME.height / 2), block(FRAME.height / 2)])) == 1


def test_that_a_block_which_no_longer_fits_begins_the_next_page():
    assert len(flow([block(FRAME.height / 2), block(FRAME.height / 2 + 1)])) == 2


def test_that_a_block_is_placed_under_the_one_before():
    placed: list[Box] = []
    pdf_of(flow([block(100, placed), block(50, placed)]))
    assert [(box.top, box.height) for box in placed] == [(FRAME.top, 100), (FRAME.top - 100, 50)]


def test_that_a_landscape_page_has_the_turned_frame():
    placed: list[Box] = []
    pages = flow([block(10, placed)], landscape=True)
    pdf_of(pages)
    assert (pages[0].landscape, placed[0].width) == (True, TURNED_FRAME.width)


def test_that_every_page_but_the_first_begins_with_the_running_head():
    pages = flow([block(FRAME.height)] * 3, running=[])
    headed = flow([block(FRAME.height - 100)] * 3, running=paragraph("续", BODY, FRAME.width))
    assert len(pages) == len(headed) == 3
    assert text_of(pdf_of(headed)) == "续续"


def test_that_a_block_stays_with_those_it_is_kept_with():
    placed: list[Box] = []
    pdf_of(flow([block(FRAME.height - 40), block(30, placed, keep=1), block(30, placed)]))
    assert placed[0].top == FRAME.top


@pytest.mark.parametrize(("spare", "pages"), [(0, 1), (1, 2)])
def test_that_a_heading_stays_with_the_first_row_of_its_table_and_its_sum(spare, pages):
    table = Table((Column("标的", 40), Column("金额", 40)), [("一\n二", "1.00")], [("合计", "1.00")])
    cut = table.cut(0, FRAME.height)
    assert cut is not None
    heading = block(30, keep=1)
    above = FRAME.height - cut[0].height - heading.height + spare
    laid_out = flow([block(above), heading, table])
    assert len(laid_out) == pages
    assert "标的" in text_of(pdf_of(laid_out[-1:]))


def test_that_a_heading_goes_with_its_table_to_the_next_page():
    placed: list[Box] = []
    table = Table((Column("标的", 40),), [("一",)], [("合计",)])
    pdf_of(flow([block(FRAME.height - 60), block(30, placed, keep=1), table]))
    assert placed[0].top == FRAME.top


def test_that_blocks_kept_together_are_not_torn_apart():
    placed: list[Box] = []
    pdf_of(flow([block(FRAME.height - 70), *kept_together([block(30, placed)] * 3)]))
    assert placed[0].top == FRAME.top


def test_that_a_block_higher_than_a_page_is_a_bug():
    with pytest.raises(ValueError, match="higher than a page"):
        flow([block(FRAME.height + 1)])
