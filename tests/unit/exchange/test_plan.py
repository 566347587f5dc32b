"""What a workbook would change, and what bars it."""

from datetime import date

import pytest

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Enclave, Expense, Firm, Person
from tests.unit.exchange.books import (
    CENTRE_ROW,
    CONTRACT,
    ENCLAVE,
    FIRM,
    PERSON,
    Sheets,
    book,
    errors,
    only_error,
    plan,
    raw,
)
from tests.unit.rows import NUMBER, OTHER_NUMBER, centre, contract, dossier, expense, firm, person, project

FIRM_ROW = ("宁夏示例新材料公司", "91640100MA7EXAMP48", "宁夏", "银川")
WRONG_NUMBER = NUMBER[:-1] + "1"


def test_that_a_row_whose_key_is_not_on_record_is_new():
    outcome = plan(book(飞地=[ENCLAVE, CENTRE_ROW]))
    assert outcome.changes.added == {Enclave: [centre(independent=None)]}


def test_that_a_row_whose_key_is_on_record_updates_it():
    outcome = plan(book(飞地=[(*ENCLAVE, "负责人"), (*CENTRE_ROW, "示例人")]), dossier(centre()))
    assert outcome.changes.updated == {Enclave: [(centre(), centre(head="示例人"))]}
    assert not outcome.changes.added


def test_that_an_absent_column_and_an_empty_cell_leave_what_is_recorded():
    recorded = centre(head="示例人", address="示例路 1 号")
    outcome = plan(book(飞地=[(*ENCLAVE, "负责人"), (*CENTRE_ROW, "  ")]), dossier(recorded))
    assert (outcome.changed, outcome.equal) == (0, 1)


@pytest.mark.parametrize("dash", ["-", "－", "—", " - "])
def test_that_a_dash_clears_what_is_recorded(dash):
    outcome = plan(book(飞地=[(*ENCLAVE, "负责人"), (*CENTRE_ROW, dash)]), dossier(centre(head="示例人")))
    assert outcome.changes.updated[Enclave][0][1] == centre()


def test_that_a_dash_in_a_new_row_is_nothing():
    outcome = plan(book(飞地=[(*ENCLAVE, "负责人"), (*CENTRE_ROW, "-")]))
    assert outcome.changes.added[Enclave][0].head is None


def test_that_a_dash_cannot_clear_what_must_be_filled():
    outcome = plan(book(飞地=[ENCLAVE, ("上海中心", "研发中心", "-", "上海")]), dossier(centre()))
    assert only_error(outcome) == ("飞地", 2, "所在省份", "必填，不能用 - 清除")


def test_that_a_starred_cell_must_be_filled_in_an_update_too():
    outcome = plan(book(飞地=[ENCLAVE, ("上海中心", "研发中心", "", "上海")]), dossier(centre()))
    assert only_error(outcome) == ("飞地", 2, "所在省份", "必填，这里是空的")


def test_that_a_missing_starred_column_is_named_and_bars_every_row_of_its_sheet():
    outcome = plan(book(飞地=[ENCLAVE[:3], CENTRE_ROW[:3]]), good_rows=True)
    assert only_error(outcome) == ("飞地", 1, "", "缺少必填的列“所在城市”")
    assert (outcome.new, outcome.bad) == (0, 1)


def test_that_a_second_column_of_one_name_bars_its_sheet():
    outcome = plan(book(飞地=[(*ENCLAVE, "名称"), (*CENTRE_ROW, "x")]), good_rows=True)
    assert "出现了两次" in only_error(outcome)[3]
    assert outcome.new == 0


def test_that_two_rows_with_one_key_are_an_error_in_the_second():
    outcome = plan(book(飞地=[ENCLAVE, CENTRE_ROW, ("", "", "", ""), CENTRE_ROW]))
    assert only_error(outcome) == ("飞地", 4, "名称", "与第 2 行重复（名称相同）")


def test_that_an_empty_optional_part_of_a_key_is_a_part_of_it():
    head = ("日期", "凭证号", "分录号", "飞地名称", "费用类别", "金额")
    one = ("2024-05-06", "记-1", "", "上海中心", "直接投入", 1000.0)
    other = ("2024-05-06", "记-1", "2", "上海中心", "直接投入", 5.0)
    recorded = dossier(centre(), expense())
    outcome = plan(book(研发费用=[head, one, other]), recorded)
    assert outcome.equal == 1
    assert outcome.changes.added[Expense] == [expense(entry="2", amount=500)]
    twice = plan(book(研发费用=[head, one, one]), recorded)
    assert only_error(twice)[1] == 3


def test_that_every_bad_cell_of_a_row_is_reported_in_the_order_of_the_columns():
    head = (*PERSON, "性别", "出生日期", "手机")
    outcome = plan(book(人员=[head, ("示例人", WRONG_NUMBER, "女性", "2024-13-01", "x")]))
    assert [(row, column) for _, row, column, _ in errors(outcome)] == [
        (2, "证件号码"),
        (2, "性别"),
        (2, "出生日期"),
        (2, "手机"),
    ]


def test_that_a_choice_nobody_offers_is_not_taken_for_the_default():
    outcome = plan(book(人员=[(*PERSON, "证件类型"), ("示例人", "E12345678", "护照本")]))
    assert [column for _, _, column, _ in errors(outcome)] == ["证件类型"]


def test_that_a_breach_between_a_cell_and_the_record_is_found():
    recorded = dossier(centre(), person(), contract(ends_on=date(2024, 12, 31)))
    rows = [(*CONTRACT, "离职日期"), (NUMBER, "上海中心", "全职", "2024-02-20", "2024-01-01")]
    assert only_error(plan(book(劳动合同=rows), recorded)) == (
        "劳动合同", 2, "离职日期", "起始日期晚于离职日期",
    )  # fmt: skip


def test_that_a_breach_at_a_column_the_book_lacks_shows_the_recorded_value():
    recorded = dossier(centre(), person(), contract(ends_on=date(2025, 2, 19)))
    rows = [(*CONTRACT, "无固定期限"), (NUMBER, "上海中心", "全职", "2024-02-20", "是")]
    remark = plan(book(劳动合同=rows), recorded).remarks.errors[0]
    assert remark.column == "无固定期限"
    recorded = dossier(centre(), person(), contract(open_ended=True, ends_on=None))
    rows = [(*CONTRACT, "终止日期"), (NUMBER, "上海中心", "全职", "2024-02-20", "2029-02-19")]
    remark = plan(book(劳动合同=rows), recorded).remarks.errors[0]
    assert (remark.column, remark.value) == ("无固定期限", "档案中的 是")


def test_that_a_warning_does_not_bar_a_row():
    outcome = plan(book(人员=[PERSON, ("示例乙", "990100199003070019")]))
    assert outcome.accepted
    assert "地区代码" in outcome.remarks.warnings[0].reason


def test_that_document_numbers_are_masked_in_what_is_said():
    remarks = plan(book(人员=[PERSON, ("示例人", WRONG_NUMBER), ("示例人", "６４０104")])).remarks
    said = "".join(map(str, remarks))
    assert WRONG_NUMBER not in said
    assert "640***********1231" in said


def test_that_a_reference_is_met_by_the_book_or_by_the_record():
    rows = [CONTRACT, (NUMBER, "上海中心", "全职", "2024-02-20")]
    in_book = book(飞地=[ENCLAVE, CENTRE_ROW], 人员=[PERSON, ("示例人", NUMBER)], 劳动合同=rows)
    assert plan(in_book).accepted
    assert plan(book(劳动合同=rows), dossier(centre(), person())).accepted


def test_that_a_reference_to_nothing_is_an_error_with_the_nearest_name():
    rows = [CONTRACT, (NUMBER, "上海中新", "全职", "2024-02-20")]
    outcome = plan(book(劳动合同=rows), dossier(centre(), person()))
    assert only_error(outcome) == ("劳动合同", 2, "飞地名称", "工作簿和档案的“飞地”中都没有")
    assert "最接近的：上海中心" in outcome.remarks.errors[0].remedy


def test_that_the_nearest_person_is_offered_by_name_and_masked_number():
    rows = [CONTRACT, (OTHER_NUMBER, "上海中心", "全职", "2024-02-20")]
    remedy = plan(book(劳动合同=rows), dossier(centre(), person())).remarks.errors[0].remedy
    assert "640***********123X（示例人）" in remedy


def test_that_a_reference_to_a_faulty_row_adds_no_error_of_its_own():
    rows: Sheets = {"飞地": [ENCLAVE, ("上海中心", "x", "上海", "上海")], "研发项目": [("项目编号", "项目名称", "飞地名称"), ("RD-1", "示例", "上海中心")]}  # fmt: skip
    assert [sheet for sheet, *_ in errors(plan(book(**rows)))] == ["飞地"]


def test_that_with_good_rows_what_refers_to_a_faulty_row_stays_out_too():
    rows: Sheets = {
        "飞地": [ENCLAVE, ("上海中心", "x", "上海", "上海"), ("深圳孵化器", "孵化器", "广东", "深圳")],
        "研发项目": [("项目编号", "项目名称", "飞地名称"), ("RD-1", "示例", "上海中心"), ("RD-2", "示例", "深圳孵化器")],
        "研发费用": [
            ("日期", "凭证号", "飞地名称", "项目编号", "费用类别", "金额"),
            ("2024-05-06", "记-1", "深圳孵化器", "RD-1", "直接投入", 1),
            ("2024-05-06", "记-2", "深圳孵化器", "RD-2", "直接投入", 1),
        ],
    }  # fmt: skip
    outcome = plan(book(**rows), good_rows=True)
    assert [(sheet, row, reason) for sheet, row, _, reason in errors(outcome)][1:] == [
        ("研发项目", 2, "所指的飞地有错误，没有导入"),
        ("研发费用", 2, "所指的研发项目有错误，没有导入"),
    ]
    assert [row.voucher for row in outcome.changes.added[Expense]] == ["记-2"]


def test_that_a_reference_to_a_recorded_row_holds_though_its_update_is_faulty():
    rows: Sheets = {
        "人员": [(*PERSON, "性别"), ("示例人", NUMBER, "x")],
        "劳动合同": [CONTRACT, (NUMBER, "上海中心", "全职", "2024-02-20")],
    }
    outcome = plan(book(**rows), dossier(centre(), person()), good_rows=True)
    assert len(errors(outcome)) == 1
    assert outcome.new == 1


def test_that_one_faulty_row_bars_the_whole_book():
    rows: Sheets = {"飞地": [ENCLAVE, CENTRE_ROW], "人员": [PERSON, ("示例人", WRONG_NUMBER)]}
    outcome = plan(book(**rows))
    assert not outcome.accepted
    assert not outcome.changes.added
    taken = plan(book(**rows), good_rows=True)
    assert set(taken.changes.added) == {Enclave}


def test_that_another_firms_code_bars_the_book_even_with_good_rows():
    other = ("别家公司", "91640100MA7EXAMP2T", "宁夏", "银川")
    rows: Sheets = {"企业": [FIRM, other], "飞地": [ENCLAVE, CENTRE_ROW]}
    outcome = plan(book(**rows), dossier(firm()), good_rows=True)
    assert outcome.barred
    assert not outcome.changes.added
    assert "不是同一家" in errors(outcome)[0][3]


def test_that_two_firms_in_one_book_bar_it():
    outcome = plan(
        book(企业=[FIRM, FIRM_ROW, ("别家", "91640100MA7EXAMP2T", "宁夏", "银川")]), good_rows=True
    )
    assert outcome.barred
    assert ("企业", 3, "企业名称", "一个档案只记一家企业") in errors(outcome)


def test_that_the_same_firm_may_come_again():
    outcome = plan(book(企业=[FIRM, FIRM_ROW]), dossier(firm()))
    assert (outcome.accepted, outcome.equal) == (True, 1)
    assert plan(book(企业=[FIRM, FIRM_ROW])).changes.added[Firm] == [firm()]


def test_that_a_sheet_without_any_cell_counts_as_absent():
    outcome = plan(book(飞地=[ENCLAVE, CENTRE_ROW], 人员=[("", " ", None)]))
    assert [sheet.title for sheet in outcome.sheets] == ["飞地"]
    assert outcome.accepted


def test_that_a_sheet_with_headers_only_imports_nothing():
    outcome = plan(book(人员=[PERSON]))
    assert outcome.accepted
    assert (outcome.new, outcome.changed, outcome.equal) == (0, 0, 0)


def test_that_a_sheet_without_headers_is_an_error_that_names_them():
    outcome = plan(book(飞地=[CENTRE_ROW]))
    assert only_error(outcome)[3] == "找不到表头"
    assert "名称、类型、所在省份、所在城市" in outcome.remarks.errors[0].remedy


def test_that_references_into_a_sheet_without_headers_are_not_reported_as_well():
    rows: Sheets = {
        "飞地": [CENTRE_ROW],
        "研发项目": [("项目编号", "项目名称", "飞地名称"), ("RD-1", "示例", "上海中心")],
    }
    assert len(errors(plan(book(**rows)))) == 1


def test_that_unknown_sheets_and_columns_are_named_with_the_nearest_spelling():
    notices = plan(book(飞地=[(*ENCLAVE, "设立日"), (*CENTRE_ROW, "x")], 研发费=[("a",)])).notices
    assert "工作表“研发费”不认识，没有读取；是不是“研发费用”？" in notices
    assert "“飞地”的列“设立日”（E 列）不认识，没有读取；是不是“设立日期”？" in notices


def test_that_the_guide_and_the_reasons_of_a_report_are_passed_over_silently():
    outcome = plan(book(填写说明=[("怎样填写",)], 飞地=[(*ENCLAVE, "错误原因"), (*CENTRE_ROW, "x")]))
    assert outcome.notices == ()


def test_that_two_sheets_of_one_title_are_an_error():
    both = book(飞地=[ENCLAVE, CENTRE_ROW])
    outcome = plan(type(both)("book.xlsx", (*both.sheets, raw("飞地 ", [ENCLAVE, CENTRE_ROW]))))
    assert "两个“飞地”表" in only_error(outcome)[3]


def test_that_a_hidden_sheet_is_read_and_said_to_be_hidden():
    hidden = type(book())("book.xlsx", (raw("飞地", [ENCLAVE, CENTRE_ROW], hidden=True),))
    outcome = plan(hidden)
    assert outcome.new == 1
    assert "隐藏" in outcome.notices[0]


def test_that_merged_data_cells_are_an_error_in_every_row_they_cover():
    merged = (((1, 1), (2, 1)),)
    sheet = raw("飞地", [ENCLAVE, CENTRE_ROW, ("深圳中心", "", "广东", "深圳")], merged=merged)
    found = errors(plan(type(book())("book.xlsx", (sheet,))))
    assert found == [
        ("飞地", 2, "类型", "与其他单元格合并在一起"),
        ("飞地", 3, "类型", "与其他单元格合并在一起"),
    ]


def test_that_merged_titles_and_merged_cells_of_unknown_columns_do_no_harm():
    merged = (((0, 0), (0, 3)), ((2, 4), (3, 4)))
    rows = [("飞地一览",), (*ENCLAVE, "x"), (*CENTRE_ROW, "y"), ("深圳中心", "研发中心", "广东", "深圳")]
    outcome = plan(type(book())("book.xlsx", (raw("飞地", rows, merged=merged),)))
    assert outcome.accepted
    assert outcome.new == 2


def test_that_rows_are_numbered_as_on_the_sheet():
    rows = [ENCLAVE, ("", "", "", ""), ("上海中心", "x", "上海", "上海")]
    sheet = raw("飞地", rows, top=3, left=2)
    remark = plan(type(book())("book.xlsx", (sheet,))).remarks.errors[0]
    assert (remark.row, remark.letter) == (6, "D")


def test_that_a_claim_for_an_unknown_programme_is_an_error_with_the_nearest_id():
    head = ("项目", "对象", "期间起", "状态")
    row = ("nx-phd-alowance", NUMBER, "2024-04", "拟申报")
    outcome = plan(book(申领=[head, row]), dossier(person()), programmes=["nx-phd-allowance", "yc-rent"])
    assert only_error(outcome)[2:] == ("项目", "没有这个补贴项目")
    assert "nx-phd-allowance" in outcome.remarks.errors[0].remedy
    assert plan(book(申领=[head, row]), dossier(person())).accepted


def test_that_a_claim_for_nobody_on_record_is_only_warned_of():
    head = ("项目", "对象", "期间起", "状态")
    rows = [head, ("p", NUMBER, "2024-04", "拟申报"), ("p", "上海中心", "2024-04", "拟申报")]
    outcome = plan(book(申领=rows), dossier(centre()))
    assert outcome.accepted
    assert [warning.row for warning in outcome.remarks.warnings] == [2]


def test_that_the_example_line_is_passed_over_while_unchanged():
    spec = SHEETS[Person]
    head = tuple(field.label for field in spec.fields)
    example = tuple(field.example for field in spec.fields)
    outcome = plan(book(人员=[head, example]))
    assert outcome.new == 0
    assert outcome.notices == ("示例行没有改动，已跳过：人员",)
    changed = plan(book(人员=[head, ("我的同事", *example[1:])]))
    assert changed.new == 1


def test_that_good_rows_of_a_book_without_faults_are_all_of_it():
    outcome = plan(book(飞地=[ENCLAVE, CENTRE_ROW]), good_rows=True)
    assert (outcome.accepted, outcome.new) == (True, 1)


def test_that_progress_is_told_by_sheet():
    told = []
    plan(book(飞地=[ENCLAVE, CENTRE_ROW]), progress=lambda *step: told.append(step))
    assert told == [("飞地", 0, 1), ("飞地", 1, 1)]


def test_that_sheets_refer_only_to_earlier_ones():
    seen: set[str] = set()
    for spec in SHEETS.values():
        assert {field.refers for field in spec.fields if field.refers} <= seen
        seen.add(spec.title)


def test_that_a_project_in_the_book_may_name_no_enclave():
    rows = [("项目编号", "项目名称", "飞地名称"), ("RD-1", "示例项目", "")]
    outcome = plan(book(研发项目=rows))
    assert outcome.changes.added[type(project())] == [project()]
