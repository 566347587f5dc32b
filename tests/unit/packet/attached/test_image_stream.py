"""Pictures inside a packet: their data untouched where PDF can hold it, and right to look at."""

import struct
import zlib
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageDraw

from tests.unit.packet.attached.files import jpeg, quartered, saved
from tests.unit.packet.attached.paper import attached, joined, quarters, shown


def image_of(path):
    """The one image of a packet: its entries, and its data as they lie in the file."""
    with pikepdf.open(path) as pdf:
        (image,) = (
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        )
        return {key: str(entry) for key, entry in image.items()}, image.read_raw_bytes()


def on_paper(path):
    """The page cut to what is drawn on it."""
    page = shown(path).crop((0, 0, 595, 780))
    return page.crop(ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox())


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0, "optimize": True}])
def test_that_a_jpeg_passes_through_byte_for_byte(tmp_path, options):
    content = jpeg(**options)
    path = joined(tmp_path, attached(content))
    entries, data = image_of(path)
    assert data == content
    assert entries["/Filter"] == "/DCTDecode"
    assert quarters(on_paper(path)) == "RGBY"


def test_that_a_grey_jpeg_passes_through(tmp_path):
    content = jpeg(quartered().convert("L"))
    entries, data = image_of(joined(tmp_path, attached(content)))
    assert (entries["/ColorSpace"], data) == ("/DeviceGray", content)


@pytest.mark.parametrize(
    ("orientation", "seen"),
    [(1, "RGBY"), (2, "GRYB"), (3, "YBGR"), (4, "BYRG"), (5, "RBGY"), (6, "BRYG"), (7, "YGBR"), (8, "GYRB")],
)
def test_that_a_jpeg_is_seen_as_its_camera_was_held(tmp_path, orientation, seen):
    content = jpeg(quartered(240, 260), orientation=orientation)
    path = joined(tmp_path, attached(content))
    assert quarters(on_paper(path)) == seen
    assert image_of(path)[1] == content


def test_that_a_jpeg_in_inks_as_adobe_writes_them_has_its_colours(tmp_path):
    content = saved(quartered().convert("CMYK"), "JPEG", dpi=(150, 150))
    assert b"Adobe" in content
    path = joined(tmp_path, attached(content))
    assert image_of(path)[1] == content
    assert quarters(on_paper(path)) == "RGBY"


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_that_a_png_without_transparency_passes_its_rows_through(tmp_path, mode):
    content = saved(quartered().convert(mode), "PNG", dpi=(150, 150))
    path = joined(tmp_path, attached(content))
    _, data = image_of(path)
    assert data in content
    if mode in ("RGB", "P"):
        assert quarters(on_paper(path)) == "RGBY"


def test_that_a_png_of_16_bits_passes_its_rows_through(tmp_path):
    grey = Image.frombytes("I;16", (40, 60), struct.pack("<2400H", *(n * 27 for n in range(2400))))
    content = saved(grey, "PNG", dpi=(100, 100))
    entries, data = image_of(joined(tmp_path, attached(content)))
    assert entries["/BitsPerComponent"] == "16"
    assert data in content


def test_that_what_can_be_seen_through_lies_on_white(tmp_path):
    picture = quartered().convert("RGBA")
    ImageDraw.Draw(picture).rectangle((0, 0, 99, 149), fill=(0, 0, 0, 0))
    path = joined(tmp_path, attached(saved(picture, "PNG", dpi=(150, 150))))
    middle = shown(path)
    entries, _ = image_of(path)
    assert entries["/Filter"] == "/FlateDecode"
    assert "/SMask" not in entries
    assert quarters(middle, box_of(path)) == "WGBY"


def box_of(path):
    """Where the only image stands on its page, in pixels of `shown`."""
    with pikepdf.open(path) as pdf:
        operators = pdf.pages[0].Contents[0].read_bytes().split()
    at = operators.index(b"cm")
    width, _, _, height, left, bottom = map(float, operators[at - 6 : at])
    return left, 841.89 - bottom - height, left + width, 841.89 - bottom


def test_that_a_transparent_colour_of_a_palette_is_white(tmp_path):
    picture = quartered().quantize(4)
    corner = picture.getpixel((10, 10))
    path = joined(tmp_path, attached(saved(picture, "PNG", dpi=(150, 150), transparency=corner)))
    assert quarters(shown(path), box_of(path)) == "WGBY"


def interlaced_png() -> bytes:
    """One red pixel, interlaced by Adam7, which Pillow does not write."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 1)
    rows = zlib.compress(b"\0" + bytes((200, 30, 30)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_that_an_interlaced_png_is_coded_anew(tmp_path):
    entries, _ = image_of(joined(tmp_path, attached(interlaced_png())))
    assert entries["/Filter"] == "/FlateDecode"
    assert entries["/ColorSpace"] == "/DeviceRGB"


def fax(**options) -> bytes:
    picture = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(picture).rectangle((0, 0, 199, 149), fill=0)
    return saved(picture.convert("1"), "TIFF", dpi=(200, 200), **options)


@pytest.mark.parametrize("white", [0, 1])
@pytest.mark.parametrize("compression", ["group4", "group3", "packbits", None])
def test_that_a_black_and_white_tiff_is_fax_coded_and_not_inverted(tmp_path, compression, white):
    path = joined(tmp_path, attached(fax(compression=compression, tiffinfo={262: white, 278: 300})))
    entries, _ = image_of(path)
    assert entries["/Filter"] == "/CCITTFaxDecode"
    assert quarters(shown(path), box_of(path)) == "KWWW"


def test_that_a_fax_of_one_strip_passes_through(tmp_path):
    content = fax(compression="group4", tiffinfo={278: 300})
    assert image_of(joined(tmp_path, attached(content)))[1] in content


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "raw"])
def test_that_a_coloured_tiff_keeps_every_pixel(tmp_path, compression):
    picture = quartered(50, 60)
    path = joined(tmp_path, attached(saved(picture, "TIFF", compression=compression, dpi=(100, 100))))
    with pikepdf.open(path) as pdf:
        image: Any = pdf.pages[0].Resources.XObject.Attached
        assert pikepdf.PdfImage(image).as_pil_image().convert("RGB").tobytes() == picture.tobytes()


def test_that_a_tiff_coded_as_jpeg_stays_small(tmp_path):
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    content = saved(noise, "TIFF", compression="jpeg", dpi=(100, 100))
    entries, data = image_of(joined(tmp_path, attached(content)))
    assert entries["/Filter"] == "/DCTDecode"
    assert len(data) < 3 * len(content)


def test_that_every_page_of_a_tiff_is_printed(tmp_path):
    colours = [Image.new("RGB", (200, 200), colour) for colour in ("red", "lime", "blue")]
    content = saved(colours[0], "TIFF", save_all=True, append_images=colours[1:], dpi=(100, 100))
    path = joined(tmp_path, attached(content))
    middles = [shown(path, page).getpixel((310, 420)) for page in range(3)]
    assert middles == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]


def test_that_a_picture_of_a_telephone_is_printed(tmp_path, telephone):
    path = joined(tmp_path, attached(telephone))
    entries, _ = image_of(path)
    assert entries["/Filter"] == "/DCTDecode"
    assert quarters(shown(path), box_of(path)) == "RGBY"
