"""From a form and what is given to rows of filled cells: labels, words, boxes, room for hands."""

from collections.abc import Iterator
from itertools import pairwise

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.packet import cells
from enclave_desktop.packet.binding import VALUES, Words, words
from enclave_desktop.packet.fonts import MissingGlyph
from enclave_desktop.packet.forms import Entry, Form, Item, Opinion, Photo, Row, Section, Signature
from enclave_desktop.packet.given import Given
from enclave_desktop.packet.grid import GridRow, Placed, row, with_spans
from enclave_desktop.packet.style import COLUMNS, MM, ROOMY

_NUMERALS = "一二三四五六七八九十"
_SHORT = 2
"""A section of no more rows stays on one page, unless a hand is to write much in it."""


class Filling:
    """A form filled in for one finding."""

    def __init__(self, form: Form, given: Given, seals: bool) -> None:
        self._given = given
        self._seals = seals
        self._sections = form.sections_for(given.finding.programme.id)
        widths = [width * MM for width in form.columns] or list(COLUMNS)
        self._edges = [sum(widths[:n]) for n in range(len(widths) + 1)]
        self.rests: list[tuple[str, str]] = []
        """Label and words of what no cell has room for."""
        self.rows = with_spans(list(self._rows()))
        """The rows of the grid, from top to bottom."""

    @property
    def width(self) -> float:
        return self._edges[-1]

    @property
    def has_money(self) -> bool:
        """Some cell is for an amount in yuan."""
        items = (item for section in self._sections for line in section.rows for item in line)
        values = (item.value for item in items if isinstance(item, Entry))
        return any(value and VALUES[value].kind is Kind.MONEY for value in values)

    def _rows(self) -> Iterator[GridRow]:
        headings = iter(_NUMERALS)
        for section in self._sections:
            if section.heading:
                words_ = f"{next(headings)}、{section.heading}"
                yield row([Placed(cells.Heading(words_), 0.0, self.width)], keep=True, fixed=True)
            yield from self._section(section)

    def _section(self, section: Section) -> Iterator[GridRow]:
        taken_until = 0
        short = len(section.rows) <= _SHORT and not any(
            _roomy(item) for line in section.rows for item in line
        )
        for index, line in enumerate(section.rows):
            last = -1 if index < taken_until else None
            following = section.rows[index + 1 : index + 2]
            keep = bool(following) and (short or (_signs(line) and any(map(_signs, following))))
            yield self._row(line, self._edges[:last], keep)
            for item in line:
                if isinstance(item, Photo):
                    taken_until = index + item.rows

    def _row(self, line: Row, edges: list[float], keep: bool) -> GridRow:
        """One row between the grid's lines; the last column may belong to a cell of a row above."""
        placed: list[Placed] = []
        if isinstance(line[-1], Photo):
            photo = line[-1]
            placed.append(Placed(cells.PhotoBox(photo.words), edges[-2], edges[-1] - edges[-2], photo.rows))
            line, edges = line[:-1], edges[:-1]
        starts = [*edges[: 2 * len(line) : 2], edges[-1]]
        for item, (start, stop) in zip(line, pairwise(starts), strict=True):
            middle = next(edge for edge in edges if edge > start)
            placed.extend(self._cells(item, start, middle, stop))
        return row(placed, keep=keep, roomy=any(map(_roomy, line)), fixed=_signs(line))

    def _cells(self, item: Item, start: float, middle: float, stop: float) -> Iterator[Placed]:
        match item:
            case Signature():
                signing = cells.Signing(item.statement, item.lines, item.seal, self._seals)
                yield Placed(signing, start, stop - start)
            case Opinion():
                yield Placed(cells.label(item.label, middle - start), start, middle - start)
                opinion = cells.opinion(item.lines, item.seal, self._seals)
                yield Placed(opinion, middle, stop - middle)
            case Entry():
                yield Placed(cells.label(item.label, middle - start), start, middle - start)
                yield Placed(self._entry(item, stop - middle), middle, stop - middle)

    def _entry(self, entry: Entry, width: float) -> cells.Cell:
        found = words(entry.value, self._given) if entry.value else Words()
        hint = words(entry.hint, self._given).text if entry.hint else ""
        if entry.choices:
            return cells.boxes(entry.choices, found.names, width)
        try:
            cell = cells.value(found.text, width, money=found.money, hint=hint, least=entry.height * MM)
        except MissingGlyph as missing:
            cell_of = f"“{self._given.finding.subject.name}”申请表的“{_in_one_line(entry.label)}”"
            raise missing.within(found.origin or cell_of) from None
        if cell.rest:
            self.rests.append((_in_one_line(entry.label), cell.rest))
        return cell


def _signs(line: Row) -> bool:
    return any(isinstance(item, Signature) for item in line)


def _roomy(item: Item) -> bool:
    """For a hand to write much in."""
    return isinstance(item, Opinion) or (
        isinstance(item, Entry) and not item.value and item.height * MM >= ROOMY
    )


def _in_one_line(label: str) -> str:
    return label.replace("\n", "")
