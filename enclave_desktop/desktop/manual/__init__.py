"""The user guide inside the program: its text, the words it explains, the window that shows it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

KEYS, TERMS, NEWS = "快捷键", "名词", "新内容"
"""Chapters that the user guide's own file does not hold."""


def show_manual(parent: "QWidget", section: str = "") -> None:
    """Bring the guide to the front, at the section of that title."""
    from enclave_desktop.desktop.manual.window import Manual

    window = parent.window()
    manual = window.findChild(Manual) or Manual(window)
    manual.show()
    manual.go(section)
    manual.raise_()
    manual.activateWindow()
