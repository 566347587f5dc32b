"""Rows in a list: told to Qt and to those who cannot see them, and opened by the keyboard."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from enclave_desktop.desktop.widgets.rows import ROW, RowList, RowModel

SHOWN, SPOKEN, HINT = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


@pytest.fixture
def model(qapp) -> RowModel:
    made = RowModel(lambda row: f"{row}，全部", str, lambda row: row or None, lambda row: row == "标题")
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.set_rows(["标题", "甲", "乙"])
    return made


def test_that_a_row_shows_less_than_it_says(model):
    assert [model.index(1, 0).data(role) for role in (SHOWN, SPOKEN, HINT, ROW)] == [
        "甲",
        "甲，全部",
        "甲",
        "甲",
    ]


def test_that_nothing_else_is_said(model):
    assert model.index(1, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_that_a_heading_cannot_be_chosen(model):
    flags = [model.index(row, 0).flags() for row in range(3)]
    assert [bool(flag & Qt.ItemFlag.ItemIsSelectable) for flag in flags] == [False, True, True]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_that_enter_opens_the_current_row(model, qtbot, key):
    view = RowList("行", model)
    qtbot.addWidget(view)
    view.setCurrentIndex(model.index(2, 0))
    with qtbot.waitSignal(view.opened, timeout=1000) as opened:
        qtbot.keyClick(view, key)
    assert opened.args == ["乙"]
