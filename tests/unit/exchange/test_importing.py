"""Importing into a record: all, the good rows, or nothing; and what is said of it."""

import pytest
import xlsxwriter

from enclave_desktop.errors import UserError
from enclave_desktop.exchange.importing import import_book, report_lines, summary
from enclave_desktop.records.record import Record
from tests.unit.exchange.books import CENTRE_ROW, ENCLAVE, PERSON, book, plan
from tests.unit.rows import NUMBER, TODAY

WRONG = NUMBER[:-1] + "1"


@pytest.fixture
def record(tmp_path):
    with Record.create(tmp_path / "r.enclave") as made:
        yield made


@pytest.fixture
def write(tmp_path):
    def write(**sheets):
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as made:
            for title, rows in sheets.items():
                sheet = made.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return write


def test_that_a_book_goes_into_the_record_and_a_second_time_changes_nothing(record, write):
    path = write(飞地=[ENCLAVE, CENTRE_ROW], 人员=[PERSON, ("示例人", NUMBER)])
    first = import_book(record, path, today=TODAY)
    assert (first.done, first.plan.new) == (True, 2)
    before = record.dossier(TODAY)
    second = import_book(record, path, today=TODAY)
    assert (second.plan.new, second.plan.changed, second.plan.equal) == (0, 0, 2)
    assert record.dossier(TODAY) == before


def test_that_one_fault_keeps_everything_out(record, write):
    outcome = import_book(
        record, write(飞地=[ENCLAVE, CENTRE_ROW], 人员=[PERSON, ("示例人", WRONG)]), today=TODAY
    )
    assert not outcome.done
    assert record.dossier(TODAY).enclaves == ()
    assert summary(outcome) == "没有导入：1 处错误。改正后再导入，或用 --good-rows 只导入没有错误的行"


def test_that_good_rows_go_in_alone_when_asked_for(record, write):
    path = write(飞地=[ENCLAVE, CENTRE_ROW], 人员=[PERSON, ("示例人", WRONG)])
    outcome = import_book(record, path, today=TODAY, good_rows=True)
    assert outcome.done
    assert len(record.dossier(TODAY).enclaves) == 1
    assert record.dossier(TODAY).people == ()
    assert "1 行有错误，没有导入" in summary(outcome)


def test_that_a_dry_run_writes_nothing_and_says_so(record, write):
    outcome = import_book(record, write(飞地=[ENCLAVE, CENTRE_ROW]), today=TODAY, dry_run=True)
    assert outcome.done
    assert record.dossier(TODAY).enclaves == ()
    assert summary(outcome) == "试运行，没有写入：将新增 1 行，更改 0 行，未变 0 行"


def test_that_a_book_with_none_of_our_sheets_is_refused_with_the_nearest_title(record, write):
    with pytest.raises(UserError) as refused:
        import_book(record, write(人员表=[("a",)]), today=TODAY)
    assert "是不是“人员”？" in str(refused.value)


def test_that_another_firms_book_is_said_to_be_one(record, write):
    head = ("企业名称", "统一社会信用代码", "注册省份", "注册城市")
    import_book(record, write(企业=[head, ("甲", "91640100MA7EXAMP48", "宁夏", "银川")]), today=TODAY)
    other = write(企业=[head, ("乙", "91640100MA7EXAMP2T", "宁夏", "银川")])
    assert "不是同一家企业" in summary(import_book(record, other, today=TODAY, good_rows=True))


def test_that_a_line_names_place_value_reason_and_remedy():
    (line, *_) = report_lines(plan(book(人员=[PERSON, ("示例人", WRONG)])))
    assert line == (
        "人员 第 2 行 证件号码（B 列）：640***********1231，居民身份证号的校验位（末位）不对，可能有一位写错"
        " → 对照证件核对证件类型和证件号码"
    )


@pytest.mark.parametrize(("faults", "listed"), [(200, 200), (201, 200)])
def test_that_two_hundred_faults_are_listed_and_the_rest_counted(faults, listed):
    rows = [("", NUMBER[:6] + f"{number:012d}") for number in range(faults)]
    outcome = plan(book(人员=[PERSON, *rows]))
    lines = list(report_lines(outcome))
    total = outcome.remarks.error_count
    assert sum("第 " in line for line in lines) == listed
    assert f"……另有 {total - listed} 处错误没有列出" in "".join(lines)


def test_that_the_sums_of_each_sheet_come_last():
    lines = list(report_lines(plan(book(飞地=[ENCLAVE, CENTRE_ROW], 人员=[PERSON, ("示例人", WRONG)]))))
    assert lines[-2:] == ["飞地：新增 1，更改 0，未变 0", "人员：新增 0，更改 0，未变 0，有错误 1"]


MANY = 12_000
SPEND = ("飞地名称", "日期", "凭证号", "费用类别", "金额")


class Enough(Exception):
    """Whoever watches the progress wants no more of it."""


@pytest.fixture
def ledger(write):
    """A workbook with a ledger of some length."""
    rows = [("上海中心", "2024-05-06", f"记-{n}", "人员人工", 12.5) for n in range(MANY)]
    return write(飞地=[ENCLAVE, CENTRE_ROW], 研发费用=[SPEND, *rows])


def test_that_reading_checking_and_writing_are_told_from_nothing_to_all(record, ledger):
    told: dict[str, list[tuple[int, int]]] = {}
    import_book(
        record, ledger, today=TODAY, progress=lambda *step: told.setdefault(step[0], []).append(step[1:])
    )
    assert list(told) == [f"读取 {ledger.name}", "飞地", "研发费用", "写入档案"]
    for steps in told.values():
        assert len({total for _, total in steps}) == 1, "one pace tells the time that remains"
        shares = [done / total for done, total in steps]
        assert (shares[0], shares[-1]) == (0, 1)
        assert shares == sorted(shares)
    assert len(told[f"读取 {ledger.name}"]) > 5
    assert len(told["写入档案"]) > 3


@pytest.mark.parametrize("stage", ["读取 book.xlsx", "研发费用", "写入档案"])
def test_that_an_import_ended_half_way_leaves_the_record_as_it_was(record, ledger, stage):
    def enough(what, done, total):
        if what == stage and total / 4 < done < total:
            raise Enough

    before = record.dossier(TODAY)
    with pytest.raises(Enough):
        import_book(record, ledger, today=TODAY, progress=enough)
    assert record.dossier(TODAY) == before
