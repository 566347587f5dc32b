"""A clerk at the window: goes to pages, fills in forms, and what another program then finds in the record."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTabBar,
    QWidget,
)

from tests.desktop.screen import answer_file_dialog, click, named, said
from tests.desktop.sheet import write

DRAWN_MS = 10_000
"""A packet of many pages on a slow machine."""


class Clerk:
    """Works by mouse and keys only."""

    def __init__(self, window, qtbot) -> None:
        self.window, self.qtbot = window, qtbot
        self.come_back()

    def come_back(self) -> None:
        """To the window itself: whatever lay over it is gone, and the keyboard is there again."""
        self.no_dialog()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def go(self, title: str, tab: str = "") -> None:
        """To a page by the sidebar, and to a tab of it."""
        click(self.qtbot, named(self.window, QWidget, "导航"), title)
        if tab:
            bar = named(self.window, QTabBar, f"{title}的表")
            at = [bar.tabText(i) for i in range(bar.count())].index(tab)
            self.qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())

    def click(self, name: str, parent: QWidget | None = None) -> None:
        click(self.qtbot, parent or self.window, name)

    def key(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        QApplication.processEvents()

    def reach(self, widget: QWidget) -> None:
        """By the Tab key alone."""
        for _ in range(100):
            if QApplication.focusWidget() is widget:
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"{widget.accessibleName()} is not reached by Tab")

    def fill(self, parent: QWidget, **words: str) -> None:
        """Type into lines, and step through lists by the arrow key."""
        for label, text in words.items():
            widget = _input(parent, label)
            self.reach(widget)
            if isinstance(widget, QComboBox):
                self._pick(widget, text)
            else:
                self.write_over(text)
        self.key(Qt.Key.Key_Tab)

    def pick(self, name: str, text: str) -> None:
        """In the list of that name, what begins with the text."""
        box = named(self.window, QComboBox, name)
        self.reach(box)
        self._pick(box, text)

    def write_over(self, text: str) -> None:
        """In place of what stands where the keyboard is."""
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        write(self.qtbot, text)

    def _pick(self, box: QComboBox, text: str) -> None:
        for _ in range(box.count()):
            if not box.currentText().startswith(text):
                self.key(Qt.Key.Key_Down)
        assert box.currentText().startswith(text)

    def look_as_of(self, day: date) -> None:
        self.qtbot.mouseClick(named(self.window, QLineEdit, "截至日期"), Qt.MouseButton.LeftButton)
        self.write_over(day.isoformat())
        self.key(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.window.session.view.dossier.as_of == day)

    def programmes(self) -> list[str]:
        """What 补贴匹配 says of each programme."""
        return said(named(self.window, QAbstractItemView, "补贴项目"))

    def dialog(self, title: str) -> QDialog:
        """The dialog of that title, once it is on the screen."""

        def shown() -> list[QDialog]:
            dialogs = self.window.findChildren(QDialog)
            return [one for one in dialogs if one.isVisible() and one.windowTitle() == title]

        self.qtbot.waitUntil(lambda: bool(shown()))
        return shown()[0]

    def no_dialog(self) -> None:
        self.qtbot.waitUntil(lambda: not any(one.isVisible() for one in self.window.findChildren(QDialog)))

    def told(self) -> str:
        """The problem that the window tells, put away by its button."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        words = f"{box.text()}\n{box.informativeText()}"
        self.click("知道了", box)
        self.come_back()
        return words

    def save_packet(self, path: Path) -> str:
        """The words of the packet on show, saved as PDF and read by another program."""
        button = named(self.window, QPushButton, "保存 PDF")
        self.qtbot.waitUntil(button.isEnabled, timeout=DRAWN_MS)
        self.click("保存 PDF")
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QMessageBox):
            self.click("仍要打印，并在材料清单上注明", asked)
        answer_file_dialog(self.qtbot, path)
        self.qtbot.waitUntil(path.exists)
        return _python("-c", _READ_PDF, str(path))


def labels(parent: QWidget) -> list[str]:
    return [label.text() for label in parent.findChildren(QLabel) if label.isVisible()]


def checked(record: Path, programme: str, as_of: date) -> dict[str, dict]:
    """What `check --json` says of a programme in another process, by subject."""
    call = ("-m", "enclave_desktop", "check", str(record), "--json", "--as-of", as_of.isoformat())
    findings = json.loads(_python(*call, "--programme", programme))["findings"]
    return {finding["subject"]["key"]: finding for finding in findings}


def exported(record: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet, as another process exports them, by header."""
    out = record.with_suffix(".xlsx")
    _python("-m", "enclave_desktop", "export", str(record), str(out))
    header, *rows = load_workbook(out)[sheet].iter_rows(values_only=True)
    out.unlink()
    return [dict(zip((str(label).rstrip("*") for label in header), row, strict=True)) for row in rows]


def _input(parent: QWidget, label: str) -> QWidget:
    found = [
        widget
        for kind in (QComboBox, QLineEdit)
        for widget in parent.findChildren(kind)
        if widget.accessibleName() == label and widget.isVisible()
    ]
    assert found, f"no visible input {label}"
    return found[0]


def _python(*arguments: str) -> str:
    call = [sys.executable, *arguments]
    return subprocess.run(call, check=True, capture_output=True, encoding="utf-8").stdout


_READ_PDF = """
import sys, pypdfium2
sys.stdout.reconfigure(encoding="utf-8")
with pypdfium2.PdfDocument(sys.argv[1]) as document:
    for page in document:
        print("".join(page.get_textpage().get_text_range().split()))
"""
