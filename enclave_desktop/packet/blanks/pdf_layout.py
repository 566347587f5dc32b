"""What stands where on a PDF's page: words and ruled lines, as displayed, and the cells that the lines make."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
_MOST_OBJECTS = 20_000


@dataclass(frozen=True, slots=True)
class Words:
    """Characters that stand together on a line."""

    chars: tuple[tuple[str, Area], ...]

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars)

    @property
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


def read_layout(page: pypdfium2.PdfPage, shape: PageShape) -> Layout:
    """The page as it is displayed. The caller holds PDFIUM."""
    across, down = _lines(page, shape)
    words = tuple(_words(list(_chars(page, shape)), down))
    return Layout(shape.width, shape.height, words, tuple(across), tuple(down))


def _chars(page: pypdfium2.PdfPage, shape: PageShape) -> Iterator[tuple[str, Area]]:
    text = page.get_textpage()
    box = raw.FS_RECTF()
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        char = chr(code) if 0x20 < code <= 0x10FFFF else " "
        if not char.isspace() and raw.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box)):
            yield char, shape.area(box.left, box.bottom, box.right, box.top)
    text.close()


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
    for first, second in _strokes(page, shape):
        if abs(first[1] - second[1]) <= _STRAIGHT and abs(first[0] - second[0]) >= _SHORTEST:
            across.append(Line((first[1] + second[1]) / 2, *sorted((first[0], second[0]))))
        elif abs(first[0] - second[0]) <= _STRAIGHT and abs(first[1] - second[1]) >= _SHORTEST:
            down.append(Line((first[0] + second[0]) / 2, *sorted((first[1], second[1]))))
    return _merged(across), _merged(down)


def _merged(lines: list[Line]) -> list[Line]:
    """Pieces of one line put together, the two edges of a thin bar counting as one."""
    done: list[Line] = []
    for line in sorted(lines, key=lambda line: (round(line.at), line.start)):
        for at, other in enumerate(done):
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
