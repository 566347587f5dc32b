"""Thumbnails: what the window shows is what the paper will show."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.reading import inspect
from enclave_desktop.packet.attached.rendering import thumbnail
from tests.unit.packet.attached.files import jpeg, pdf_bytes, quartered, quartered_pdf, saved
from tests.unit.packet.attached.paper import nearest, quarters

HALF = Decimal("0.5")
UPPER_LEFT = (Decimal(0), Decimal(0), HALF, HALF)
FILES = {
    "jpeg": jpeg(quartered(600, 800)),
    "png": saved(quartered(600, 800), "PNG", dpi=(150, 150)),
    "tiff": saved(quartered(600, 800), "TIFF", dpi=(150, 150)),
    "pdf": pdf_bytes(quartered_pdf(box=(0, 0, 300, 400))),
}
every_kind = pytest.mark.parametrize("kind", FILES)


def small(content, edit: PageEdit, box=(120, 160), **options) -> Image.Image:
    return Image.open(io.BytesIO(thumbnail(content, inspect(content), edit, box, **options))).convert("RGB")


@every_kind
def test_that_a_thumbnail_fills_its_box_and_shows_the_page(kind):
    picture = small(FILES[kind], PageEdit(0))
    assert picture.size == pytest.approx((120, 160), abs=1)
    assert quarters(picture) == "RGBY"


@every_kind
@pytest.mark.parametrize(("turn", "seen"), [(90, "BRYG"), (180, "YBGR"), (270, "GYRB")])
def test_that_a_thumbnail_is_turned(kind, turn, seen):
    picture = small(FILES[kind], PageEdit(0, turn=turn))
    assert quarters(picture) == seen
    assert picture.width <= 120
    assert picture.height <= 160


@every_kind
def test_that_a_thumbnail_is_cropped_and_fills_its_box_again(kind):
    picture = small(FILES[kind], PageEdit(0, crop=UPPER_LEFT))
    assert picture.size == pytest.approx((120, 160), abs=1)
    assert quarters(picture) == "RRRR"


@every_kind
@pytest.mark.parametrize(("masked", "seen"), [(True, "KGBY"), (False, "RGBY")])
def test_that_masks_show_where_they_are_wanted(kind, masked, seen):
    assert quarters(small(FILES[kind], PageEdit(0, masks=(UPPER_LEFT,)), masked=masked)) == seen


def test_that_straightening_turns_clockwise():
    picture = small(FILES["pdf"], PageEdit(0, straighten=Decimal(10)))
    assert nearest(picture.getpixel((67, 12))) == "R"  # it has come to the right of the middle of the head
    assert quarters(picture) == "RGBY"


def test_that_a_picture_is_seen_as_its_camera_was_held():
    content = jpeg(quartered(800, 600), orientation=6)
    picture = small(content, PageEdit(0))
    assert picture.size == pytest.approx((120, 160), abs=1)
    assert quarters(picture) == "BRYG"


def test_that_the_wanted_page_is_shown():
    colours = [Image.new("RGB", (200, 200), colour) for colour in ("red", "lime")]
    content = saved(colours[0], "TIFF", save_all=True, append_images=colours[1:], dpi=(100, 100))
    assert small(content, PageEdit(1)).getpixel((50, 50)) == (0, 255, 0)


def test_that_a_picture_of_a_telephone_has_a_thumbnail(telephone):
    assert quarters(small(telephone, PageEdit(0))) == "RGBY"
