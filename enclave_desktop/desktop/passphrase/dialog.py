"""The dialog in which a new passphrase is chosen, whatever it is for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.passphrase.choosing import Choosing
from enclave_desktop.desktop.widgets.labels import label

_WIDTH = 500


class PassphraseDialog(QDialog):
    """Window-modal. `chosen` with the passphrase; `declined` where going on without one was offered and taken."""

    chosen = Signal(str)
    declined = Signal()

    def __init__(
        self, title: str, words: str, act: str, parent: QWidget, *, decline: str = "", what: str = "口令"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._choosing = Choosing(self, what=what)
        self._inside = inside = QVBoxLayout()
        inside.setContentsMargins(24, 20, 24, 12)
        inside.setSpacing(12)
        inside.addWidget(label("subtitle", title, self, wrap=True))
        for paragraph in words.split("\n"):
            inside.addWidget(label("second", paragraph, self, wrap=True))
        inside.addWidget(self._choosing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inside, 1)
        whole.addWidget(self._foot(act, decline))
        self._choosing.setFocus()

    def _foot(self, act: str, decline: str) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(20, 12, 20, 12)
        across.setSpacing(8)
        if decline:
            without = QPushButton(decline, foot)
            without.setProperty("kind", "link")
            without.setAutoDefault(False)
            without.clicked.connect(self._decline)
            across.addWidget(without)
        across.addStretch(1)
        take = QPushButton(act, foot)
        take.setProperty("kind", "primary")
        take.setDefault(True)
        take.clicked.connect(self._take)
        leave = QPushButton("取消", foot)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        across.addWidget(take)
        across.addWidget(leave)
        return foot

    def _take(self) -> None:
        passphrase = self._choosing.passphrase
        if passphrase is None:
            self._choosing.say_what_is_wrong()
            return
        self._choosing.clear()
        self.accept()
        self.chosen.emit(passphrase)

    def _decline(self) -> None:
        self._choosing.clear()
        super().reject()
        self.declined.emit()
