"""Faces for paper: which font draws a character and how wide it is.

A face is a chain of fonts: a character is drawn by the first that has it. Fonts are opened when a character
first asks for them. White space of any kind is drawn as a space; marks that are never
seen (joiners, variation selectors) are not drawn.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import groupby

from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

from enclave_desktop.errors import UserError
from enclave_desktop.packet.font_file import FontFile
from enclave_desktop.paths import resources, spoilt_program

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
    "fang": ("fang", "kai", "song", *_RARE),
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


@cache
def bundled(key: str) -> TTFontFile:
    """One bundled font. UserError when it is missing or spoilt."""
    path = resources() / "fonts" / FILES[key]
    try:
        return FontFile(str(path))
    except (TTFError, OSError, ValueError):
        raise spoilt_program(path) from None


def font(key: str) -> TTFontFile:
    """One font, bundled or of the packet in hand; its widths are thousandths of the size."""
    return _IN_HAND.get().font(key)


def drawn(char: str) -> str:
    """The character that stands for another on paper: a space for any white space, nothing for the unseen."""
    if char in UNSEEN:
        return ""
    return " " if char.isspace() and char != "\u3000" else char


class _Homes(dict[str, str]):
    """Character → key of the font that draws it."""

    def __init__(self, face: str, faces: "Faces") -> None:
        self.font = faces.font
        own = own_key(face)
        self.chain = (own, *CHAINS[face]) if own in faces.own else CHAINS[face]
        self.latin = (LATIN_FROM[face], *self.chain) if face in LATIN_FROM else self.chain

    def __missing__(self, char: str) -> str:
        code = ord(drawn(char) or " ")
        for key in self.latin if code < _LATIN_ENDS else self.chain:
            if code in self.font(key).charToGlyph:
                self[char] = key
                return key
        raise MissingGlyph(char)


class _Widths(dict[str, float]):
    """Character → width in thousandths of the size."""

    def __init__(self, face: str, faces: "Faces") -> None:
        self.font = faces.font
        self.homes = faces.homes(face)

    def __missing__(self, char: str) -> float:
        seen = drawn(char)
        self[char] = width = float(self.font(self.homes[char]).charWidths[ord(seen)]) if seen else 0.0
        return width


class Faces:
    """All faces, some of which draw first of all from a font that is not bundled."""

    def __init__(self, own: Mapping[str, TTFontFile]) -> None:
        self.own = {own_key(face): file for face, file in own.items()}
        self._homes: dict[str, dict[str, str]] = {}
        self._widths: dict[str, dict[str, float]] = {}

    def font(self, key: str) -> TTFontFile:
        return self.own[key] if key in self.own else bundled(key)

    def homes(self, face: str) -> dict[str, str]:
        if face not in self._homes:
            self._homes[face] = _Homes(face, self)
        return self._homes[face]

    def widths(self, face: str) -> dict[str, float]:
        if face not in self._widths:
            self._widths[face] = _Widths(face, self)
        return self._widths[face]


def own_key(face: str) -> str:
    """What the font is called that a face draws from first in the packet in hand."""
    return f"own-{face}"


_USUAL = Faces({})
_IN_HAND: ContextVar[Faces] = ContextVar("faces in hand", default=_USUAL)


@contextmanager
def drawing_from(own: Mapping[str, TTFontFile]) -> Iterator[None]:
    """Within it these faces draw from these fonts, and from their own only what those lack; for the caller alone."""
    if not own:
        yield
        return
    before = _IN_HAND.set(Faces(own))
    try:
        yield
    finally:
        _IN_HAND.reset(before)


def homes(face: str) -> dict[str, str]:
    """Character → font of a face, filled on demand. MissingGlyph when a looked-up character has none."""
    return _IN_HAND.get().homes(face)


def widths(face: str) -> dict[str, float]:
    """Character → width in thousandths of the size, filled on demand. MissingGlyph as in `homes`."""
    return _IN_HAND.get().widths(face)


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
