"""The first two stages of the import dialog: choose a workbook; wait while it is read and checked."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.remaining import Remaining

_TEXT_WIDTH = 560


class ChooseStage(QWidget):
    """Drop a workbook here or pick one; says why the last one could not be read."""

    dropped = Signal(object)
    """A Path."""
    pick = Signal()
    template = Signal()
    export = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._banner = QLabel()
        self._banner.setObjectName("banner")
        self._banner.setProperty("tone", "bad")
        self._banner.setWordWrap(True)
        self._banner.setAccessibleName("读不了的原因")
        self._banner.setFixedWidth(_TEXT_WIDTH)
        whole = QVBoxLayout(self)
        whole.setSpacing(16)
        whole.addStretch(1)
        whole.addWidget(self._banner, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(_centred("把工作簿拖到这里", "subtitle"))
        whole.addWidget(
            _centred("先试着核对一遍，什么都不写入；看过结果再决定导入。可以是 .xlsx 或 .xls。", "second")
        )
        pick = _button("选择工作簿…", "folder_open_20_regular", "on_accent", "primary")
        pick.setDefault(True)
        pick.clicked.connect(self.pick)
        whole.addWidget(pick, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addSpacing(8)
        whole.addLayout(self._links())
        whole.addStretch(2)
        self.say(None)

    def _links(self) -> QHBoxLayout:
        template = _button("保存空白工作簿…", "document_add_20_regular", "accent_text", "link")
        template.clicked.connect(self.template)
        export = _button("把现有档案导出为工作簿…", "arrow_export_20_regular", "accent_text", "link")
        export.clicked.connect(self.export)
        links = QHBoxLayout()
        links.setSpacing(24)
        links.addStretch(1)
        links.addWidget(template)
        links.addWidget(export)
        links.addStretch(1)
        return links

    def say(self, problem: str | None) -> None:
        """Show why a workbook could not be read."""
        self._banner.setText(problem or "")
        self._banner.setVisible(bool(problem))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(Path(files[0]))


class WorkStage(QWidget):
    """What is being done, how far it is and how long it still takes; cancelling leaves the record as it was."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._what = QLabel(self)
        self._how_far = QLabel(self)
        self._how_far.setProperty("role", "second")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("进度")
        self._bar.setFixedWidth(_TEXT_WIDTH)
        self._cancel = QPushButton("取消", self)
        self._cancel.clicked.connect(self.stop)
        words = QHBoxLayout()
        words.addWidget(self._what)
        words.addStretch(1)
        words.addWidget(self._how_far)
        column = QWidget(self)
        column.setFixedWidth(_TEXT_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addLayout(words)
        inside.addWidget(self._bar)
        inside.addWidget(_promise())
        inside.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignRight)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(2)

    def begin(self, what: str) -> None:
        self._remaining = Remaining()
        self._cancel.setEnabled(True)
        self.progress(what, 0, 0)
        self._cancel.setFocus()

    def progress(self, what: str, done: int, total: int) -> None:
        if self._cancel.isEnabled():
            self._what.setText(what)
            self._how_far.setText(self._remaining.words(done, total))
            self._bar.setRange(0, max(total, 0))
            self._bar.setValue(done)

    def stop(self) -> None:
        """As if 取消 had been pressed."""
        self._what.setText("正在取消…")
        self._how_far.setText("")
        self._cancel.setEnabled(False)
        self.cancelled.emit()


def _promise() -> QLabel:
    label = QLabel("取消后档案保持原样。")
    label.setProperty("role", "caption")
    return label


def _centred(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", role)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _button(words: str, name: str, token: str, kind: str) -> QPushButton:
    button = QPushButton(icon(name, token), words)
    button.setProperty("kind", kind)
    button.setIconSize(WITH_AIR)
    button.setAutoDefault(False)
    return button
