"""The ledger added up by category and month, of all of it or of a part."""

from collections.abc import Iterable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTabBar, QTableView

from enclave_desktop.desktop.spend.adding_up import NO_PROJECT, by_category_and_month
from enclave_desktop.dossier.values import Expense
from tests.desktop.conftest import DAY
from tests.desktop.screen import named
from tests.desktop.sheet import on_record, open_sheet

YEAR = DAY.year - 1


def expense(amount: int, enclave: str = "甲", project: str | None = "P1", month: int = 5) -> Expense:
    return Expense(
        booked_on=date(YEAR, month, 3),
        voucher="记-1",
        enclave=enclave,
        project=project,
        category="直接投入",
        amount=amount,
    )


ROWS = (expense(1), expense(20, enclave="乙"), expense(300, project="P2"), expense(4000, project=None))


@pytest.mark.parametrize(
    ("enclave", "project", "total"),
    [
        (None, None, 4321),
        ("甲", None, 4301),
        (None, "P1", 21),
        ("甲", "P1", 1),
        (None, NO_PROJECT, 4000),
        ("乙", "P2", None),
    ],
)
def test_that_sums_are_of_the_enclave_and_project_asked_for(enclave, project, total):
    assert by_category_and_month(ROWS, YEAR, enclave, project)[-1].total == total


@pytest.fixture
def sums(window, qtbot, settled, record_file):
    """The tab of sums, on the sample."""
    open_sheet(window, qtbot, settled, record_file, "spend", "研发费用")
    bar = next(bar for bar in window.findChildren(QTabBar) if bar.isVisible())
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    return named(window, QTableView, "按类别和月份合计").model()


def yuan(rows: Iterable[Expense]) -> str:
    return f"{sum(row.amount for row in rows) / 100:,.2f}"


def lines(model) -> dict[str, int]:
    return {model.index(at, 0).data(): at for at in range(model.rowCount())}


def test_that_spend_is_added_up_by_category_and_month(sums, record_file):
    rows = [row for row in on_record(record_file, Expense) if row.booked_on.year == YEAR]
    direct = [row for row in rows if row.category == "直接投入" and row.booked_on.month == 5]
    assert sums.index(lines(sums)["直接投入"], 5).data() == yuan(direct)
    assert sums.index(lines(sums)["合计"], 13).data() == yuan(rows)


def test_that_the_sums_of_one_project_are_chosen_from_the_list(sums, window, qtbot, record_file):
    box = named(window, QComboBox, "研发项目")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    number = box.currentData()
    rows = [r for r in on_record(record_file, Expense) if r.booked_on.year == YEAR and r.project == number]
    assert rows
    assert box.currentText().startswith(number)
    assert sums.index(lines(sums)["合计"], 13).data() == yuan(rows)
