"""Which pages are printed: all, the one in view, some by number, or one part."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QLineEdit, QRadioButton, QWidget

from enclave_desktop.desktop.packets.paper import page_words
from enclave_desktop.desktop.printing.order import pages_of
from enclave_desktop.desktop.printing.parts import Part
from enclave_desktop.errors import UserError


class PageChoice(QWidget):
    """`changed` whenever other pages are chosen, or none."""

    changed = Signal()

    def __init__(
        self, labels: Sequence[str], current: int, parts: Sequence[Part], parent: QWidget | None = None
    ) -> None:
        """`labels` are what the pages are called."""
        super().__init__(parent)
        self._labels, self._current = labels, current
        self._all = QRadioButton(f"全部 {len(labels)} 页", self)
        self._one = QRadioButton(f"只打正在看的{page_words(labels[current])}", self)
        self._some = QRadioButton("页码", self)
        self._part = QRadioButton("一部分", self)
        self._words = QLineEdit(self)
        self._words.setAccessibleName("要打印的页码")
        self._words.setPlaceholderText("1-3，5")
        self._words.setToolTip("印在纸上的页码")
        self._parts = QComboBox(self)
        self._parts.setAccessibleName("要打印的部分")
        self._parts.setMinimumContentsLength(12)
        self._parts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for part in parts:
            self._parts.addItem(part.words(labels), part.pages)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._all, 0, 0, 1, 2)
        grid.addWidget(self._one, 1, 0, 1, 2)
        grid.addWidget(self._some, 2, 0)
        grid.addWidget(self._words, 2, 1)
        grid.addWidget(self._part, 3, 0)
        grid.addWidget(self._parts, 3, 1)
        grid.setColumnStretch(1, 1)
        self._part.setEnabled(bool(parts))
        self._parts.setEnabled(bool(parts))
        self._all.setChecked(True)
        self._listen()

    def _listen(self) -> None:
        together = QButtonGroup(self)
        for button in (self._all, self._one, self._some, self._part):
            together.addButton(button)
        together.buttonToggled.connect(lambda button, on: self.changed.emit() if on else None)
        self._words.textChanged.connect(lambda: self._typed(self._some))
        self._parts.activated.connect(lambda: self._typed(self._part))

    def _typed(self, button: QRadioButton) -> None:
        if button.isChecked():
            self.changed.emit()
        else:
            button.setChecked(True)

    def pages(self) -> list[int]:
        """From 0; UserError where the page numbers are none."""
        if self._one.isChecked():
            return [self._current]
        if self._some.isChecked():
            return pages_of(self._words.text(), self._labels)
        if self._part.isChecked():
            return [*self._parts.currentData()]
        return [*range(len(self._labels))]

    def show_problem(self, problem: UserError | None) -> None:
        """Mark the page numbers as wrong, or right again."""
        wrong = problem is not None and self._some.isChecked() and bool(self._words.text())
        self._words.setProperty("state", "error" if wrong else "")
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
