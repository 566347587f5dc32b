"""Locking a record: by a key, when nobody is there; nothing of it stays, and everything comes back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from enclave_desktop.desktop.clipboard_guard import guard
from enclave_desktop.desktop.locking.idle import WARNED, Idle
from enclave_desktop.desktop.main_window import ENTRIES
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.theme import theme
from enclave_desktop.records.record import Record
from tests.desktop.clerk import Clerk
from tests.desktop.conftest import DAY
from tests.desktop.encrypted import PASSPHRASE
from tests.desktop.screen import named
from tests.desktop.sheet import Sheet, write

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clerk(window, qtbot, settled, sealed) -> Clerk:
    """At the table of people of an encrypted record."""
    settled(lambda: window.session.open(sealed.path, key=sealed.key))
    clerk = Clerk(window, qtbot)
    clerk.go("人员")
    return clerk


@pytest.fixture
def people(clerk, qtbot) -> Sheet:
    return Sheet(clerk.window, qtbot, "人员")


def lock(clerk) -> QWidget:
    """By the keyboard; what is on the screen then."""
    clerk.key(Qt.Key.Key_L, CONTROL)
    return covered(clerk)


def covered(clerk) -> QWidget:
    window = clerk.window
    clerk.qtbot.waitUntil(lambda: window.session.locked is not None and not window.session.worker.busy)
    clerk.qtbot.wait(1)
    return named(window, QWidget, "已锁定")


def unlock(clerk, passphrase: str = PASSPHRASE) -> None:
    cover = named(clerk.window, QWidget, "已锁定")
    line = named(cover, QLineEdit, "口令")
    clerk.window.activateWindow()
    clerk.qtbot.waitUntil(line.hasFocus)
    clerk.write_over(passphrase)
    clerk.key(Qt.Key.Key_Return)
    session = clerk.window.session
    clerk.qtbot.waitUntil(lambda: session.path is not None and not session.worker.busy)


def shown_words(window) -> str:
    """Everything that any label or button says that can be seen."""
    said = [
        widget.text()
        for kind in (QLabel, QPushButton, QLineEdit)
        for widget in window.findChildren(kind)
        if widget.isVisible()
    ]
    return " ".join(said)


def person_on_record(sealed, name: str):
    with Record.open(sealed.path, key=sealed.key, read_only=True) as record:
        return next(row for row in record.dossier(DAY).people if row.name == name)


def test_that_nothing_of_a_locked_record_is_left_on_the_screen_or_in_a_view(clerk, people, sealed):
    names = people.column("姓名")
    cover = lock(clerk)
    assert "“加密企业”已锁定" in shown_words(cover)
    assert not any(name in shown_words(clerk.window) for name in names)
    assert clerk.window.windowTitle() == "加密企业（已锁定） — 飞地补贴助手"
    assert clerk.window.session.view is None
    assert clerk.window.session.undoable is None
    QApplication.processEvents()
    assert [model for model in clerk.window.findChildren(TableModel) if model.rows] == []
    with Record.open(sealed.path, key=sealed.key):  # it is closed: another may write it
        pass


def test_that_unlocking_leads_back_to_the_page_and_the_row(clerk, people):
    people.click(6, "学位")
    there = people.current()
    lock(clerk)
    unlock(clerk)
    assert Sheet(clerk.window, clerk.qtbot, "人员").current() == there


def test_that_every_page_can_be_put_away_and_made_anew(clerk):
    for entry in ENTRIES:
        clerk.window.go(entry.key)
    clerk.window._lock()
    covered(clerk)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    unlock(clerk)
    theme().changed.emit()
    clerk.window.session.reload()
    clerk.qtbot.waitUntil(lambda: not clerk.window.session.worker.busy)
    clerk.window._lock()
    covered(clerk)


def test_that_a_wrong_passphrase_leaves_it_locked(clerk, people):
    cover = lock(clerk)
    line = named(cover, QLineEdit, "口令")
    clerk.window.activateWindow()
    clerk.qtbot.waitUntil(line.hasFocus)
    write(clerk.qtbot, "wrong")
    clerk.key(Qt.Key.Key_Return)
    clerk.qtbot.waitUntil(lambda: "口令不对" in named(cover, QLabel, "为什么打不开").text())
    eye = named(cover, QAbstractButton, "显示口令")
    assert eye.height() >= eye.sizeHint().height()  # its words take two lines
    clerk.key(Qt.Key.Key_2, CONTROL)
    assert clerk.window.session.view is None
    unlock(clerk)


def test_that_what_is_being_typed_is_saved_before(clerk, people, sealed):
    name = people.column("姓名")[2]
    people.click(name, "专业")
    people.write("New words")
    lock(clerk)
    assert person_on_record(sealed, name).major == "New words"


def test_that_what_cannot_be_saved_is_there_again(clerk, people):
    name = people.column("姓名")[2]
    people.type_into_cell(name, "出生日期", "1990-13-45")
    clerk.click("新增人员")
    clerk.fill(people.pane, 姓名="Somebody New")
    cover = lock(clerk)
    assert "没有保存的输入还留着" in shown_words(cover)
    unlock(clerk)
    again = Sheet(clerk.window, clerk.qtbot, "人员")
    assert again.text(name, "出生日期") == "1990-13-45"
    assert again.field("姓名").text() == "Somebody New"


def test_that_all_of_the_cover_has_room_when_it_says_more(clerk, people):
    people.type_into_cell(people.column("姓名")[2], "出生日期", "1990-13-45")
    eye = named(lock(clerk), QToolButton, "显示口令")
    assert eye.height() >= eye.sizeHint().height()


def test_that_the_foot_of_the_window_tells_nothing_more_of_it(clerk, people):
    clerk.window.say("told of 王明")
    clerk.window.status.show_sums("合计 12,345.00")
    lock(clerk)
    assert clerk.window.status.currentMessage() == ""
    assert "12,345" not in shown_words(clerk.window)


def test_that_a_dialog_that_is_open_comes_back_with_what_was_typed(clerk, sealed):
    clerk.go("申领")
    clerk.click("记录申领")
    window = clerk.window
    clerk.qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QDialog)))
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    line = named(dialog, QLineEdit, "日期")
    line.setText("half a word")
    clerk.window._locking.lock()
    covered(clerk)
    assert not dialog.isVisible()
    unlock(clerk)
    assert dialog.isVisible()
    assert line.text() == "half a word"
    dialog.reject()


def test_that_a_record_can_be_closed_from_behind_the_lock(clerk, people):
    clerk.click("关闭档案", lock(clerk))
    assert clerk.window.session.locked is None
    assert clerk.window.windowTitle() == "飞地补贴助手"


def test_that_enter_does_not_throw_away_what_was_typed(clerk, people):
    people.type_into_cell(people.column("姓名")[2], "出生日期", "1990-13-45")
    clerk.click("关闭档案", lock(clerk))
    clerk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    assert QApplication.activeModalWidget().defaultButton().text() == "回去解锁"
    clerk.click("回去解锁", QApplication.activeModalWidget())


def test_that_the_menu_and_the_settings_lock_too(clerk):
    clerk.go("设置")
    minutes = named(clerk.window, QComboBox, "离开多久后锁定")
    assert minutes.currentText() == "15 分钟"
    minutes.setCurrentText("5 分钟")
    minutes.activated.emit(minutes.currentIndex())
    assert clerk.window.settings.lock_minutes == 5
    clerk.click("立即锁定")
    covered(clerk)
    unlock(clerk)
    menu: QMenu = clerk.window.sidebar.record.menu()
    (entry,) = (action for action in menu.actions() if action.text().startswith("立即锁定"))
    entry.trigger()
    covered(clerk)


def test_that_a_plain_record_is_not_locked(window, qtbot, settled, record_file):
    settled(lambda: window.session.open(record_file))
    clerk = Clerk(window, qtbot)
    clerk.key(Qt.Key.Key_L, CONTROL)
    assert window.session.path == record_file
    assert "没有口令的档案不用锁定" in window.status.currentMessage()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("minutes", "after", "locks"), [(15, 899, False), (15, 900, True), (0, 90_000, False)]
)
def test_that_time_is_up_after_the_minutes_of_the_settings(qapp, minutes, after, locks):
    clock, said = Clock(), []
    idle = Idle(lambda: minutes, lambda: False, qapp, clock)
    idle.due.connect(lambda: said.append("due"))
    idle.watch(True)
    clock.now = after
    idle.look()
    idle.watch(False)
    assert said == (["due"] if locks else [])


def test_that_it_is_told_before_and_a_key_takes_it_back(clerk, people):
    idle, clock = clerk.window._locking.idle, Clock()
    idle.clock = clock
    idle.watch(True)
    clock.now = 15 * 60 - WARNED
    idle.look()
    assert "30 秒后锁定档案" in clerk.window.status.currentMessage()
    clerk.key(Qt.Key.Key_Shift)
    clock.now = 15 * 60 + 1
    idle.look()
    assert clerk.window.session.locked is None
    clock.now *= 2
    idle.look()
    covered(clerk)


def test_that_work_under_way_is_not_cut_off(qapp):
    clock, said = Clock(), []
    idle = Idle(lambda: 5, lambda: True, qapp, clock)
    idle.due.connect(lambda: said.append("due"))
    idle.watch(True)
    for clock.now in (5, 10_000):
        idle.look()
    idle.watch(False)
    assert said == []


def copied() -> str:
    return QApplication.clipboard().text()


def test_that_a_number_copied_leaves_the_clipboard_with_the_lock(clerk, people):
    people.click(2, "证件号码")
    people.view.window()
    clerk.window.current_page()[1].table().unmask()
    clerk.key(Qt.Key.Key_C, CONTROL)
    number = copied()
    assert len(number) == 18
    assert "*" not in number
    assert 50 < guard().seconds_left < 61
    lock(clerk)
    assert copied() == ""


def test_that_what_came_from_elsewhere_since_stays_on_the_clipboard(clerk, people):
    people.click(2, "证件号码")
    clerk.window.current_page()[1].table().unmask()
    clerk.key(Qt.Key.Key_C, CONTROL)
    QApplication.clipboard().setText("mine")
    guard().clear()
    assert copied() == "mine"


def test_that_a_name_or_a_masked_number_stays(clerk, people):
    people.click(2, "姓名")
    clerk.key(Qt.Key.Key_C, CONTROL)
    guard().clear()
    assert copied() == people.column("姓名")[2]


def test_that_what_is_copied_out_of_a_field_is_guarded_and_kept_out_of_histories(clerk, people):
    people.click(2, "姓名")
    line = people.field("证件号码")
    (eye,) = line.actions()
    eye.trigger()
    line.setFocus()
    clerk.key(Qt.Key.Key_A, CONTROL)
    clerk.key(Qt.Key.Key_C, CONTROL)
    assert len(copied()) == 18
    formats = " ".join(QApplication.clipboard().mimeData().formats())
    assert "ExcludeClipboardContentFromMonitorProcessing" in formats
    guard()._timer.timeout.emit()
    assert copied() == ""


def test_that_the_list_of_records_says_which_is_encrypted(clerk, sealed, record_file, settled):
    settled(lambda: clerk.window.session.open(record_file))
    clerk.go("开始")

    def described() -> dict[str, str]:
        from enclave_desktop.desktop.start.recent import RecentRow

        return {row.path.stem: row.accessibleDescription() for row in clerk.window.findChildren(RecentRow)}

    clerk.qtbot.waitUntil(lambda: described()["加密企业"].endswith("已加密"))
    assert "已加密" not in described()["示例企业"]
    assert Path(sealed.path).exists()
