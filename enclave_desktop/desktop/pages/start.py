"""开始: the records opened last, a new one, the sample."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.session import View

_COLUMN = 780
_FILTER = "档案 (*.enclave)"


class StartPage(Page):
    """Where everything begins."""

    title = "开始"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        column = QWidget()
        column.setMaximumWidth(_COLUMN)
        self._inside = QVBoxLayout(column)
        self._inside.setContentsMargins(0, 24, 0, 24)
        self._inside.setSpacing(16)
        self._inside.addLayout(self._ways())
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._inside.addWidget(_label("最近打开", "subtitle"))
        self._inside.addLayout(self._recent)
        self._inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        holder = QWidget()
        holder.setObjectName("clear")
        across = QHBoxLayout(holder)
        across.addStretch(1)
        across.addWidget(column, 10)
        across.addStretch(1)
        area.setWidget(holder)
        self.body.addWidget(area)

    def show_view(self, view: View | None) -> None:
        while item := self._recent.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        recent = self.surroundings.settings.recent
        for path in recent:
            self._recent.addWidget(self._row(path))
        if not recent:
            self._recent.addWidget(_label("还没有打开过档案。先打开示例看一看，或新建一份。", "second"))

    def _ways(self) -> QHBoxLayout:
        ways = QHBoxLayout()
        ways.setSpacing(12)
        ways.addWidget(self._way("新建档案", "document_add_20_regular", self._new, primary=True))
        ways.addWidget(self._way("打开档案", "folder_open_20_regular", self._open))
        ways.addWidget(self._way("打开示例", "sparkle_20_regular", self._sample))
        ways.addStretch(1)
        return ways

    def _way(self, words: str, name: str, act: Callable[[], None], *, primary: bool = False) -> QPushButton:
        button = QPushButton(icon(name, "on_accent" if primary else "text"), words)
        button.setProperty("kind", "primary" if primary else "")
        button.clicked.connect(act)
        return button

    def _row(self, path: Path) -> QPushButton:
        words = f"{path.stem}　　{path.parent}" + ("" if path.exists() else "　（找不到了）")
        button = QPushButton(icon("database_20_regular", "text2"), words)
        button.setProperty("kind", "subtle")
        button.setStyleSheet("text-align: left")
        button.setEnabled(path.exists())
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.session.open(path))
        return button

    def _new(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "新建档案", "本企业.enclave", _FILTER)
        if name:
            self.session.open(Path(name).with_suffix(".enclave"), create=True)

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "打开档案", "", _FILTER)
        if name:
            self.session.open(Path(name))

    def _sample(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "把示例档案存到", "示例企业.enclave", _FILTER)
        if name:
            self.session.open(Path(name).with_suffix(".enclave"), create=True, then=self._fill_with_sample)

    def _fill_with_sample(self) -> None:
        from enclave_desktop.dossier.fields import SHEETS
        from enclave_desktop.exchange.sample import sample_dossier
        from enclave_desktop.records.changes import Changes

        dossier = sample_dossier(date.today())
        self.session.apply("放入示例", Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))


def _label(words: str, role: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
