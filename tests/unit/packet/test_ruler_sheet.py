import pypdfium2
import pytest

from enclave_desktop.packet.ruler_sheet import ruler_sheet
from enclave_desktop.packet.style import A4, MM


@pytest.fixture(scope="module")
def sheet():
    with pypdfium2.PdfDocument(ruler_sheet()) as document:
        assert len(document) == 1
        yield document[0]


def test_that_it_is_a_whole_a4_sheet(sheet):
    assert sheet.get_size() == pytest.approx(A4, abs=0.01)


def test_that_rulers_run_along_all_four_edges_of_the_paper(sheet):
    """Within a tick's width of every corner there is a tick, so that a margin shows by what is missing."""
    pixels = sheet.render(scale=300 / 72, grayscale=True).to_pil()
    dots = 300 / 25.4
    inside = round(13 * dots)
    width, height = pixels.size
    for strip in (
        (0, inside, width, inside + 1),
        (0, height - inside, width, height - inside + 1),
        (inside, 0, inside + 1, height),
        (width - inside, 0, width - inside + 1, height),
    ):
        shades = pixels.crop(strip).tobytes()
        dark = [at / dots for at, shade in enumerate(shades) if shade < 200]
        assert dark[0] == pytest.approx(0, abs=0.3)
        assert dark[-1] == pytest.approx(len(shades) / dots, abs=0.3)
        assert len({round(at) for at in dark}) > len(shades) / dots - 25


def test_that_it_says_what_to_measure(sheet):
    words = "".join(sheet.get_textpage().get_text_range().split())
    assert "从0到100各应为100毫米" in words
    assert "应为42毫米" in words


def test_that_the_circle_is_as_large_as_a_seal(sheet):
    pixels = sheet.render(scale=300 / 72, grayscale=True).to_pil()
    dots = 300 / 25.4
    centre = (125 * MM, A4[1] - 185 * MM)
    box = [round(side / 72 * 300 + by * 24 * dots) for by in (-1, 1) for side in centre]
    dark = pixels.crop(box).point(lambda shade: 255 * (shade < 200)).getbbox()
    assert dark is not None
    assert (dark[2] - dark[0]) / dots == pytest.approx(42, abs=0.4)
    assert (dark[3] - dark[1]) / dots == pytest.approx(42, abs=0.4)


def test_that_it_is_the_same_every_time():
    assert ruler_sheet() == ruler_sheet()
