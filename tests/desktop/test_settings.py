"""设置: what is chosen holds at once and at the next start; backups are whole; licences are told in full."""

from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
)

from enclave_desktop.desktop.licences import bundled
from enclave_desktop.desktop.manual.window import Manual
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.table.keys import keys_of
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.tokens import DARK, LIGHT
from enclave_desktop.paths import resources
from enclave_desktop.records.record import Record
from tests.desktop.screen import answer_file_dialog, click, named

SHORTEST_LICENCE = 700
"""Characters: the zlib licence is among the shortest that there are."""


@pytest.fixture
def page(window, qtbot):
    window.go("settings")
    yield window.centralWidget()
    theme().wear("light", 1.0)


@pytest.fixture
def opened(page, window, settled, record_file):
    settled(lambda: window.session.open(record_file))
    window.go("settings")
    return page


def ground(page):
    return page.window().grab().toImage().pixelColor(4, 4).name().upper()


@pytest.mark.parametrize(("words", "kept", "colour"), [("深色", "dark", DARK), ("浅色", "light", LIGHT)])
def test_that_colours_change_at_once_and_are_kept(page, qtbot, words, kept, colour):
    theme().wear("light" if kept == "dark" else "dark", 1.0)
    click(qtbot, page, words)
    assert ground(page) == colour["window"]
    assert Settings().appearance == kept


def test_that_type_grows_at_once_and_stays_so(page, qtbot):
    label = next(label for label in page.findChildren(QLabel) if label.text() == "外观")
    before = label.sizeHint().height()
    click(qtbot, page, "特大")
    assert label.sizeHint().height() > before
    assert Settings().scale == 1.3


def test_that_a_folder_chosen_is_kept_and_used(page, window, qtbot, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    click(qtbot, page, "更改新档案放在")
    answer_file_dialog(qtbot, folder)
    assert named(page, QLabel, "新档案放在").text() == str(folder)
    assert window.settings.record_folder == folder


def test_that_without_a_record_there_is_nothing_to_back_up(page):
    assert not named(page, QPushButton, "现在备份").isEnabled()
    assert named(page, QLabel, "上次备份").text() == "打开一份档案后可以备份"


def test_that_a_backup_holds_the_record_and_its_time_is_told(opened, window, qtbot, settled, record_file):
    assert named(opened, QLabel, "上次备份").text() == "还没有备份"
    settled(lambda: click(qtbot, opened, "现在备份"))
    (backup,) = (record_file.parent / "备份").glob("*.enclave")
    with Record.open(backup, read_only=True) as record:
        assert record.dossier(date.today()).people == window.session.view.dossier.people
    assert named(opened, QLabel, "上次备份").text().startswith("今天")


def test_that_backups_go_where_they_are_wanted(opened, qtbot, settled, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    click(qtbot, opened, "更改备份到")
    answer_file_dialog(qtbot, folder)
    settled(lambda: click(qtbot, opened, "现在备份"))
    assert len(list(folder.glob("*.enclave"))) == 1


def test_that_a_folder_that_is_gone_is_told_and_no_backup_noted(opened, window, qtbot, tmp_path):
    window.settings.keep_text("backup_folder", str(tmp_path / "gone"))
    with qtbot.waitSignal(window.session.failed) as failed:
        click(qtbot, opened, "现在备份")
    assert "不存在" in failed.args[0].message
    assert window.settings.backed_up_at(window.session.path) is None
    assert named(opened, QPushButton, "现在备份").isEnabled()


def test_that_the_time_until_values_are_masked_is_kept(page, qtbot):
    box = named(page, QComboBox, "显示多久后自动遮住")
    assert box.currentData() == 30
    box.setCurrentIndex(box.findText("5 分钟"))
    box.activated.emit(box.currentIndex())
    assert Settings().unmasked_seconds == 300


def test_that_every_bundled_font_and_package_has_its_licence_in_full():
    found = {one.name: one for one in bundled()}
    fonts = {path.parent.name for path in (resources() / "fonts").rglob("*.ttf")}
    assert fonts <= found.keys()
    libraries = {"Qt", "libheif", "libde265", "Python", "Fluent UI System Icons"}
    assert libraries <= found.keys()
    inside = ", ".join(found)
    named = (
        "SQLCipher OpenSSL libpq libxml2 libxslt PCRE2 double-conversion md4c libgcc libffi bzip2 PyInstaller"
    )
    assert [library for library in named.split() if library not in inside] == []
    packages = {name.lower() for name in found}
    assert {"sqlalchemy", "reportlab", "rl_accel", "shiboken6", "pikepdf", "pillow", "mako"} <= packages
    assert all(one.licence for one in found.values())
    assert [name for name, one in found.items() if len(one.text) < SHORTEST_LICENCE] == []
    assert "MIT" in found["SQLAlchemy"].licence
    assert "SQLAlchemy authors" in found["SQLAlchemy"].text


@pytest.mark.parametrize("name", ["Qt", "PySide6_Essentials", "shiboken6", "libheif", "libde265"])
def test_that_what_is_under_the_lesser_licence_shows_it_and_the_one_it_rests_on(name):
    (one,) = (one for one in bundled() if one.name == name)
    assert "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3" in one.text
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in one.text


def test_that_every_font_and_package_and_library_is_listed_once():
    names = [one.name for one in bundled()]
    assert len(names) == len(set(names))


def test_that_no_licence_lies_twice_below_the_resources():
    texts = [path.read_bytes() for path in (resources() / "licences").iterdir()]
    others = [
        path.read_bytes()
        for path in (resources() / "fonts").rglob("*")
        if path.suffix in ("", ".txt") and path.is_file()
    ]
    assert all(texts.count(text) + others.count(text) == 1 for text in texts)


def test_that_a_licence_is_read_in_full(page, qtbot):
    click(qtbot, page, "组件和许可…")
    dialog = page.window().findChild(QListWidget, "").window()
    names = named(dialog, QListWidget, "组件")
    model = names.model()
    assert isinstance(model, QAbstractItemModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert names.item(0).text().startswith("飞地补贴助手")
    (row,) = [row for row in range(names.count()) if names.item(row).text().startswith("lxgw-wenkai")]
    names.setCurrentRow(row)
    expected = (resources() / "fonts" / "lxgw-wenkai" / "LICENSE.txt").read_text("utf-8")
    assert named(dialog, QPlainTextEdit, "许可全文").toPlainText() == expected
    dialog.reject()


def test_that_every_control_has_a_name(page):
    controls = [*page.findChildren(QAbstractButton), *page.findChildren(QComboBox)]
    shown = [control for control in controls if control.isVisible()]
    texts = [
        control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        for control in shown
    ]
    assert shown
    assert all(texts)


def test_that_nothing_is_clipped_with_large_type(page, window, qtbot):
    window.resize(1280, 640)
    click(qtbot, page, "大")
    QApplication.processEvents()  # what takes just its room gets more at the next event
    for button in page.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width()


def test_that_every_key_of_a_table_is_told(opened, window, qtbot):
    click(qtbot, opened, "快捷键…")
    told = named(window.findChild(Manual), QTextBrowser, "说明").toPlainText()
    window.findChild(Manual).reject()
    window.go("people")
    table = named(window, TableView, "人员表")
    pressed = [QKeySequence(QKeyCombination(held, key)).toString() for key, held in keys_of(table)]
    names = {name.replace("Return", "Enter").replace("Backtab", "Tab") for name in pressed}
    assert {name for name in names if name not in told} == set()
