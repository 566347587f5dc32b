"""The very first start, and the first one after an update."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser

from enclave_desktop import __version__
from enclave_desktop.desktop.main_window import MainWindow
from enclave_desktop.desktop.manual.window import Manual
from enclave_desktop.desktop.news import is_older, tell_news
from enclave_desktop.desktop.settings import Settings
from tests.desktop.screen import answer_file_dialog, click, named


def seen(window):
    QApplication.processEvents()
    return {label.text() for label in window.findChildren(QLabel) if label.isVisible()}


@pytest.fixture
def started(qtbot):
    """Start the window once more, with the settings as they are."""

    def start(window):
        again = MainWindow(window.session, Settings())
        qtbot.addWidget(again)
        again.show()
        tell_news(again)
        return again

    return start


GREETING = "欢迎使用飞地补贴助手"


def test_that_the_first_start_welcomes_and_tells_of_folder_and_passphrase(window):
    assert GREETING in seen(window)
    assert named(window, QLabel, "档案放在").text() == str(window.settings.record_folder)
    assert "口令" in named(window, QLabel, "关于口令").text()
    assert "最近的档案" not in seen(window)


def test_that_it_all_fits_on_a_small_screen(window):
    window.resize(1280, 640)
    QApplication.processEvents()
    foot = next(label for label in window.findChildren(QLabel) if label.text().startswith("数据只保存"))
    assert foot.visibleRegion().boundingRect() == foot.rect()


def test_that_the_folder_is_changed_at_once(window, qtbot, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    click(qtbot, window, "更改档案放在哪里")
    answer_file_dialog(qtbot, folder)
    assert Settings().record_folder == folder
    assert named(window, QLabel, "档案放在").text() == str(folder)


def test_that_nobody_is_welcomed_who_opened_a_record(window, settled, record_file, started):
    settled(lambda: window.session.open(record_file))
    window.go("start")
    assert GREETING not in seen(window)
    assert "最近的档案" in seen(window)
    window.settings.forget_record(record_file)
    again = started(window)
    again.go("start")
    assert GREETING not in seen(again)


def news(window):
    return [words for words in seen(window) if words == "程序已更新。"]


def test_that_nothing_is_new_to_who_begins(window, settled, record_file, started):
    assert not news(window)
    settled(lambda: window.session.open(record_file))
    window.go("start")
    assert not news(window)


@pytest.mark.parametrize("known", ["", "0.0.9"])
def test_that_what_is_new_is_told_once_after_an_update(window, qtbot, started, known):
    window.settings.remember_record(Path("没有了.enclave"))
    window.settings.know_version(known)
    again = started(window)
    assert news(again)
    click(qtbot, again, f"{__version__} 版有什么新内容")
    manual = again.findChild(Manual)
    assert __version__ in named(manual, QTextBrowser, "说明").toPlainText()
    manual.reject()
    assert not news(again)
    assert not news(started(again))


def test_that_what_is_new_is_told_above_the_page_of_an_open_record(window, settled, record_file, started):
    settled(lambda: window.session.open(record_file))
    window.settings.know_version("0.0.9")
    again = started(window)
    again.go("overview")
    assert news(again)


def test_that_what_is_new_can_be_put_away(window, qtbot, started):
    window.settings.remember_record(Path("没有了.enclave"))
    window.settings.know_version("0.0.9")
    again = started(window)
    assert news(again)
    click(qtbot, again, "收起新内容提示")
    assert not news(started(again))


def test_that_an_older_program_tells_nothing(window, started):
    window.settings.remember_record(Path("没有了.enclave"))
    window.settings.know_version("99.0")
    assert not news(started(window))


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [("0.9.0", "0.10.0", True), ("0.1.0", "0.1.0", False), ("0.1.1", "0.1.0", False), ("", "0.1.0", True)],
)
def test_that_versions_are_compared_by_their_numbers(one, other, older):
    assert is_older(one, other) is older
