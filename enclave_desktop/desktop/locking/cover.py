"""What is on the screen while a record is locked: its name, and where to type the passphrase."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.passphrase.unlocking import Unlocking
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Worker

_WIDTH = 460


class Cover(QWidget):
    """In place of everything else in the window."""

    unlocked = Signal(object, bool)
    """The key, and whether the recovery code gave it."""
    closing = Signal()
    """The record is to be closed."""
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("root")
        self.setAccessibleName("已锁定")
        self._form = Unlocking(worker, "解锁", self)
        self._form.unlocked.connect(self.unlocked)
        self._form.failed.connect(self.failed)
        close = QPushButton("关闭档案", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.closing)
        self._form.add(close)
        self._name = label("title", "", self, wrap=True)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._words = label("second", "", self, wrap=True)
        card = QFrame(self)
        card.setObjectName("card")
        card.setFixedWidth(_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 20)
        inside.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(_Lock(card))
        head.addWidget(self._name, 1)
        inside.addLayout(head)
        inside.addWidget(self._words)
        inside.addSpacing(8)
        inside.addWidget(self._form)
        # Between stretches: aligned, its height would be that of words as wide as the window.
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)

    def show_waiting(self) -> None:
        """What is under way is ended first."""
        self._name.setText("正在锁定…")
        self._words.setText("先把正在做的做完、保存好。")
        self._form.hide()

    def show_locked(self, path: Path, unfinished: bool) -> None:
        """Which record, and whether something typed waits behind the cover."""
        self._name.setText(f"“{path.stem}”已锁定")
        kept = "没有保存的输入还留着，解锁后接着填。" if unfinished else ""
        self._words.setText(f"改动都已保存，档案已关闭。{kept}输入口令，回到刚才的地方。")
        self._form.show()
        self._form.ask(path)


class _Lock(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_icon(painter, QRectF(self.rect()), "lock_closed_16_regular", "text2", 24)
