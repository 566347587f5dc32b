"""The imported workbook once more, with what is wrong beside each row. Unmasked, by intent."""

import math
import re
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Field
from enclave_desktop.dossier.reading import Cell
from enclave_desktop.exchange.headers import REASONS, find_layout, plain_header
from enclave_desktop.exchange.plan import ImportPlan
from enclave_desktop.exchange.remarks import Remark
from enclave_desktop.exchange.sheet_style import Style, check_name, field_width, workbook
from enclave_desktop.exchange.workbook import Book, RawSheet
from enclave_desktop.whole_file import write_whole

_LONGEST_CELL = 32_767
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_BAD, _ODD = "#FBD5D5", "#FFF0C2"
_EARLIEST_YEAR = 1900


def write_report(book: Book, plan: ImportPlan, path: Path) -> None:
    """Write the same cells in the same places, and a column 错误原因 at the end of each sheet.

    The remarks' cells are coloured. Importing the report once mended passes over that column.
    UserError when it cannot be written.
    """
    check_name(path)
    write_whole(path, lambda temporary: _write(book, plan, temporary))


def _write(book: Book, plan: ImportPlan, path: Path) -> None:
    found: dict[str, list[Remark]] = defaultdict(list)
    for remark in plan.remarks:
        found[remark.sheet].append(remark)
    with workbook(path, "导入错误报告") as report:
        style, used = Style(report), set[str]()
        for raw in book.sheets:
            sheet = report.add_worksheet(_title(raw.title, used))
            _Report(sheet, raw, style, found.get(plain_header(raw.title), [])).write()


def _title(title: str, used: set[str]) -> str:
    """The sheet's own title, as far as a workbook may have it and no other sheet has."""
    plain = _NOT_IN_TITLES.sub("_", title)[:31].strip("'") or "_"
    number = 1
    while plain.lower() in used:
        number += 1
        plain = f"{plain[:27]}_{number}"
    used.add(plain.lower())
    return plain


class _Report:
    """One sheet of the report."""

    def __init__(self, sheet: Any, raw: RawSheet, style: Style, remarks: list[Remark]) -> None:
        self._sheet, self._raw, self._style = sheet, raw, style
        spec = next((s for s in SHEETS.values() if s.title == plain_header(raw.title)), None)
        layout = find_layout(spec, raw) if spec else None
        self._known = layout is not None or bool(remarks)
        self._header = layout.header if layout else 0
        self._fields: dict[int, Field] = (
            {column: spec.field(name) for name, column in layout.columns.items()} if spec and layout else {}
        )
        self._reasons: dict[int, list[str]] = defaultdict(list)
        self._colours: dict[tuple[int, str], str] = {}
        for remark in remarks:
            row = remark.row or raw.row_number(self._header)
            self._reasons[row].append(_words(remark))
            self._colours.setdefault((row, remark.letter), _ODD if remark.warning else _BAD)

    def write(self) -> None:
        for column, field in self._fields.items():
            at = self._raw.left + column
            self._sheet.set_column(at, at, field_width(field), self._style.cell(field))
        for index, row in enumerate(self._raw.rows):
            for column, cell in enumerate(row):
                if cell is not None and cell != "":
                    self._cell(index, column, cell)
        if self._known:
            self._write_reasons()

    def _cell(self, index: int, column: int, cell: Cell) -> None:
        more: dict[str, Any] = {"bold": True} if self._fields and index == self._header else {}
        colour = self._colours.get((self._raw.row_number(index), self._raw.letter(column)))
        if colour:
            more["bg_color"] = colour
        field = self._fields.get(column)
        write_raw(self._sheet, self._raw.top + index, self._raw.left + column, cell, field, self._style, more)

    def _write_reasons(self) -> None:
        headers = [plain_header(cell) for cell in self._raw.rows[self._header]] if self._raw.rows else []
        # A report that is reported on once more keeps its one column.
        after = headers.index(REASONS) if REASONS in headers else len(headers)
        column = self._raw.left + after
        self._sheet.set_column(column, column, 60)
        top = self._raw.row_number(self._header)
        text = self._style.format(text_wrap=True, font_color="#B42318")
        self._sheet.write_string(top - 1, column, REASONS, self._style.format(bold=True, bg_color=_BAD))
        if top in self._reasons:
            # Beside the header, whose own cell must keep its name.
            self._sheet.write_string(top - 1, column + 1, _joined(self._reasons.pop(top)), text)
        for number, words in self._reasons.items():
            self._sheet.write_string(number - 1, column, _joined(words), text)


def _words(remark: Remark) -> str:
    column = f"{remark.column}：" if remark.column else ""
    return f"{'提示 ' if remark.warning else ''}{column}{remark.reason} → {remark.remedy}"


def _joined(words: list[str]) -> str:
    return "\n".join(words)[:_LONGEST_CELL]


def write_raw(
    sheet: Any, row: int, column: int, cell: Cell, field: Field | None, style: Style, more: dict[str, Any]
) -> None:
    """A cell as it was read, in a format of its own type."""
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, style.format(**more))
    elif isinstance(cell, int | float):
        writable = math.isfinite(cell)
        plain = style.cell(field, **more) if field else style.format(**more)
        sheet.write_number(row, column, cell, plain) if writable else sheet.write_string(
            row, column, str(cell), plain
        )
    elif isinstance(cell, datetime | date) and cell.year < _EARLIEST_YEAR:
        sheet.write_string(row, column, cell.isoformat(), style.format(**more))
    elif isinstance(cell, datetime | date | time | timedelta):
        sheet.write_datetime(row, column, cell, style.format(num_format=_moment_format(cell), **more))
    else:
        sheet.write_string(row, column, str(cell)[:_LONGEST_CELL], style.format(num_format="@", **more))


def _moment_format(moment: date | datetime | time | timedelta) -> str:
    if isinstance(moment, datetime):
        return "yyyy-mm-dd hh:mm:ss"
    if isinstance(moment, date):
        return "yyyy-mm-dd"
    return "hh:mm:ss" if isinstance(moment, time) else "[h]:mm:ss"
