import io
from dataclasses import dataclass, field

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.grid import GridRow, Placed, draw_rows, paginate, row, with_spans
from enclave_desktop.packet.style import MOST_SLACK, ROW, Box


@dataclass
class Marker:
    """A cell that notes where it is drawn."""

    height: float = 0.0
    boxes: list[Box] = field(default_factory=list)

    def draw(self, _: Pen, box: Box) -> None:
        self.boxes.append(box)


def line(height=30.0, **options) -> GridRow:
    return row([Placed(Marker(height), 0.0, 100.0)], **options)


def heights(pages):
    return [[round(held.height, 6) for held in page] for page in pages]


@pytest.mark.parametrize(("needed", "height"), [(ROW - 1, ROW), (ROW + 1, ROW + 1)])
def test_that_a_row_is_as_high_as_its_highest_cell_but_never_lower_than_a_row(needed, height):
    assert row([Placed(Marker(3), 0, 50), Placed(Marker(needed), 50, 50)]).height == height


def test_that_rows_beside_a_high_cell_share_its_height_and_stay_together():
    photo = Placed(Marker(120.0), 50, 50, rows=2)
    rows = with_spans([row([Placed(Marker(30), 0, 50), photo]), line(40), line()])
    assert [(held.height, held.keep) for held in rows] == [(55, True), (65, False), (30, False)]


def test_that_rows_higher_than_the_cell_beside_them_keep_their_height():
    photo = Placed(Marker(50.0), 50, 50, rows=2)
    rows = with_spans([row([Placed(Marker(30), 0, 50), photo]), line(40)])
    assert [held.height for held in rows] == [30, 40]


@pytest.mark.parametrize(("room", "pages"), [(90.0, 1), (89.9, 2)])
def test_that_a_row_that_does_not_fit_begins_the_next_page(room, pages):
    assert len(paginate([line(), line(), line()], room, 200)) == pages


def test_that_later_pages_have_their_own_room():
    assert [len(page) for page in paginate([line() for _ in range(7)], 60, 90)] == [2, 3, 2]


def test_that_a_heading_is_not_left_alone_at_the_foot():
    pages = paginate([line(), line(keep=True), line()], 65, 200)
    assert [len(page) for page in pages] == [1, 2]


def test_that_rows_too_high_for_the_first_page_leave_no_empty_page():
    assert [len(page) for page in paginate([line(80, keep=True), line(80)], 100, 200)] == [2]


def test_that_room_left_goes_to_rows_for_a_hand_as_they_are_high():
    rows = [line(30), line(40, roomy=True), line(80, roomy=True), line(100)]
    assert heights(paginate(rows, 180, 200)) == [[30, 50, 100], [100]]


def test_that_without_rows_for_a_hand_each_grows_a_little():
    rows = [line(30, fixed=True), line(30), line(30), line(100)]
    assert heights(paginate(rows, 94, 200)) == [[30, 32, 32], [100]]
    assert heights(paginate(rows, 150, 200))[0] == [30, *[round(30 + MOST_SLACK, 6)] * 2]


def test_that_the_last_page_is_not_stretched():
    assert heights(paginate([line(30), line(30, roomy=True)], 200, 200)) == [[30, 30]]


@given(
    st.lists(st.tuples(st.floats(10, 90), st.booleans(), st.booleans()), min_size=1, max_size=30),
    st.floats(200, 400),
)
def test_that_every_row_is_on_one_page_in_order_and_no_page_overflows(spec, room):
    rows = [
        line(height, keep=keep and index % 2 == 0, roomy=roomy)
        for index, (height, keep, roomy) in enumerate(spec)
    ]
    pages = paginate(rows, room, room)
    assert [held.cells for page in pages for held in page] == [held.cells for held in rows]
    assert max(sum(held.height for held in page) for page in pages) <= room + 0.1


def drawn(rows):
    """The outlines on the page with the rows: left, bottom, right and top, the pen's width around the frame."""
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    with Pen(sheets) as pen:
        draw_rows(pen, rows, 100, 500, 100)
    sheets.showPage()
    sheets.save()
    page = pypdfium2.PdfDocument(file.getvalue())[0]
    return sorted(tuple(map(round, shape.get_bounds())) for shape in page.get_objects())


def test_that_a_frame_encloses_the_rows_and_rules_part_the_cells():
    first = row([Placed(Marker(30), 0, 40), Placed(Marker(30), 40, 60)])
    frame, between_rows, between_cells = (99, 419, 201, 501), (100, 470, 200, 470), (140, 470, 140, 500)
    assert drawn([first, line(50)]) == [frame, between_rows, between_cells]


def test_that_a_cell_over_two_rows_is_drawn_over_both():
    photo = Marker(60)
    rows = with_spans([row([Placed(Marker(30), 0, 40), Placed(photo, 40, 60, rows=2)]), line(30)])
    drawn(rows)
    assert photo.boxes == [Box(140, 440, 60, 60)]
