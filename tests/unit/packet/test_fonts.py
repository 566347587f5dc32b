import hashlib
import re

import pytest
from fontTools.ttLib import TTFont

from enclave_desktop.packet.fonts import CHAINS, FILES, Faces, MissingGlyph, bundled, font, homes, runs, width
from enclave_desktop.paths import resources

RARE = "𬭎𫖯䶮㼆𠅤"
NOWHERE = "\U00017000"
"""A Tangut character: no bundled font has it."""

GB2312 = [
    bytes([row, cell]).decode("gb2312")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
    if not (row == 0xD7 and cell > 0xF9)
]


def folder():
    return resources() / "fonts"


def test_that_the_readme_gives_the_digest_of_every_font():
    given = dict(
        re.findall(r"^([0-9a-f]{64})  (\S+)$", (folder() / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    there = {
        hashlib.sha256(path.read_bytes()).hexdigest(): f"{path.parent.name}/{path.name}"
        for path in folder().glob("*/*.ttf")
    }
    assert given == there


def test_that_every_font_has_a_licence_beside_it():
    for file in FILES.values():
        texts = [
            path.read_text("utf-8") for path in (folder() / file).parent.glob("*") if path.suffix != ".ttf"
        ]
        assert any("SIL OPEN FONT LICENSE" in text or "GNU GENERAL PUBLIC LICENSE" in text for text in texts)


def test_that_all_fonts_together_have_at_most_110_megabytes():
    assert sum(path.stat().st_size for path in folder().rglob("*") if path.is_file()) <= 110_000_000


@pytest.mark.parametrize("face", CHAINS)
def test_that_every_face_draws_all_of_gb2312(face):
    assert len(GB2312) == 6763
    assert all(homes(face)[char] for char in GB2312)


@pytest.mark.parametrize("face", ["song", "song-bold", "hei", "hei-bold", "kai"])
def test_that_a_main_face_draws_gb2312_in_its_own_font(face):
    assert {homes(face)[char] for char in GB2312} == {face}


@pytest.mark.parametrize("face", CHAINS)
@pytest.mark.parametrize("char", [*RARE, "￥", "☐", "☑", "℃", "㎡", "①", "—", "…"])
def test_that_every_face_draws_rare_characters_and_marks(face, char):
    assert ord(char) in font(homes(face)[char]).charToGlyph


def test_that_the_yuan_sign_in_fang_is_not_the_dollar_of_its_own_font():
    assert homes("fang")["￥"] != "fang"


def test_that_a_character_that_fang_lacks_is_drawn_as_lightly():
    assert runs("周璟", "fang") == [("fang", "周"), ("kai", "璟")]


def test_that_no_glyph_of_gb2312_in_the_converted_font_is_empty():
    fang = font("fang")
    glyphs = [fang.charToGlyph[ord(char)] for char in GB2312 if ord(char) in fang.charToGlyph]
    assert min(fang.glyphPos[glyph + 1] - fang.glyphPos[glyph] for glyph in glyphs) > 20


def test_that_the_converted_font_places_its_glyphs_where_their_outlines_stand():
    with TTFont(folder() / FILES["fang"]) as file:
        outlines, bearings = file["glyf"], file["hmtx"].metrics
        moved = [
            name for name in file.getGlyphOrder() if bearings[name][1] != getattr(outlines[name], "xMin", 0)
        ]
    assert not moved


def test_that_a_character_of_no_font_is_an_error_that_carries_it():
    with pytest.raises(MissingGlyph) as caught:
        runs(f"王{NOWHERE}", "song")
    assert caught.value.char == NOWHERE


def test_that_the_width_of_a_character_of_no_font_is_an_error():
    with pytest.raises(MissingGlyph):
        width(NOWHERE, "song", 10)


def test_that_a_missing_glyph_names_the_field_it_is_told():
    assert str(MissingGlyph(NOWHERE).within("人员 3 的姓名")).startswith(
        f"人员 3 的姓名中的字符“{NOWHERE}”（U+17000）"
    )


def test_that_a_control_character_is_named_by_its_code_alone():
    assert str(MissingGlyph("\x07")).startswith("字符 U+0007 没有字体")


def test_that_letters_and_figures_among_fang_are_those_of_song():
    assert runs("第 12 条A座", "fang") == [
        ("fang", "第"),
        ("song", " 12 "),
        ("fang", "条"),
        ("song", "A"),
        ("fang", "座"),
    ]


def test_that_text_of_one_font_is_one_run():
    assert runs("研发费用 1,234.50 元", "song") == [("song", "研发费用 1,234.50 元")]


def test_that_text_is_cut_where_the_font_changes():
    assert runs("☑是☐否", "song") == [("symbols", "☑"), ("song", "是"), ("symbols", "☐"), ("song", "否")]


def test_that_empty_text_has_no_runs():
    assert runs("", "song") == []


def test_that_a_chinese_character_is_as_wide_as_the_size():
    assert width("永和九年", "song", 10.5) == pytest.approx(42)


def test_that_widths_add_up_over_fonts():
    assert width("☑是", "song", 10) == pytest.approx(width("☑", "song", 10) + 10)


@pytest.mark.parametrize("space", ["\t", "\xa0", "\u2003", "\n"])
def test_that_any_white_space_is_as_wide_as_a_space(space):
    assert width(space, "song", 10) == width(" ", "song", 10)


def test_that_what_is_never_seen_takes_no_room():
    assert width("王\ufe00\u200b", "song", 10) == width("王", "song", 10)


def test_that_the_rare_fonts_are_not_loaded_for_usual_text():
    bundled.cache_clear()
    homes = Faces({}).homes("song")
    assert {homes[char] for char in "宁夏回族自治区"} == {"song"}
    assert bundled.cache_info().currsize == 1
