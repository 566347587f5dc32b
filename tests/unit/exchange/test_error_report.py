"""The workbook handed back with what is wrong beside each row."""

from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from enclave_desktop.exchange.error_report import write_report
from enclave_desktop.exchange.workbook import Book, read_book
from tests.unit.exchange.books import CENTRE_ROW, ENCLAVE, PERSON, book, plan, raw
from tests.unit.rows import NUMBER

WRONG = NUMBER[:-1] + "1"


@pytest.fixture
def report(tmp_path):
    def report(read):
        path = tmp_path / "report.xlsx"
        write_report(read, plan(read), path)
        return path

    return report


def test_that_each_row_has_its_reasons_at_the_end_and_whole_values_stay(report):
    head = (*PERSON, "性别")
    read = book(人员=[head, ("示例甲", WRONG, "x"), ("示例乙", NUMBER, "男")], 其他=[("a", "b")])
    made = openpyxl.load_workbook(report(read))
    sheet = made["人员"]
    assert [cell.value for cell in sheet[1]] == [*head, "错误原因"]
    assert sheet["B2"].value == WRONG
    assert sheet["D2"].value.splitlines() == [
        "证件号码：居民身份证号的校验位（末位）不对，可能有一位写错 → 对照证件核对证件类型和证件号码",
        "性别：不在可选范围内（男、女） → 从下拉列表中选择",
    ]
    assert sheet["D3"].value is None
    assert [cell.value for cell in made["其他"][1]] == ["a", "b"]


def test_that_bad_cells_are_coloured_and_good_ones_are_not(report):
    made = openpyxl.load_workbook(report(book(人员=[PERSON, ("示例甲", WRONG)])))
    assert made["人员"]["B2"].fill.fill_type == "solid"
    assert made["人员"]["A2"].fill.fill_type is None


def test_that_cells_keep_their_place_and_type(report):
    cells = (date(2024, 1, 5), datetime(2024, 1, 5, 6, 7), time(12), timedelta(hours=30), True, 1.5, "001")
    sheet = raw("别的", [cells], top=4, left=2)
    made = openpyxl.load_workbook(report(Book("b.xlsx", (sheet,))))["别的"]
    read = [cell.value for cell in made[5]][2:]
    assert read[0] == datetime(2024, 1, 5)
    assert read[1] == datetime(2024, 1, 5, 6, 7)
    assert read[2] == time(12)
    assert read[3] == timedelta(hours=30)
    assert read[4:] == [True, 1.5, "001"]


def test_that_a_fault_of_the_header_stands_beside_it(report):
    made = openpyxl.load_workbook(report(book(飞地=[ENCLAVE[:3], CENTRE_ROW[:3]])))["飞地"]
    assert made["D1"].value == "错误原因"
    assert "缺少必填的列“所在城市”" in made["E1"].value


def test_that_a_report_can_be_mended_and_imported(report, tmp_path):
    path = report(book(人员=[PERSON, ("示例甲", WRONG)]))
    made = openpyxl.load_workbook(path)
    made["人员"]["B2"] = NUMBER
    made.save(tmp_path / "mended.xlsx")
    outcome = plan(read_book(tmp_path / "mended.xlsx"))
    assert (outcome.accepted, outcome.new, outcome.notices) == (True, 1, ())


def test_that_a_report_on_a_report_has_one_column_of_reasons(report):
    path = report(book(人员=[PERSON, ("示例甲", WRONG)]))
    again = openpyxl.load_workbook(report(read_book(path)))["人员"]
    assert [cell.value for cell in again[1]] == [*PERSON, "错误原因"]


@pytest.mark.parametrize("title", ["a/b", "很长" * 30, "'x'", "?"])
def test_that_titles_no_workbook_may_have_are_bent_into_shape(report, title):
    odd = Book("b.xlsx", (raw(title, [("x",)]), raw(title.upper(), [("y",)])))
    made = openpyxl.load_workbook(report(odd))
    assert [sheet["A1"].value for sheet in made] == ["x", "y"]
