"""Choosing a passphrase: typed twice, with a word on its strength."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from enclave_desktop.desktop.passphrase.dress import dress
from enclave_desktop.desktop.passphrase.eye import Eye
from enclave_desktop.desktop.passphrase.line import PassphraseLine
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.records.strength import strength

DIFFERENT = "两次输入的口令不一样"


class Choosing(QWidget):
    """Two lines; `passphrase` once both are the same and it is no trifle."""

    changed = Signal()

    def __init__(self, parent: QWidget, *, what: str = "口令") -> None:
        super().__init__(parent)
        self._what = what
        self.first = PassphraseLine(f"新{what}", self)
        self.again = PassphraseLine(f"再输一次{what}", self)
        eye = Eye((self.first, self.again), self)
        self._strength = label("caption", "", self, wrap=True)
        self._strength.setAccessibleName(f"{what}的强度")
        self._wrong = label("error", "", self, wrap=True)
        self._wrong.setAccessibleName(f"{what}有什么不对")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, (words, line) in enumerate(((f"新{what}(&N)", self.first), ("再输一次(&R)", self.again))):
            named = QLabel(words, self)
            named.setProperty("role", "second")
            named.setBuddy(line)
            grid.addWidget(named, 2 * row, 0)
            grid.addWidget(line, 2 * row, 1)
        grid.addWidget(eye, 0, 2)
        grid.addWidget(self._strength, 1, 1, 1, 2)
        grid.addWidget(self._wrong, 3, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        # Nothing jumps while it is being typed.
        for told in (self._strength, self._wrong):
            told.setMinimumHeight(told.fontMetrics().height() + 2)
        for line in (self.first, self.again):
            line.textChanged.connect(self._typed)
            line.hinted.connect(self._hint)
        self.setFocusProxy(self.first)
        self._typed()

    @property
    def passphrase(self) -> str | None:
        """What was chosen; None while it cannot be used."""
        typed = self.first.text()
        return typed if strength(typed).enough and typed == self.again.text() else None

    def say_what_is_wrong(self) -> None:
        """Why it cannot be used, and the keyboard there."""
        if not strength(self.first.text()).enough:
            self.first.setFocus()
            self._say(f"{self._what}{strength(self.first.text()).advice}")
        elif self.first.text() != self.again.text():
            self.again.setFocus()
            self._say(DIFFERENT)

    def clear(self) -> None:
        self.first.clear()
        self.again.clear()

    def _typed(self) -> None:
        found = strength(self.first.text())
        words = (
            f"强度：{found.words}{'。' + found.advice if found.advice else ''}" if self.first.text() else ""
        )
        self._strength.setText(words)
        dress(self._strength, "role", {"bad": "error", "warn": "warn"}.get(found.tone, "caption"))
        started = self.again.text() and not self.first.text().startswith(self.again.text())
        self._say(DIFFERENT if started else "")
        self.changed.emit()

    def _hint(self, words: str) -> None:
        """In the same place as what is wrong, which stays when there is no hint."""
        if words:
            self._wrong.setText(words)
            dress(self._wrong, "role", "warn")
        elif self._wrong.property("role") == "warn":
            self._say("")

    def _say(self, words: str) -> None:
        self._wrong.setText(words)
        dress(self._wrong, "role", "error")
