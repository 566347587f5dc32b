"""What an import says about single cells and rows: told in a line, bounded in number, in the rows' order."""

from dataclasses import replace

from enclave_desktop.exchange.remarks import MOST_KEPT, Remark, Remarks

BAD = Remark("人员", 7, "学位", "C", "博土", "不在可选范围内", "从下拉列表中选择")


def test_that_a_remark_names_its_cell_and_what_to_do():
    assert str(BAD) == "人员 第 7 行 学位（C 列）：博土，不在可选范围内 → 从下拉列表中选择"


def test_that_a_remark_on_a_whole_sheet_names_the_sheet_alone():
    assert replace(BAD, row=None, column="", letter="", value="").place == "人员"


def test_that_what_is_beyond_the_bound_is_counted_only():
    remarks = Remarks()
    for _ in range(MOST_KEPT + 1):
        remarks.add(BAD)
    assert (len(remarks.errors), remarks.error_count) == (MOST_KEPT, MOST_KEPT + 1)


def test_that_warnings_are_kept_apart():
    remarks = Remarks()
    remarks.add(replace(BAD, warning=True))
    assert (remarks.error_count, remarks.warning_count) == (0, 1)


def test_that_one_sheets_remarks_are_put_in_order_of_rows_and_columns():
    remarks = Remarks()
    remarks.add(replace(BAD, sheet="企业", row=9))
    mark = remarks.mark()
    for row, letter in ((8, "B"), (7, "AA"), (7, "B")):
        remarks.add(replace(BAD, row=row, letter=letter))
    remarks.sort(mark)
    assert [(one.row, one.letter) for one in remarks.errors] == [(9, "C"), (7, "B"), (7, "AA"), (8, "B")]
