"""A Word blank as a sketch to point at: its paragraphs and tables on pages, without needing an office program.

It shows where things stand among each other, not how Word breaks pages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from enclave_desktop.packet.blanks.docx_blank import PLACEHOLDER, DocxBlank, GridCell, names_of
from enclave_desktop.packet.blanks.docx_lines import as_drawn, blank_lines
from enclave_desktop.packet.blanks.docx_text import chars_of, text_of
from enclave_desktop.packet.blanks.labels import boxed
from enclave_desktop.packet.blanks.mapping import Area, AtWords, InControl, InTable, Place
from enclave_desktop.packet.fonts import width
from enclave_desktop.packet.style import A4, XIAOWU
from enclave_desktop.packet.text import break_lines

SKETCH_SIZE = XIAOWU
"""Points; of all text in a sketch."""
LEADING = 13.0
_FACE = "song"
_MARGIN = 50.0
_PAD = 3.0
_WIDTH = A4[0] - 2 * _MARGIN
_LOWEST = 18.0
_SHORTEST_BLANK = 60.0
"""Of one that is nothing but the end of its line."""


@dataclass(frozen=True, slots=True)
class Sketched:
    """Words in a rectangle; framed where it is a cell."""

    page: int
    area: Area
    lines: tuple[str, ...]
    framed: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """All of it."""

    pages: int
    width: float
    height: float
    things: tuple[Sketched, ...]
    places: dict[Place, tuple[int, Area]]
    """Where each cell, placeholder and control stands: page and rectangle."""

    def words_in(self, place: Place) -> str:
        """What is printed in a cell, without white."""
        return "".join("".join(self._thing(place).lines).split()) if place in self.places else ""

    def _thing(self, place: Place) -> Sketched:
        at = self.places[place]
        return next(thing for thing in self.things if thing.framed and (thing.page, thing.area) == at)

    def box_of(self, place: Place, word: str) -> Area:
        """The rectangle of a word in a cell with its box; the whole cell where it is torn by a line's end."""
        thing = self._thing(place)
        cell = thing.area
        top = cell.top + (cell.height - len(thing.lines) * LEADING) / 2
        for number, line in enumerate(thing.lines):
            for box in boxed(line).boxes:
                if box.word == word:
                    left = cell.left + _PAD + width(line[: box.start], _FACE, SKETCH_SIZE)
                    wide = width(line[box.start : box.stop].strip(), _FACE, SKETCH_SIZE)
                    return Area(left, top + number * LEADING, wide, LEADING)
        return cell


class _Drawing:
    def __init__(self, blank: DocxBlank) -> None:
        self.page, self.y = 1, _MARGIN
        self.things: list[Sketched] = []
        self.places: dict[Place, tuple[int, Area]] = {}
        self._blank = blank
        self._blank_lines = {line.paragraph: line for line in blank_lines(blank.paragraphs)}

    def paragraph(self, element: Any) -> None:
        text = as_drawn(chars_of(element))
        lines = tuple(_lines(text, _WIDTH))
        area = self._room(_WIDTH, len(lines) * LEADING + 2 * _PAD)
        self.things.append(Sketched(self.page, area, lines, framed=False))
        for words in PLACEHOLDER.findall(text):
            self.places.setdefault(AtWords(words), (self.page, self._around(area, lines, words)))
        for control in element.iter(qn("w:sdt")):
            self._control(control, area, lines)
        self._blanks([element], replace(area, top=area.top + _PAD))

    def _blanks(self, paragraphs: Iterable[Any], area: Area) -> None:
        """The rectangle of each blank in these paragraphs, the first line of which is at the area's top."""
        top = area.top
        for paragraph in paragraphs:
            lines = _lines(as_drawn(chars_of(paragraph)), area.width)
            if found := self._blank_lines.get(paragraph):
                for blank in found.blanks:
                    start, stop = (len(as_drawn(found.chars[:at])) for at in (blank.start, blank.stop))
                    number, left, wide = _stretch(lines, start, stop)
                    wide = min(max(wide, _SHORTEST_BLANK), area.width - left)
                    place = Area(area.left + left, top + number * LEADING, wide, LEADING)
                    self.places[blank.place] = self.page, place
            top += len(lines) * LEADING

    def _control(self, control: Any, area: Area, lines: Sequence[str]) -> None:
        for name in names_of(control)[:1]:
            self.places.setdefault(
                InControl(name), (self.page, self._around(area, lines, text_of(control).strip()))
            )

    def _around(self, area: Area, lines: Sequence[str], words: str) -> Area:
        """The rectangle of some words within their paragraph."""
        for number, line in enumerate(lines):
            start = line.find(words)
            if start >= 0:
                left = area.left + width(line[:start], _FACE, SKETCH_SIZE)
                wide = max(width(words, _FACE, SKETCH_SIZE), SKETCH_SIZE)
                return Area(left, area.top + _PAD + number * LEADING, wide, LEADING)
        return area

    def table(self, number: int) -> None:
        cells = [cell for cell in self._blank.cells if cell.table == number]
        columns = max((cell.column + cell.columns - 1 for cell in cells), default=1)
        step = _WIDTH / columns
        heights = dict(_heights(cells, step))
        for row in sorted(heights):
            if self.y + heights[row] > A4[1] - _MARGIN:
                self.page, self.y = self.page + 1, _MARGIN
            for cell in cells:
                if cell.row == row:
                    high = sum(heights.get(at, 0) for at in range(row, row + cell.rows))
                    area = Area(_MARGIN + (cell.column - 1) * step, self.y, cell.columns * step, high)
                    self._cell(cell, area)
            self.y += heights[row]
        self.y += _PAD * 2

    def _cell(self, cell: GridCell, area: Area) -> None:
        lines = tuple(_lines(_words_of(cell), area.width - 2 * _PAD))
        self.things.append(Sketched(self.page, area, lines, framed=True))
        self.places[InTable(cell.table, cell.row, cell.column)] = self.page, area
        inner = Area(area.left + _PAD, area.top, area.width - 2 * _PAD, area.height)
        top = area.top + (area.height - len(lines) * LEADING) / 2
        self._blanks(cell.element.iter(qn("w:p")), replace(inner, top=top))
        for words in PLACEHOLDER.findall(cell.text):
            self.places.setdefault(AtWords(words), (self.page, self._around(inner, lines, words)))
        for control in cell.element.iter(qn("w:sdt")):
            self._control(control, inner, lines)

    def _room(self, width: float, height: float) -> Area:
        if self.y + height > A4[1] - _MARGIN:
            self.page, self.y = self.page + 1, _MARGIN
        area = Area(_MARGIN, self.y, width, height)
        self.y += height
        return area


def sketch(blank: DocxBlank) -> Sketch:
    """The document's body, from above."""
    drawing = _Drawing(blank)
    table = 0
    for element in _blocks(blank.document.element.body):
        if element.tag == qn("w:tbl"):
            table += 1
            drawing.table(table)
        else:
            drawing.paragraph(element)
    return Sketch(drawing.page, *A4, tuple(drawing.things), drawing.places)


def _blocks(body: Any) -> Iterator[Any]:
    """Tables and paragraphs, also those that a content control holds."""
    for element in body:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag == qn("w:sdt"):
            content = element.find(qn("w:sdtContent"))
            if content is not None:
                yield from (part for part in content if part.tag == qn("w:p"))


def _heights(cells: Sequence[GridCell], step: float) -> Iterator[tuple[int, float]]:
    rows = {cell.row for cell in cells}
    for row in sorted(rows):
        needed = [
            len(_lines(_words_of(cell), cell.columns * step - 2 * _PAD)) * LEADING + 2 * _PAD
            for cell in cells
            if cell.row == row and cell.rows == 1
        ]
        yield row, max([_LOWEST, *needed])


def _words_of(cell: GridCell) -> str:
    return "\n".join(as_drawn(chars_of(paragraph)) for paragraph in cell.element.iter(qn("w:p")))


def _stretch(lines: Sequence[str], start: int, stop: int) -> tuple[int, float, float]:
    """Number of the line, distance and width of a stretch of characters; what goes on in a further line is left out."""
    for number, line in enumerate(lines):
        if start < len(line) or number == len(lines) - 1:
            left = width(line[:start], _FACE, SKETCH_SIZE)
            return number, left, width(line[start:stop], _FACE, SKETCH_SIZE)
        start, stop = start - len(line), stop - len(line)
    return 0, 0.0, 0.0


def _lines(text: str, width: float) -> list[str]:
    return break_lines(text, _FACE, SKETCH_SIZE, width)
