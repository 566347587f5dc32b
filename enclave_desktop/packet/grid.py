"""A form's grid: rows of cells laid out on pages, each page's part closed by its own frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from enclave_desktop.packet.cells import Cell
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.style import MOST_SLACK, OUTER_RULE, ROW, RULE, Box

_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell between two of the grid's lines; x from the grid's left edge, in points."""

    cell: Cell
    x: float
    width: float
    rows: int = 1
    """How many rows it spreads over."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row, never torn by the end of a page."""

    cells: tuple[Placed, ...]
    height: float
    keep: bool = False
    """Stays with the next row."""
    roomy: bool = False
    """For a hand to write much in: takes what room a page has left."""
    fixed: bool = False
    """Does not grow."""


def row(cells: Sequence[Placed], *, keep: bool = False, roomy: bool = False, fixed: bool = False) -> GridRow:
    """A row as high as its highest cell needs; a cell over several rows is seen to by `with_spans`."""
    highest = max((placed.cell.height for placed in cells if placed.rows == 1), default=0.0)
    return GridRow(tuple(cells), max(ROW, highest), keep, roomy, fixed)


def with_spans(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, those beside a cell over several kept together and together as high as it needs."""
    done = list(rows)
    for index, line in enumerate(rows):
        for placed in line.cells:
            if placed.rows > 1:
                beside = range(index, index + placed.rows)
                lacking = placed.cell.height - sum(done[at].height for at in beside)
                for at in beside:
                    done[at] = replace(
                        done[at],
                        height=done[at].height + max(0.0, lacking) / placed.rows,
                        keep=at != beside[-1] or done[at].keep,
                        fixed=True,
                    )
    return done


def paginate(rows: Sequence[GridRow], first: float, room: float) -> list[list[GridRow]]:
    """The rows by page, stretched to fill all but the last; `first` and `room` are the heights of the pages."""
    pages: list[list[GridRow]] = [[]]
    left = first
    for chunk in _chunks(rows):
        height = sum(line.height for line in chunk)
        if height > left + _SLACK and pages[-1]:
            pages[-1] = _stretched(pages[-1], left)
            pages.append([])
            left = room
        pages[-1].extend(chunk)
        left -= height
    return pages


def _chunks(rows: Sequence[GridRow]) -> Iterator[list[GridRow]]:
    """Rows that stay together."""
    chunk: list[GridRow] = []
    for line in rows:
        chunk.append(line)
        if not line.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _stretched(rows: Sequence[GridRow], spare: float) -> list[GridRow]:
    """The rows with what room is spare: to those for a hand as they are high, else a little to each."""
    roomy = sum(line.height for line in rows if line.roomy)
    if roomy:
        factor = 1 + spare / roomy
        return [replace(line, height=line.height * factor) if line.roomy else line for line in rows]
    growing = sum(not line.fixed for line in rows)
    each = min(spare / growing, MOST_SLACK) if growing else 0.0
    return [line if line.fixed else replace(line, height=line.height + each) for line in rows]


def draw_rows(pen: Pen, rows: Sequence[GridRow], x: float, top: float, width: float) -> None:
    """The rows from `top` down, with rules between the cells and the frame around all."""
    y = top
    for index, line in enumerate(rows):
        for placed in line.cells:
            height = sum(spanned.height for spanned in rows[index : index + placed.rows])
            box = Box(x + placed.x, y - height, placed.width, height)
            placed.cell.draw(pen, box)
            if placed.x > _SLACK:
                pen.rule(box.x, box.y, box.x, box.top, RULE)
            if index:
                pen.rule(box.x, box.top, box.right, box.top, RULE)
        y -= line.height
    pen.frame(Box(x, y, width, top - y), OUTER_RULE)
