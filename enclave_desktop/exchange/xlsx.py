"""Reading .xlsx workbooks with python-calamine, after a look through them."""

import zipfile
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
from enclave_desktop.exchange.workbook import MOST_SHEETS, Book, RawSheet, check_size, damaged
from enclave_desktop.exchange.xlsx_cells import Extent, look_through, parse, text_lengths
from enclave_desktop.exchange.xlsx_guard import check_parts, chunks, open_archive

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_OTHERS = {
    "xl/workbook.bin": "二进制工作簿（.xlsb）",
    "content.xml": "OpenDocument 文件（.ods）",
    "word/document.xml": "Word 文档（.docx）",
    "ppt/presentation.xml": "演示文稿（.pptx）",
}


def read_xlsx(path: Path) -> Book:
    """All cells of an .xlsx workbook, a formula's error as its text (#REF!)."""
    with open_archive(path) as archive:
        extents = _look_through(path, archive)
    try:
        return _read(path, extents)
    except PasswordError:
        raise UserError(f"{path.name} 有打开密码", "请在 Excel 中打开，取消密码后保存，再导入") from None
    except (CalamineError, OSError, ValueError):
        raise damaged(path) from None
    except BaseException as error:
        # A panic in calamine is no Exception; whatever it was, the file cannot be read.
        if type(error).__name__ == "PanicException":
            raise damaged(path) from None
        raise


def _look_through(path: Path, archive: zipfile.ZipFile) -> dict[str, Extent]:
    """Every worksheet's extent by its title."""
    names = {name.lower(): name for name in archive.namelist()}
    if _WORKBOOK not in names:
        other = next((words for part, words in _OTHERS.items() if part in names), None)
        raise UserError(f"{path.name} 是{other}", "请在表格软件里另存为 .xlsx") if other else damaged(path)
    check_parts(path, archive)
    if _targets(path, archive, names, "_rels/.rels", "/officeDocument") != {_WORKBOOK}:
        raise damaged(path)
    sheets = _worksheets(path, archive, names)
    shared = names.get("xl/sharedstrings.xml")
    texts = text_lengths(chunks(path, archive, shared)) if shared else []
    extents, area = {}, 0
    for title, part in sheets.items():
        extent = look_through(path, archive, part, title, texts)
        area += (extent.last_row + 1) * (extent.last_column + 1)
        check_size(title, extent.last_row, extent.last_column, area)
        extents[title] = extent
    return extents


def _targets(path: Path, archive: zipfile.ZipFile, names: dict[str, str], part: str, kind: str) -> set[str]:
    """What the relations of one kind in `part` lead to, in lower case."""
    found: set[str] = set()

    def relation(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith(kind):
            found.add(attributes.get("Target", "").lstrip("/").lower())

    if part not in names:
        raise damaged(path)
    parse(path, chunks(path, archive, names[part]), relation)
    return found


def _worksheets(path: Path, archive: zipfile.ZipFile, names: dict[str, str]) -> dict[str, str]:
    """Title to part of every worksheet; charts and the like have no cells."""
    entries: list[tuple[str, str]] = []
    parts: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            relation = next(
                (value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), ""
            )
            entries.append((attributes.get("name", ""), relation))

    def relation(name: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").lstrip("/")
        parts[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"

    if _RELATIONS not in names:
        raise damaged(path)
    parse(path, chunks(path, archive, names[_WORKBOOK]), sheet)
    parse(path, chunks(path, archive, names[_RELATIONS]), relation)
    if len(entries) > MOST_SHEETS:
        raise UserError(
            f"{path.name} 有 {len(entries)} 个工作表，最多 {MOST_SHEETS} 个", "请删去无关的工作表"
        )
    found = {title: names.get(parts.get(identity, "").lower()) for title, identity in entries}
    if None in found.values() or len(found) < len(entries):
        raise damaged(path)
    return {title: part for title, part in found.items() if part}


def _read(path: Path, extents: dict[str, Extent]) -> Book:
    with load_workbook(path) as workbook:
        sheets = [
            _raw(workbook.get_sheet_by_name(about.name), extents[about.name], about.visible)
            for about in workbook.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet and about.name in extents
        ]
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
