"""Backups in the window: before closing, once a day, to a second place, and back from one."""

from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copyfile, rmtree
from threading import Event

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)

from enclave_desktop.dossier.values import Person
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.screen import answer_file_dialog, click, drop, named

TODAY = date.today()


@pytest.fixture
def opened(window, settled, record_file):
    settled(lambda: window.session.open(record_file))
    return window


@pytest.fixture
def changed(opened, settled):
    """A person is gone since the record was opened."""
    settled(lambda: remove_somebody(opened))
    return opened


@pytest.fixture
def page(opened):
    opened.go("settings")
    return opened.centralWidget()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def remove_somebody(window):
    session = window.session
    session.apply("删除一人", Changes(removed={Person: [free_person(session)]}))


def free_person(session):
    """Somebody whom nothing else refers to."""
    dossier = session.view.dossier
    named_ = {row.person for row in (*dossier.contracts, *dossier.evidence) if row.person}
    return next(person for person in dossier.people if person.id_number not in named_)


def backups_of(record_file) -> list[Path]:
    return sorted((record_file.parent / "备份").glob("*.enclave"))


def people_in(path) -> int:
    with Record.open(path, read_only=True) as record:
        return len(record.dossier(TODAY).people)


def close(window, qtbot) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def box_on(window) -> QMessageBox:
    return next(box for box in window.findChildren(QMessageBox) if box.isVisible())


def status_words(window) -> str:
    return named(window, QPushButton, "上次备份").text()


def noted(what, path, days):
    """Settings that say that it was done so many days ago."""
    when = datetime.now() - timedelta(days=days)
    QSettings("EnclaveDesktop", "EnclaveDesktop").setValue(
        what, {str(path): when.isoformat(timespec="seconds")}
    )


def test_that_closing_the_window_backs_up_what_was_changed(changed, qtbot, record_file):
    close(changed, qtbot)
    (backup,) = backups_of(record_file)
    assert people_in(backup) == people_in(record_file)
    assert changed.settings.backed_up_at(record_file)


def test_that_closing_without_a_change_makes_none(opened, qtbot, record_file):
    close(opened, qtbot)
    assert backups_of(record_file) == []


def test_that_closing_after_a_backup_makes_no_other(changed, qtbot, settled, record_file):
    settled(changed.backups.back_up)
    (backup,) = backups_of(record_file)
    close(changed, qtbot)
    assert backups_of(record_file) == [backup]


def test_that_a_backup_that_fails_at_closing_is_said_and_keeps_nobody(changed, qtbot, tmp_path):
    changed.settings.keep_text("backup_folder", str(tmp_path / "gone"))
    changed.close()
    qtbot.waitUntil(lambda: bool([box for box in changed.findChildren(QMessageBox) if box.isVisible()]))
    box = box_on(changed)
    assert "不存在" in box.text()
    assert "档案本身已经保存" in box.informativeText()
    click(qtbot, box, "仍然关闭")
    qtbot.waitUntil(lambda: not changed.isVisible())


def test_that_after_a_backup_that_failed_one_can_go_on(changed, qtbot, tmp_path):
    changed.settings.keep_text("backup_folder", str(tmp_path / "gone"))
    changed.close()
    qtbot.waitUntil(lambda: bool([box for box in changed.findChildren(QMessageBox) if box.isVisible()]))
    click(qtbot, box_on(changed), "回到窗口")
    assert changed.isVisible()
    assert status_words(changed) == "备份没有成功"
    changed.settings.keep_text("backup_folder", "")
    close(changed, qtbot)


def test_that_nobody_has_to_wait_for_the_backup_at_closing(changed, qtbot, record_file):
    go_on = Event()
    changed.session.worker.submit("别的", lambda _: go_on.wait(), lambda _: None, changed.session.failed.emit)
    changed.close()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in changed.findChildren(QDialog)))
    click(qtbot, changed, "不备份，直接关闭")
    go_on.set()
    qtbot.waitUntil(lambda: not changed.isVisible())
    changed.session.close()
    changed.session.worker.close()
    assert backups_of(record_file) == []


def test_that_another_record_is_opened_once_this_one_is_backed_up(changed, qtbot, record_file, tmp_path):
    (tmp_path / "other").mkdir()
    other = Path(copyfile(record_file, tmp_path / "other" / "另一家.enclave"))
    drop(changed, other)
    qtbot.waitUntil(lambda: changed.session.path == other and not changed.session.worker.busy)
    assert len(backups_of(record_file)) == 1


def test_that_a_day_has_one_backup_by_itself(opened, settled, record_file):
    settled(opened.backups.back_up_daily)
    assert len(backups_of(record_file)) == 1
    assert status_words(opened).startswith("备份 今天")
    opened.backups.back_up_daily()
    assert not opened.session.worker.busy


def ran_ahead(window, what, record_file):
    """As if the last backup had been made under a clock that ran ahead."""
    ahead = datetime.combine(TODAY + timedelta(days=900), datetime.min.time()).isoformat()
    window.settings._kept.setValue(what, {str(record_file): ahead})


def test_that_a_day_has_a_backup_though_the_clock_ran_ahead_at_the_last_one(opened, settled, record_file):
    ran_ahead(opened, "backed_up", record_file)
    settled(opened.backups.back_up_daily)
    assert len(backups_of(record_file)) == 1


def test_that_the_second_place_is_reminded_of_though_the_clock_ran_ahead_at_the_last_one(
    opened, settled, record_file, stick
):
    opened.backups.choose_second(stick)
    ran_ahead(opened, "second_backup", record_file)
    assert opened.backups.reminder == "第二处上次备份时电脑的日期不对，请再备份一次"


def test_that_a_daily_backup_that_fails_is_told_without_stopping_anybody(page, opened, settled, tmp_path):
    opened.settings.keep_text("backup_folder", str(tmp_path / "gone"))
    settled(opened.backups.back_up_daily)
    assert QApplication.activeModalWidget() is None
    assert status_words(opened) == "备份没有成功"
    assert "不存在" in named(page, QLabel, "备份没有成功的原因").text()
    opened.settings.keep_text("backup_folder", "")
    settled(opened.backups.back_up)
    assert status_words(opened).startswith("备份 今天")


def test_that_a_second_place_gets_every_backup(page, opened, qtbot, settled, record_file, stick):
    click(qtbot, page, "更改第二处")
    answer_file_dialog(qtbot, stick)
    assert named(page, QLabel, "第二处").text() == str(stick)
    assert status_words(opened).endswith("第二处还没有备份过")
    settled(lambda: click(qtbot, page, "现在备份"))
    assert [path.name for path in stick.glob("*.enclave")] == [path.name for path in backups_of(record_file)]
    assert "第二处" not in status_words(opened)
    assert "；第二处 今天" in named(page, QLabel, "上次备份").text()


def test_that_a_stick_that_is_out_is_told_before_what_is_cut_off(page, opened, qtbot, settled, stick):
    opened.backups.choose_second(stick)
    settled(opened.backups.back_up)
    rmtree(stick)
    settled(lambda: click(qtbot, page, "现在备份"))
    assert opened.status.currentMessage().startswith(f"第二处 {stick} 没有接上；")


def test_that_a_stick_that_is_out_is_no_failure_and_its_empty_place_is_not_used(
    opened, settled, record_file, stick
):
    opened.backups.choose_second(stick)
    settled(opened.backups.back_up)
    rmtree(stick)
    stick.mkdir()
    settled(lambda: remove_somebody(opened))
    settled(opened.backups.back_up)
    assert opened.backups.problem is None
    assert list(stick.iterdir()) == []
    assert len(backups_of(record_file)) == 1


@pytest.mark.parametrize(("days", "told"), [(6, ""), (7, "第二处已 7 天没有备份")])
def test_that_one_is_reminded_of_the_second_place(window, settled, record_file, stick, days, told):
    window.settings.keep_text("second_backup_folder", str(stick))
    noted("second_backup", record_file, days)
    settled(lambda: window.session.open(record_file))
    assert status_words(window).removeprefix("还没有备份").strip() == told


def test_that_the_days_until_a_reminder_are_chosen(page, opened, stick, record_file):
    noted("second_backup", record_file, 3)
    opened.settings.keep_text("second_backup_folder", str(stick))
    box = named(page, QComboBox, "第二处多久没有备份时提醒")
    box.setCurrentIndex(box.findText("3 天"))
    box.activated.emit(box.currentIndex())
    assert "第二处已 3 天没有备份" in status_words(opened)


def test_that_a_second_place_can_be_given_up(page, opened, qtbot, stick):
    opened.backups.choose_second(stick)
    click(qtbot, page, "不再使用第二处")
    assert "U 盘" in named(page, QLabel, "第二处").text()
    assert opened.backups.second is None


def restore(window, qtbot, backup):
    """Choose the backup, and give the dialog that shows what is in it."""
    window.go("settings")
    click(qtbot, window.centralWidget(), "从备份恢复…")
    answer_file_dialog(qtbot, backup)
    return look_dialog(window, qtbot)


def look_dialog(window, qtbot):
    qtbot.waitUntil(lambda: any(text.isVisible() for text in looks(window)))
    return next(text for text in looks(window) if text.isVisible()).window()


def looks(window) -> list[QPlainTextEdit]:
    return [
        text
        for text in window.findChildren(QPlainTextEdit)
        if text.accessibleName() == "备份里的内容和不同之处"
    ]


def test_that_a_backup_is_looked_into_and_restored(opened, qtbot, settled, record_file):
    settled(opened.backups.back_up)
    (backup,) = backups_of(record_file)
    before = opened.session.view.dossier.people
    settled(lambda: remove_somebody(opened))
    dialog = restore(opened, qtbot, backup)
    assert "恢复 1 行" in named(dialog, QPlainTextEdit, "备份里的内容和不同之处").toPlainText()
    click(qtbot, dialog, "恢复这份备份")
    qtbot.waitUntil(lambda: opened.session.view is not None and opened.session.view.dossier.people == before)
    (aside,) = (record_file.parent / "备份").glob("*恢复前*")
    assert people_in(aside) == len(before) - 1
    assert people_in(record_file) == len(before)


def test_that_after_a_look_everything_can_stay_as_it_is(opened, qtbot, settled, record_file):
    settled(opened.backups.back_up)
    settled(lambda: remove_somebody(opened))
    before = people_in(record_file)
    click(qtbot, restore(opened, qtbot, backups_of(record_file)[0]), "取消")
    assert people_in(record_file) == before
    assert opened.session.path == record_file


def test_that_a_damaged_record_that_does_not_open_is_restored(
    window, qtbot, settled, record_file, sample_file, tmp_path
):
    backup = Path(copyfile(sample_file, tmp_path / f"{record_file.stem}-20250630-090000.enclave"))
    record_file.write_bytes(record_file.read_bytes()[:5000])
    window.go("settings")
    click(qtbot, window.centralWidget(), "从备份恢复…")
    answer_file_dialog(qtbot, backup)
    answer_file_dialog(qtbot, record_file)
    click(qtbot, look_dialog(window, qtbot), "恢复这份备份")
    qtbot.waitUntil(lambda: window.session.path == record_file)
    assert people_in(record_file) == people_in(sample_file)


def test_that_a_damaged_backup_is_told_and_nothing_happens(opened, qtbot, record_file, tmp_path):
    damaged = tmp_path / "damaged.enclave"
    damaged.write_bytes(record_file.read_bytes()[:5000])
    opened.go("settings")
    click(qtbot, opened.centralWidget(), "从备份恢复…")
    answer_file_dialog(qtbot, damaged)
    qtbot.waitUntil(lambda: bool([b for b in opened.findChildren(QMessageBox) if b.isVisible()]))
    assert "损坏" in box_on(opened).text()
    assert opened.session.path == record_file
