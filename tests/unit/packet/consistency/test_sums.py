"""Sums worked out again from the printed rows."""

from dataclasses import replace

import pytest

from enclave_desktop.packet.annexes import spend
from enclave_desktop.packet.annexes.ledger import COLUMNS, ledger_table
from enclave_desktop.packet.annexes.sheet import Sheet, annex_part
from enclave_desktop.packet.consistency import sums
from enclave_desktop.packet.tables import Table
from tests.packet import sample
from tests.unit import rows
from tests.unit.packet.consistency import looking


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
def test_that_every_sum_of_the_sample_is_right(programme):
    assert looking.remarks(sums.sums, sample.dossier(), programme) == []
    assert looking.remarks(sums.capitals, sample.dossier(), programme) == []


def said_of(table: Table, code: str) -> list[str]:
    part = annex_part(Sheet("表", [table], landscape=True), f"{code}:1", "附表")
    return [r.words for r in looking.remarks(sums.sums, looking.spender(), looking.REWARD, part)]


def ledger(count: int, **changed: object) -> Table:
    table = ledger_table([rows.expense(voucher=f"记-{n}", amount=1_00) for n in range(count)], {})
    return replace(table, **changed)  # type: ignore[arg-type]


def test_that_a_true_ledger_of_several_pages_is_right():
    assert said_of(ledger(60), "T4") == []


def test_that_a_wrong_total_is_told_with_the_true_one():
    wrong = ledger(3, totals=[("合计", *[""] * (len(COLUMNS) - 2), "4.00")])
    assert said_of(wrong, "T4") == ["“金额”的合计印为 4.00，各行相加为 3.00"]


def test_that_a_wrong_sum_of_a_page_and_so_far_is_told():
    def foot(start: int, stop: int) -> list[tuple[str, ...]]:
        blank = [""] * (len(COLUMNS) - 2)
        return [("本页小计", *blank, "2.00"), ("累计", *blank, "9.00")]

    assert said_of(ledger(2, page_foot=foot), "T4") == ["“金额”的累计印为 9.00，各行相加为 2.00"]


SPEND = spend._columns("费用类别")
RESULTS = [
    ("合计 × 15%", "", "", "", "15.00", ""),
    ("年度上限", "", "", "", "12.00", ""),
    ("申请额（二者取低，不低于零）", "", "", "", "12.00", ""),
]


@pytest.mark.parametrize(
    ("row", "results", "said"),
    [
        (("直接投入", "60.00", "40.00", "", "100.00", ""), RESULTS, []),
        (
            ("直接投入", "60.00", "30.00", "", "100.00", ""),
            RESULTS,
            ["“直接投入”的合计印为 100.00，各项相加为 90.00"],
        ),
        (
            ("直接投入", "60.00", "40.00", "", "100.00", ""),
            [("合计 × 15%", "", "", "", "16.00", ""), *RESULTS[1:]],
            ["“合计 × 15%”印为 16.00，应为 15.00"],
        ),
        (
            ("直接投入", "60.00", "40.00", "", "100.00", ""),
            [*RESULTS[:2], ("申请额（二者取低，不低于零）", "", "", "", "15.00", "")],
            ["申请额印为 15.00，应为 12.00"],
        ),
    ],
)
def test_that_spend_adds_up_along_its_rows_and_to_what_is_applied_for(row, results, said):
    total = ("合计", row[1], row[2], "", "100.00", "100%")
    assert said_of(Table(SPEND, [row], [total, *results]), "T3") == said


@pytest.mark.parametrize(
    ("words", "right"), [("人民币贰拾玖万元整", True), ("人民币贰拾玖万元伍角", False), ("", False)]
)
def test_that_figures_and_capitals_are_held_against_one_another(words, right):
    printed = looking.looked_at(looking.application(looking.doctor()))
    (form,) = printed.forms
    form.filled = [
        replace(filled, cell=replace(filled.cell, words=words))
        if filled.entry.value == "award.capitals"
        else filled
        for filled in form.filled
    ]
    found = [remark.words for remark in sums.capitals(printed)]
    assert found == ([] if right else [f"申请金额“290,000.00”与大写“{words}”不一致"])


@pytest.mark.parametrize(
    ("words", "fen"), [("1,234.50", 123450), ("(5,000.00)", 500000), ("-0.01", -1), ("15%", None), ("", None)]
)
def test_that_an_amount_on_paper_is_read(words, fen):
    assert sums.amount(words) == fen
