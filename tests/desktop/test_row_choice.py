"""The row that a piece proves, found as rows of the tables are."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QVBoxLayout, QWidget

from enclave_desktop.desktop.evidence.row_choice import RowChoice
from enclave_desktop.exchange.sample import sample_dossier
from tests.desktop.conftest import DAY
from tests.desktop.screen import named


@pytest.fixture
def dossier():
    return sample_dossier(DAY)


def choice(dossier, qtbot):
    """Asked for somebody: the line to type into, and what is chosen."""
    window = QWidget()
    widget = RowChoice(dossier, window)
    QVBoxLayout(window).addWidget(widget)
    qtbot.addWidget(window)
    chosen: list[object] = []
    widget.chosen.connect(chosen.append)
    widget.show_row(None)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    sheets = named(widget, QComboBox, "属于哪张表")
    sheets.setCurrentText("人员")
    sheets.activated.emit(sheets.currentIndex())
    line = named(widget, QComboBox, "属于哪一行").lineEdit()
    line.setFocus()
    return window, line, chosen


def type_in(line: QLineEdit, words: str) -> None:
    """As an input method does: keys are letters and figures only."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def offered(line: QLineEdit) -> list[str]:
    model = line.completer().model()
    return [model.index(at, 0).data() for at in range(model.rowCount())]


@pytest.mark.parametrize("typed", ["沈知遥", "知遥", "szy", "SZY", "沈zy"])
def test_that_a_person_is_found_by_a_part_of_the_name_or_its_initials(dossier, qtbot, typed):
    _, line, chosen = choice(dossier, qtbot)
    type_in(line, typed)
    assert offered(line) == ["沈知遥"]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    number = next(person.id_number for person in dossier.people if person.name == "沈知遥")
    assert chosen == [("人员", number)]
    assert line.text() == "沈知遥"


def test_that_a_person_is_found_by_the_number(dossier, qtbot):
    person = dossier.people[3]
    _, line, chosen = choice(dossier, qtbot)
    type_in(line, person.id_number[-6:])
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen == [("人员", person.id_number)]


def test_that_of_two_people_of_one_name_the_one_pointed_at_is_taken(dossier, qtbot):
    first, second = dossier.people[:2]
    dossier = replace(dossier, people=(first, replace(second, name=first.name), *dossier.people[2:]))
    _, line, chosen = choice(dossier, qtbot)
    type_in(line, first.name)
    assert len(offered(line)) == 2
    popup = line.completer().popup()
    QApplication.processEvents()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert chosen == [("人员", second.id_number)]


def test_that_nothing_is_offered_for_what_nobody_is_called(dossier, qtbot):
    _, line, chosen = choice(dossier, qtbot)
    type_in(line, "qqqq")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (offered(line), chosen) == ([], [])
