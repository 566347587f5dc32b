"""A workbook as raw cells, whatever program wrote it; a hostile file ends in a UserError within bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enclave_desktop.dossier.reading import Cell
from enclave_desktop.errors import UserError
from enclave_desktop.paths import no_such_file

MOST_BYTES = 64 * 2**20
MOST_SHEETS = 100
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CELLS = 1_800_000
"""In one workbook, the empty ones inside a sheet's used area included: what fits into half a GB of memory."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请在表格软件里打开，另存为 .xlsx（Excel 工作簿）后再导入"
_FOREIGN = {
    ".xlsm": "带宏的工作簿（.xlsm）",
    ".xltx": "模板（.xltx）",
    ".xltm": "带宏的模板（.xltm）",
    ".xlsb": "二进制工作簿（.xlsb）",
    ".ods": "OpenDocument 表格（.ods）",
    ".et": "WPS 表格（.et）",
    ".csv": "CSV 文本（.csv）",
    ".txt": "文本文件（.txt）",
    ".numbers": "Numbers 表格（.numbers）",
}

Position = tuple[int, int]
"""Row and column in the sheet, from 0."""

Told = Callable[[int, int], None]
"""Told how much of a workbook is read, and of how much; may raise to end the reading."""


def unheard(done: int, total: int) -> None:
    """For whoever does not want to know how far it is."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet's used area: `rows` all of one length, the first cell of the first at `top`, `left` (from 0)."""

    title: str
    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    merged: tuple[tuple[Position, Position], ...] = ()
    """First and last cell of each merge."""
    hidden: bool = False

    def row_number(self, index: int) -> int:
        """The number that a spreadsheet program shows beside `rows[index]`."""
        return self.top + index + 1

    def letter(self, index: int) -> str:
        """The letters that a spreadsheet program shows above column `index` of the rows."""
        return column_letter(self.left + index)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook's sheets, in its order."""

    name: str
    """Of the file, without its folder."""
    sheets: tuple[RawSheet, ...]


def column_letter(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_book(path: Path, told: Told = unheard) -> Book:
    """All cells of an .xlsx or .xls workbook; UserError when it cannot be read, or is larger than a record."""
    start = _first_bytes(path)
    if start.startswith(_ZIP):
        from enclave_desktop.exchange.xlsx import read_xlsx

        return read_xlsx(path, told)
    if start.startswith(_OLE):
        from enclave_desktop.exchange.xls import read_xls

        return read_xls(path, told)
    raise UserError(f"{path.name} 不是 Excel 工作簿，或者已经损坏", _SAVE_AS)


def _first_bytes(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise UserError(f"{path.name} 是 Excel 的临时文件", f"请导入 {path.name.removeprefix('~$')} 本身")
    foreign = _FOREIGN.get(path.suffix.lower())
    if foreign:
        raise UserError(f"不能直接导入{foreign}：{path.name}", _SAVE_AS)
    try:
        if path.is_dir():
            raise UserError(f"{path.name} 是文件夹，不是工作簿", "请指定一个 .xlsx 或 .xls 文件")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except FileNotFoundError:
        raise no_such_file(path, "工作簿") from None
    except PermissionError:
        raise UserError(f"没有权限读取 {path.name}", "如果它正在 Excel 中打开，请先保存并关闭") from None
    except (OSError, ValueError) as error:
        raise UserError(f"读不了 {path.name}：{error}", "请把文件复制到本机后再试") from None
    if not size:
        raise UserError(f"{path.name} 是空文件（0 字节）", "请重新保存或重新下载工作簿")
    if size > MOST_BYTES:
        raise UserError(
            f"{path.name} 有 {size / 2**20:.0f} MB，超过 {MOST_BYTES // 2**20} MB",
            "请删去图片和无关的工作表，或分成几个工作簿导入",
        )
    return start


def damaged(path: Path) -> UserError:
    """What to raise for a file that is a workbook only by its first bytes."""
    return UserError(
        f"{path.name} 已经损坏，读不出来", "请在表格软件里打开并另存为 .xlsx，或换用一份完好的文件"
    )


def check_size(title: str, last_row: int, last_column: int, cells: int) -> None:
    """UserError when a sheet reaches further than any record; `cells` counts the workbook's so far."""
    where = f"工作表“{title}”"
    if last_row >= MOST_ROWS:
        raise UserError(
            f"{where}用到了第 {last_row + 1} 行，最多 {MOST_ROWS} 行",
            "请选中数据下方的所有空行，删除后保存；数据太多时分成几个工作簿",
        )
    if last_column >= MOST_COLUMNS:
        raise UserError(
            f"{where}用到了 {column_letter(last_column)} 列，最多 {MOST_COLUMNS} 列",
            "请选中数据右边的所有空列，删除后保存",
        )
    if cells > MOST_CELLS:
        raise UserError(
            f"到{where}为止已有 {cells} 个单元格，最多 {MOST_CELLS} 个",
            "请删去数据以外的行和列，或分成几个工作簿导入",
        )
