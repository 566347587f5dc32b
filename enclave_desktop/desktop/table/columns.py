"""The columns of a table: a sheet's fields, and what is worked out beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from enclave_desktop.dossier.fields import Field, Kind, Sheet
from enclave_desktop.dossier.showing import show, show_masked

_WIDTHS = {
    Kind.DATE: 104,
    Kind.MONEY: 118,
    Kind.YES_NO: 84,
    Kind.CHOICE: 108,
    Kind.PLACE: 96,
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


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    label: str
    width: int
    """Logical pixels at the usual size of type."""
    text: Callable[[Any], str]
    """What the cell shows of a row; sensitive values are masked."""
    sort_key: Callable[[Any], Any]
    field: Field | None = None
    """What is edited here; None for what is worked out."""
    right: bool = False

    def full_text(self, row: Any) -> str:
        """Unmasked, for whoever asked to see or copy it."""
        return show(self.field, getattr(row, self.field.name)) if self.field else self.text(row)


def field_column(field: Field) -> Column:
    """The column of a field."""

    def text(row: Any) -> str:
        return show_masked(field, getattr(row, field.name))

    def sort_key(row: Any) -> Any:
        value = getattr(row, field.name)
        return (value is None, value)

    label = f"{field.label}（元）" if field.kind is Kind.MONEY else field.label
    return Column(label, _WIDTHS[field.kind], text, sort_key, field, field.kind in _RIGHT)


def columns_of(sheet: Sheet) -> list[Column]:
    """A column for each field, in the workbook's order."""
    return [field_column(field) for field in sheet.fields]
