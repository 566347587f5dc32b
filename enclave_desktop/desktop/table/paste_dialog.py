"""The preview of a paste: nothing is changed before it is confirmed."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.table.paste import PastedCell, PastedRow, PastePlan
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.showing import mask

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TOLD = 1
"""The column that says what is wrong, beside the one that says what becomes of the row."""


class PasteDialog(QDialog):
    """Shows what will change and which cells are wrong; accepted when the good rows are to be saved."""

    def __init__(self, plan: PastePlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan = plan
        self.setWindowTitle(f"粘贴到“{plan.sheet.title}”")
        self.setAccessibleName(self.windowTitle())
        self.resize(860, 460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for words, role in self._words():
            label = QLabel(words, self)
            label.setProperty("role", role)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self._table(), 1)
        layout.addLayout(self._buttons())

    def _words(self) -> list[tuple[str, str]]:
        plan = self.plan
        fresh = sum(1 for row in plan.good if row.before is None)
        told = [(self.windowTitle(), "subtitle")]
        told.append(
            (f"会改动 {len(plan.good) - fresh} 行，新增 {fresh} 行；共 {len(plan.rows)} 行。", "second")
        )
        if plan.wrong_cells:
            wrong = sum(1 for row in plan.rows if row.is_wrong)
            told.append((f"{wrong} 行里有 {plan.wrong_cells} 处有误，标红的行不会保存。", "error"))
        if plan.ignored:
            told.append((f"没有这些列，不会粘贴：{'、'.join(plan.ignored)}", "warn"))
        return told

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setAccessibleName("粘贴预览")
        table.setModel(_PreviewModel(self.plan, table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(30)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setDefaultSectionSize(150)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setColumnWidth(0, 64)
        table.setColumnWidth(_TOLD, 300)
        table.setColumnHidden(_TOLD, not self.plan.wrong_cells)
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        count = len(self.plan.good)
        partly = any(one.is_wrong for one in self.plan.rows)
        apply = QPushButton(f"只粘贴无误的 {count} 行" if partly else f"粘贴 {count} 行", self)
        apply.setProperty("kind", "primary")
        apply.setEnabled(count > 0)
        apply.setDefault(True)
        apply.clicked.connect(self.accept)
        none = QPushButton("都不粘贴", self)
        none.clicked.connect(self.reject)
        row.addWidget(apply)
        row.addWidget(none)
        return row


class _PreviewModel(QAbstractTableModel):
    """A row for each pasted row: new or changed, what is wrong, each cell before and after."""

    def __init__(self, plan: PastePlan, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = plan.rows
        held = {cell.field.name for row in plan.rows for cell in row.cells}
        self._fields: list[Field] = [field for field in plan.sheet.fields if field.name in held]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._fields) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return ["", "哪里有误", *(field.label for field in self._fields)][section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        at = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if at == 0:
                return _kind(row)
            return _told(row) if at == _TOLD else _shown(self._cell(row, at))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            cell = self._cell(row, at)
            return _told(row) if at == _TOLD else cell.wrong if cell else None
        return self._colour(row, at, role)

    def _colour(self, row: PastedRow, at: int, role: int) -> object:
        cell = self._cell(row, at)
        wrong = bool(cell and cell.wrong) or (at <= _TOLD and row.is_wrong)
        if role == Qt.ItemDataRole.BackgroundRole and wrong:
            return theme().colour("bad_bg")
        if role == Qt.ItemDataRole.ForegroundRole:
            if wrong:
                return theme().colour("bad")
            if cell and not cell.changes:
                return theme().colour("text3")
        return None

    def _cell(self, row: PastedRow, at: int) -> PastedCell | None:
        if at <= _TOLD:
            return None
        name = self._fields[at - _TOLD - 1].name
        return next((cell for cell in row.cells if cell.field.name == name), None)


def _kind(row: PastedRow) -> str:
    if row.is_wrong:
        return "有误"
    if row.before is None:
        return "新增"
    return "改动" if row.is_changed else "不变"


def _shown(cell: PastedCell | None) -> str:
    """What is wrong is shown as it was typed, so that it can be recognised; else masked like elsewhere."""
    if cell is None:
        return ""
    text = mask(cell.field, cell.text) if cell.field.sensitive and not cell.wrong else cell.text
    if not cell.changes or cell.wrong or not cell.before:
        return text
    return f"{cell.before} → {text or '（清空）'}"


def _told(row: PastedRow) -> str:
    told = [f"{cell.field.label}：{cell.wrong}" for cell in row.cells if cell.wrong]
    return "；".join([*told, *([row.wrong] if row.wrong else [])])
