"""How every workbook that we write looks: headers, widths, the format of a column's cells."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from enclave_desktop.dossier.fields import Field, Kind, Sheet
from enclave_desktop.dossier.money import plain
from enclave_desktop.dossier.showing import show
from enclave_desktop.errors import UserError

CREATED = datetime(2024, 1, 1)
"""In every workbook: the same contents give the same bytes."""

FONT = {"font_name": "等线", "font_size": 11, "valign": "vcenter"}
_REQUIRED = {
    "bold": True,
    "bg_color": "#1F6FB8",
    "font_color": "#FFFFFF",
    "border": 1,
    "border_color": "#C9D3DD",
}
_OPTIONAL = {
    "bold": True,
    "bg_color": "#DCEBF9",
    "font_color": "#1B2733",
    "border": 1,
    "border_color": "#C9D3DD",
}
_NUMBER_FORMATS = {Kind.DATE: "yyyy-mm-dd", Kind.MONEY: "#,##0.00", Kind.AREA: "0.00", Kind.YEAR: "0"}
_WIDTHS = {
    Kind.DATE: 13,
    Kind.MONEY: 15,
    Kind.YES_NO: 9,
    Kind.AREA: 11,
    Kind.YEAR: 9,
    Kind.PERIOD: 11,
    Kind.CHOICE: 17,
    Kind.PLACE: 13,
    Kind.PHONE: 16,
    Kind.TEXT: 20,
}
_WIDEST = 24
HEADER_HEIGHT = 22
_A4 = 9


@contextmanager
def workbook(path: Path, title: str) -> Iterator[Any]:
    """An XlsxWriter workbook that is written to `path` at the end; OSError when it cannot be."""
    # In memory, so that no part of it lies in a folder for temporary files.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(path, options)
    book.set_properties({"title": title, "created": CREATED})
    book.formats[0].set_font_name(FONT["font_name"])
    yield book
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0]
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


def check_name(path: Path) -> None:
    """UserError unless a spreadsheet program will open the file by its name."""
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"输出文件名应以 .xlsx 结尾：{path.name}", f"例如写成 {path.stem}.xlsx")


class Style:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(FONT | properties)
        return self._made[key]

    def cell(self, field: Field, **more: Any) -> Any:
        """The format of a field's cells: text unless it is a date or a number."""
        align = "left" if field.kind is Kind.DATE else "general"
        return self.format(num_format=_NUMBER_FORMATS.get(field.kind, "@"), align=align, **more)

    def header(self, field: Field) -> Any:
        return self.format(**(_REQUIRED if field.required else _OPTIONAL))


def write_headers(sheet: Any, spec: Sheet, style: Style) -> None:
    """The headers in the first row, frozen; columns as wide as their kind needs, their empty cells formatted."""
    for column, field in enumerate(spec.fields):
        sheet.set_column(column, column, field_width(field), style.cell(field))
        sheet.write_string(0, column, field.label, style.header(field))
    sheet.set_row(0, HEADER_HEIGHT)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    fit_paper(sheet)
    sheet.repeat_rows(0)


def fit_paper(sheet: Any) -> None:
    """Print all columns on the width of one A4 page."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def field_width(field: Field) -> int:
    """Room for a field's usual values and for its label."""
    return max(_WIDTHS.get(field.kind, _WIDEST), 2 * len(field.label) + 4)


def write_value(sheet: Any, row: int, column: int, field: Field, value: Any, style: Any) -> None:
    """A value in its own type: dates as dates, money and areas as numbers, all else as text, never as a formula."""
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif field.kind is Kind.MONEY:
        sheet.write_number(row, column, float(plain(value)), style)
    elif field.kind is Kind.YEAR or isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), style)
    else:
        sheet.write_string(row, column, show(field, value), style)
