"""Reading .xlsx workbooks with python-calamine, after a look through them."""

from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from enclave_desktop.dossier.reading import Cell
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import MOST_SHEETS, Book, RawSheet, Told, check_size, damaged, unheard
from enclave_desktop.exchange.xlsx_cells import Extent, look_through, parse, text_lengths
from enclave_desktop.exchange.xlsx_guard import Guard

_WORKBOOK, _TEXTS = "xl/workbook.xml", "xl/sharedstrings.xml"
_HALF = 500
"""Of what is told: once for looking through a workbook, once for reading it."""
_OTHERS = {
    "xl/workbook.bin": "二进制工作簿（.xlsb）",
    "content.xml": "OpenDocument 文件（.ods）",
    "word/document.xml": "Word 文档（.docx）",
    "ppt/presentation.xml": "演示文稿（.pptx）",
}


def read_xlsx(path: Path, told: Told = unheard) -> Book:
    """All cells of an .xlsx workbook, a formula's error as its text (#REF!).

    To look through it takes about as long as to read it, and is told as the first half.
    """
    told(0, 2 * _HALF)
    with Guard(path, lambda done, total: told(_HALF * done // max(total, 1), 2 * _HALF)) as guard:
        extents = _look_through(guard)
    try:
        return _read(path, extents, told)
    except PasswordError:
        raise UserError(f"{path.name} 有打开密码", "请在 Excel 中打开，取消密码后保存，再导入") from None
    except (CalamineError, OSError, ValueError):
        raise damaged(path) from None
    except BaseException as error:
        # A panic in calamine is no Exception; whatever it was, the file cannot be read.
        if type(error).__name__ == "PanicException":
            raise damaged(path) from None
        raise


def _look_through(guard: Guard) -> dict[str, Extent]:
    """Every worksheet's extent by its title."""
    path = guard.path
    if _WORKBOOK not in guard:
        other = next((words for part, words in _OTHERS.items() if part in guard), None)
        raise UserError(f"{path.name} 是{other}", "请在表格软件里另存为 .xlsx") if other else damaged(path)
    if _main_parts(guard) != {_WORKBOOK}:
        raise damaged(path)
    sheets = _worksheets(guard)
    texts = text_lengths(guard, _TEXTS) if _TEXTS in guard else []
    extents, area = {}, 0
    for title, part in sheets.items():
        extents[title] = extent = look_through(guard, part, title, texts)
        area += extent.area
        check_size(title, extent.last_row, extent.last_column, area)
    guard.pass_rest()
    return extents


def _main_parts(guard: Guard) -> set[str]:
    """What the archive calls its document, in lower case."""
    found: set[str] = set()

    def relation(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            found.add(attributes.get("Target", "").lstrip("/").lower())

    parse(guard.path, guard.chunks("_rels/.rels"), relation)
    return found


def _worksheets(guard: Guard) -> dict[str, str]:
    """Title to part of every sheet."""
    entries: list[tuple[str, str]] = []
    parts: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            relation = next(
                (value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), ""
            )
            entries.append((attributes.get("name", ""), relation))

    def relation(name: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").lstrip("/").lower()
        parts[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"

    parse(guard.path, guard.chunks(_WORKBOOK), sheet)
    parse(guard.path, guard.chunks("xl/_rels/workbook.xml.rels"), relation)
    name = guard.path.name
    if len(entries) > MOST_SHEETS:
        raise UserError(f"{name} 有 {len(entries)} 个工作表，最多 {MOST_SHEETS} 个", "请删去无关的工作表")
    found = {title: parts.get(identity, "") for title, identity in entries}
    if len(found) < len(entries) or not all(part in guard for part in found.values()):
        raise damaged(guard.path)
    return found


def _read(path: Path, extents: dict[str, Extent], told: Told) -> Book:
    sheets: list[RawSheet] = []
    cells = 0
    cells_in_all = max(sum(extent.cells for extent in extents.values()), 1)
    done = 0
    with load_workbook(path) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet and about.name in extents:
                told(_HALF + _HALF * done // cells_in_all, 2 * _HALF)
                sheet = workbook.get_sheet_by_name(about.name)
                done += extents[about.name].cells
                told(_HALF + _HALF * done // cells_in_all, 2 * _HALF)
                cells += sheet.height * sheet.width
                check_size(about.name, *(sheet.end or (-1, -1)), cells)
                sheets.append(_raw(sheet, extents[about.name], about.visible))
    return Book(path.name, tuple(sheets))


def _raw(sheet: CalamineSheet, extent: Extent, visible: SheetVisibleEnum) -> RawSheet:
    merged = tuple(sheet.merged_cell_ranges or ())
    hidden = visible != SheetVisibleEnum.Visible
    if extent.flaws:
        return RawSheet(sheet.name, _with_flaws(sheet, extent), 0, 0, merged, hidden)
    top, left = sheet.start or (0, 0)
    rows: list[list[Cell]] = sheet.to_python()  # type: ignore[assignment]
    return RawSheet(sheet.name, rows, top, left, merged, hidden)


def _with_flaws(sheet: CalamineSheet, extent: Extent) -> list[list[Cell]]:
    """The rows with a word in every cell whose formula gave nothing; calamine's area may end before it."""
    width, height = extent.last_column + 1, extent.last_row + 1
    read: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    rows = [row + [None] * (width - len(row)) for row in read]
    rows.extend([None] * width for _ in range(height - len(rows)))
    for (row, column), words in extent.flaws.items():
        rows[row][column] = words
    return rows
