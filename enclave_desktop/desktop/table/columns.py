"""The columns of a table: a sheet's fields, and what is worked out beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from enclave_desktop.desktop.widgets.chips import Look
from enclave_desktop.dossier.fields import Field, Kind, Sheet
from enclave_desktop.dossier.showing import show, show_masked

_WIDTHS = {
    Kind.DATE: 104,
    Kind.MONEY: 118,
    Kind.YES_NO: 84,
    Kind.CHOICE: 108,
    Kind.PLACE: 116,
    Kind.AREA: 90,
    Kind.YEAR: 72,
    Kind.PERIOD: 88,
    Kind.CREDIT_CODE: 178,
    Kind.DOCUMENT_NUMBER: 172,
    Kind.ACCOUNT: 178,
    Kind.PHONE: 124,
    Kind.SUBJECT: 172,
    Kind.TEXT: 148,
}
_RIGHT = frozenset({Kind.MONEY, Kind.AREA})
_HAN = frozenset({Kind.TEXT, Kind.PLACE, Kind.CHOICE, Kind.SUBJECT})


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    label: str
    width: int
    """Logical pixels at the usual size of type."""
    text: Callable[[Any], str]
    """What the cell shows of a row; sensitive values are masked."""
    sort_key: Callable[[Any], Any]
    """What rows are ordered by; None where nothing is recorded, which comes last either way."""
    field: Field | None = None
    """What is edited here; None for what is worked out."""
    right: bool = False
    tone: Callable[[Any], str | None] | None = None
    """ok, warn, bad or mute: the colour of the text."""
    chip: Callable[[Any], Look | None] | None = None
    """The cell is shown as a verdict."""
    strong: bool = False
    tip: Callable[[Any], str] | None = None

    @property
    def sensitive(self) -> bool:
        return self.field is not None and self.field.sensitive

    def full_text(self, row: Any) -> str:
        """Unmasked, for whoever asked to see or edit it."""
        return show(self.field, getattr(row, self.field.name)) if self.field else self.text(row)


def field_column(field: Field) -> Column:
    """The column of a field."""
    value = attrgetter(field.name)

    def text(row: Any) -> str:
        return show_masked(field, value(row))

    key = (lambda row: dictionary_order(value(row))) if field.kind in _HAN else value
    label = f"{field.label}（元）" if field.kind is Kind.MONEY else field.label
    return Column(label, _width(field, label), text, key, field, field.kind in _RIGHT)


def _width(field: Field, label: str) -> int:
    """A key or reference is about as long as its example; other text needs room."""
    usual = _WIDTHS[field.kind]
    if field.kind is Kind.TEXT and (field.key or field.refers):
        usual = pixels(field.example) + 28
    return max(usual, pixels(label) + 28)


def pixels(text: str) -> int:
    """About how wide a text is."""
    return sum(8 if char.isascii() else 13 for char in text)


def columns_of(sheet: Sheet) -> list[Column]:
    """A column for each field, in the workbook's order."""
    return [field_column(field) for field in sheet.fields]


def dictionary_order(text: str | None) -> bytes | None:
    """Orders common characters by their pinyin, as that character set does."""
    return None if text is None else text.encode("gb18030")
