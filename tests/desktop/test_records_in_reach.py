"""Which record is open, where it lies, when it was backed up, and the way to another one."""

import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QPushButton

from enclave_desktop.desktop.main_window import MainWindow
from enclave_desktop.desktop.record_button import RecordButton
from tests.desktop.screen import answer_file_dialog, click, drop, named

_HOLDER = """
import sys, pathlib
from PySide6.QtCore import QCoreApplication
from enclave_desktop.desktop.doorbell import Doorbell
app = QCoreApplication([])
bell = Doorbell()
bell.hang(pathlib.Path(sys.argv[1]))
bell.rung.connect(lambda: (print("rung", flush=True), app.quit()))
print("hung", flush=True)
app.exec()
"""


@pytest.fixture
def other_file(record_file, tmp_path) -> Path:
    return Path(copyfile(record_file, tmp_path / "另一家.enclave"))


@pytest.fixture
def opened(window, settled, record_file):
    settled(lambda: window.session.open(record_file))
    return window


@pytest.fixture
def elsewhere(record_file):
    """Another window that has the record."""
    start = [sys.executable, "-c", _HOLDER, str(record_file)]
    with subprocess.Popen(start, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "hung\n"
        yield process
        process.kill()


def visible_words(window) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def is_opening(window) -> bool:
    return any("正在打开" in words for words in visible_words(window))


def record_menu(window) -> QMenu:
    """The menu that the record's button shows when the keyboard presses it."""
    button = next(found for found in window.findChildren(RecordButton) if found.isVisible())
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text().startswith(words))
    assert action.isEnabled()
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_that_the_record_about_to_be_opened_is_named_at_once(window, qtbot, record_file):
    another = MainWindow(window.session, window.settings, record_file)
    qtbot.addWidget(another)
    another.show()
    assert {"总览", "示例企业　正在打开…"} <= set(visible_words(another))
    assert named(another, RecordButton, "档案：示例企业")
    window.session.open(record_file)
    qtbot.waitUntil(lambda: not is_opening(another))
    assert another._stack.currentWidget().title == "总览"
    another.close()


def test_that_one_that_cannot_be_opened_leads_to_the_start_page(window, qtbot, tmp_path):
    gone = tmp_path / "没有了.enclave"
    another = MainWindow(window.session, window.settings, gone)
    qtbot.addWidget(another)
    another.show()
    assert is_opening(another)
    window.session.open(gone)
    qtbot.waitUntil(lambda: not is_opening(another))
    assert another._stack.currentWidget().title == "开始"
    assert named(another, RecordButton, "档案：未打开档案")
    for box in (*another.findChildren(QMessageBox), *window.findChildren(QMessageBox)):
        box.close()
    another.close()


def test_that_a_last_record_that_is_gone_is_not_said_to_be_open(window, qtbot, tmp_path):
    another = MainWindow(window.session, window.settings, tmp_path / "没有了.enclave")
    qtbot.addWidget(another)
    another.show()
    another.go("start")  # as the program does once it has looked
    assert named(another, RecordButton, "档案：未打开档案")
    assert not is_opening(another)
    another.close()


def test_that_the_status_bar_says_where_the_record_is_and_that_it_was_never_backed_up(opened, record_file):
    where = named(opened, QLabel, "档案位置")
    assert where.toolTip() == str(record_file)
    assert named(opened, QPushButton, "上次备份").text() == "还没有备份"


def test_that_the_status_bar_leads_to_the_backup_and_tells_of_it(opened, settled, qtbot, tmp_path):
    opened.settings.keep_text("backup_folder", str(tmp_path))
    click(qtbot, opened, "上次备份")
    now = named(opened, QPushButton, "现在备份")
    qtbot.waitUntil(lambda: opened.focusWidget() is now)
    settled(lambda: click(qtbot, opened, "现在备份"))
    assert named(opened, QPushButton, "上次备份").text().startswith("备份 今天")


def test_that_nothing_is_said_of_a_record_when_none_is_open(window):
    assert not window.status.backup.isVisible()


@pytest.mark.parametrize("way", ["dropped", "asked for", "chosen on the start page"])
def test_that_a_record_open_in_another_window_brings_that_one_to_the_front(
    window, elsewhere, record_file, qtbot, way
):
    if way == "dropped":
        drop(window, record_file)
    elif way == "asked for":
        click(qtbot, window, "打开档案")
        answer_file_dialog(qtbot, record_file)
    else:
        window.settings.remember_record(record_file)
        window._pages["start"].show_view(None)
        QApplication.processEvents()
        click(qtbot, window, "示例企业")
    assert elsewhere.stdout.readline() == "rung\n"
    assert window.session.path is None
    assert "已在另一个窗口打开" in window.status.currentMessage()


def test_that_the_record_that_is_open_here_is_not_opened_again(opened, record_file, qtbot):
    held = opened.session._held
    drop(opened, record_file)
    assert opened.session._held is held
    assert opened.status.currentMessage() == ""


def test_that_the_sidebar_switches_to_a_record_opened_before(opened, settled, other_file, record_file):
    opened.settings.remember_record(other_file)
    opened.settings.remember_record(record_file)
    menu = record_menu(opened)
    assert next(action.text() for action in menu.actions()) == "另一家"
    settled(lambda: choose(menu, "另一家"))
    assert opened.session.path == other_file
    assert named(opened, RecordButton, "档案：另一家")


def test_that_the_sidebar_closes_the_record(opened, settled):
    settled(lambda: choose(record_menu(opened), "关闭档案"))
    assert opened.session.path is None
    assert opened._stack.currentWidget().title == "开始"
    assert named(opened, RecordButton, "档案：未打开档案")
    assert not opened.status.backup.isVisible()


def test_that_another_record_is_opened_by_key(opened, settled, other_file, qtbot):
    qtbot.keyClick(opened, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    settled(lambda: answer_file_dialog(qtbot, other_file))
    assert opened.session.path == other_file
