"""Tables that run over pages: the head repeats, each page may have its subtotals, rows stay whole.

Widths of columns are fixed, so that a row is measured once and ten thousand rows cost little more than their
text. Grid as the reference forms have it: rules 0.5 pt, frame 1 pt.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import Any

from enclave_desktop.packet import fonts
from enclave_desktop.packet.document import Places
from enclave_desktop.packet.draw import Align, Pen
from enclave_desktop.packet.flow import Block, baseline
from enclave_desktop.packet.progress import Progress, counted, silent
from enclave_desktop.packet.style import (
    DENSE_PADDING,
    DENSE_ROW,
    LABEL,
    MM,
    OUTER_RULE,
    RULE,
    SIGNING_ROW,
    SMALLEST,
    TABLE_CELL,
    TABLE_DENSE_CELL,
    TABLE_GREY,
    TABLE_HEAD,
    TABLE_PADDING,
    TABLE_ROW,
    TABLE_SHADE,
    TEXT_PADDING,
    TEXT_ROW,
    VALUE,
    Box,
    Type,
)
from enclave_desktop.packet.text import break_lines

Cell = str | Callable[[Places], str]
"""A text, or one line that is known only when all pages are numbered."""
Cells = Sequence[Cell]

_STRIP = 24
"""Lines of a row that stay on one page."""
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Column:
    """One column; without a `value` it is left to a hand."""

    label: str
    width: float
    """mm."""
    value: Callable[[Any], str | None] | None = None
    """Its text for a row; None is left blank."""
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is set."""

    head: Type = TABLE_HEAD
    cell: Type = TABLE_CELL
    row: float = TABLE_ROW
    """The least height of a row."""
    padding: float = TABLE_PADDING
    """Above and below the lines of a row."""


LOOK = Look()
DENSE_LOOK = Look(cell=TABLE_DENSE_CELL, row=DENSE_ROW, padding=DENSE_PADDING)
"""For ledgers of hundreds of pages: heights in whole points keep the file small."""
SIGNING_LOOK = Look(LABEL, VALUE, row=SIGNING_ROW)
"""For hands to sign in."""
TEXT_LOOK = Look(row=TEXT_ROW, padding=TEXT_PADDING)
"""For tables of sentences rather than figures."""


@dataclass(frozen=True)
class Table:
    """Rows under a head.

    `page_foot(start, stop)` gives the sums at the foot of a page that holds the rows from `start` to before `stop`.
    """

    columns: Sequence[Column]
    rows: Sequence[Cells]
    totals: Sequence[Cells] = ()
    """After the last row; a first cell spreads over the blank ones that follow it."""
    page_foot: Callable[[int, int], Sequence[Cells]] | None = None
    look: Look = LOOK
    name: str = ""
    """Named in the error when a character cannot be printed."""
    progress: Progress = silent
    """Told how many rows are measured."""
    _strips: list[tuple[int, int]] = field(default_factory=list, init=False, repr=False)
    """What is never torn: a row, or of a row that would fill pages so many lines from one on."""
    _broken: dict[tuple[int, int], list[str]] = field(default_factory=dict, init=False, repr=False)
    """Lines of the cells that have more than one."""
    _tight: set[tuple[int, int]] = field(default_factory=set, init=False, repr=False)
    """Figures that are set smaller to stay on their line."""
    _ends: list[float] = field(default_factory=list, init=False, repr=False)
    """Height of all strips up to and with each."""

    def __post_init__(self) -> None:
        end = 0.0
        for index, row in enumerate(counted(self.rows, self.progress)):
            count = self._break(index, row)
            for first in range(0, count, _STRIP):
                lines = min(count - first, _STRIP)
                end += max(lines * self.look.cell.leading + 2 * self.look.padding, self.look.row)
                self._strips.append((index, first))
                self._ends.append(end)

    def __len__(self) -> int:
        return max(len(self._strips), 1)

    @property
    def edges(self) -> list[float]:
        """The x of every rule between columns, from 0."""
        return [0.0, *accumulate(column.width * MM for column in self.columns)]

    @cached_property
    def head(self) -> list[list[str]]:
        """The lines of each label."""
        type_ = self.look.head
        return [break_lines(c.label, type_.face, type_.size, _inner(c)) for c in self.columns]

    @cached_property
    def known_last(self) -> frozenset[int]:
        """Columns whose cells are known when all pages are numbered."""
        return (
            frozenset(at for at, cell in enumerate(self.rows[0]) if callable(cell))
            if self.rows
            else frozenset()
        )

    @cached_property
    def head_height(self) -> float:
        return max(map(len, self.head)) * self.look.head.leading + 2 * self.look.padding

    def cut(self, start: int, room: float) -> tuple[Block, int] | None:
        """The strips from `start` that fit `room` with head and foot, and where to go on; None when none fits."""
        free = room - self.head_height - self._foot_height
        above = self._ends[start - 1] if start else 0.0
        totals = len(self.totals) * self.look.row
        stop = bisect_right(self._ends, above + free + _SLACK)
        if stop == len(self._ends) and self._above(stop) - above + totals > free + _SLACK:
            stop -= 1
        if stop <= start and (self._ends or totals > free):
            return None
        return self._slice(start, stop), max(stop, 1)

    def _slice(self, start: int, stop: int) -> Block:
        feet = [*self.page_foot(self._row(start), self._row(stop))] if self.page_foot else []
        if stop == len(self._ends):
            feet += self.totals
        height = self.head_height + self._above(stop) - self._above(start) + len(feet) * self.look.row

        def draw(pen: Pen, box: Box, places: Places) -> None:
            _Drawing(self, pen, box, places).draw(start, stop, feet)

        return Block(height, draw)

    def _above(self, strip: int) -> float:
        return self._ends[strip - 1] if strip > 0 else 0.0

    def _row(self, strip: int) -> int:
        """How many rows begin before a strip."""
        if strip >= len(self._strips):
            return len(self.rows)
        row, first = self._strips[strip]
        return row + 1 if first else row

    @cached_property
    def _foot_height(self) -> float:
        return len(self.page_foot(0, 0)) * self.look.row if self.page_foot else 0.0

    def _break(self, index: int, row: Cells) -> int:
        """How many lines the row takes."""
        face, size = self.look.cell.face, self.look.cell.size
        most = 1
        for at, (column, text) in enumerate(zip(self.columns, row, strict=True)):
            try:
                if not isinstance(text, str) or not text:
                    continue
                width = fonts.width(text, face, size)
                if column.align == "right" and _inner(column) < width <= _inner(column) * size / SMALLEST:
                    self._tight.add((index, at))
                elif width > _inner(column) or "\n" in text:
                    lines = break_lines(text, face, size, _inner(column))
                    self._broken[index, at] = lines
                    most = max(most, len(lines))
            except fonts.MissingGlyph as missing:
                raise missing.within(f"{self.name}第 {index + 1} 行“{column.label}”") from None
        return most

    def is_fitted(self, number: int, at: int) -> bool:
        """Whether a cell of a strip is set as small as its column wants."""
        return at in self.known_last or bool(self._tight and (self._strips[number][0], at) in self._tight)

    def strip(self, number: int, places: Places) -> tuple[float, list[Sequence[str]]]:
        """The height of a strip and the lines of its cells."""
        row, first = self._strips[number]
        cells: list[Sequence[str]] = [
            self._broken[row, at][first : first + _STRIP]
            if (row, at) in self._broken
            else _single(text, first, places)
            for at, text in enumerate(self.rows[row])
        ]
        return self._above(number + 1) - self._above(number), cells


def _single(cell: Cell, first: int, places: Places) -> tuple[str, ...]:
    text = cell if isinstance(cell, str) else cell(places)
    return (text,) if text and not first else ()


def _inner(column: Column) -> float:
    return column.width * MM - 2 * TABLE_PADDING


class _Drawing:
    """One slice of a table on one page."""

    def __init__(self, table: Table, pen: Pen, box: Box, places: Places) -> None:
        self.table, self.pen, self.look, self.places = table, pen, table.look, places
        self.edges = [box.x + edge for edge in table.edges]
        self.top = self.y = box.top
        self.anchors = [
            {"left": left + TABLE_PADDING, "centre": (left + right) / 2, "right": right - TABLE_PADDING}[
                c.align
            ]
            for c, left, right in zip(table.columns, self.edges, self.edges[1:], strict=False)
        ]

    def draw(self, start: int, stop: int, feet: Sequence[Cells]) -> None:
        self._head()
        for strip in range(start, stop):
            self._strip(strip)
        grid_foot = self.y
        for cells in feet:
            self._foot(cells)
        for edge in self.edges[1:-1]:
            self.pen.rule(edge, self.top, edge, grid_foot, RULE, TABLE_GREY)
        width = self.edges[-1] - self.edges[0]
        self.pen.frame(Box(self.edges[0], self.y, width, self.top - self.y), OUTER_RULE)

    def _rule(self, grey: float = TABLE_GREY) -> None:
        self.pen.rule(self.edges[0], self.y, self.edges[-1], self.y, RULE, grey)

    def _head(self) -> None:
        height, type_ = self.table.head_height, self.look.head
        self.pen.shade(
            Box(self.edges[0], self.y - height, self.edges[-1] - self.edges[0], height), TABLE_SHADE
        )
        for lines, left, right in zip(self.table.head, self.edges, self.edges[1:], strict=False):
            top = self.y - (height - len(lines) * type_.leading) / 2
            self.pen.lines((left + right) / 2, baseline(top, type_), lines, type_, "centre")
        self.y -= height
        self._rule(0)

    def _strip(self, number: int) -> None:
        height, cells = self.table.strip(number, self.places)
        type_ = self.look.cell
        middle = baseline(self.y - (height - type_.leading) / 2, type_)
        for at, (lines, column, x) in enumerate(zip(cells, self.table.columns, self.anchors, strict=True)):
            if lines and self.table.is_fitted(number, at):
                self._fitted(lines[0], at, middle, height)
                continue
            first = middle + (len(lines) - 1) * type_.leading / 2
            self.pen.lines(x, first, lines, type_, column.align)
        self.y -= height
        self._rule()

    def _foot(self, cells: Cells) -> None:
        """A sum: its label spreads over the blank cells that follow it."""
        type_, height = self.look.head, self.look.row
        first = next((at for at, text in enumerate(cells) if at and text), len(cells))
        texts = [cell if isinstance(cell, str) else cell(self.places) for cell in cells]
        y = baseline(self.y - (height - type_.leading) / 2, type_)
        self.pen.text((self.edges[0] + self.edges[first]) / 2, y, texts[0], type_, "centre")
        for at in range(first, len(cells)):
            self._fitted(texts[at], at, y, height)
            self.pen.rule(self.edges[at], self.y, self.edges[at], self.y - height, RULE, TABLE_GREY)
        self.y -= height
        self._rule()

    def _fitted(self, text: str, at: int, y: float, height: float) -> None:
        """What is known only now, a sum or page numbers: smaller where its column is too narrow, at last on
        several lines.
        """
        type_, column = self.look.cell, self.table.columns[at]
        width, room = fonts.width(text, type_.face, type_.size), _inner(column)
        if width <= room:
            self.pen.text(self.anchors[at], y, text, type_, column.align)
            return
        size = max(SMALLEST, type_.size * room / width)
        lines = break_lines(text, type_.face, size, room + _SLACK)
        smaller = replace(type_, size=size, leading=min(type_.leading, height / len(lines)))
        top = self.y - (height - len(lines) * smaller.leading) / 2
        self.pen.lines(self.anchors[at], baseline(top, smaller), lines, smaller, column.align)
