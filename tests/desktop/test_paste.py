"""Pasting a block: previewed, mended in the preview, checked in the background when it is long."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QTableView

from enclave_desktop.desktop.table.paste import plan_paste
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Agreement, Expense
from tests.desktop.screen import click, named
from tests.desktop.sheet import on_record, write

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
LONG = 20_000
BAD_BLOCK = "单位甲\t没有的飞地\t2024-01-10\n单位乙\t澜朔杭州研发中心\t2024-02-30\n单位丙\t澜朔杭州研发中心\t2023-01-10\n"


def paste(sheet, block: str, label: str = "对方单位") -> Any:
    """Paste from a cell of the first row on; the dialog that shows."""
    QApplication.clipboard().setText(block)
    sheet.click(0, label)
    sheet.keys(KEY.Key_V, modifier=CONTROL)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog


def preview(dialog) -> QTableView:
    return named(dialog, QTableView, "粘贴预览")


def headers(view) -> list[str]:
    model = view.model()
    return [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]


def text(view, row: int, label: str) -> str:
    return view.model().index(row, headers(view).index(label)).data()


def mend(qtbot, view, row: int, label: str, words: str) -> None:
    """Double-click a cell, type something else, Enter."""
    where = view.visualRect(view.model().index(row, headers(view).index(label))).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    editor = QApplication.focusWidget()
    qtbot.keyClick(editor, KEY.Key_A, CONTROL)
    write(qtbot, words)
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    QApplication.processEvents()


def test_that_the_preview_says_which_cells_are_wrong(agreements):
    view = preview(paste(agreements, BAD_BLOCK))
    assert [view.model().index(row, 0).data() for row in range(3)] == ["有误", "有误", "改动"]
    assert "飞地名称：“飞地”里没有它" in text(view, 0, "哪里有误")
    assert "签订日期：没有这一天" in text(view, 1, "哪里有误")


def test_that_wrong_cells_are_mended_in_the_preview_and_then_saved(agreements, settled, qtbot, record_file):
    dialog = paste(agreements, BAD_BLOCK)
    view = preview(dialog)
    mend(qtbot, view, 1, "签订日期", "2024-02-28")
    assert named(dialog, QPushButton, "只粘贴无误的 2 行").isEnabled()
    mend(qtbot, view, 0, "飞地名称", "澜朔上海研发中心")
    settled(lambda: click(qtbot, dialog, "粘贴 3 行"))
    first, second = on_record(record_file, Agreement)[:2]
    assert (first.counterparty, first.enclave) == ("单位甲", "澜朔上海研发中心")
    assert str(second.signed_on) == "2024-02-28"


def test_that_a_cell_mended_wrongly_stays_wrong(agreements, qtbot):
    view = preview(paste(agreements, BAD_BLOCK))
    mend(qtbot, view, 1, "签订日期", "2024-02-31")
    assert view.model().index(1, 0).data() == "有误"
    assert text(view, 1, "签订日期") == "2024-02-31"


def test_that_the_next_wrong_cell_is_one_key_away(agreements, qtbot):
    dialog = paste(agreements, BAD_BLOCK)
    view = preview(dialog)
    qtbot.waitUntil(lambda: headers(view)[view.currentIndex().column()] == "飞地名称")
    click(qtbot, dialog, "下一处有误")
    assert (view.currentIndex().row(), headers(view)[view.currentIndex().column()]) == (1, "签订日期")
    click(qtbot, dialog, "下一处有误")
    assert view.currentIndex().row() == 0


def test_that_what_a_new_row_must_have_can_be_filled_in_there(agreements, settled, qtbot, record_file):
    dialog = paste(agreements, "合同编号\t对方单位\nHT-9\t单位乙\n")
    view = preview(dialog)
    assert text(view, 0, "哪里有误") == "类型：类型必须填写。从列表里选一项"
    view.model().setData(view.model().index(0, headers(view).index("类型")), "其他")
    settled(lambda: click(qtbot, dialog, "粘贴 1 行"))
    assert {row.number: row.type for row in on_record(record_file, Agreement)}["HT-9"] == "其他"


def test_that_two_rows_that_are_the_same_one_are_told_until_one_is_mended(agreements, qtbot):
    view = preview(paste(agreements, "合同编号\t类型\t对方单位\nHT-9\t其他\t甲\nHT-9\t其他\t乙\n"))
    assert [view.model().index(row, 0).data() for row in range(2)] == ["新增", "有误"]
    assert "两行是同一条" in text(view, 1, "哪里有误")
    mend(qtbot, view, 0, "合同编号", "HT-10")
    assert [view.model().index(row, 0).data() for row in range(2)] == ["新增", "新增"]


def test_that_the_model_of_the_preview_is_sound(agreements):
    model = preview(paste(agreements, BAD_BLOCK)).model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.setData(model.index(1, headers_of(model).index("签订日期")), "2024-02-28")
    assert model.index(1, 0).data() == "改动"


def headers_of(model) -> list[str]:
    return [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]


def long_block(rows: int) -> str:
    head = "日期\t凭证号\t飞地名称\t费用类别\t金额\n"
    return head + "".join(f"2024-03-01\t补-{n:05d}\t澜朔上海研发中心\t直接投入\t1.5\n" for n in range(rows))


@pytest.fixture
def ledger(open_page):
    return open_page("spend", "研发费用")


def test_that_a_long_block_is_checked_in_the_background_with_progress(ledger, qtbot):
    dialog = paste(ledger, long_block(LONG), "日期")
    assert not [view for view in dialog.findChildren(QTableView) if view.isVisible()]
    bar = next(bar for bar in dialog.findChildren(QProgressBar) if bar.isVisible())
    qtbot.waitUntil(lambda: 0 < bar.value() < bar.maximum())
    qtbot.waitUntil(lambda: named(dialog, QPushButton, f"粘贴 {LONG} 行").isEnabled(), timeout=20_000)
    click(qtbot, dialog, "都不粘贴")


def test_that_checking_a_long_block_is_cancelled_and_nothing_is_pasted(ledger, settled, qtbot, record_file):
    count = len(on_record(record_file, Expense))
    dialog = paste(ledger, long_block(LONG), "日期")
    settled(lambda: click(qtbot, dialog, "取消"))
    assert QApplication.activeModalWidget() is None
    assert len(on_record(record_file, Expense)) == count


def test_that_a_short_row_leaves_alone_what_the_block_does_not_reach(record_file):
    rows = on_record(record_file, Agreement)
    sheet = SHEETS[Agreement]
    fields = [sheet.field("counterparty"), sheet.field("enclave")]
    from enclave_desktop.records.record import Record
    from tests.desktop.conftest import DAY

    with Record.open(record_file, read_only=True) as record:
        dossier = record.dossier(DAY)
    plan = plan_paste(sheet, [["单位甲"], ["单位乙", ""]], fields, rows, dossier)
    assert plan.good[0].after.enclave == rows[0].enclave
    assert plan.rows[1].after.enclave is None
