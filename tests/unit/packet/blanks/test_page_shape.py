"""Pages as they are displayed, and their own coordinates."""

import pikepdf
import pytest

from enclave_desktop.packet.blanks.mapping import Area
from enclave_desktop.packet.blanks.page_shape import PageShape, page_shape

SHAPES = [PageShape(10, 20, 110, 320, turn, unit) for turn in (0, 90, 180, 270) for unit in (1.0, 2.0)]


@pytest.mark.parametrize("shape", SHAPES)
def test_that_the_matrix_leads_back_to_where_an_area_came_from(shape):
    area = shape.area(30, 50, 60, 90)
    a, b, c, d, e, f = shape.matrix
    corners = [(area.left, shape.height - area.bottom), (area.right, shape.height - area.top)]
    own = sorted((a * u + c * v + e, b * u + d * v + f) for u, v in corners)
    xs, ys = sorted(x for x, _ in own), sorted(y for _, y in own)
    assert xs == pytest.approx([30, 60])
    assert ys == pytest.approx([50, 90])


def test_that_a_quarter_turn_puts_the_left_edge_at_the_top():
    shape = PageShape(0, 0, 100, 300, 90)
    assert (shape.width, shape.height) == (300, 100)
    assert shape.area(0, 0, 10, 20) == Area(0, 0, 20, 10)


@pytest.mark.parametrize(
    ("more", "size"),
    [
        ({"MediaBox": pikepdf.Array([0, 0, 200, 100])}, (200, 100)),
        ({"MediaBox": pikepdf.Array([200, 100, 0, 0]), "Rotate": -90}, (100, 200)),
        ({"MediaBox": pikepdf.Array([0, 0, 200, 100]), "CropBox": pikepdf.Array([10, 10, 900, 60])}, (190, 50)),
        ({"MediaBox": pikepdf.Array([0, 0, 200, 100]), "CropBox": pikepdf.Array([300, 300, 400, 400])}, (200, 100)),
        ({"MediaBox": pikepdf.Array([0, 0, 200, 100]), "UserUnit": 2}, (400, 200)),
    ],
)  # fmt: skip
def test_that_a_page_is_as_large_as_it_is_displayed(more, size):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for key, value in more.items():
            pdf.pages[0].obj[f"/{key}"] = value
        shape = page_shape(pdf.pages[0])
    assert (shape.width, shape.height) == size
