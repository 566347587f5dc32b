"""Words set in a rectangle of a blank."""

import pytest

from enclave_desktop.packet import fonts
from enclave_desktop.packet.blanks.mapping import Cell, InField
from enclave_desktop.packet.blanks.saying import Said
from enclave_desktop.packet.blanks.setting import TICK, SetCell, set_cell
from enclave_desktop.packet.style import SMALLEST, Box

LONG = "宁夏回族自治区银川经济技术开发区贺兰山下新域高性能分离膜联合研究开发股份有限公司"


def done(text: str, width: float = 200, height: float = 20, **cell: object) -> SetCell:
    found = set_cell(Cell("firm.name", InField("x"), **cell), Said(text), Box(0, 0, width, height))  # type: ignore[arg-type]
    assert found
    return found


def widest(cell: SetCell) -> float:
    return max((fonts.width(line, cell.type.face, cell.type.size) for line in cell.lines), default=0)


def test_that_short_words_have_the_size_asked_for():
    assert done("示例", size=12).type.size == 12


def test_that_long_words_are_set_smaller_and_wrapped_but_stay_within():
    cell = done(LONG, 220, 24)
    assert "".join(cell.lines) == LONG
    assert SMALLEST <= cell.type.size < 10.5
    assert widest(cell) <= 220
    assert len(cell.lines) * cell.type.leading <= 24


@pytest.mark.parametrize(("width", "height"), [(100, 20), (60, 12), (30, 14), (8, 8)])
def test_that_what_has_no_room_is_kept_for_the_addendum_and_said(width, height):
    cell = done(LONG, width, height)
    assert LONG.endswith(cell.rest)
    assert "".join(cell.lines[:-1]) + cell.rest == LONG
    assert widest(cell) <= width


def test_that_a_low_field_still_holds_one_line():
    cell = done("示例企业", 200, 12)
    assert cell.lines == ("示例企业",)
    assert cell.type.size <= 12


def test_that_several_lines_begin_at_the_top_and_a_single_one_stands_in_the_middle():
    assert done(LONG * 2, 200, 90, kind="multiline").at_top
    assert not done("短", 200, 90, kind="multiline").at_top


def test_that_a_number_fills_its_boxes_and_is_never_cut():
    number = "110105199003070019"
    assert done(number, 360, 20, comb=18).comb == 18
    assert done(number, 360, 20, comb=15).comb == 0


def test_that_a_tick_is_no_larger_than_its_box():
    cell = set_cell(Cell("x", InField("x"), "check"), Said(ticked=True), Box(0, 0, 12, 10))
    assert cell
    assert cell.lines == (TICK,)
    assert cell.type.size <= 12


def test_that_nothing_known_leaves_the_blank_as_it_is():
    for kind in ("text", "check"):
        assert set_cell(Cell("x", InField("x"), kind), Said(), Box(0, 0, 9, 9)) is None


def test_that_money_stands_at_the_right_unless_it_is_said_otherwise():
    assert done("1.00", kind="money").align == "right"
    assert done("1.00", kind="money", align="left").align == "left"
