"""Finding a sheet's header row and what stands in which column, however a clerk has decorated it."""

import difflib
import re
import unicodedata
from dataclasses import dataclass

from enclave_desktop.dossier.fields import Field, Sheet
from enclave_desktop.dossier.numbers import INVISIBLE
from enclave_desktop.dossier.reading import Cell
from enclave_desktop.exchange.workbook import RawSheet

GUIDE = "填写说明"
"""Title of the template's first sheet, which holds nothing to import."""

REASONS = "错误原因"
"""Header of the column that an error report adds; importing the report again passes over it."""

_TITLE_ROWS = 10
_NOTE = re.compile(r"\([^()]*\)$")
_DECORATION = str.maketrans(dict.fromkeys(f"*{INVISIBLE}"))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's columns are; indices count in the raw sheet's rows."""

    header: int
    """The row of the headers; data begin after it."""
    columns: dict[str, int]
    """Column by name of field, in the order of the fields."""
    missing: tuple[Field, ...]
    """Required ones that the sheet does not have."""
    doubled: tuple[tuple[Field, int], ...]
    """A field's second column."""
    unknown: tuple[tuple[str, int], ...]
    """Headers that are no field's, with their columns."""


def plain_header(cell: Cell) -> str:
    """A header without star, note in brackets, blanks: 类型* (研发中心/孵化器) is 类型."""
    text = unicodedata.normalize("NFKC", str(cell or "")).translate(_DECORATION)
    return _NOTE.sub("", "".join(text.split()))


def find_layout(spec: Sheet, raw: RawSheet) -> Layout | None:
    """The layout by that row, of the first ten that hold anything, with the most of the sheet's headers."""
    labels = {plain_header(field.label): field for field in spec.fields}
    best, best_row, found = 0, -1, [""]
    looked = 0
    for index, row in enumerate(raw.rows):
        headers = [plain_header(cell) if isinstance(cell, str) else "" for cell in row]
        looked += any(headers)
        known = len(labels.keys() & set(headers))
        if known > best:
            best, best_row, found = known, index, headers
        if looked == _TITLE_ROWS:
            break
    return _layout(spec, labels, best_row, found) if best else None


def _layout(spec: Sheet, labels: dict[str, Field], row: int, headers: list[str]) -> Layout:
    columns: dict[str, int] = {}
    doubled, unknown = [], []
    for column, header in enumerate(headers):
        field = labels.get(header)
        if field is None:
            unknown += [(header, column)] if header and header != REASONS else []
        elif field.name in columns:
            doubled.append((field, column))
        else:
            columns[field.name] = column
    ordered = {field.name: columns[field.name] for field in spec.fields if field.name in columns}
    missing = tuple(field for field in spec.fields if field.required and field.name not in columns)
    return Layout(row, ordered, missing, tuple(doubled), tuple(unknown))


def nearest(word: str, words: list[str]) -> list[str]:
    """Up to three of `words` that are spelt nearly like `word`, the nearest first."""
    return difflib.get_close_matches(word, words, n=3, cutoff=0.5)
