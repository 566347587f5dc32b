"""Rows: added, removed, undone; the pane beside them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QMessageBox,
    QToolButton,
)

from enclave_desktop.dossier.values import (
    Agreement,
    Claim,
    Contract,
    Expense,
    Person,
    Project,
)
from tests.desktop.screen import click, named
from tests.desktop.sheet import dialog, on_record, person, type_into

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
WHO = "潘野"
LEASE = "HT-2023-011"


def test_that_removing_a_person_says_what_hangs_on_her_and_can_be_undone(people, settled, qtbot, record_file):
    who = person(record_file, "陈\U0002cb4e")
    hers = [c for c in on_record(record_file, Contract) if c.person == who.id_number]
    claims = len(on_record(record_file, Claim))
    people.click("陈\U0002cb4e", "姓名")
    qtbot.waitUntil(lambda: "1 行" in named(people.window, QToolButton, "删除选中的行").toolTip())
    click(qtbot, people.window, "删除选中的行")
    asked = dialog()
    assert isinstance(asked, QMessageBox)
    assert f"劳动合同 {len(hers)} 行" in asked.informativeText()
    settled(lambda: click(qtbot, asked, "删除"))
    assert who not in on_record(record_file, Person)
    assert not [c for c in on_record(record_file, Contract) if c.person == who.id_number]
    people.view.setFocus()
    settled(lambda: people.keys(KEY.Key_Z, modifier=CONTROL))
    assert who in on_record(record_file, Person)
    assert [c for c in on_record(record_file, Contract) if c.person == who.id_number] == hers
    assert len(on_record(record_file, Claim)) == claims


def test_that_nothing_is_removed_when_it_is_declined(people, qtbot, record_file):
    people.click(WHO, "姓名")
    people.keys(KEY.Key_Minus, modifier=CONTROL)
    click(qtbot, dialog(), "取消")
    assert len(on_record(record_file, Person)) == 29


def test_that_a_change_is_undone_and_redone_by_the_toolbar(agreements, settled, qtbot, window):
    settled(lambda: agreements.type_into_cell(LEASE, "标的", "场地"))
    settled(lambda: qtbot.mouseClick(named(window, QToolButton, "撤销"), Qt.MouseButton.LeftButton))
    assert agreements.text(LEASE, "标的") != "场地"
    settled(lambda: qtbot.mouseClick(named(window, QToolButton, "重做"), Qt.MouseButton.LeftButton))
    assert agreements.text(LEASE, "标的") == "场地"


def test_that_a_row_is_added_through_the_pane(agreements, settled, qtbot, record_file):
    click(qtbot, agreements.window, "新增合同")
    type_into(qtbot, agreements.field("合同编号"), "HT-NEW")
    box = agreements.field("类型", QComboBox)
    qtbot.keyClick(box, KEY.Key_Down)
    type_into(qtbot, agreements.field("对方单位"), "新单位")
    settled(lambda: click(qtbot, agreements.pane, "保存"))
    assert "HT-NEW" in {row.number for row in on_record(record_file, Agreement)}
    qtbot.waitUntil(lambda: agreements.current()[0] == "HT-NEW")


def test_that_a_new_row_takes_over_nothing_that_was_not_asked_for(agreements, qtbot):
    agreements.click(LEASE, "类型")
    click(qtbot, agreements.window, "新增合同")
    assert agreements.field("类型", QComboBox).currentText() == ""
    assert agreements.field("对方单位").text() == ""


def test_that_characters_an_input_method_gives_at_once_are_not_lost(agreements, settled, record_file):
    agreements.click(LEASE, "标的")
    event = QInputMethodEvent("", [])
    event.setCommitString("《")
    QApplication.sendEvent(agreements.view, event)
    agreements.write("x")
    settled(lambda: agreements.keys(KEY.Key_Return))
    assert next(r for r in on_record(record_file, Agreement) if r.number == LEASE).object == "《x"


def test_that_a_row_without_what_must_be_filled_is_not_added(agreements, qtbot, record_file):
    click(qtbot, agreements.window, "新增合同")
    type_into(qtbot, agreements.field("合同编号"), "HT-NEW")
    click(qtbot, agreements.pane, "保存")
    told = {label.text() for label in agreements.pane.findChildren(QLabel) if label.isVisible()}
    assert "对方单位必须填写。例：示例物业公司" in told
    assert "HT-NEW" not in {row.number for row in on_record(record_file, Agreement)}


def test_that_a_field_of_the_pane_is_saved_when_it_is_left(people, settled, qtbot, record_file):
    people.click(WHO, "姓名")
    line = people.field("岗位")
    type_into(qtbot, line, "工艺师")
    settled(lambda: qtbot.keyClick(line, KEY.Key_Tab))
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


def test_that_a_project_removed_takes_the_rows_booked_on_it(open_page, qtbot, record_file):
    projects = open_page("spend", "研发项目")
    projects.click(0, "项目编号")
    projects.keys(KEY.Key_Minus, modifier=CONTROL)
    number = on_record(record_file, Project)[0].number
    booked = sum(1 for row in on_record(record_file, Expense) if row.project == number)
    assert f"研发费用 {booked} 行" in dialog().informativeText()
    click(qtbot, dialog(), "取消")
