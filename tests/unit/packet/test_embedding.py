import io
import shutil
import subprocess

import pikepdf
import pypdf
import pypdfium2
import pytest

from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.embedding import code_of, to_unicode
from enclave_desktop.packet.fonts import font
from enclave_desktop.packet.style import Type

RARE = "𬭎𫖯䶮㼆𠅤"
MARKS = "☐☑￥“”‘’——……①℃㎡·"
TEXT = f"{RARE}{MARKS}ABCabc0189研发费用"
FACES = ("song", "song-bold", "hei", "hei-bold", "kai", "fang")


def printed(face, *texts, size=10.5):
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    with Pen(sheets) as pen:
        for n, text in enumerate(texts):
            pen.text(60, 760 - 20 * n, text, Type(face, size, 14))
    sheets.save()
    return file.getvalue()


def by_pdfium(data):
    return pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()


def by_pypdf(data):
    return pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()


def by_poppler(data):
    return subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()


READERS = [
    by_pdfium,
    by_pypdf,
    pytest.param(
        by_poppler, marks=pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")
    ),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("face", FACES)
def test_that_every_character_can_be_copied(face, read):
    assert "".join(read(printed(face, *TEXT)).split()) == TEXT


@pytest.mark.parametrize("read", READERS)
def test_that_a_text_over_several_fonts_can_be_copied_whole(read):
    assert "王𬭎☑是𠅤1,234.50元" in read(printed("fang", "王𬭎☑是𠅤1,234.50元")).replace(" ", "")


@pytest.mark.parametrize("read", READERS)
def test_that_more_characters_than_a_byte_counts_can_be_copied(read):
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 900)))
    lines = [text[at : at + 30] for at in range(0, 900, 30)]
    assert "".join(read(printed("song", *lines)).split()) == text


def fonts_of(data):
    with pikepdf.open(io.BytesIO(data)) as file:
        yield from file.pages[0].Resources.Font.values()


def test_that_every_font_is_embedded():
    for embedded in fonts_of(printed("fang", TEXT)):
        assert "/FontFile2" in embedded.DescendantFonts[0].FontDescriptor


def test_that_a_font_in_use_is_embedded_once():
    assert len(list(fonts_of(printed("song", "研发费用", "研发中心", "宁夏")))) == 1


def test_that_only_the_glyphs_in_use_are_embedded():
    assert len(printed("song", "研发费用")) < 20_000


def test_that_the_same_drawing_gives_the_same_bytes():
    assert printed("fang", TEXT) == printed("fang", TEXT)


def test_that_subsets_of_one_font_with_other_characters_have_other_names():
    names = [str(font.BaseFont) for text in ("研发", "费用") for font in fonts_of(printed("song", text))]
    assert names[0] != names[1]


def test_that_two_characters_with_one_glyph_both_come_back():
    assert by_pdfium(printed("song", "\u2f00一")).strip() == "\u2f00一"


def test_that_what_is_never_seen_is_not_drawn():
    assert by_pdfium(printed("song", "王\ufe00\u200b明")).strip() == "王明"


def test_that_a_tab_is_drawn_as_a_space():
    assert by_pdfium(printed("song", "王\t明")).strip() == "王 明"


@pytest.mark.parametrize("count", [100, 101, 250])
def test_that_no_block_of_the_map_has_more_than_a_hundred_entries(count):
    cmap = to_unicode(list(range(0x4E00, 0x4E00 + count)))
    sizes = [int(line.split()[0]) for line in cmap.splitlines() if line.endswith("beginbfchar")]
    assert (max(sizes), sum(sizes)) == (100, count)


def test_that_the_map_writes_characters_above_the_first_plane_as_pairs():
    assert f"<{code_of(0):04X}> <D872DF4E>" in to_unicode([0x2CB4E])


def test_that_no_two_characters_of_the_largest_font_share_a_code():
    count = sum(char in font("song").charToGlyph for char in range(0x40000))
    assert count > 30_000
    codes = {code_of(number) for number in range(count)}
    assert (len(codes), max(codes) < 2**16, 0 in codes) == (count, True, False)


def test_that_the_first_thousands_of_codes_are_plain_and_safe_in_a_string():
    for number in range(8000):
        assert chr(code_of(number) & 255) not in "()\\"


@pytest.mark.parametrize("read", READERS)
def test_that_characters_beyond_the_plain_codes_can_be_copied(read):
    common = "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))
    known = "".join(char for char in common if ord(char) in font("song").charToGlyph)
    lines = [known[at : at + 250] for at in range(0, len(known), 250)]
    assert len(known) > 8464
    assert "".join(read(printed("song", *lines, size=1.5)).split()) == known
