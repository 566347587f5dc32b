"""A font read where it lies: of its tables only what a document asks for is looked at.

ReportLab reads every character's glyph and width when it opens a font, 45 ms for a Chinese one; a packet needs some
hundreds of thirty thousand.
"""

from bisect import bisect_right
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error, unpack_from
from typing import Any

from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

_FULL_UNICODE = (3, 10)
"""Platform and encoding of the map from all characters to glyphs; it has groups of characters that follow."""
_GROUPS = 12
"""The format of such a map."""


class FontFile(TTFontFile):  # type: ignore[misc]
    """A TrueType font. One without a map of all Unicode is read as a whole, by ReportLab."""

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

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803  ReportLab's names
        """As ReportLab's; characters, widths and places of glyphs are looked up when they are asked for."""
        try:
            if any(one["offset"] + one["length"] > len(self._ttf_data) for one in self.tables):
                raise TTFError(f"{self.filename} is cut short")
            groups = self._start_of_groups() if charInfo else None
            super().extractInfo(charInfo if groups is None else 0)
            if groups is not None:
                self._look_up(groups)
        except error as cut_short:
            raise TTFError(f"{self.filename} ends before its tables do") from cut_short

    def _look_up(self, groups: int) -> None:
        data, head, hhea = self._ttf_data, self.get_table_pos("head")[0], self.get_table_pos("hhea")[0]
        full, wide = unpack_from(">H", data, hhea + 34)[0], bool(unpack_from(">H", data, head + 50)[0])
        self.hmetrics = _Metrics(data, self.get_table_pos("hmtx")[0], full)
        self.glyphPos = _Places(data, self.get_table_pos("loca")[0], wide=wide)
        self.charToGlyph = _Glyphs(data, groups)
        self.charWidths = _Widths(self.charToGlyph, self.hmetrics, self._pdfScale)
        self.defaultWidth = self._pdfScale(self.hmetrics[0][0])
        self.hmetrics[self.numGlyphs - 1], self.glyphPos[self.numGlyphs]  # the last of each are there

    def _start_of_groups(self) -> int | None:
        """Where the groups of the map of all Unicode are counted; None when the font has no such map."""
        data, start = self._ttf_data, self.get_table_pos("cmap")[0]
        for number in range(unpack_from(">H", data, start + 2)[0]):
            platform, encoding, offset = unpack_from(">HHL", data, start + 4 + 8 * number)
            if (platform, encoding) == _FULL_UNICODE and unpack_from(">H", data, start + offset)[
                0
            ] == _GROUPS:
                return int(start + offset + 12)
        return None


class _Outlines:
    """The outlines of a font's glyphs, to be cut by place and length."""

    def __init__(self, data: mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, place: slice) -> bytes:
        return self._data[self._start + place.start : self._start + place.stop]


class _Metrics:
    """Advance width and left side bearing of each glyph, in units of the font."""

    def __init__(self, data: mmap, start: int, full: int) -> None:
        self._data, self._start, self._full = data, start, full

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        """The last glyphs have a bearing of their own, and the width of the last that has both."""
        if glyph < self._full:
            return unpack_from(">HH", self._data, self._start + 4 * glyph)
        width = unpack_from(">H", self._data, self._start + 4 * (self._full - 1))[0]
        return width, unpack_from(">H", self._data, self._start + 2 * (self._full + glyph))[0]


class _Places:
    """Where each glyph's outline begins."""

    def __init__(self, data: mmap, start: int, *, wide: bool) -> None:
        self._data, self._start, self._wide = data, start, wide

    def __getitem__(self, glyph: int) -> int:
        if self._wide:
            return int(unpack_from(">L", self._data, self._start + 4 * glyph)[0])
        return int(unpack_from(">H", self._data, self._start + 2 * glyph)[0]) * 2


class _Glyphs:
    """Character → glyph, found among groups of characters whose glyphs follow one another."""

    def __init__(self, data: mmap, start: int) -> None:
        self._data, self._start = data, start + 4
        self._numbers = range(unpack_from(">L", data, start)[0])

    def __contains__(self, char: int) -> bool:
        return self._found(char) is not None

    def __getitem__(self, char: int) -> int:
        glyph = self._found(char)
        if glyph is None:
            raise KeyError(char)
        return glyph

    def _found(self, char: int) -> int | None:
        number = bisect_right(self._numbers, char, key=lambda n: self._group(n)[0]) - 1
        if number < 0:
            return None
        first, last, glyph = self._group(number)
        return glyph + char - first if char <= last else None

    def _group(self, number: int) -> tuple[int, int, int]:
        return unpack_from(">LLL", self._data, self._start + 12 * number)


class _Widths:
    """Character → width in thousandths of the size."""

    def __init__(self, glyphs: _Glyphs, metrics: _Metrics, scale: Callable[[float], float]) -> None:
        self._glyphs, self._metrics, self._scale = glyphs, metrics, scale

    def __getitem__(self, char: int) -> float:
        return float(self._scale(self._metrics[self._glyphs[char]][0]))
