"""Reading workbooks of whatever program, and saying why a file is none."""

import os
import sys
import zipfile
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter

from enclave_desktop.dossier.reading import UNCALCULATED
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import MOST_ROWS, column_letter, read_book
from tests.unit.exchange.books import FIXTURES, errors, plan
from tests.unit.rows import centre, dossier

NOBODY = 65534
BOTH = pytest.mark.parametrize("kind", ["xlsx", "xls"])


def refusal(path) -> str:
    with pytest.raises(UserError) as refused:
        read_book(path)
    return str(refused.value)


@BOTH
def test_that_a_workbook_from_another_program_is_understood(kind):
    outcome = plan(read_book(FIXTURES / f"libreoffice-clean.{kind}"))
    assert errors(outcome) == []
    assert [(sheet.title, len(sheet.added)) for sheet in outcome.sheets] == [
        ("企业", 1), ("飞地", 2), ("人员", 2), ("研发费用", 4),
    ]  # fmt: skip
    rows = {type(row).__name__: sheet.added for sheet in outcome.sheets for row in sheet.added[:1]}
    shanghai, shenzhen = rows["Enclave"]
    assert (shanghai.founded_on, shenzhen.founded_on) == (date(2023, 5, 1), date(2023, 6, 1))
    assert (str(shanghai.floor_area), shanghai.independent, shenzhen.independent) == ("320.5", True, None)
    assert rows["Firm"][0].account == "6222020000000000009"
    assert rows["Person"][0].id_number == "64010419900101123X"
    assert [row.amount for row in rows["Expense"]] == [123456, 10, -123456, 123466]


@BOTH
def test_that_faults_in_a_workbook_from_another_program_are_found(kind):
    found = errors(plan(read_book(FIXTURES / f"libreoffice-faulty.{kind}")))
    assert [(row, column, reason[:8]) for _, row, column, reason in found] == [
        (2, "证件号码", "数字单元格超过 "),
        (3, "性别", "单元格里的公式出"),
        (3, "出生日期", "不是日期"),
        (3, "学位", "单元格里的公式出"),
        (4, "姓名", "与其他单元格合并"),
        (5, "姓名", "与其他单元格合并"),
    ]


@BOTH
def test_that_days_counted_from_1904_are_the_same_days(kind):
    outcome = plan(read_book(FIXTURES / f"libreoffice-1904.{kind}"), dossier(centre()))
    (filing,) = outcome.sheets[0].added
    assert filing.filed_on == date(2024, 3, 15)


def test_that_a_formula_with_an_error_is_not_taken_for_an_empty_cell(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("x")
        sheet.write(1, 1, "x")
        sheet.write_formula(2, 3, "=A1", None, "#REF!")
        sheet.write_formula(2, 1, "=A1", None, 5)
    (sheet,) = read_book(path).sheets
    assert sheet.rows[2 - sheet.top][3 - sheet.left] == "#REF!"
    assert sheet.rows[2 - sheet.top][1 - sheet.left] == 5


def test_that_a_formula_nobody_worked_out_is_told_from_an_empty_cell(tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["C4"] = "=1+1"
    book.save(path)
    (sheet,) = read_book(path).sheets
    assert (sheet.rows[0][0], sheet.rows[3][2]) == ("x", UNCALCULATED)


def test_that_a_formula_whose_result_is_no_text_leaves_the_cell_empty(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("x")
        sheet.write(0, 0, "x")
        sheet.write(0, 1, "y")
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</c></row>", b'</c><c r="C1" t="str"><f>""</f><v></v></c></row>')
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    assert read_book(path).sheets[0].rows == [["x", "y", ""]]


def test_that_a_sheet_wider_than_z_is_read_whole(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("x")
        sheet.write_row(4, 2, list(range(40)))
        sheet.write_formula(5, 45, "=1/0", None, "#DIV/0!")
    (sheet,) = read_book(path).sheets
    assert (sheet.top, sheet.left) == (0, 0)
    assert sheet.rows[4][2:42] == list(range(40))
    assert sheet.rows[5][45] == "#DIV/0!"


def test_that_the_largest_sheet_is_read_and_one_row_more_is_not(tmp_path):
    for last in (MOST_ROWS, MOST_ROWS + 1):
        with xlsxwriter.Workbook(tmp_path / f"{last}.xlsx") as book:
            sheet = book.add_worksheet("x")
            sheet.write(0, 0, "x")
            sheet.write(last - 1, 0, "y")
    (sheet,) = read_book(tmp_path / f"{MOST_ROWS}.xlsx").sheets
    assert len(sheet.rows) == MOST_ROWS
    assert "最多 200000 行" in refusal(tmp_path / f"{MOST_ROWS + 1}.xlsx")


def test_that_merges_and_hidden_sheets_are_known(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("x")
        sheet.merge_range(2, 1, 3, 4, "m")
        other = book.add_worksheet("y")
        other.write(0, 0, 1)
        other.hide()
        book.add_chartsheet("z")
    one, other = read_book(path).sheets
    assert one.merged == (((2, 1), (3, 4)),)
    assert (one.hidden, other.hidden) == (False, True)


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsb", ".ods", ".csv", ".et"])
def test_that_other_formats_are_named_with_what_to_do(tmp_path, suffix):
    path = tmp_path / f"book{suffix}"
    path.write_bytes(b"x")
    said = refusal(path)
    assert suffix in said
    assert "另存为 .xlsx" in said


def test_that_an_ods_file_under_another_name_is_recognised(tmp_path):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert "OpenDocument" in refusal(path)


@pytest.mark.parametrize("name", ["locked.xls", "locked.xlsx"])
def test_that_a_password_is_named(name):
    assert "有打开密码" in refusal(FIXTURES / name)


def test_that_missing_empty_and_temporary_files_and_folders_are_told_apart(tmp_path):
    (tmp_path / "empty.xlsx").touch()
    (tmp_path / "~$book.xlsx").write_bytes(b"x")
    assert "找不到工作簿" in refusal(tmp_path / "none.xlsx")
    assert "0 字节" in refusal(tmp_path / "empty.xlsx")
    assert "临时文件" in refusal(tmp_path / "~$book.xlsx")
    assert "是文件夹" in refusal(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_that_a_file_without_the_right_to_read_is_named(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04")
    path.chmod(0)
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)  # root may read anything
    try:
        assert "没有权限" in refusal(path)
    finally:
        os.seteuid(was)


@pytest.mark.parametrize("column", [0, 25, 26, 51, 52, 701, 702, 16383])
def test_that_columns_have_the_letters_of_a_spreadsheet(column):
    assert column_letter(column) == get_column_letter(column + 1)
