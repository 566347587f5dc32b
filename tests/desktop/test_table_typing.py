"""Typing into the cells of a table, and what is refused where it stands."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QTableView,
)

from enclave_desktop.desktop.widgets.labels import OneLine
from enclave_desktop.dossier.values import (
    Agreement,
    Enclave,
    Expense,
    Filing,
    Project,
)
from tests.desktop.screen import named
from tests.desktop.sheet import on_record, person, status

KEY = Qt.Key
WHO = "潘野"
LEASE = "HT-2023-011"


def test_that_a_value_typed_into_a_cell_is_on_record(people, settled, record_file):
    settled(lambda: people.type_into_cell(WHO, "专业", "金属材料"))
    assert people.text(WHO, "专业") == "金属材料"
    assert person(record_file, WHO).major == "金属材料"


def test_that_what_the_editor_has_no_room_to_say_is_said_by_its_tooltip(people, window, settled):
    settled(lambda: people.type_into_cell(WHO, "专业", "金属材料"))
    line = next(one for one in people.pane.findChildren(OneLine) if one.isVisible())
    assert (line.shown, line.toolTip()) == (line.text(), "")
    line.setText("已清除：证明材料 4 份，历史记录 6 项，涉及申报材料 0 册　已保存")
    line.grab()
    assert line.shown.endswith("…")
    assert line.toolTip() == line.text()


def test_that_a_date_may_be_typed_in_any_spelling(agreements, settled, record_file):
    settled(lambda: agreements.type_into_cell(LEASE, "结束日期", "2027/1/5"))
    assert agreements.text(LEASE, "结束日期") == "2027-01-05"


def test_that_a_wrong_value_stays_in_its_cell_with_the_reason_and_is_not_saved(
    agreements, window, record_file
):
    before = on_record(record_file, Agreement)
    agreements.type_into_cell(LEASE, "结束日期", "2027-02-30")
    cell = agreements.index(LEASE, "结束日期")
    assert cell.data() == "2027-02-30"
    assert "没有这一天" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "没有这一天" in status(window)
    assert window.session.undoable is None
    assert on_record(record_file, Agreement) == before


def test_that_escape_gives_up_what_was_typed_wrong(agreements):
    agreements.type_into_cell(LEASE, "结束日期", "2027-02-30")
    agreements.click(LEASE, "结束日期")
    agreements.keys(KEY.Key_Escape)
    assert agreements.text(LEASE, "结束日期") == "2026-12-31"


def test_that_a_date_before_the_start_is_refused_where_it_stands(agreements):
    agreements.type_into_cell(LEASE, "结束日期", "2020-01-01")
    assert "开始日期晚于结束日期" in agreements.index(LEASE, "结束日期").data(Qt.ItemDataRole.ToolTipRole)


def test_that_what_was_wrong_is_saved_once_another_cell_makes_it_right(agreements, settled, record_file):
    agreements.type_into_cell(LEASE, "结束日期", "2023-12-31")
    settled(lambda: agreements.type_into_cell(LEASE, "开始日期", "2023-01-01"))
    row = next(row for row in on_record(record_file, Agreement) if row.number == LEASE)
    assert (str(row.starts_on), str(row.ends_on)) == ("2023-01-01", "2023-12-31")
    assert agreements.index(LEASE, "结束日期").data(Qt.ItemDataRole.ToolTipRole) is None


def test_that_two_cells_of_a_row_typed_at_once_are_both_saved(agreements, settled, record_file):
    def type_both():
        agreements.type_into_cell(LEASE, "标的", "场地一")
        agreements.type_into_cell(LEASE, "对方单位", "单位二")

    settled(type_both)
    row = next(row for row in on_record(record_file, Agreement) if row.number == LEASE)
    assert (row.object, row.counterparty) == ("场地一", "单位二")


def test_that_a_reference_to_nothing_is_refused(open_page):
    sheet = open_page("spend", "研发费用")
    sheet.click(0, "项目编号")
    sheet.write("RD-0")
    sheet.keys(KEY.Key_Return)
    assert "“研发项目”里没有它" in sheet.index(0, "项目编号").data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_that_a_choice_is_picked_from_the_list_of_its_cell_and_the_verdict_follows(
    people, settled, qtbot, record_file
):
    tips = {
        name: people.index(name, "结论").data(Qt.ItemDataRole.ToolTipRole) for name in people.column("姓名")
    }
    who = next(name for name, tip in tips.items() if "全日制博士补助：初步符合" in tip)
    people.click(who, "学位")
    people.keys(KEY.Key_F2)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    settled(lambda: pick(qtbot, "无"))
    assert person(record_file, who).degree == "无"
    assert "全日制博士补助：不符合" in people.index(who, "结论").data(Qt.ItemDataRole.ToolTipRole)


def pick(qtbot, choice: str) -> None:
    """From the list that is open."""
    popup = QApplication.activePopupWidget()
    assert popup is not None
    view: Any = popup.findChild(QListView)
    at = next(row for row in range(view.model().rowCount()) if view.model().index(row, 0).data() == choice)
    where = view.visualRect(view.model().index(at, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_that_a_key_is_corrected_in_place_and_its_references_follow(open_page, settled, record_file):
    enclaves = open_page("firm", "飞地")
    count = len(on_record(record_file, Enclave))
    filings = sum(1 for row in on_record(record_file, Filing) if row.enclave == "澜朔上海研发中心")
    settled(lambda: enclaves.type_into_cell("澜朔上海研发中心", "名称", "澜朔申城研发中心"))
    assert len(on_record(record_file, Enclave)) == count
    assert sum(1 for row in on_record(record_file, Filing) if row.enclave == "澜朔申城研发中心") == filings


def test_that_a_key_another_row_bears_is_refused(agreements):
    row = agreements.index(LEASE, "合同编号").row()
    agreements.type_into_cell(LEASE, "合同编号", "HT-2023-014")
    assert "已有合同编号相同的一行" in agreements.index(row, "合同编号").data(Qt.ItemDataRole.ToolTipRole)


def test_that_enter_goes_down_and_tab_to_the_right(agreements):
    agreements.click(0, "对方单位")
    agreements.keys(KEY.Key_Return)
    assert agreements.view.currentIndex().row() == 1
    agreements.keys(KEY.Key_Tab)
    assert agreements.current()[1] == "飞地名称"


def test_that_enter_after_tabs_returns_below_the_first_cell(agreements):
    agreements.click(0, "类型")
    agreements.keys(KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Return)
    assert agreements.view.currentIndex().row() == 1
    assert agreements.current()[1] == "类型"


def test_that_tab_passes_over_what_is_worked_out(people):
    people.click(WHO, "证件号码")
    people.keys(KEY.Key_Tab)
    assert people.current()[1] == "学位"


def test_that_tab_at_the_end_of_a_row_goes_to_the_next(agreements):
    agreements.click(0, "标的")
    agreements.keys(KEY.Key_Tab)
    assert agreements.view.currentIndex().row() == 1
    assert agreements.current()[1] == "合同编号"


def test_that_the_first_column_stays_when_the_others_scroll(people, window):
    people.click(0, "研发人员")
    standing = named(window, QTableView, "姓名（固定列）")
    assert people.view.horizontalScrollBar().value() > 0
    assert standing.isVisible()
    assert standing.visualRect(standing.model().index(0, 0)).left() == 0


def test_that_typing_over_what_is_worked_out_leaves_the_cell_where_it_is(people):
    people.click("宋桥", "合同止")
    people.write("2")
    assert people.current() == ("宋桥", "合同止")


def test_that_typing_over_a_reference_writes_in_its_place(open_page, settled, record_file):
    sheet = open_page("spend", "研发费用")
    number, other = sheet.text(0, "项目编号"), on_record(record_file, Project)[-1].number
    assert number != other
    voucher = sheet.text(0, "凭证号")
    settled(lambda: sheet.type_into_cell(0, "项目编号", other))
    assert sheet.text(0, "项目编号") == other
    assert next(row for row in on_record(record_file, Expense) if row.voucher == voucher).project == other


def test_that_what_a_reference_offers_is_wide_enough_to_tell_apart(open_page, qtbot):
    sheet = open_page("spend", "研发费用")
    sheet.click(0, "项目编号")
    sheet.write("RD")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    offers = QApplication.activePopupWidget()
    assert isinstance(offers, QAbstractItemView)
    words = [offers.model().index(row, 0).data() for row in range(offers.model().rowCount())]
    assert offers.viewport().width() > max(map(offers.fontMetrics().horizontalAdvance, words))
    offers.hide()
