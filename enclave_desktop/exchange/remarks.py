"""What an import has to say about single cells and rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from enclave_desktop.dossier.fields import Field, Kind
from enclave_desktop.dossier.reading import Cell
from enclave_desktop.dossier.showing import mask

MOST_KEPT = 50_000
"""Remarks kept in full; beyond that they are only counted."""

_LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """One bad cell (or row, or sheet), or with `warning` one to look at; personal data is masked."""

    sheet: str
    row: int | None
    """As a spreadsheet program numbers it; None speaks of the whole sheet."""
    column: str
    """The header; empty where the whole row is meant."""
    letter: str
    value: str
    reason: str
    remedy: str
    warning: bool = False

    @property
    def place(self) -> str:
        """人员 第 7 行 证件号码（C 列）."""
        row = f" 第 {self.row} 行" if self.row else ""
        letter = f"（{self.letter} 列）" if self.letter else ""
        return f"{self.sheet}{row}{' ' if self.column else ''}{self.column}{letter}"

    def __str__(self) -> str:
        value = f"{self.value}，" if self.value else ""
        return f"{self.place}：{value}{self.reason} → {self.remedy}"


@dataclass(slots=True)
class Remarks:
    """Errors and warnings as they are found, bounded in number."""

    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    error_count: int = 0
    warning_count: int = 0

    def add(self, remark: Remark) -> None:
        if remark.warning:
            self.warning_count += 1
            kept = self.warnings
        else:
            self.error_count += 1
            kept = self.errors
        if len(kept) < MOST_KEPT:
            kept.append(remark)

    def mark(self) -> tuple[int, int]:
        """Where the remarks end for now; see `sort`."""
        return len(self.errors), len(self.warnings)

    def sort(self, mark: tuple[int, int]) -> None:
        """Put what was found since `mark` (of one sheet) into the order of rows and columns."""
        for kept, start in zip((self.errors, self.warnings), mark, strict=True):
            kept[start:] = sorted(kept[start:], key=_position)

    def __iter__(self) -> Iterator[Remark]:
        yield from self.errors
        yield from self.warnings


def _position(remark: Remark) -> tuple[int, int, str]:
    return remark.row or 0, len(remark.letter), remark.letter


def shown_cell(field: Field, cell: Cell) -> str:
    """A raw cell as it may stand in a message: short, and masked where the field is sensitive."""
    text = _plain(cell)
    if field.sensitive:
        return mask(field, text) if field.kind is Kind.SUBJECT else mask(field, "".join(text.split()))
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | timedelta) else ""
