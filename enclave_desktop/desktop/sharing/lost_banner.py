"""A line over the pages while the server is not reached: nothing is lost, and one may try again at once."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget


class LostBanner(QFrame):
    """Hidden until it is needed."""

    again = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("连接断开")
        self._words = QLabel(self)
        self._words.setObjectName("banner")
        self._words.setProperty("tone", "warn")
        self._words.setWordWrap(True)
        self._again = QPushButton("重新连接", self)
        self._again.clicked.connect(self.again)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 8, 16, 0)
        across.addWidget(self._words, 1)
        across.addWidget(self._again)
        self.hide()

    def show_lost(self, unsaved: int) -> None:
        waiting = (
            f"有 {unsaved} 处改动还没有保存，都留着，连上后自动保存。"
            if unsaved
            else "改动会先留着，连上后自动保存。"
        )
        self._words.setText(f"与共享档案的连接断了。{waiting}")
        self._again.setEnabled(True)
        self.show()

    def show_trying(self) -> None:
        if self.isVisible():
            self._words.setText("正在重新连接…")
            self._again.setEnabled(False)


def ask_whether_to_lose(parent: QWidget, unsaved: int, lose: Callable[[], None]) -> None:
    """Before the window goes with changes that no server has."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("飞地补贴助手")
    box.setText(f"还有 {unsaved} 处改动没有保存：与共享档案的连接断了。")
    box.setInformativeText("先不关闭，连上后会自动保存；关闭就会丢失。")
    stay = box.addButton("先不关闭", QMessageBox.ButtonRole.RejectRole)
    go = box.addButton("放弃改动并关闭", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    go.clicked.connect(lose)
    box.finished.connect(box.deleteLater)
    box.open()
