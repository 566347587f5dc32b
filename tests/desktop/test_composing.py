"""An input method at work: while it composes nothing is checked, filtered, offered or saved."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from enclave_desktop.dossier.values import Person
from tests.desktop.conftest import DAY
from tests.desktop.screen import named
from tests.desktop.sheet import Sheet, on_record

NEW, SCHOOL = "张三", "银川大学"
FOUND_BY = "姓名、拼音首字母、号码"


@pytest.fixture
def sheet(window, qtbot, settled, record_file) -> Sheet:
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    window.go("people")
    return Sheet(window, qtbot, "人员")


def compose(*shown: str) -> None:
    """What the method shows where the keyboard is, one after the other, none of it given yet."""
    for text in shown:
        QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(text, []))
    QApplication.processEvents()


def give(text: str) -> None:
    """End the composing with what was picked."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent("", []))
    QApplication.processEvents()


def people(record_file) -> dict[str, str | None]:
    return {person.name: person.school for person in on_record(record_file, Person)}


def test_that_a_name_composed_over_a_cell_is_saved_by_the_next_enter_alone(sheet, settled, record_file):
    sheet.click(0, "姓名")
    before = people(record_file)
    compose("在", "章", NEW)
    assert sheet.view.is_editing()
    give(NEW)
    assert sheet.view.is_editing()
    assert people(record_file) == before
    settled(lambda: sheet.keys(Qt.Key.Key_Return))
    assert NEW in people(record_file)


def test_that_composing_given_up_leaves_the_cell_as_it_was(sheet, record_file):
    sheet.click(0, "姓名")
    before, name = people(record_file), sheet.text(0, "姓名")
    compose("在", "")
    assert isinstance(editor := QApplication.focusWidget(), QLineEdit)
    assert editor.text() == name
    sheet.keys(Qt.Key.Key_Return)
    assert people(record_file) == before


def test_that_rows_are_filtered_by_what_was_given_only(sheet, qtbot):
    line = next(one for one in sheet.window.findChildren(QLineEdit) if one.placeholderText() == FOUND_BY)
    line.setFocus()
    rows, name = sheet.view.model().rowCount(), sheet.text(0, "姓名")
    compose("在", "绝无此名")
    qtbot.wait(400)
    assert sheet.view.model().rowCount() == rows
    give(name)
    qtbot.waitUntil(lambda: sheet.column("姓名") == [name])


def test_that_a_field_of_the_pane_is_not_checked_while_composing(sheet, settled, record_file):
    sheet.click(0, "毕业日期")
    field = sheet.field("毕业日期")
    field.setFocus()
    field.selectAll()
    compose("在", "二零二五")
    assert not field.property("state")
    give("")
    sheet.keys(Qt.Key.Key_Escape)
    school = sheet.field("毕业院校")
    school.setFocus()
    school.selectAll()
    compose("引", SCHOOL)
    assert SCHOOL not in people(record_file).values()
    give(SCHOOL)
    settled(lambda: sheet.keys(Qt.Key.Key_Tab))
    assert people(record_file)[sheet.text(0, "姓名")] == SCHOOL


def test_that_a_list_offers_nothing_before_something_was_given(sheet, qtbot):
    sheet.window.go("contracts")
    box = named(sheet.window, QComboBox, "飞地名称")
    box.lineEdit().setFocus()
    box.lineEdit().selectAll()
    offered = box.completer().popup()
    compose("上", "上海")
    assert not offered.isVisible()
    give("上海")
    qtbot.waitUntil(offered.isVisible)
    offered.hide()
