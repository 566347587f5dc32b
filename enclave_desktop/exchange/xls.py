"""Reading .xls (BIFF) workbooks.

With xlrd: python-calamine returns a cell with an error as an empty one, and fills a sheet's whole used area with
copies of its texts, which no check beforehand can bound. The container is opened with olefile: in a damaged one
xlrd follows a ring of sectors without end.
"""

import struct
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path

import olefile
import xlrd

from enclave_desktop.dossier.reading import Cell
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import MOST_SHEETS, Book, RawSheet, Told, check_size, damaged, unheard

MOST_BYTES = 32 * 2**20
_ENCRYPTED = "EncryptedPackage"
"""The stream in which an .xlsx with a password lies in a container of the same kind as an .xls."""
_WORKBOOK = ("Workbook", "Book")

_BROKEN = (
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What olefile and xlrd raise on bytes that are no workbook, beside xlrd's own error."""


def read_xls(path: Path, told: Told = unheard) -> Book:
    """All cells of an .xls workbook, a formula's error as its text (#REF!)."""
    if path.stat().st_size > MOST_BYTES:
        raise UserError(f"{path.name} 超过 {MOST_BYTES // 2**20} MB", "请在表格软件里另存为 .xlsx 后再导入")
    try:
        # Merged cells come only with the formats.
        with xlrd.open_workbook(
            file_contents=_records(path),
            logfile=StringIO(),
            formatting_info=True,
            ragged_rows=True,
            on_demand=True,
        ) as book:
            return _sheets(path, book, told)
    except xlrd.XLRDError as error:
        raise _explained(path, str(error)) from None
    except _BROKEN:
        raise damaged(path) from None


def _records(path: Path) -> bytes:
    """The workbook's own bytes; the oldest lie bare, without a container."""
    content = path.read_bytes()
    if not content.startswith(olefile.MAGIC):
        return content
    with olefile.OleFileIO(BytesIO(content)) as container:
        if container.exists(_ENCRYPTED):
            raise _locked(path)
        name = next(filter(container.exists, _WORKBOOK), None)
        if name is None:
            raise damaged(path)
        records: bytes = container.openstream(name).read()
        if len(records) < container.get_size(name):
            raise damaged(path)
        return records


def _explained(path: Path, words: str) -> UserError:
    if "encrypted" in words:
        return _locked(path)
    return damaged(path)


def _locked(path: Path) -> UserError:
    return UserError(f"{path.name} 有打开密码", "请在 Excel 中打开，取消密码后保存，再导入")


def _sheets(path: Path, book: xlrd.Book, told: Told) -> Book:
    if book.nsheets > MOST_SHEETS:
        raise UserError(
            f"{path.name} 有 {book.nsheets} 个工作表，最多 {MOST_SHEETS} 个", "请删去无关的工作表"
        )
    sheets, cells = [], 0
    for index in range(book.nsheets):
        told(index, book.nsheets)
        sheet = book.sheet_by_index(index)
        width = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
        cells += sheet.nrows * width
        check_size(sheet.name, sheet.nrows - 1, width - 1, cells)
        sheets.append(_raw(book, sheet, width))
        book.unload_sheet(index)
    told(book.nsheets, book.nsheets)
    return Book(path.name, tuple(sheets))


def _raw(book: xlrd.Book, sheet: xlrd.sheet.Sheet, width: int) -> RawSheet:
    rows = []
    for number in range(sheet.nrows):
        types, values = sheet.row_types(number), sheet.row_values(number)
        row = [_cell(book, kind, value) for kind, value in zip(types, values, strict=True)]
        rows.append(row + [None] * (width - len(row)))
    merged = tuple(((r1, c1), (r2 - 1, c2 - 1)) for r1, r2, c1, c2 in sheet.merged_cells)
    return RawSheet(sheet.name, rows, merged=merged, hidden=sheet.visibility != 0)


def _cell(book: xlrd.Book, kind: int, value: object) -> Cell:
    if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER):
        return value  # type: ignore[return-value]
    if kind == xlrd.XL_CELL_DATE:
        return _date(book, value)  # type: ignore[arg-type]
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#VALUE!"))
    return None


def _date(book: xlrd.Book, serial: float) -> date | datetime | time | float:
    try:
        moment: datetime = xlrd.xldate.xldate_as_datetime(serial, book.datemode)
    except (ArithmeticError, ValueError):
        return serial
    if serial < 1:
        return moment.time()
    return moment.date() if serial == int(serial) else moment
