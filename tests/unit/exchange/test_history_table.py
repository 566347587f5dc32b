"""The history as a table: complete, and nothing in it is taken for a formula."""

import csv

import pytest
from openpyxl import load_workbook

from enclave_desktop.exchange.history_table import HEADER, rows_of, write_csv, write_xlsx
from enclave_desktop.records.history_reading import entries_with_lines
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from tests.unit.records.filled import adding, updating
from tests.unit.rows import NUMBER, person

WICKED = '=HYPERLINK("http://example.com")'


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    path = tmp_path_factory.mktemp("told") / "示例.enclave"
    with Record.create(path) as record:
        with record.transaction(Origin(Action.TYPED, "+新增")) as transaction:
            transaction.apply(adding(person()))
        with record.transaction(Origin(Action.IMPORTED, "导入", "@名单.xlsx")) as transaction:
            transaction.apply(updating((person(), person(major=WICKED))))
        return record.read(lambda rows: list(rows_of(entries_with_lines(rows))))


def test_that_a_csv_tells_who_changed_what_and_defuses_formulas(told, tmp_path):
    out = tmp_path / "历史.csv"
    write_csv(told, out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["序号"] for row in rows} == {"1", "2", "3"}
    assert rows[0]["工作簿"] == "'@名单.xlsx"
    assert (rows[0]["字段"], rows[0]["原为"], rows[0]["改为"]) == ("专业", "", f"'{WICKED}")
    assert NUMBER in rows[0]["行"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_that_a_workbook_holds_the_same_as_text(told, tmp_path):
    out = tmp_path / "历史.xlsx"
    write_xlsx(told, out)
    sheet = load_workbook(out)["历史"]
    cells = list(sheet.iter_rows())
    assert [cell.value for cell in cells[0]] == list(HEADER)
    assert len(cells) == len(told) + 1
    (wicked,) = [cell for cell in cells[1] if cell.value == WICKED]
    assert wicked.data_type == "s"
