"""A line that says what is under way, how far it is, and takes a cancel."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from enclave_desktop.desktop.remaining import Remaining
from enclave_desktop.desktop.widgets.labels import label


class ProgressStrip(QFrame):
    """Hidden while nothing is under way."""

    cancelled = Signal()

    def __init__(self, parent: QWidget, stop_name: str) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._remaining = Remaining()
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 4, 12, 4)
        self._doing = label("caption", "", self)
        self._done = QProgressBar(self)
        self._done.setAccessibleName("进度")
        self._done.setTextVisible(False)
        self._stop = QPushButton("取消", self)
        self._stop.setAccessibleName(stop_name)
        self._stop.setProperty("kind", "link")
        self._stop.clicked.connect(self._cancel)
        across.addWidget(self._doing)
        across.addWidget(self._done, 1)
        across.addWidget(self._stop)
        self.hide()

    @property
    def stopping(self) -> bool:
        """The user has cancelled it."""
        return not self._stop.isEnabled()

    def begin(self, what: str) -> None:
        """Something new is under way."""
        self._remaining = Remaining()
        self._stop.setEnabled(True)
        self.tell(what, 0, 0)

    def tell(self, what: str, done: int, total: int) -> None:
        """How far it is; nothing more once it was cancelled."""
        if self.stopping:
            return
        self._doing.setText(f"正在{what}　{self._remaining.words(done, total)}".rstrip())
        self._done.setRange(0, total)
        self._done.setValue(done)
        self.show()

    def _cancel(self) -> None:
        self._doing.setText("正在取消…")
        self._stop.setEnabled(False)
        self.cancelled.emit()
