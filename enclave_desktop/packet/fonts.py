"""Faces for paper: which font draws a character and how wide it is.

A face is a chain of fonts: a character is drawn by the first that has it. Fonts load when a character
first asks for them (0.1 to 0.2 s each). White space of any kind is drawn as a space; marks that are never
seen (joiners, variation selectors) are not drawn.
"""

from functools import cache
from itertools import groupby
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFile

from enclave_desktop.errors import UserError
from enclave_desktop.paths import resources

FILES = {
    "song": "noto-serif-sc/NotoSerifSC_400Regular.ttf",
    "song-bold": "noto-serif-sc/NotoSerifSC_700Bold.ttf",
    "hei": "noto-sans-sc/NotoSansSC_400Regular.ttf",
    "hei-bold": "noto-sans-sc/NotoSansSC_600SemiBold.ttf",
    "kai": "lxgw-wenkai/LXGWWenKai-Regular.ttf",
    "fang": "fandol-fang/FandolFang-Regular.ttf",
    "symbols": "noto-sans-symbols-2/NotoSansSymbols2_400Regular.ttf",
    "hanamin": "hanazono/HanaMinB.ttf",
}
"""The bundled fonts, in the folder `fonts` of the resources."""

_RARE = ("symbols", "hanamin")
CHAINS = {
    "song": ("song", *_RARE),
    "song-bold": ("song-bold", "song", *_RARE),
    "hei": ("hei", "song", *_RARE),
    "hei-bold": ("hei-bold", "hei", "song", *_RARE),
    "kai": ("kai", "song", *_RARE),
    "fang": ("fang", "song", *_RARE),
}
"""The faces (宋、黑、楷、仿宋), each with the fonts it draws from in order of preference."""

LATIN_FROM = {"fang": "song"}
"""Faces whose Latin letters and figures are drawn from another font: 仿宋's own look typed."""
_LATIN_ENDS = 0x250

UNSEEN = frozenset(
    map(chr, (0xAD, *range(0x200B, 0x2010), 0x2060, *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0100, 0xE01F0)))
)
"""Characters that print nothing."""


class MissingGlyph(UserError):
    """No bundled font can draw `char`; `within` says which field holds it."""

    def __init__(self, char: str, field: str = "") -> None:
        where = f"{field}中的" if field else ""
        shown = f"“{char}”（U+{ord(char):04X}）" if char.isprintable() else f" U+{ord(char):04X} "
        super().__init__(f"{where}字符{shown}没有字体可以打印。", "请核对原件，改用可打印的字后重试。")
        self.char = char

    def within(self, field: str) -> "MissingGlyph":
        """The same, naming the field: its label and whose it is."""
        return MissingGlyph(self.char, field)


class _Mapped(TTFontFile):  # type: ignore[misc]
    """A font that is read where it lies: of 15 MB a document needs a few hundred kilobytes."""

    def readFile(self, f: str) -> None:  # noqa: N802  ReportLab's name
        self.filename = f
        with Path(f).open("rb") as file:
            self._ttf_data = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._pos = 0

    def get_table(self, tag: str) -> Any:
        """A table; of the outlines, nearly all of the font, only what is then cut from it is read."""
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)


class _Outlines:
    """The outlines of a font's glyphs, to be cut by place and length."""

    def __init__(self, data: mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, place: slice) -> bytes:
        return self._data[self._start + place.start : self._start + place.stop]


@cache
def font(key: str) -> TTFontFile:
    """One bundled font; its widths are thousandths of the size."""
    return _Mapped(str(resources() / "fonts" / FILES[key]))


def drawn(char: str) -> str:
    """The character that stands for another on paper: a space for any white space, nothing for the unseen."""
    if char in UNSEEN:
        return ""
    return " " if char.isspace() and char != "\u3000" else char


class _Homes(dict[str, str]):
    """Character → key of the font that draws it."""

    def __init__(self, face: str) -> None:
        self.chain = CHAINS[face]
        self.latin = (LATIN_FROM[face], *self.chain) if face in LATIN_FROM else self.chain

    def __missing__(self, char: str) -> str:
        code = ord(drawn(char) or " ")
        for key in self.latin if code < _LATIN_ENDS else self.chain:
            if code in font(key).charToGlyph:
                self[char] = key
                return key
        raise MissingGlyph(char)


class _Widths(dict[str, float]):
    """Character → width in thousandths of the size."""

    def __init__(self, face: str) -> None:
        self.homes = homes(face)

    def __missing__(self, char: str) -> float:
        seen = drawn(char)
        self[char] = width = float(font(self.homes[char]).charWidths[ord(seen)]) if seen else 0.0
        return width


@cache
def homes(face: str) -> dict[str, str]:
    """Character → font of a face, filled on demand. MissingGlyph when a looked-up character has none."""
    return _Homes(face)


@cache
def widths(face: str) -> dict[str, float]:
    """Character → width in thousandths of the size, filled on demand. MissingGlyph as in `homes`."""
    return _Widths(face)


def width(text: str, face: str, size: float) -> float:
    """The width of one line of text in points. MissingGlyph when a character has no font."""
    return sum(map(widths(face).__getitem__, text)) * size / 1000


def runs(text: str, face: str) -> list[tuple[str, str]]:
    """The text cut where the font changes: (font key, piece) in order. MissingGlyph as in `width`."""
    home = homes(face).__getitem__
    used = set(map(home, text))
    if len(used) == 1:
        return [(used.pop(), text)]
    return [(key, "".join(piece)) for key, piece in groupby(text, home)]
