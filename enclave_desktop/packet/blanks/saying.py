"""What a cell says for one finding: the words of `binding`, written as the cell wants them."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.money import grouped
from enclave_desktop.packet.binding import VALUES, words
from enclave_desktop.packet.blanks.mapping import CHECK, DATE, FORMATS, MONEY, Cell
from enclave_desktop.packet.blanks.vocabulary import placeholders
from enclave_desktop.packet.fonts import MissingGlyph
from enclave_desktop.packet.given import Given

_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"(\d{4})年度?")
_FEN = 100
_WAN = 10_000


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a cell; empty and not ticked where the record does not say."""

    text: str = ""
    ticked: bool = False
    origin: str = ""
    """Whose field it is, for messages."""

    def blame(self, missing: MissingGlyph, cell: Cell, given: Given) -> MissingGlyph:
        """The error, naming the field or the cell."""
        return missing.within(self.origin or f"“{given.finding.subject.name}”空白表的“{name_of(cell)}”")


def said(cell: Cell, given: Given) -> Said:
    """What the cell says."""
    found = words(cell.value, given)
    if cell.kind == CHECK:
        return Said(ticked=cell.ticks in found.names, origin=found.origin)
    return Said(_written(cell, given, found.text), origin=found.origin)


def name_of(cell: Cell) -> str:
    """What the blank calls it, or we do."""
    return cell.label or placeholders()[cell.value].label


def _written(cell: Cell, given: Given, text: str) -> str:
    if cell.kind == MONEY and VALUES[cell.value].kind is Kind.MONEY:
        fen = VALUES[cell.value].read(given)
        return _money(fen, cell.format or FORMATS[MONEY][0]) if isinstance(fen, int) else text
    if cell.kind == DATE and (found := _CHINESE_DATE.fullmatch(text)):
        return _date(date(*map(int, found.groups())), cell.format or FORMATS[DATE][0], text)
    if cell.kind == DATE and len(cell.format) == 1:
        year = _YEAR.fullmatch(text) if cell.format == "年" else None
        return year[1] if year else ""  # of what is no day: unknown
    return text


def _money(fen: int, format_: str) -> str:
    match format_:
        case "不分节":
            return grouped(fen).replace(",", "")
        case "整元":
            return grouped(fen).removesuffix(".00")
        case "万元":
            return f"{(Decimal(fen) / _FEN / _WAN).normalize():f}"
    return grouped(fen)


def _date(day: date, format_: str, chinese: str) -> str:
    match format_:
        case "年" | "月" | "日":
            return str({"年": day.year, "月": day.month, "日": day.day}[format_])
        case "年月日":
            return chinese
    return day.isoformat().replace("-", format_[1])
