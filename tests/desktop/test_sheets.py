"""The tables: typed into, moved in, searched, sorted, copied from and pasted into, as a clerk does."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QPushButton,
    QTabBar,
    QTableView,
    QToolButton,
)

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.values import (
    Agreement,
    Claim,
    Contract,
    Enclave,
    Expense,
    Filing,
    Person,
    Project,
)
from tests.desktop.conftest import DAY
from tests.desktop.screen import click, named
from tests.desktop.sheet import Sheet, on_record, write

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WHO = "潘野"
LEASE = "HT-2023-011"


@pytest.fixture
def open_page(window, qtbot, settled, record_file):
    """Go to a page, and a tab of it, on the sample record."""

    def go(page: str, title: str) -> Sheet:
        # The page of the test is made before the record is opened: no other need be.
        window.sidebar.set_record_open(True)
        window.go(page)
        if window.session.view is None:
            settled(lambda: window.session.open(record_file))
            settled(lambda: window.session.look(DAY, DAY.year - 1))
            window.go(page)
        bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
        if bars:
            at = [bars[0].tabText(i) for i in range(bars[0].count())].index(title)
            qtbot.mouseClick(bars[0], Qt.MouseButton.LeftButton, pos=bars[0].tabRect(at).center())
        return Sheet(window, qtbot, title)

    return go


@pytest.fixture
def people(open_page):
    return open_page("people", "人员")


@pytest.fixture
def agreements(open_page):
    return open_page("contracts", "合同")


@pytest.fixture
def saved(settled):
    """Do something and wait until it is saved and shown."""
    return settled


def person(path, name: str) -> Person:
    return next(row for row in on_record(path, Person) if row.name == name)


def status(window) -> str:
    return window.status.currentMessage()


def type_into(qtbot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    write(qtbot, text)


def dialog() -> Any:
    shown = QApplication.activeModalWidget()
    assert shown is not None
    return shown


# Typing into cells


def test_that_a_value_typed_into_a_cell_is_on_record(people, saved, record_file):
    saved(lambda: people.type_into_cell(WHO, "专业", "金属材料"))
    assert people.text(WHO, "专业") == "金属材料"
    assert person(record_file, WHO).major == "金属材料"


def test_that_a_date_may_be_typed_in_any_spelling(agreements, saved, record_file):
    saved(lambda: agreements.type_into_cell(LEASE, "结束日期", "2027/1/5"))
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


def test_that_what_was_wrong_is_saved_once_another_cell_makes_it_right(agreements, saved, record_file):
    agreements.type_into_cell(LEASE, "结束日期", "2023-12-31")
    saved(lambda: agreements.type_into_cell(LEASE, "开始日期", "2023-01-01"))
    row = next(row for row in on_record(record_file, Agreement) if row.number == LEASE)
    assert (str(row.starts_on), str(row.ends_on)) == ("2023-01-01", "2023-12-31")
    assert agreements.index(LEASE, "结束日期").data(Qt.ItemDataRole.ToolTipRole) is None


def test_that_two_cells_of_a_row_typed_at_once_are_both_saved(agreements, saved, record_file):
    def type_both():
        agreements.type_into_cell(LEASE, "标的", "场地一")
        agreements.type_into_cell(LEASE, "对方单位", "单位二")

    saved(type_both)
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
    people, saved, qtbot, record_file
):
    tips = {
        name: people.index(name, "结论").data(Qt.ItemDataRole.ToolTipRole) for name in people.column("姓名")
    }
    who = next(name for name, tip in tips.items() if "全日制博士补助：初步符合" in tip)
    people.click(who, "学位")
    people.keys(KEY.Key_F2)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    saved(lambda: pick(qtbot, "无"))
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


def test_that_a_key_is_corrected_in_place_and_its_references_follow(open_page, saved, record_file):
    enclaves = open_page("firm", "飞地")
    count = len(on_record(record_file, Enclave))
    filings = sum(1 for row in on_record(record_file, Filing) if row.enclave == "澜朔上海研发中心")
    saved(lambda: enclaves.type_into_cell("澜朔上海研发中心", "名称", "澜朔申城研发中心"))
    assert len(on_record(record_file, Enclave)) == count
    assert sum(1 for row in on_record(record_file, Filing) if row.enclave == "澜朔申城研发中心") == filings


def test_that_a_key_another_row_bears_is_refused(agreements):
    row = agreements.index(LEASE, "合同编号").row()
    agreements.type_into_cell(LEASE, "合同编号", "HT-2023-014")
    assert "已有合同编号相同的一行" in agreements.index(row, "合同编号").data(Qt.ItemDataRole.ToolTipRole)


# Moving


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


# Looking for rows


@pytest.mark.parametrize("typed", ["潘野", "py", "PY"])
def test_that_people_are_found_by_name_and_initials(people, qtbot, typed):
    type_into(qtbot, named(people.window, QLineEdit, "查找人员"), typed)
    assert WHO in people.column("姓名")
    assert len(people.column("姓名")) < 29


def test_that_a_person_is_found_by_a_part_of_her_number_that_is_masked(people, qtbot, record_file):
    middle = person(record_file, WHO).id_number[6:12]
    type_into(qtbot, named(people.window, QLineEdit, "查找人员"), middle)
    assert WHO in people.column("姓名")
    assert middle not in people.text(WHO, "证件号码")


def test_that_an_amount_is_found_with_or_without_its_commas(open_page, qtbot):
    sheet = open_page("spend", "研发费用")
    line = named(sheet.window, QLineEdit, "查找研发费用")
    qtbot.keyClicks(line, "117,860")
    assert sheet.column("金额（元）") == ["117,860.74"]
    line.clear()
    type_into(qtbot, line, "117860.7")
    assert sheet.column("金额（元）") == ["117,860.74"]


def test_that_a_segment_shows_its_rows_only(people, qtbot, record_file):
    click(qtbot, people.window, "研发")
    assert len(people.column("姓名")) == sum(1 for p in on_record(record_file, Person) if p.rnd_staff)


def test_that_a_header_orders_the_rows_both_ways_and_blanks_come_last(agreements, qtbot):
    header = agreements.view.horizontalHeader()
    at = agreements.index(0, "已付金额（元）").column()
    agreements.view.scrollTo(agreements.index(0, "已付金额（元）"))
    where = header.viewport().rect().center()
    where.setX(header.sectionViewportPosition(at) + 20)
    for descending in (False, True):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
        shown = [text for text in agreements.column("已付金额（元）") if text]
        amounts = [float(text.replace(",", "")) for text in shown]
        assert amounts == sorted(amounts, reverse=descending)
        assert agreements.column("已付金额（元）")[: len(shown)] == shown


# Sensitive values


def test_that_sensitive_cells_are_shown_when_asked_for_and_mask_themselves_again(open_page, window, qtbot):
    window.settings.unmasked_seconds = 1
    people = open_page("people", "人员")
    people.click(WHO, "证件号码")
    click(qtbot, window, "显示选中的敏感内容")
    assert "*" not in people.text(WHO, "证件号码")
    qtbot.waitUntil(lambda: "*" in people.text(WHO, "证件号码"), timeout=2000)


def test_that_only_the_selected_cells_are_shown(people, window, qtbot):
    people.click(WHO, "证件号码")
    click(qtbot, window, "显示选中的敏感内容")
    assert sum("*" not in text for text in people.column("证件号码")) == 1


def test_that_leaving_the_page_masks_again(people, window, qtbot):
    people.click(WHO, "证件号码")
    click(qtbot, window, "显示选中的敏感内容")
    window.go("start")
    assert all("*" in text for text in people.column("证件号码"))


def test_that_the_pane_masks_until_its_eye_is_used(people, qtbot, record_file):
    people.click(WHO, "姓名")
    line = people.field("证件号码")
    assert "*" in line.text()
    line.actions()[-1].trigger()
    assert line.text() == person(record_file, WHO).id_number


# The clipboard


def test_that_a_block_is_copied_with_its_headers(agreements, record_file):
    agreements.click(0, "合同编号")
    agreements.click(1, "类型", SHIFT)
    agreements.keys(KEY.Key_C, modifier=CONTROL | SHIFT)
    rows = [f"{row.number}\t{row.type}\n" for row in on_record(record_file, Agreement)[:2]]
    assert QApplication.clipboard().text() == "合同编号\t类型\n" + "".join(rows)


def test_that_a_copy_is_masked_like_the_screen(people, window, qtbot, record_file):
    people.click(WHO, "证件号码")
    people.keys(KEY.Key_C, modifier=CONTROL)
    assert "*" in QApplication.clipboard().text()
    assert "遮盖" in status(window)
    click(qtbot, window, "显示选中的敏感内容")
    people.view.setFocus()
    people.keys(KEY.Key_C, modifier=CONTROL)
    assert QApplication.clipboard().text() == person(record_file, WHO).id_number


def test_that_a_pasted_block_is_previewed_and_saved_once_confirmed(agreements, saved, qtbot, record_file):
    before = on_record(record_file, Agreement)
    QApplication.clipboard().setText("单位甲\t\r\n单位乙\t澜朔杭州研发中心\r\n")
    agreements.click(0, "对方单位")
    agreements.keys(KEY.Key_V, modifier=CONTROL)
    assert on_record(record_file, Agreement) == before
    saved(lambda: click(qtbot, dialog(), "粘贴 2 行"))
    first, second = on_record(record_file, Agreement)[:2]
    assert (first.counterparty, first.enclave) == ("单位甲", None)
    assert (second.counterparty, second.enclave) == ("单位乙", "澜朔杭州研发中心")


BAD_BLOCK = "单位甲\t没有的飞地\t2024-01-10\n单位乙\t澜朔杭州研发中心\t2024-02-30\n单位丙\t澜朔杭州研发中心\t2023-01-10\n"


def paste(agreements, block: str) -> Any:
    QApplication.clipboard().setText(block)
    agreements.click(0, "对方单位")
    agreements.keys(KEY.Key_V, modifier=CONTROL)
    return dialog()


def test_that_the_preview_says_which_cells_are_wrong(agreements):
    shown = named(paste(agreements, BAD_BLOCK), QTableView, "粘贴预览").model()
    cells = [[shown.index(r, c).data() for c in range(shown.columnCount())] for r in range(3)]
    assert [row[0] for row in cells] == ["有误", "有误", "改动"]
    assert "飞地名称：“飞地”里没有它" in cells[0][1]
    assert "签订日期：没有这一天" in cells[1][1]


def test_that_the_good_rows_of_a_block_can_be_saved_alone(agreements, saved, qtbot, record_file):
    before = on_record(record_file, Agreement)
    asked = paste(agreements, BAD_BLOCK)
    saved(lambda: click(qtbot, asked, "只粘贴无误的 1 行"))
    after = on_record(record_file, Agreement)
    assert after[:2] == before[:2]
    assert after[2].counterparty == "单位丙"


def test_that_nothing_is_pasted_when_it_is_declined(agreements, qtbot, record_file):
    before = on_record(record_file, Agreement)
    click(qtbot, paste(agreements, BAD_BLOCK), "都不粘贴")
    assert on_record(record_file, Agreement) == before


def test_that_a_block_with_headers_finds_rows_by_their_keys_and_adds_new_ones(
    agreements, saved, qtbot, record_file
):
    block = "对方单位\t合同编号\t类型\n单位甲\tHT-2024-002\t场地租赁\n单位乙\tHT-9\t其他\n"
    asked = paste(agreements, block)
    saved(lambda: click(qtbot, asked, "粘贴 2 行"))
    rows = {row.number: row for row in on_record(record_file, Agreement)}
    assert rows["HT-2024-002"].counterparty == "单位甲"
    assert rows["HT-9"].type == "其他"


def test_that_delete_empties_the_selected_cells(agreements, saved, record_file):
    agreements.click(0, "金额（元）")
    agreements.click(1, "已付金额（元）", SHIFT)
    saved(lambda: agreements.keys(KEY.Key_Delete))
    assert [(row.amount, row.paid) for row in on_record(record_file, Agreement)[:2]] == [(None, None)] * 2


def test_that_what_must_be_filled_is_not_emptied(agreements, window, record_file):
    before = on_record(record_file, Agreement)
    agreements.click(0, "对方单位")
    agreements.keys(KEY.Key_Delete)
    assert "对方单位必须填写" in status(window)
    assert on_record(record_file, Agreement) == before


# Selection


def test_that_the_status_bar_adds_up_the_selected_amounts(agreements, window, qtbot, record_file):
    first, second = (row.amount for row in on_record(record_file, Agreement)[:2])
    agreements.click(0, "金额（元）")
    agreements.click(1, "金额（元）", SHIFT)

    def sums():
        words = [label.text() for label in window.status.findChildren(QLabel)]
        assert any(f"合计 {grouped(first + second)} 元" in text for text in words)

    qtbot.waitUntil(sums)


def test_that_masked_pay_is_not_added_up(open_page, window, qtbot):
    contracts = open_page("people", "劳动合同")
    contracts.click(0, "月薪（元）")
    contracts.click(3, "月薪（元）", SHIFT)

    def sums():
        words = "".join(label.text() for label in window.status.findChildren(QLabel))
        assert "已选 4 行" in words
        assert "合计" not in words

    qtbot.waitUntil(sums)


def test_that_the_menu_offers_what_can_be_done_with_the_cells(people):
    people.click(WHO, "姓名")
    where = people.view.visualRect(people.index(WHO, "证件号码")).center()
    people.view.customContextMenuRequested.emit(where)
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QMenu)
    words = [action.text() for action in shown.actions()]
    assert {"复制", "复制（带表头）", "粘贴…", "打开个人页", "删除 1 行…"} <= set(words)
    shown.close()


# Adding, removing, undoing


def test_that_removing_a_person_says_what_hangs_on_her_and_can_be_undone(people, saved, qtbot, record_file):
    who = person(record_file, "陈\U0002cb4e")
    hers = [c for c in on_record(record_file, Contract) if c.person == who.id_number]
    claims = len(on_record(record_file, Claim))
    people.click("陈\U0002cb4e", "姓名")
    qtbot.waitUntil(lambda: "1 行" in named(people.window, QToolButton, "删除选中的行").toolTip())
    click(qtbot, people.window, "删除选中的行")
    asked = dialog()
    assert isinstance(asked, QMessageBox)
    assert f"劳动合同 {len(hers)} 行" in asked.informativeText()
    saved(lambda: click(qtbot, asked, "删除"))
    assert who not in on_record(record_file, Person)
    assert not [c for c in on_record(record_file, Contract) if c.person == who.id_number]
    people.view.setFocus()
    saved(lambda: people.keys(KEY.Key_Z, modifier=CONTROL))
    assert who in on_record(record_file, Person)
    assert [c for c in on_record(record_file, Contract) if c.person == who.id_number] == hers
    assert len(on_record(record_file, Claim)) == claims


def test_that_nothing_is_removed_when_it_is_declined(people, qtbot, record_file):
    people.click(WHO, "姓名")
    people.keys(KEY.Key_Minus, modifier=CONTROL)
    click(qtbot, dialog(), "取消")
    assert len(on_record(record_file, Person)) == 29


def test_that_a_change_is_undone_and_redone_by_the_toolbar(agreements, saved, qtbot, window):
    saved(lambda: agreements.type_into_cell(LEASE, "标的", "场地"))
    saved(lambda: qtbot.mouseClick(named(window, QToolButton, "撤销"), Qt.MouseButton.LeftButton))
    assert agreements.text(LEASE, "标的") != "场地"
    saved(lambda: qtbot.mouseClick(named(window, QToolButton, "重做"), Qt.MouseButton.LeftButton))
    assert agreements.text(LEASE, "标的") == "场地"


def test_that_a_row_is_added_through_the_pane(agreements, saved, qtbot, record_file):
    click(qtbot, agreements.window, "新增合同")
    type_into(qtbot, agreements.field("合同编号"), "HT-NEW")
    box = agreements.field("类型", QComboBox)
    qtbot.keyClick(box, KEY.Key_Down)
    type_into(qtbot, agreements.field("对方单位"), "新单位")
    saved(lambda: click(qtbot, agreements.pane, "保存"))
    assert "HT-NEW" in {row.number for row in on_record(record_file, Agreement)}
    qtbot.waitUntil(lambda: agreements.current()[0] == "HT-NEW")


def test_that_a_new_row_takes_over_nothing_that_was_not_asked_for(agreements, qtbot):
    agreements.click(LEASE, "类型")
    click(qtbot, agreements.window, "新增合同")
    assert agreements.field("类型", QComboBox).currentText() == ""
    assert agreements.field("对方单位").text() == ""


def test_that_characters_an_input_method_gives_at_once_are_not_lost(agreements, saved, record_file):
    agreements.click(LEASE, "标的")
    event = QInputMethodEvent("", [])
    event.setCommitString("《")
    QApplication.sendEvent(agreements.view, event)
    agreements.write("x")
    saved(lambda: agreements.keys(KEY.Key_Return))
    assert next(r for r in on_record(record_file, Agreement) if r.number == LEASE).object == "《x"


def test_that_a_row_without_what_must_be_filled_is_not_added(agreements, qtbot, record_file):
    click(qtbot, agreements.window, "新增合同")
    type_into(qtbot, agreements.field("合同编号"), "HT-NEW")
    click(qtbot, agreements.pane, "保存")
    told = {label.text() for label in agreements.pane.findChildren(QLabel) if label.isVisible()}
    assert "对方单位必须填写。填写对方单位" in told
    assert "HT-NEW" not in {row.number for row in on_record(record_file, Agreement)}


# The pane


def test_that_a_field_of_the_pane_is_saved_when_it_is_left(people, saved, qtbot, record_file):
    people.click(WHO, "姓名")
    line = people.field("岗位")
    type_into(qtbot, line, "工艺师")
    saved(lambda: qtbot.keyClick(line, KEY.Key_Tab))
    assert person(record_file, WHO).position == "工艺师"
    assert people.text(WHO, "岗位") == "工艺师"


def test_that_the_pane_tells_what_is_wrong_under_its_field(people, qtbot, record_file):
    people.click(WHO, "姓名")
    line = people.field("手机")
    type_into(qtbot, line, "一三八")
    qtbot.keyClick(line, KEY.Key_Tab)
    told = [label.text() for label in people.pane.findChildren(QLabel) if label.isVisible()]
    assert any(words.startswith("电话应只有数字") for words in told)
    assert line.property("state") == "error"


# What is remembered


def test_that_hidden_columns_and_widths_come_back(open_page, window, qtbot):
    people = open_page("people", "人员")
    people.view.setColumnHidden(people.index(0, "手机").column(), True)
    people.view.setColumnWidth(people.index(0, "学位").column(), 77)
    for page in window._pages.values():
        page.leave()
    again = type(window._pages["people"])(window._surroundings)
    again.shown()
    view = again.table().table
    assert view.isColumnHidden(people.index(0, "手机").column())
    assert view.columnWidth(people.index(0, "学位").column()) == 77
    again.deleteLater()


@pytest.mark.parametrize(("typed", "kept"), [("py", "py"), ("9901001990", "")])
def test_that_what_was_looked_for_comes_back_but_no_part_of_a_number(people, window, qtbot, typed, kept):
    type_into(qtbot, named(window, QLineEdit, "查找人员"), typed)
    for page in window._pages.values():
        page.leave()
    again = type(window._pages["people"])(window._surroundings)
    again.shown()
    assert again.table().toolbar.search.text() == kept
    again.deleteLater()


# Every sheet


PAGES = {
    "firm": ("企业", "飞地", "备案", "载体", "考核", "获批", "申领"),
    "people": ("人员", "劳动合同"),
    "contracts": ("合同",),
    "spend": ("研发费用", "研发项目"),
}


@pytest.mark.parametrize(
    ("page", "title"), [(page, title) for page, titles in PAGES.items() for title in titles]
)
def test_that_every_sheet_has_a_sound_table_and_a_column_for_each_field(open_page, page, title):
    sheet = open_page(page, title)
    tester = QAbstractItemModelTester(sheet.view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    fields = next(s.fields for s in SHEETS.values() if s.title == title)
    shown = [label.removesuffix("（元）") for label in sheet.headers()]
    assert {field.label for field in fields} <= set(shown)
    assert sheet.view.model().rowCount() > 0
    tester.deleteLater()


# Sums of the ledger


def test_that_spend_is_added_up_by_category_and_month(open_page, window, qtbot, record_file):
    open_page("spend", "研发费用")
    bar = next(bar for bar in window.findChildren(QTabBar) if bar.isVisible())
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    model = named(window, QTableView, "按类别和月份合计").model()
    rows = [r for r in on_record(record_file, Expense) if r.booked_on.year == DAY.year - 1]
    direct = sum(r.amount for r in rows if r.category == "直接投入" and r.booked_on.month == 5)
    lines = {model.index(at, 0).data(): at for at in range(model.rowCount())}
    assert model.index(lines["直接投入"], 5).data().replace(",", "") == f"{direct / 100:.2f}"
    total = sum(row.amount for row in rows)
    assert model.index(lines["合计"], 13).data().replace(",", "") == f"{total / 100:.2f}"


# A person's own page


def test_that_a_person_has_a_page_of_her_own(people, window, qtbot):
    people.click("赵\U0002b5af", "姓名")
    qtbot.mouseClick(named(people.pane, QToolButton, "打开个人页"), Qt.MouseButton.LeftButton)
    page = named(window, type(window._pages["people"]._person), "赵\U0002b5af的个人页")
    assert page.isVisible()
    allowances = named(page, QTableView, "补助").model()
    assert "全日制博士补助" in {allowances.index(r, 0).data() for r in range(allowances.rowCount())}
    click(qtbot, window, "返回人员表")
    assert people.view.isVisible()


def test_that_what_a_person_lacks_leads_to_its_field(people, window, qtbot):
    click(qtbot, window, "缺信息")
    people.click(0, "姓名")
    qtbot.mouseClick(named(people.pane, QToolButton, "打开个人页"), Qt.MouseButton.LeftButton)
    links = [b for b in window.findChildren(QPushButton) if b.isVisible() and b.property("kind") == "link"]
    wanted = next(link for link in links if "“人员”的" in link.text())
    label = wanted.text().rpartition("的“")[2].rstrip("”")
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)
    assert people.view.isVisible()
    assert people.current()[1] == label


def test_that_a_project_removed_takes_the_rows_booked_on_it(open_page, qtbot, record_file):
    projects = open_page("spend", "研发项目")
    projects.click(0, "项目编号")
    projects.keys(KEY.Key_Minus, modifier=CONTROL)
    number = on_record(record_file, Project)[0].number
    booked = sum(1 for row in on_record(record_file, Expense) if row.project == number)
    assert f"研发费用 {booked} 行" in dialog().informativeText()
    click(qtbot, dialog(), "取消")
