"""A packet as it reads on paper: every text drawn with its place, the cells of its forms, the rows of its tables.

What is compared is what is printed, not the fields it came from once more.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from enclave_desktop.packet.cells import CONTINUED_WORDS
from enclave_desktop.packet.document import Document, Part, Places
from enclave_desktop.packet.draw import Align, Pen, Sheets
from enclave_desktop.packet.style import HINT, LABEL, OUTER_RULE, TABLE_SHADE, Box, Type

_NEAR = 0.01
SUM = "合计"


@dataclass(frozen=True, slots=True)
class Text:
    """One text; x is where it is anchored: its left end, middle or right end."""

    x: float
    y: float
    words: str
    style: Type


@dataclass(frozen=True, slots=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def upright(self) -> bool:
        return abs(self.x1 - self.x2) < _NEAR


@dataclass(frozen=True, slots=True)
class Outline:
    box: Box


@dataclass(frozen=True, slots=True)
class Head:
    """The shade behind the head of a table: one begins here."""


Mark = Text | Rule | Outline | Head


class _Listener(Pen):
    """Takes down what would be drawn; what does not matter here of a pen's arguments is left aside."""

    def __init__(self) -> None:
        super().__init__(Sheets(io.BytesIO(), title="", author="", subject=""))
        self.marks: list[Mark] = []

    def text(self, x: float, y: float, text: str, style: Type, align: Align = "left") -> None:  # noqa: ARG002
        if text:
            self.marks.append(Text(x, y, text, style))

    def rule(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        width: float = 0.5,  # noqa: ARG002
        grey: float = 0.0,  # noqa: ARG002
    ) -> None:
        self.marks.append(Rule(x1, y1, x2, y2))

    def frame(self, box: Box, width: float = 0.5, grey: float = 0.0) -> None:  # noqa: ARG002
        if width == OUTER_RULE:
            self.marks.append(Outline(box))

    def shade(self, box: Box, grey: float) -> None:  # noqa: ARG002
        if grey == TABLE_SHADE:
            self.marks.append(Head())

    def finish(self) -> None:
        """Nothing is put down."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A label of a form and what stands beside it."""

    label: str
    words: str
    whole: bool
    """It does not go on on another page."""
    hint: str


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[str, ...]
    """A text for each column; several lines put together."""
    label: str = ""
    """Of a sum: 合计, 本页小计; empty for other rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or as much of it as a page holds."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: tuple[Row, ...]

    def column(self, label: str) -> int | None:
        """The place of the column with that label."""
        return self.head.index(label) if label in self.head else None


@dataclass(frozen=True)
class Leaf:
    """One page of a part."""

    part: Part
    number: int | None
    """As it is printed; None when it is not."""
    marks: Sequence[Mark] = field(repr=False)

    @property
    def where(self) -> str:
        return f"{self.part.title}第{self.number}页" if self.number else self.part.title

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Text))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Labels and values of a form's grid, as they are read."""
        return tuple(_cells(self.marks))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(_tables(self.marks))


@dataclass(frozen=True)
class Paper:
    """All pages in their order."""

    leaves: tuple[Leaf, ...]
    _whole: dict[str, list[tuple[Leaf, Table]]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, document: Document) -> "Paper":
        places = document.places
        return cls(tuple(leaf for part in document.parts for leaf in _leaves(part, places)))

    def of_part(self, key: str) -> list[Leaf]:
        """The pages of the part of that key; of all those when it ends with a colon."""
        return [
            leaf
            for leaf in self.leaves
            if leaf.part.key == key or (key.endswith(":") and leaf.part.key.startswith(key))
        ]

    def tables(self, key: str) -> list[tuple[Leaf, Table]]:
        """The tables of a part, each whole and with the page it begins on."""
        if key not in self._whole:
            pieces: list[tuple[Leaf, list[Table]]] = []
            for leaf in self.of_part(key):
                for table in leaf.tables:
                    if pieces and _goes_on(pieces[-1][1][-1], table):
                        pieces[-1][1].append(table)
                    else:
                        pieces.append((leaf, [table]))
            self._whole[key] = [(leaf, _joined(tables)) for leaf, tables in pieces]
        return self._whole[key]


def _joined(tables: Sequence[Table]) -> Table:
    rows = tuple(row for table in tables for row in table.rows)
    return Table(tables[0].head, rows, tuple(row for table in tables for row in table.sums))


def _leaves(part: Part, places: Places) -> Iterator[Leaf]:
    first = places.ranges[part.key][0] if part.numbered else None
    for at, page in enumerate(part.pages):
        listener = _Listener()
        page.draw(listener, places)
        yield Leaf(part, None if first is None else first + at, listener.marks)


def _goes_on(before: Table, table: Table) -> bool:
    """Whether it is the same table on its next page."""
    closed = any(row.label == SUM for row in before.sums)
    return before.head == table.head and not closed and bool(table.rows) and table.rows[0].cells[0] != "1"


# The grid of a form: upright rules are the left edges of its cells.


def _cells(marks: Sequence[Mark]) -> Iterator[Cell]:
    texts = [mark for mark in marks if isinstance(mark, Text)]
    held = [(box, [text for text in texts if _within(text, box)]) for box in _boxes(marks)]
    for (_, label), (_, value) in pairwise(held):
        if label and all(text.style == LABEL for text in label) and not any(t.style == LABEL for t in value):
            words = "".join(text.words for text in value if text.style != HINT)
            hint = "".join(text.words for text in value if text.style == HINT)
            whole = not words.endswith(CONTINUED_WORDS)
            yield Cell(
                "".join(text.words for text in label), words.removesuffix(CONTINUED_WORDS), whole, hint
            )


def _boxes(marks: Sequence[Mark]) -> list[Box]:
    """The cells of rows that have several, from top to bottom and left to right."""
    grid = next((mark.box for mark in marks if isinstance(mark, Outline)), None)
    if grid is None:
        return []
    uprights = [mark for mark in marks if isinstance(mark, Rule) and mark.upright]
    edges = {(rule.x1, min(rule.y1, rule.y2), max(rule.y1, rule.y2)) for rule in uprights}
    heights = {(low, high) for _, low, high in edges}
    firsts = {
        (grid.x, low, high)
        for low, high in heights
        if not any(low <= other[0] and other[1] <= high and other != (low, high) for other in heights)
    }
    boxes = []
    for x, low, high in edges | firsts:
        middle = (low + high) / 2
        right = min((e for e, lo, hi in edges if lo < middle < hi and e > x + _NEAR), default=grid.right)
        boxes.append(Box(x, low, right - x, high - low))
    return sorted(boxes, key=lambda box: (-round(box.top, 1), box.x))


def _within(text: Text, box: Box) -> bool:
    return box.x < text.x < box.right and box.y < text.y < box.top


# A table, in the order it is drawn: head, rows, sums, each over a rule; upright rules; the frame.


def _tables(marks: Sequence[Mark]) -> Iterator[Table]:
    begun: list[Mark] | None = None
    for mark in marks:
        if isinstance(mark, Head):
            begun = []
        elif isinstance(mark, Outline) and begun is not None:
            yield _table(begun, mark.box)
            begun = None
        elif begun is not None:
            begun.append(mark)


def _table(marks: Sequence[Mark], box: Box) -> Table:
    edges = sorted({rule.x1 for rule in marks if isinstance(rule, Rule) and rule.upright})
    head, *rows = _lines(marks)
    styled = head[0].style if head else None
    read = [_row(texts, edges, sums=bool(texts) and texts[0].style == styled) for texts in rows]
    return Table(
        _row(head, edges, sums=False).cells,
        tuple(row for row in read if not row.label),
        tuple(row for row in read if row.label),
    )


def _lines(marks: Sequence[Mark]) -> list[list[Text]]:
    """The texts between one level rule and the next."""
    lines: list[list[Text]] = [[]]
    for mark in marks:
        if isinstance(mark, Text):
            lines[-1].append(mark)
        elif isinstance(mark, Rule) and not mark.upright:
            lines.append([])
    return lines[:-1]


def _row(texts: Sequence[Text], edges: Sequence[float], *, sums: bool) -> Row:
    cells = [""] * (len(edges) + 1)
    for text in texts[sums:]:
        cells[sum(edge < text.x for edge in edges)] += text.words
    return Row(tuple(cells), texts[0].words if sums else "")
