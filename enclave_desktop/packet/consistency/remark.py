"""What is said of a packet before it is printed: how grave, in words, on which page, and where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT, Sheet


class Severity(StrEnum):
    """Gravest first."""

    CONTRADICTION = "contradiction"
    GAP = "gap"
    HINT = "hint"
    """Worth a look; may well be right."""

    @property
    def words(self) -> str:
        return {"contradiction": "矛盾", "gap": "缺漏", "hint": "提示"}[self]


@dataclass(frozen=True, slots=True)
class Spot:
    """A field of a row on record, as plain data that the window can go to."""

    sheet: str
    """The sheet's title; 证明材料 and 申领经过 among them."""
    reference: Any = None
    """What a field that refers to the row holds; None for the sheet as a whole, or a row that is not there yet."""
    field: str | None = None
    """None for the row as a whole."""
    attach: str | None = None
    """The kind of evidence to attach to the row."""

    @property
    def described(self) -> Sheet:
        return next(sheet for sheet in KEPT.values() if sheet.title == self.sheet)

    def row(self, dossier: Dossier) -> Any:
        """The row itself; None when there is none."""
        sheet = self.described
        rows: tuple[Any, ...] = dossier.rows(sheet.entity)
        return next((row for row in rows if sheet.reference(row) == self.reference), None)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing found. Words hold no number of identity or account in full."""

    severity: Severity
    topic: str
    """What was looked at: 前后一致, 合计, 日期 …"""
    words: str
    where: str = ""
    """On which pages; empty where it is not about a page."""
    spot: Spot | None = None

    def __str__(self) -> str:
        place = f"（{self.where}）" if self.where else ""
        return f"{self.severity.words}　{self.words}{place}"


def spot_of(row: Any, field: str | None = None) -> Spot:
    """That field of a row on record."""
    sheet = KEPT[type(row)]
    return Spot(sheet.title, sheet.reference(row), field)


def in_order(remarks: Iterable[Remark]) -> list[Remark]:
    """Each once, the gravest first, else as they come."""
    gravity = list(Severity)
    return sorted(dict.fromkeys(remarks), key=lambda remark: gravity.index(remark.severity))
