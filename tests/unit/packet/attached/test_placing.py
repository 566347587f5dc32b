from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.inspected import Size
from enclave_desktop.packet.attached.placing import SHEET, place, window_of
from enclave_desktop.packet.style import A4, ATTACHED_FRAME, MM

AS_IT_IS = PageEdit(0)
SIDES = st.floats(3, 14_400)


def part(left: str, top: str, right: str, bottom: str):
    return Decimal(left), Decimal(top), Decimal(right), Decimal(bottom)


def close(point, expected):
    assert point == pytest.approx(expected, abs=0.01)


def test_that_a_page_of_a4_takes_the_sheet_in_its_true_size():
    placed = place(Size(*A4), AS_IT_IS)
    close(placed.matrix.transform((0, 0)), (0, 0))
    close(placed.matrix.transform(A4), A4)
    assert not placed.clipped


def test_that_what_fits_between_the_margins_stands_there_in_its_true_size():
    placed = place(Size(240, 150), AS_IT_IS)
    assert (placed.window.width, placed.window.height) == (240, 150)
    close(placed.window.x + 120, ATTACHED_FRAME.x + ATTACHED_FRAME.width / 2)


def test_that_a_landscape_page_lies_with_its_head_at_the_left():
    placed = place(Size(A4[1], A4[0]), AS_IT_IS)
    close(placed.matrix.transform((0, A4[0])), (0, 0))  # its upper left corner is the sheet's lower left
    close(placed.matrix.transform((A4[1], A4[0])), (0, A4[1]))


def test_that_an_invoice_as_wide_as_the_sheet_stands_upright():
    placed = place(Size(210 * MM, 140 * MM), AS_IT_IS)
    assert placed.matrix.shorthand[:4] == pytest.approx((1, 0, 0, 1))


def test_that_american_paper_is_reduced_to_the_sheet():
    placed = place(Size(612, 792), AS_IT_IS)
    assert placed.window.width == pytest.approx(A4[0])


def test_that_a_larger_page_is_reduced_to_fit_between_the_margins():
    placed = place(Size(297 * MM, 420 * MM), AS_IT_IS)
    assert placed.window.width <= ATTACHED_FRAME.width + 0.01
    assert placed.window.x >= ATTACHED_FRAME.x - 0.01


def test_that_a_picture_of_guessed_size_keeps_the_margins_even_when_it_is_a_sheet():
    placed = place(Size(*A4, true=False), AS_IT_IS)
    assert placed.window.width < A4[0]
    assert placed.window.x >= ATTACHED_FRAME.x - 0.01


@pytest.mark.parametrize(("turn", "corner"), [(0, (0, 80)), (90, (80, 50)), (180, (50, 0)), (270, (0, 0))])
def test_that_a_page_turns_clockwise(turn, corner):
    matrix, _ = window_of(Size(50, 80), PageEdit(0, turn=turn))
    close(matrix.transform((0, 80)), corner)


def test_that_a_crop_is_told_from_the_upper_left():
    matrix, size = window_of(Size(100, 200), PageEdit(0, crop=part("0.1", "0.2", "0.6", "0.7")))
    assert (size.width, size.height) == pytest.approx((50, 100))
    close(matrix.transform((10, 160)), (0, 100))


def test_that_a_crop_is_told_of_the_turned_page():
    _, size = window_of(Size(100, 200), PageEdit(0, turn=90, crop=part("0", "0", "0.5", "1")))
    assert (size.width, size.height) == pytest.approx((100, 100))


def test_that_straightening_turns_clockwise_about_the_middle():
    matrix, _ = window_of(Size(100, 100), PageEdit(0, straighten=Decimal(10)))
    close(matrix.transform((50, 50)), (50, 50))
    x, y = matrix.transform((50, 100))
    assert x > 50
    assert y < 100


@pytest.mark.parametrize(
    "edit", [PageEdit(0, crop=part("0", "0", "1", "0.5")), PageEdit(0, straighten=Decimal("0.5"))]
)
def test_that_what_would_reach_beyond_its_window_is_clipped(edit):
    assert place(Size(*A4), edit).clipped


@given(SIDES, SIDES, st.booleans(), st.sampled_from((0, 90, 180, 270)))
def test_that_no_page_is_enlarged_or_leaves_the_sheet(width, height, true, turn):
    placed = place(Size(width, height, true), PageEdit(0, turn=turn))
    scale = abs(placed.matrix.a) + abs(placed.matrix.b)
    assert scale <= 1.0001
    assert placed.window.x >= SHEET.x - 0.01
    assert placed.window.y >= SHEET.y - 0.01
    assert placed.window.right <= SHEET.right + 0.01
    assert placed.window.top <= SHEET.top + 0.01


@pytest.mark.parametrize(
    "size", [Size(240, 150), Size(297 * MM, 420 * MM), Size(*A4, true=False), Size(420 * MM, 297 * MM)]
)
def test_that_on_the_back_of_a_sheet_the_margins_are_mirrored(size):
    front, back = place(size, AS_IT_IS), place(size, AS_IT_IS, back=True)
    close(back.window.right, A4[0] - front.window.x)
    assert back.window.right <= A4[0] - ATTACHED_FRAME.x + 0.01
    assert back.matrix.shorthand[:4] == front.matrix.shorthand[:4]


def test_that_a_page_of_a4_takes_the_sheet_on_the_back_too():
    close(place(Size(*A4), AS_IT_IS, back=True).matrix.transform((0, 0)), (0, 0))
