"""How settings are laid out: cards of lines, what is set before its value and what changes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

_WIDEST = "申报材料存到"
"""Of what stands before a folder or a time, so that these stand below each other."""


def card(title: str, lines: Sequence[QLayout]) -> QFrame:
    """A group of settings."""
    frame = QFrame()
    frame.setObjectName("card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(10)
    heading = QLabel(title)
    heading.setProperty("role", "strong")
    column.addWidget(heading)
    for each in lines:
        column.addLayout(each)
    return frame


def line(words: str, shown: QWidget, *buttons: QPushButton) -> QLayout:
    """What is set, its value, and what changes it."""
    across = QHBoxLayout()
    across.setSpacing(8)
    label = QLabel(words)
    label.setProperty("role", "second")
    label.setBuddy(shown)
    across.addWidget(label)
    if isinstance(shown, QLabel):
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(_WIDEST))
        across.addSpacing(8)
        across.addWidget(shown, 1)
    else:
        across.addStretch(1)
        across.addWidget(shown)
    for button in buttons:
        across.addWidget(button)
    return across


def path_label(words: str) -> QLabel:
    """A place on the disk, of that name, which can be copied."""
    label = QLabel()
    label.setAccessibleName(words)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
