"""The diagnosis, shown whole before it is saved."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.asking import ask_save
from enclave_desktop.desktop.diagnostics.reducing import Reducing
from enclave_desktop.desktop.diagnostics.report import MakeUp, Part, make_up, parts, save
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.errors import UserError
from enclave_desktop.records.places import Place, place_name

_SIZE = (820, 540)
_LIST = 150
_ABOUT = (
    "要存进文件的就是下面这些，没有姓名、号码、金额，也没有文件夹和档案的名称。看过之后再保存，发给帮您的人。"
)


def show_diagnosis(parent: QWidget, session: Session, settings: Settings) -> None:
    """Gather it, of the open record too, and show it."""
    names = {part for place in settings.recent for part in _names(place)}

    def show(found: MakeUp | None) -> None:
        dialog = Diagnosis(parts(settings, found, Reducing(names)), settings.record_folder, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    if session.view is None:
        show(None)
    else:
        session.with_held("诊断信息", make_up, show)


class Diagnosis(QDialog):
    """Its files at the left, what the chosen one says at the right."""

    def __init__(self, whole: tuple[Part, ...], folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("诊断信息")
        self.resize(*_SIZE)
        self._parts = whole
        self._folder = folder
        self._list = QListWidget(self)
        self._list.setAccessibleName("文件")
        self._list.setFixedWidth(_LIST)
        self._list.addItems([part.name for part in whole])
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setAccessibleName("内容")
        self._list.currentRowChanged.connect(lambda row: self._text.setPlainText(whole[row].text))
        self._list.setCurrentRow(0)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._list)
        across.addWidget(self._text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label("", _ABOUT, self, wrap=True))
        column.addLayout(across, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        keep = QPushButton("保存…", self)
        keep.setProperty("kind", "primary")
        keep.setDefault(True)
        keep.clicked.connect(self._ask)
        leave = QPushButton("关闭", self)
        leave.clicked.connect(self.reject)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addStretch(1)
        across.addWidget(keep)
        across.addWidget(leave)
        return across

    def _ask(self) -> None:
        suggested = self._folder / f"诊断信息 {date.today()}.zip"
        ask_save(self, "保存诊断信息", suggested, "ZIP (*.zip)", self._save)

    def _save(self, path: Path) -> None:
        try:
            save(path, self._parts)
        except UserError as error:
            show_problem(self, error)
        else:
            self.accept()


def _names(place: Place) -> set[str]:
    """What a record and all that it lies in are called."""
    if isinstance(place, Path):
        return {place_name(place), *place.parts[1:]}
    return {place_name(place), place.server, place.user}
