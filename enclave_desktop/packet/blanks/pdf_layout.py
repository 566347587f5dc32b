"""What stands where on a PDF's page: words and ruled lines, as displayed, and the cells that the lines make."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

import pypdfium2
from pypdfium2 import raw

from enclave_desktop.packet.blanks.mapping import Area
from enclave_desktop.packet.blanks.page_shape import PageShape

_GAP = 2.6
"""Ems of white after which other words begin."""
_SAME_LINE = 0.5
_STRAIGHT = 1.0
_SHORTEST = 4.0
_TOUCH = 2.5
"""Points by which lines may miss each other."""
_SYMBOLS = {"wingdings2": "£", "wingdings": "¨oqr", "opensymbol": "£¨"}
"""Boxes as Word and WPS insert them: letters of a font that draws them as empty boxes."""
_PRIVATE = 0xF000
"""Where fonts of symbols have their letters."""
_LONGEST_FONT = 64
_BOX = "□"
_MOST_OBJECTS = 20_000
_MOST_STROKES = 10_000
_MOST_CHARS = 30_000
MOST_COMPARED = 5_000_000
"""Characters times lines down of one page: what is denser is a drawing, no form. Forms have some 100 000."""


@dataclass(frozen=True)
class Words:
    """Characters that stand together on a line."""

    chars: tuple[tuple[str, Area], ...]

    @cached_property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars)

    @cached_property
    def area(self) -> Area:
        return around([area for _, area in self.chars])


@dataclass(frozen=True, slots=True)
class Line:
    """A ruled line, across or down; `at` is its y or x."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        return self.start - _TOUCH <= place <= self.end + _TOUCH


@dataclass(frozen=True, slots=True)
class Layout:
    """One page."""

    width: float
    height: float
    words: tuple[Words, ...]
    across: tuple[Line, ...]
    down: tuple[Line, ...]

    @property
    def compared(self) -> int:
        """How much there is to hold against each other: characters and lines, words and words."""
        chars = sum(len(words.chars) for words in self.words)
        return chars * (len(self.across) + len(self.down)) + len(self.words) ** 2

    def cell_at(self, x: float, y: float) -> Area | None:
        """The smallest rectangle of ruled lines about a point; None where it is open."""
        left = max((line.at for line in self.down if line.at <= x and line.covers(y)), default=None)
        right = min((line.at for line in self.down if line.at > x and line.covers(y)), default=None)
        top = max((line.at for line in self.across if line.at <= y and line.covers(x)), default=None)
        bottom = min((line.at for line in self.across if line.at > y and line.covers(x)), default=None)
        if left is None or right is None or top is None or bottom is None:
            return None
        return Area(left, top, right - left, bottom - top)

    def words_in(self, area: Area) -> list[Words]:
        return [words for words in self.words if area.holds(*words.area.middle)]

    def next_rule(self, x: float, y: float) -> float | None:
        """Where the first line down at the right of a point is."""
        return min((line.at for line in self.down if line.at > x and line.covers(y)), default=None)


def around(areas: list[Area]) -> Area:
    """The rectangle about all."""
    left, top = min(a.left for a in areas), min(a.top for a in areas)
    return Area(left, top, max(a.right for a in areas) - left, max(a.bottom for a in areas) - top)


def rounded(area: Area) -> Area:
    """To a tenth of a point, as mappings hold it."""
    return Area(*(round(number, 1) for number in (area.left, area.top, area.width, area.height)))


def read_layout(page: pypdfium2.PdfPage, shape: PageShape) -> Layout:
    """The page as it is displayed. The caller holds PDFIUM."""
    across, down = _lines(page, shape)
    chars = list(islice(_chars(page, shape), _MOST_CHARS))
    if len(chars) * len(down) > MOST_COMPARED:
        return Layout(shape.width, shape.height, (), (), ())
    words = tuple(_words(chars, down))
    return Layout(shape.width, shape.height, words, tuple(across), tuple(down))


def _chars(page: pypdfium2.PdfPage, shape: PageShape) -> Iterator[tuple[str, Area]]:
    text = page.get_textpage()
    box = raw.FS_RECTF()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        char = chr(code) if 0x20 < code <= 0x10FFFF else " "
        if _is_box(text, at, code):
            char = _BOX
        if not char.isspace() and raw.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box)):
            yield char, shape.area(box.left, box.bottom, box.right, box.top)
    text.close()


def _is_box(text: pypdfium2.PdfTextPage, at: int, code: int) -> bool:
    """A letter that its font draws as an empty box."""
    letter = chr(code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code)
    if not any(letter in letters for letters in _SYMBOLS.values()):
        return False
    font = ctypes.create_string_buffer(_LONGEST_FONT)
    raw.FPDFText_GetFontInfo(text.raw, at, font, _LONGEST_FONT, None)
    own = font.value.decode("latin-1").rpartition("+")[2]
    name = "".join(char for char in own.lower() if char.isalnum())
    return letter in next((letters for start, letters in _SYMBOLS.items() if name.startswith(start)), "")


def _words(chars: list[tuple[str, Area]], down: list[Line]) -> Iterator[Words]:
    run: list[tuple[str, Area]] = []
    for char in chars:
        if run and not _goes_on(run[-1][1], char[1], down):
            yield Words(tuple(run))
            run = []
        run.append(char)
    if run:
        yield Words(tuple(run))


def _goes_on(before: Area, after: Area, down: list[Line]) -> bool:
    """The second character follows the first, with no line between them."""
    high = max(before.height, after.height, 1.0)
    if abs(before.middle[1] - after.middle[1]) > _SAME_LINE * high:
        return False
    if not -0.5 * high <= after.left - before.right <= _GAP * high:
        return False
    y = before.middle[1]
    return not any(before.middle[0] < line.at < after.middle[0] and line.covers(y) for line in down)


def _lines(page: pypdfium2.PdfPage, shape: PageShape) -> tuple[list[Line], list[Line]]:
    across: list[Line] = []
    down: list[Line] = []
    for first, second in islice(_strokes(page, shape), _MOST_STROKES):
        if abs(first[1] - second[1]) <= _STRAIGHT and abs(first[0] - second[0]) >= _SHORTEST:
            across.append(Line((first[1] + second[1]) / 2, *sorted((first[0], second[0]))))
        elif abs(first[0] - second[0]) <= _STRAIGHT and abs(first[1] - second[1]) >= _SHORTEST:
            down.append(Line((first[0] + second[0]) / 2, *sorted((first[1], second[1]))))
    return _merged(across), _merged(down)


def _merged(lines: list[Line]) -> list[Line]:
    """Pieces of one line put together, the two edges of a thin bar counting as one."""
    done: list[Line] = []
    first = 0
    for line in sorted(lines, key=lambda line: (round(line.at), line.start)):
        while first < len(done) and done[first].at < line.at - 2 * _STRAIGHT:
            first += 1  # those in order before it are too far away from all that come
        for at, other in enumerate(done[first:], first):
            near = abs(other.at - line.at) <= _STRAIGHT
            if near and line.start <= other.end + _TOUCH and other.start <= line.end + _TOUCH:
                done[at] = Line(other.at, min(other.start, line.start), max(other.end, line.end))
                break
        else:
            done.append(line)
    return done


Point = tuple[float, float]


def _strokes(page: pypdfium2.PdfPage, shape: PageShape) -> Iterator[tuple[Point, Point]]:
    """Every straight piece of every path, as displayed."""
    count = min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)
    for at in range(count):
        thing = raw.FPDFPage_GetObject(page.raw, at)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_PATH:
            for first, second in _pieces(thing):
                area_a, area_b = shape.area(*first, *first), shape.area(*second, *second)
                yield (area_a.left, area_a.top), (area_b.left, area_b.top)


def _pieces(path: raw.FPDF_PAGEOBJECT) -> Iterator[tuple[Point, Point]]:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for at in range(min(raw.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from pairwise(points)
            points = []
        if all(map(math.isfinite, point)):
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    yield from pairwise(points)
