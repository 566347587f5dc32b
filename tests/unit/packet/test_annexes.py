"""The annex tables: which rows, in which order, with which sums; what is unknown stays blank."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.months import Month
from enclave_desktop.dossier.values import Expense
from enclave_desktop.packet.annexes import ANNEXES, annex_parts, ledger, lists, schedule, spend
from enclave_desktop.packet.annexes.sheet import Sheet, annex_part, heading
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.flow import Flowing
from enclave_desktop.packet.style import FRAME, MM, TURNED_FRAME
from enclave_desktop.packet.tables import Column, Table
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.loading import load_packs
from tests.packet import sample
from tests.packet.firms import CENTRE, DOCTOR, MASTER, YEAR, short_firm
from tests.packet.layout_check import faults_of
from tests.packet.paper import pdf_of, text_of

REWARD, DOCTORS, FILING = "yc-rnd-reward", "nx-phd-allowance", "nx-filing"


def apply(dossier: Dossier, programme: str, subjects: Sequence[str] = ()) -> Application:
    found = check(dossier, load_packs(), YEAR, {programme})
    chosen = tuple(f for f in found if not subjects or f.subject.key in subjects)
    return Application(chosen[0].programme, chosen, Context(dossier, YEAR))


def with_rows(dossier: Dossier, **rows: Any) -> Dossier:
    return replace(dossier, **rows)


def tables_of(sheet: Sheet) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def rows_of(code: str, application: Application) -> list[list[tuple[Any, ...]]]:
    return [
        [tuple(row) for row in table.rows]
        for sheet in ANNEXES[code](application)
        for table in tables_of(sheet)
    ]


def expense(day: int, voucher: str, category: str, amount: int, **more: Any) -> Expense:
    return Expense(
        booked_on=date(YEAR, 5, day),
        voucher=voucher,
        enclave=CENTRE,
        category=category,
        amount=amount,
        **more,
    )


ALL_COLUMNS: list[tuple[Sequence[Column], float, bool]] = [
    (lists.ROSTER, TURNED_FRAME.width, True),
    (lists.LEASES, TURNED_FRAME.width, True),
    (lists.PURCHASES, TURNED_FRAME.width, True),
    (lists.COOPERATIONS, FRAME.width, True),
    (lists.PROJECTS, FRAME.width, True),
    (lists.FILINGS, FRAME.width, True),
    (lists.CARRIERS, FRAME.width, True),
    (lists.ASSESSMENTS, FRAME.width, True),
    (schedule.COLUMNS, TURNED_FRAME.width, False),
    (ledger.COLUMNS, TURNED_FRAME.width, False),
    (spend._columns("月份"), FRAME.width, False),
]


@pytest.mark.parametrize(("columns", "width", "numbered"), ALL_COLUMNS)
def test_that_columns_fill_the_width_of_their_page(columns, width, numbered):
    ordinal = 10 if numbered else 0
    assert (sum(column.width for column in columns) + ordinal) * MM == pytest.approx(width)


# T1


def test_that_the_roster_of_a_centre_leaves_out_who_is_known_to_have_left():
    dossier = short_firm()
    doctor, master = sorted(dossier.contracts, key=lambda c: c.person)
    left = replace(doctor, left_on=date(2025, 6, 29))
    kept = replace(doctor, left_on=dossier.as_of)
    gone = rows_of("T1", apply(with_rows(dossier, contracts=(left, master)), FILING))
    still = rows_of("T1", apply(with_rows(dossier, contracts=(kept, master)), FILING))
    assert ([row[4] for row in gone[0]], [row[4] for row in still[0]]) == ([MASTER], [DOCTOR, MASTER])


def test_that_the_roster_keeps_those_of_whom_it_is_not_known():
    dossier = short_firm()
    unknown = replace(dossier.contracts[0], person=DOCTOR, starts_on=date(2024, 1, 1), ends_on=None)
    (rows,) = rows_of("T1", apply(with_rows(dossier, contracts=(unknown,)), FILING))
    assert [(row[4], row[11]) for row in rows] == [(DOCTOR, "2024-01-01 至")]


def test_that_the_roster_of_an_allowance_holds_the_applicants_only():
    rows = rows_of("T1", apply(short_firm(), DOCTORS, [DOCTOR]))
    assert [[row[4] for row in group] for group in rows] == [[DOCTOR]]


def test_that_an_applicant_without_a_contract_stands_on_the_roster():
    rows = rows_of("T1", apply(with_rows(short_firm(), contracts=()), DOCTORS))
    assert [[row[4] for row in group] for group in rows] == [[DOCTOR, MASTER]]


def test_that_unknown_research_staff_is_blank_and_not_no():
    dossier = short_firm()
    people = tuple(replace(person, rnd_staff=None) for person in dossier.people)
    (rows,) = rows_of("T1", apply(with_rows(dossier, people=people), FILING))
    assert {row[-1] for row in rows} == {""}


# T2


def test_that_the_schedule_has_a_row_a_year_and_brackets_from_the_first_month_not_yet_over():
    application = apply(short_firm(), DOCTORS, [DOCTOR])
    (rows,) = rows_of("T2", application)
    by_year = {row[0]: row for row in rows}
    assert list(by_year) == ["2024", "2025", "2026", "2027", "2028", "2029"]
    assert by_year["2024"][1:5] == ("", "", "", "5,000.00")
    assert by_year["2025"][6:8] == ("5,000.00", "(5,000.00)")


def test_that_the_schedule_adds_up_to_the_award():
    application = apply(short_firm(), DOCTORS, [DOCTOR])
    (sheet,) = ANNEXES["T2"](application)
    (table,) = tables_of(sheet)
    months = sum(int(str(row[-2])) for row in table.rows)
    amounts = sum(_fen(row[-1]) for row in table.rows)
    award = application.findings[0].award
    assert award is not None
    assert (months, amounts) == (len(award.schedule), award.total)
    assert (table.totals[0][-2], _fen(table.totals[0][-1])) == (str(months), amounts)


def test_that_the_month_that_ends_on_the_day_is_due():
    application = apply(short_firm(), DOCTORS, [DOCTOR])
    assert schedule._amount(1_00, Month(2025, 6), application) == "1.00"
    assert schedule._amount(1_00, Month(2025, 7), application) == "(1.00)"
    assert schedule._amount(None, Month(2025, 7), application) == ""


def test_that_each_person_has_a_schedule():
    application = sample.application(DOCTORS)
    sheets = list(ANNEXES["T2"](application))
    assert [sheet.about for sheet in sheets] == [subject.name for subject in application.subjects]


# T3 and T4


def test_that_spend_is_summed_by_the_seven_categories_and_by_twelve_months():
    by_category, by_month = rows_of("T3", apply(short_firm(), REWARD))
    assert [row[0] for row in by_category] == list(spend.CATEGORIES)
    assert [row[0] for row in by_month] == [f"{YEAR}-{month:02d}" for month in range(1, 13)]
    assert next(row for row in by_category if row[0] == "直接投入") == (
        "直接投入", "4,000,000.00", "", "", "4,000,000.00", "76.42%",
    )  # fmt: skip


def test_that_nothing_booked_is_blank_and_not_zero():
    by_category, _ = rows_of("T3", apply(short_firm(), REWARD))
    assert next(row for row in by_category if row[0] == "设计试验") == ("设计试验", "", "", "", "", "")


def test_that_spend_without_a_source_of_money_has_its_own_column():
    dossier = with_rows(short_firm(), expenses=(expense(6, "记-1", "直接投入", 100_00),))
    by_category, _ = rows_of("T3", apply(dossier, REWARD))
    assert by_category[1] == ("直接投入", "", "", "100.00", "100.00", "100.00%")


@pytest.mark.parametrize(
    ("spent", "share", "applied"),
    [
        (6_666_666_66, "1,000,000.00", "1,000,000.00"),
        (6_666_666_60, "999,999.99", "999,999.99"),
        (6_666_667_00, "1,000,000.05", "1,000,000.00"),
        (-100_00, "-15.00", "0.00"),
    ],
)
def test_that_the_amount_applied_for_is_the_lower_of_share_and_cap(spent, share, applied):
    dossier = with_rows(short_firm(), expenses=(expense(6, "记-1", "直接投入", spent),))
    (sheet,) = ANNEXES["T3"](apply(dossier, REWARD))
    totals = tables_of(sheet)[0].totals
    assert [row[4] for row in totals[1:]] == [share, "1,000,000.00", applied]


def test_that_the_ledger_is_sorted_by_day_voucher_and_category():
    rows = (
        expense(7, "记-1", "直接投入", 1),
        expense(6, "记-2", "直接投入", 2),
        expense(6, "记-2", "人员人工", 3),
        expense(6, "记-1", "折旧费用", 4),
    )
    (printed,) = rows_of("T4", apply(with_rows(short_firm(), expenses=rows), REWARD))
    assert [row[-1] for row in printed] == ["0.04", "0.03", "0.02", "0.01"]


def test_that_the_ledger_holds_the_centre_and_the_year_only():
    rows = (
        expense(6, "记-1", "直接投入", 1),
        replace(expense(6, "记-2", "直接投入", 2), booked_on=date(YEAR - 1, 12, 31)),
        replace(expense(6, "记-3", "直接投入", 3), booked_on=date(YEAR + 1, 1, 1)),
        replace(expense(6, "记-4", "直接投入", 4), enclave="新域深圳孵化器"),
    )
    (printed,) = rows_of("T4", apply(with_rows(short_firm(), expenses=rows), REWARD))
    assert [row[2] for row in printed] == ["记-1"]


def test_that_a_reversal_is_printed_with_its_minus():
    rows = (expense(6, "记-1", "直接投入", -1_234_56),)
    (printed,) = rows_of("T4", apply(with_rows(short_firm(), expenses=rows), REWARD))
    assert printed[0][-1] == "-1,234.56"


def test_that_page_sums_and_sums_so_far_follow_the_rows():
    rows = [expense(6, f"记-{n}", "直接投入", n * 100) for n in range(1, 5)]
    foot = ledger.ledger_table(rows, {}).page_foot
    assert foot is not None
    assert [row[-1] for row in foot(1, 3)] == ["5.00", "6.00"]


# T5 to T8


def test_that_leases_and_purchases_stand_apart():
    leases, purchases = rows_of("T5", apply(short_firm(), FILING, [CENTRE]))
    assert ([row[1] for row in leases], [row[1] for row in purchases]) == (["ZL-1"], ["SB-1"])


def test_that_sums_are_left_out_when_an_amount_is_not_known():
    dossier = short_firm()
    unknown = tuple(replace(row, amount=None) for row in dossier.agreements)
    known = [table.totals for sheet in ANNEXES["T5"](apply(dossier, FILING)) for table in tables_of(sheet)]
    open_ = [
        table.totals
        for sheet in ANNEXES["T5"](apply(with_rows(dossier, agreements=unknown), FILING))
        for table in tables_of(sheet)
    ]
    assert ([len(totals) for totals in known], open_) == ([1, 1], [[], []])


def test_that_a_list_without_rows_leaves_one_to_a_hand():
    (rows,) = rows_of("T6", apply(with_rows(short_firm(), agreements=()), FILING))
    assert rows == [("",) * 7]


def test_that_projects_show_the_year_s_spend_and_the_rest_without_a_project():
    dossier = short_firm()
    projects = (*dossier.projects, replace(dossier.projects[0], number="RD-2", name="未动支"))
    rows = (*dossier.expenses, expense(8, "记-3", "直接投入", 1_00))
    (printed,) = rows_of("T7", apply(with_rows(dossier, projects=projects, expenses=rows), FILING))
    assert [(row[2], row[5]) for row in printed] == [
        ("膜材料研制", "5,234,567.89"),
        ("未动支", ""),
        ("（未列项目）", "1.00"),
    ]


def test_that_a_filing_without_an_end_is_said_to_state_none():
    (rows, *_) = rows_of("T8", apply(short_firm(), "nx-talent-highland", [CENTRE]))
    assert [(row[2], row[5]) for row in rows] == [("自治区科技厅", "未载明"), ("银川市科技局", "2027-04-01")]


def test_that_a_filing_after_the_day_is_not_listed():
    dossier = short_firm()
    later = tuple(replace(row, filed_on=date(2025, 7, 1)) for row in dossier.filings)
    (rows, *_) = rows_of("T8", apply(with_rows(dossier, filings=later), "nx-talent-highland", [CENTRE]))
    assert rows == [("",) * 6]


def test_that_recognition_and_assessment_stand_where_they_matter():
    carrier = rows_of("T8", apply(short_firm(), "yc-carrier-incubator"))
    incubator = rows_of("T8", apply(short_firm(), "yc-incubator-operation"))
    centre = rows_of("T8", apply(short_firm(), "nx-talent-highland", [CENTRE]))
    assert carrier[1][0][-1] == "国科〔2024〕3 号"
    assert incubator[1][0][2:] == ("2024", "合格", "银考〔2025〕4 号")
    assert len(centre) == 1


def test_that_annexes_are_numbered_in_the_order_of_the_form():
    parts = list(annex_parts(("T3", "T4", "T7"), sample.application(REWARD)))
    assert [part.title.split("　")[0] for part in parts] == [
        "附表1-1",
        "附表1-2",
        "附表2-1",
        "附表2-2",
        "附表3",
    ]


def _fen(cell: Any) -> int:
    return int(cell.replace(",", "").replace(".", ""))


LONG_NAME = "宁夏新域高性能分离膜与储能新材料联合研究开发股份有限公司长三角离岸创新研发中心" * 3


@pytest.mark.parametrize("landscape", [False, True])
def test_that_long_names_over_a_table_take_as_many_lines_as_they_need(landscape):
    table = Table((Column("名称", 60),), [("甲",)] * 100)
    blocks: list[Flowing] = [*heading(LONG_NAME, landscape=landscape), table]
    sheet = Sheet("清单", blocks, LONG_NAME, f"飞地：{LONG_NAME}", landscape, money=True)
    pages = annex_part(sheet, "T5:1", "附表1").pages
    assert len(pages) > 1
    assert faults_of(pages) == []
    assert text_of(pdf_of(pages)).count(LONG_NAME) == 2
    assert text_of(pdf_of(pages[1:])).count("…") == len(pages) - 1
