"""Rows that were removed but stand in printed packets: they can be taken back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job
from enclave_desktop.desktop.writing_only import READ_ONLY
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.showing import mask_long_numbers, show_masked

if TYPE_CHECKING:
    from enclave_desktop.records.moving_out import MovedOut

_SIZE = QSize(960, 400)
_ABOUT = (
    "这些行删除时印在已打印的申报材料里，所以留在档案里；它们不参加核对，也不印进新的材料。"
    "可以选几行一起移回：合同、申领要连同它的人员。"
)


class MovedOutDialog(QDialog):
    """A list, and a button that brings the chosen ones back as one change."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("已移出的行")
        self.resize(_SIZE)
        self._session = session
        self._model = TableModel(_COLUMNS)
        self.table = TableView(self._model, lambda: None, self)
        self.table.setAccessibleName("已移出的行")
        self.table.setSortingEnabled(False)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.picked.connect(self._picked)
        self.table.leave_asked.connect(self.table.focusNextChild)
        self._told = label("second", "", self)
        self._back = QPushButton("移回", self)
        self._back.setProperty("kind", "primary")
        self._back.clicked.connect(self._bring_back)
        close = QPushButton("关闭", self)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self._told, 1)
        buttons.addWidget(self._back)
        buttons.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label("second", _ABOUT, self, wrap=True))
        whole.addWidget(self.table, 1)
        whole.addLayout(buttons)
        session.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        if self._session.view is not None:
            self._session.with_held("查看已移出的行", _moved_out, self._show)

    def _show(self, rows: "list[MovedOut]") -> None:
        self._model.set_rows(rows)
        self._told.setText(f"共 {len(rows)} 行" if rows else "没有移出的行。")
        self._picked()

    def _picked(self) -> None:
        writes = self._session.writes
        self._back.setEnabled(bool(self._chosen()) and writes)
        self._back.setToolTip("" if writes else READ_ONLY)

    def _chosen(self) -> "list[MovedOut]":
        places, _ = self.table.selected_block()
        return [self._model.rows[place] for place in places if place < len(self._model.rows)]

    def _bring_back(self) -> None:
        from enclave_desktop.records.changes import Changes

        rows = [one.row for one in self._chosen()]
        if not rows:
            return
        added = {
            entity: [row for row in rows if type(row) is entity] for entity in dict.fromkeys(map(type, rows))
        }
        name = _name(self._chosen()[0]) if len(rows) == 1 else f"{len(rows)} 行"
        self._session.apply(f"移回{name}", Changes(added=added))


def _moved_out(held: Held, job: Job) -> "list[MovedOut]":
    from enclave_desktop.records.moving_out import moved_out

    return held.record.read(moved_out)


def _name(one: "MovedOut") -> str:
    sheet = KEPT[type(one.row)]
    name = getattr(one.row, "name", "")
    key = " ".join(mask_long_numbers(show_masked(f, getattr(one.row, f.name))) for f in sheet.known_by)
    return "　".join(dict.fromkeys(part for part in (name, key) if part))


_COLUMNS = (
    Column("表", 84, lambda one: KEPT[type(one.row)].title, lambda one: 0),
    Column("行", 368, _name, _name, strong=True, tip=_name),
    Column("移出日期", 104, lambda one: one.moved_on.isoformat(), lambda one: one.moved_on),
    Column("原因", 320, lambda one: one.reason, lambda one: one.reason, tip=lambda one: one.reason),
)
