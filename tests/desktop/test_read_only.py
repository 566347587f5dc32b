"""A record that another window or machine has opens to be read: it says why, follows, and can be taken over."""

import json
import platform
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from enclave_desktop.records import whereabouts
from enclave_desktop.records.lock import lock_file
from enclave_desktop.records.record import Record
from tests.desktop.clerk import Clerk
from tests.desktop.conftest import DAY
from tests.desktop.screen import click, drop, named

_WRITER = """
import sys
from pathlib import Path
from datetime import date
from dataclasses import replace
from enclave_desktop.dossier.values import Firm
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
with Record.open(Path(sys.argv[1]), purpose="导入") as record:
    print("held", flush=True)
    for line in sys.stdin:
        firm = record.dossier(date(2025, 6, 30)).firm
        with record.transaction() as transaction:
            transaction.apply(Changes(updated={Firm: [(firm, replace(firm, contact=line.strip()))]}))
        print("done", flush=True)
print("left", flush=True)
"""


@pytest.fixture
def clerk(window, qtbot) -> Clerk:
    return Clerk(window, qtbot)


@pytest.fixture
def writer(record_file):
    """Another program that has the record."""
    call = [sys.executable, "-c", _WRITER, str(record_file)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def opens(window, qtbot, path):
    drop(window, path)
    qtbot.waitUntil(lambda: window.windowTitle().startswith(path.stem), timeout=10_000)


def strip(window) -> str:
    return named(window, QLabel, "关于这份档案").text()


def is_shown(window, name) -> bool:
    return any(b.isVisible() and b.text() == name for b in window.findChildren(QPushButton))


def test_that_a_record_held_elsewhere_opens_to_be_read_and_says_by_whom(window, qtbot, writer, record_file):
    opens(window, qtbot, record_file)
    words = strip(window)
    assert "只读：" in words
    assert f"电脑“{platform.node()}”" in words
    assert "（导入）" in words
    assert window.session.view.dossier.firm
    assert not window.session.writes


def test_that_what_is_changed_there_is_not_lost_in_silence(window, qtbot, clerk, writer, record_file):
    opens(window, qtbot, record_file)
    before = window.session.view
    window.session.undo()
    from dataclasses import replace

    from enclave_desktop.dossier.values import Firm
    from enclave_desktop.records.changes import Changes

    firm = before.dossier.firm
    window.session.apply("修改联系人", Changes(updated={Firm: [(firm, replace(firm, contact="我"))]}))
    assert "没有保存" in clerk.told()
    assert window.session.view.dossier.firm == firm
    assert window.session.undoable is None


def test_that_the_writers_changes_appear_by_themselves(window, qtbot, writer, record_file):
    opens(window, qtbot, record_file)
    writer.stdin.write("另一个联系人\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == "done\n"
    qtbot.waitUntil(lambda: window.session.view.dossier.firm.contact == "另一个联系人", timeout=10_000)


def test_that_trying_again_tells_until_it_is_free_and_then_opens_it_to_write(
    window, qtbot, settled, writer, record_file
):
    opens(window, qtbot, record_file)
    settled(lambda: click(qtbot, window, "再试一次"))
    assert strip(window).startswith("仍然不能修改")
    writer.stdin.close()
    assert writer.stdout.readline() == "left\n"
    writer.wait()
    click(qtbot, window, "再试一次")
    qtbot.waitUntil(lambda: window.session.writes and window.session.view is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not is_shown(window, "再试一次"))
    assert lock_file(record_file).exists()
    said = json.loads(lock_file(record_file).read_text("utf-8"))
    assert said["what"] == "窗口"


def test_that_a_closed_window_leaves_no_lock(window, qtbot, settled, record_file):
    opens(window, qtbot, record_file)
    assert lock_file(record_file).exists()
    settled(window.session.close)
    assert not lock_file(record_file).exists()


def test_that_what_a_crash_left_is_told_quietly(window, qtbot, writer, record_file):
    writer.kill()
    writer.wait()
    opens(window, qtbot, record_file)
    qtbot.waitUntil(lambda: "上一次没有正常关闭" in window.status.currentMessage())
    assert not any("已保存" in one.text() for one in window.status.findChildren(QLabel))
    assert window.session.writes


@pytest.fixture
def synced(record_file, tmp_path):
    folder = tmp_path / "坚果云"
    folder.mkdir()
    return record_file.rename(folder / record_file.name)


def test_that_a_synchronised_folder_is_told_with_the_shared_way(window, qtbot, synced):
    (synced.with_name(f"{synced.stem}-冲突{synced.suffix}")).write_bytes(b"x")
    opens(window, qtbot, synced)
    words = strip(window)
    assert "坚果云" in words
    assert "PostgreSQL" in words
    assert f"{synced.stem}-冲突" in words
    assert window.session.writes
    assert not synced.with_name(f"{synced.name}-wal").exists()
    click(qtbot, window, "知道了")
    assert not is_shown(window, "知道了")


def test_that_what_another_machine_left_in_a_synchronised_folder_can_be_taken_over(window, qtbot, synced):
    said = {"account": "王芳", "machine": "财务-PC", "pid": 7, "since": "2025-06-30T09:12:00", "what": "窗口"}
    lock_file(synced).write_text(json.dumps(said), "utf-8")
    opens(window, qtbot, synced)
    assert "可能正在另一台电脑上使用：王芳，电脑“财务-PC”，自 2025-06-30 09:12 起" in strip(window)
    assert not window.session.writes
    click(qtbot, window, "那边已关闭，接手")
    qtbot.waitUntil(lambda: window.session.writes and window.session.view is not None, timeout=10_000)


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's list of mounts")
@pytest.mark.parametrize(("kind", "writes"), [("nfs4", True), ("fuse.sshfs", False)])
def test_that_a_network_drive_is_written_without_a_log_or_only_read(
    window, qtbot, record_file, tmp_path, monkeypatch, kind, writes
):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {record_file.parent} {kind} rw 0 0\n")
    monkeypatch.setattr(whereabouts, "MOUNTS", mounts)
    opens(window, qtbot, record_file)
    assert "网络位置" in strip(window)
    assert "PostgreSQL" in strip(window)
    assert window.session.writes == writes
    assert not record_file.with_name(f"{record_file.name}-wal").exists()


def told(window) -> str:
    box = next(
        box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()
    )
    return f"{box.text()}\n{box.informativeText()}"


def press(qtbot, name) -> None:
    """A button of the dialog that is open."""
    dialog = QApplication.activeModalWidget()
    click(qtbot, dialog, name)


def test_that_an_old_record_is_upgraded_once_that_is_wanted(window, qtbot, tmp_path):
    from tests.unit.records.old import known, old_record

    path = old_record(3, tmp_path / "旧.enclave")
    before = path.read_bytes()
    drop(window, path)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    assert "较旧的程序" in told(window)
    press(qtbot, "以后再说")
    assert path.read_bytes() == before
    assert window.session.view is None
    drop(window, path)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    press(qtbot, "备份并升级")
    qtbot.waitUntil(lambda: window.windowTitle().startswith("旧"), timeout=20_000)
    assert len(window.session.view.dossier.people) == len(known(3)["rows"]["Person"])
    assert len(list((tmp_path / "备份").glob("*.enclave"))) == 1


def spoil(path) -> None:
    """A page of the table of people is nonsense."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'person'").fetchone()
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)


def test_that_nothing_is_offered_to_be_saved_of_an_empty_file(window, qtbot, record_file):
    record_file.write_bytes(b"")
    drop(window, record_file)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert [button.text() for button in dialog.findChildren(QPushButton)] == ["什么也不做"]
    press(qtbot, "什么也不做")


def test_that_of_a_damaged_record_what_can_be_saved_is_saved_into_a_new_one(
    window, qtbot, record_file, tmp_path
):
    from tests.desktop.screen import answer_file_dialog

    spoil(record_file)
    before = record_file.read_bytes()
    drop(window, record_file)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog.windowTitle() == "打不开"
    assert "没有找到这份档案的备份。" in [label.text() for label in dialog.findChildren(QLabel)]
    press(qtbot, "救回能读的部分，写成一份新档案…")
    answer_file_dialog(qtbot, tmp_path / "救回.enclave")
    qtbot.waitUntil(lambda: window.windowTitle().startswith("救回"), timeout=20_000)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    assert QApplication.activeModalWidget().windowTitle() == "没有救回的内容"
    press(qtbot, "知道了")
    assert record_file.read_bytes() == before


def test_that_the_last_backup_of_a_damaged_record_is_offered(window, qtbot, record_file):
    from datetime import datetime

    from enclave_desktop.records.backup import folder_beside
    from enclave_desktop.records.verify import unheard

    with Record.open(record_file, read_only=True) as record:
        dossier = record.dossier(DAY)
        record.backup(folder_beside(record_file), datetime(2025, 6, 30, 9, 0), unheard)
    spoil(record_file)
    drop(window, record_file)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    press(qtbot, "恢复 2025-06-30 09:00 的备份…")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    press(qtbot, "恢复这份备份")
    qtbot.waitUntil(lambda: window.windowTitle().startswith(record_file.stem), timeout=20_000)
    assert window.session.view.dossier.people == dossier.people
    assert named(window, QAbstractButton, f"档案：{record_file.stem}")


def test_that_while_it_is_only_read_nothing_can_be_typed_into_its_tables(
    window, qtbot, clerk, writer, record_file
):
    opens(window, qtbot, record_file)
    clerk.go("人员")
    for name in ("导入", "新增人员", "删除选中的行"):
        button = named(window, QAbstractButton, name)
        assert not button.isEnabled()
        assert "只读" in button.toolTip()
    view = next(found for found in window.findChildren(QAbstractItemView) if found.isVisible())
    index = view.model().index(0, 0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    pane = named(window, QWidget, "人员编辑")
    assert pane.findChildren(QLineEdit)
    assert not any(line.isEnabled() for line in pane.findChildren(QLineEdit))
    writer.stdin.close()
    writer.wait()
    click(qtbot, window, "再试一次")
    qtbot.waitUntil(lambda: window.session.writes and window.session.view is not None, timeout=10_000)
    clerk.go("人员")
    qtbot.waitUntil(lambda: bool(view.model().index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable))
    assert named(window, QAbstractButton, "新增人员").isEnabled()
    assert any(line.isEnabled() for line in pane.findChildren(QLineEdit))


def test_that_the_pane_says_nothing_of_the_record_before(window, settled, record_file, tmp_path, qtbot):
    settled(lambda: window.session.open(record_file))
    window.go("people")
    window.session.saved.emit("told of the record before")
    other = Path(copyfile(record_file, tmp_path / "另一份.enclave"))
    settled(lambda: window.session.open(other))
    pane = named(window, QWidget, "人员编辑")
    assert "改动随时保存" in [one.text() for one in pane.findChildren(QLabel)]
