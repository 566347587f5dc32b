"""The table of a paste's preview: each cell before and after; a wrong one is mended where it stands."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from enclave_desktop.desktop.editor.inputs import make_input, set_text, text_of
from enclave_desktop.desktop.table.paste import PastedCell, PastedRow, PastePlan
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.showing import mask

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TOLD = 1
"""The column that says what is wrong, beside the one that says what becomes of the row."""
_FIRST = 2
_ROW, _KIND_WIDTH, _TOLD_WIDTH, _WIDTH = 30, 64, 300, 150


class PreviewTable(QTableView):
    """Shows a plan; `mended` after a cell was given another text."""

    mended = Signal()

    def __init__(self, plan: PastePlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("粘贴预览")
        self._model = PreviewModel(plan, self)
        self._model.mended.connect(self.mended)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self._model, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        scale = theme().scale
        self.verticalHeader().setDefaultSectionSize(round(_ROW * max(scale, 1)))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultSectionSize(round(_WIDTH * scale))
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setColumnWidth(0, round(_KIND_WIDTH * scale))
        self.setColumnWidth(_TOLD, round(_TOLD_WIDTH * scale))
        self.setColumnHidden(_TOLD, not any(row.is_wrong for row in plan.rows))

    def next_wrong(self) -> None:
        """Go to the next cell that is wrong, from the top again after the last."""
        at = self._model.wrong_after(self.currentIndex())
        if at.isValid():
            self.setCurrentIndex(at)
            self.scrollTo(at)
            self.setFocus()


class PreviewModel(QAbstractTableModel):
    """A row for each pasted row: new or changed, what is wrong, each cell before and after."""

    mended = Signal()

    def __init__(self, plan: PastePlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan = plan
        held = {name for row in plan.rows for name in row.cells}
        self._columns: list[tuple[int, Field]] = [
            (at, field) for at, field in enumerate(plan.columns.fields) if field and field.name in held
        ]
        """Place in the block, and field."""

    def field(self, column: int) -> Field:
        return self._columns[column - _FIRST][1]

    def wrong_after(self, index: Index) -> QModelIndex:
        """The next wrong cell, row by row."""
        start = (index.row(), index.column()) if index.isValid() else (-1, -1)
        wrong = [
            (at, column)
            for at, row in enumerate(self.plan.rows)
            if row.is_wrong
            for column in self._wrong_columns(row)
        ]
        following = next((place for place in wrong if place > start), wrong[0] if wrong else None)
        return self.index(*following) if following else QModelIndex()

    def _wrong_columns(self, row: PastedRow) -> list[int]:
        wrong = [
            at
            for at, (_, field) in enumerate(self._columns, _FIRST)
            if (cell := row.cells.get(field.name)) and cell.wrong
        ]
        return wrong or [_FIRST]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.plan.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns) + _FIRST

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() >= _FIRST else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return ["", "哪里有误", *(field.label for _, field in self._columns)][section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, at = self.plan.rows[index.row()], index.column()
        cell = self._cell(row, at)
        if role == Qt.ItemDataRole.DisplayRole:
            if at == 0:
                return _kind(row)
            return row.told if at == _TOLD else _shown(cell)
        if role == Qt.ItemDataRole.EditRole:
            return (row.texts[self._columns[at - _FIRST][0]] or "") if at >= _FIRST else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.told if at == _TOLD else cell.wrong if cell else None
        return self._colour(row, cell, at, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() < _FIRST:
            return False
        if value == self.data(index, role):
            return False
        self.plan.mend(index.row(), self._columns[index.column() - _FIRST][0], str(value))
        # Another row may have been its twin.
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.plan.rows) - 1, self.columnCount() - 1))
        self.mended.emit()
        return True

    def _colour(self, row: PastedRow, cell: PastedCell | None, at: int, role: int) -> object:
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
        return row.cells.get(self.field(at).name) if at >= _FIRST else None


class _Delegate(QStyledItemDelegate):
    """Edits a cell as the table does: lists for choices and references, a calendar for days."""

    def __init__(self, model: PreviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = self._model.field(index.column())
        editor = make_input(field, self._model.plan.columns.dossier, parent)
        editor.setAccessibleName(f"改正{field.label}")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        set_text(editor, str(index.data(Qt.ItemDataRole.EditRole)))  # type: ignore[arg-type]

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        self._model.setData(index, text_of(editor))  # type: ignore[arg-type]


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
