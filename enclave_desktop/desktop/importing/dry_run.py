"""Holding a workbook, with the cells mended so far, against the record. Nothing is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Field, Sheet
from enclave_desktop.dossier.reading import Cell
from enclave_desktop.exchange.headers import Layout, find_layout, plain_header
from enclave_desktop.exchange.plan import ImportPlan, plan_import
from enclave_desktop.exchange.remarks import Remark, shown_cell
from enclave_desktop.exchange.sheet_plan import Progress
from enclave_desktop.exchange.workbook import Book, Position, RawSheet, read_book


class BookCell(NamedTuple):
    """A cell of a book: which of its sheets, and where in that sheet's rows."""

    sheet: int
    row: int
    column: int


Mends = Mapping[BookCell, str]
"""What cells are to hold instead; an empty text clears one."""


@dataclass(frozen=True)
class DryRun:
    """A book as mended, and what importing it would do."""

    book: Book
    plan: ImportPlan

    @cached_property
    def sheets(self) -> dict[str, "BookSheet"]:
        """The sheets that were read, by title."""
        found: dict[str, BookSheet] = {}
        specs = {plain_header(spec.title): spec for spec in SHEETS.values()}
        for number, raw in enumerate(self.book.sheets):
            spec = specs.get(plain_header(raw.title))
            if spec and spec.title not in found and (layout := find_layout(spec, raw)):
                found[spec.title] = BookSheet(number, spec, raw, layout)
        return found

    def place(self, remark: Remark) -> BookCell | None:
        """The cell that a remark speaks of; None when it speaks of a row, a sheet, or a column that is not there."""
        sheet = self.sheets.get(remark.sheet)
        return sheet.place(remark) if sheet else None


@dataclass(frozen=True)
class BookSheet:
    """One sheet of a book with what stands where."""

    number: int
    spec: Sheet
    raw: RawSheet
    layout: Layout

    @property
    def fields(self) -> list[Field]:
        return [self.spec.field(name) for name in self.layout.columns]

    def field_at(self, column: int) -> Field:
        """The field whose column that is."""
        return next(field for field in self.fields if self.layout.columns[field.name] == column)

    def place(self, remark: Remark) -> BookCell | None:
        row = self.row_of(remark)
        if row is None or row <= self.layout.header or not remark.letter:
            return None
        columns = self.layout.columns.values()
        column = next((at for at in columns if self.raw.letter(at) == remark.letter), None)
        return None if column is None else BookCell(self.number, row, column)

    def row_of(self, remark: Remark) -> int | None:
        """The index of a remark's row."""
        return None if remark.row is None else remark.row - self.raw.row_number(0)

    def cell(self, row: int, field: Field) -> Cell:
        return self.raw.rows[row][self.layout.columns[field.name]]

    def masked(self, row: int, field: Field) -> str:
        """What a cell holds, as it may stand on a screen."""
        return shown_cell(field, self.cell(row, field))

    def in_full(self, row: int, field: Field) -> str:
        """What a cell holds, to be edited."""
        cell = self.cell(row, field)
        return cell if isinstance(cell, str) else shown_cell(replace(field, sensitive=False), cell)

    def without(self, row: int) -> Mends:
        """The mends that leave a row out."""
        return {BookCell(self.number, row, column): "" for column in self.layout.columns.values()}


def read(path: Path, progress: Progress) -> Book:
    """All cells of a workbook; UserError when it cannot be read."""
    progress(f"读取 {path.name}", 0, 0)
    return read_book(path, partial(progress, f"读取 {path.name}"))


def hold_against(
    dossier: Dossier,
    book: Book,
    mends: Mends,
    *,
    programmes: Collection[str],
    progress: Progress,
    good_rows: bool = False,
) -> DryRun:
    """Check every row of the mended book; `progress` counts the rows of the whole book."""
    whole = mended(book, mends)
    plan = plan_import(
        whole,
        dossier,
        today=date.today(),
        programmes=programmes,
        good_rows=good_rows,
        progress=_over_all(whole, progress),
    )
    return DryRun(whole, plan)


def _over_all(book: Book, progress: Progress) -> Progress:
    """One count over the sheets, of which a plan tells each by itself."""
    rows = sum(len(raw.rows) for raw in book.sheets)
    before: dict[str, int] = {}

    def tell(title: str, done: int, total: int) -> None:
        before[title] = done
        progress(f"核对 {title}", min(sum(before.values()), rows), rows)

    return tell


def mended(book: Book, mends: Mends) -> Book:
    """The book with other texts in some cells; rows that have none are shared."""
    by_sheet: dict[int, list[tuple[BookCell, str]]] = {}
    for place, text in mends.items():
        by_sheet.setdefault(place.sheet, []).append((place, text))
    sheets = list(book.sheets)
    for number, cells in by_sheet.items():
        sheets[number] = _mended_sheet(sheets[number], cells)
    return replace(book, sheets=tuple(sheets))


def _mended_sheet(raw: RawSheet, cells: list[tuple[BookCell, str]]) -> RawSheet:
    rows = list(raw.rows)
    merged = list(raw.merged)
    for place, text in cells:
        if rows[place.row] is raw.rows[place.row]:
            rows[place.row] = list(rows[place.row])
        rows[place.row][place.column] = text or None
        at = (raw.top + place.row, raw.left + place.column)
        merged = [part for merge in merged for part in _without(merge, at)]
    return replace(raw, rows=rows, merged=tuple(merged))


def _without(merge: tuple[Position, Position], at: Position) -> list[tuple[Position, Position]]:
    """What is left of merged cells once one of their rows was filled in: the rows above, and those below."""
    (top, left), (bottom, right) = merge
    row, column = at
    if not (top <= row <= bottom and left <= column <= right):
        return [merge]
    parts = [((top, left), (row - 1, right)), ((row + 1, left), (bottom, right))]
    return [part for part in parts if part[0][0] <= part[1][0]]
