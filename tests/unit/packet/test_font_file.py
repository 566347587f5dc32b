import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

from enclave_desktop.packet.font_file import FontFile
from enclave_desktop.packet.fonts import FILES
from enclave_desktop.paths import resources

LOOKED_UP = ("song", "kai", "symbols", "hanamin")
"""One of each make; the others are their sisters."""


def path(key):
    return str(resources() / "fonts" / FILES[key])


@pytest.fixture(scope="module", params=LOOKED_UP)
def fonts(request):
    """The same font looked up by us, and read by two libraries."""
    with TTFont(path(request.param), lazy=True) as known:
        yield FontFile(path(request.param)), TTFontFile(path(request.param)), known


def test_that_every_character_has_the_glyph_and_width_that_reportlab_reads(fonts):
    ours, read, _ = fonts
    chars = [char for char in read.charToGlyph if char != 0xA0]
    assert chars
    assert [ours.charToGlyph[char] for char in chars] == [read.charToGlyph[char] for char in chars]
    assert [ours.charWidths[char] for char in chars] == [read.charWidths[char] for char in chars]


def test_that_no_character_is_found_that_the_font_does_not_have(fonts):
    ours, _, known = fonts
    has = known.getBestCmap()
    around = {char + step for char in has for step in (-1, 1)} | {0, 0x10FFFF, 0xE000}
    assert {char for char in around if char in ours.charToGlyph} == {char for char in around if char in has}
    with pytest.raises(KeyError):
        ours.charToGlyph[0x17000]


def test_that_every_glyph_has_the_metrics_and_the_place_of_its_outline(fonts):
    ours, read, known = fonts
    count = known["maxp"].numGlyphs
    told = known["hmtx"].metrics
    names = known.getGlyphOrder()
    assert [ours.hmetrics[glyph][0] for glyph in range(count)] == [told[name][0] for name in names]
    bearings = [ours.hmetrics[glyph][1] for glyph in range(count)]
    assert bearings == [told[name][1] % 2**16 for name in names]
    assert [ours.glyphPos[glyph] for glyph in range(count + 1)] == list(read.glyphPos)


def test_that_a_font_without_a_map_of_all_unicode_is_read_as_a_whole():
    ours, read = FontFile(path("fang")), TTFontFile(path("fang"))
    assert (ours.charToGlyph, ours.charWidths) == (read.charToGlyph, read.charWidths)
    assert isinstance(ours.charToGlyph, dict)
    assert len(ours.charToGlyph) > 7000


def test_that_what_is_told_of_a_font_as_a_whole_stays(fonts):
    ours, read, _ = fonts
    for name in (
        "name",
        "flags",
        "bbox",
        "ascent",
        "descent",
        "capHeight",
        "italicAngle",
        "stemV",
        "defaultWidth",
    ):
        assert getattr(ours, name) == getattr(read, name)


def test_that_a_font_that_is_cut_short_is_refused_when_it_is_opened(tmp_path):
    whole = (resources() / "fonts" / FILES["symbols"]).read_bytes()
    cut = tmp_path / "cut.ttf"
    for length in (len(whole) - 1, len(whole) // 2, 3000, 400, 40):
        cut.write_bytes(whole[:length])
        with pytest.raises(TTFError):
            FontFile(str(cut))
