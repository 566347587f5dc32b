"""Rows of the dossier as Qt sees them: filtered and sorted here, since a proxy over Python costs seconds."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from enclave_desktop.desktop.table.columns import Column

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TableModel(QAbstractTableModel):
    """Shows `rows` that match the filter, in the order asked for. Editing is handed on: the session saves it."""

    edited = Signal(object, object, str)
    """A row, its Column, and the text typed."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.unmasked: set[tuple[int, int]] = set()
        """Cells (id of row, column) that someone asked to see in full."""
        self.wrong: dict[tuple[int, int], str] = {}
        """Cells (id of row, column) that hold what cannot be saved, and why."""
        self._all: list[Any] = []
        self._shown: list[Any] = []
        self._filter: Callable[[Any], bool] | None = None
        self._sort: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> list[Any]:
        """What is shown, in order."""
        return self._shown

    @property
    def total(self) -> int:
        return len(self._all)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; filter and order stay."""
        self._all = list(rows)
        self._arrange()

    def set_filter(self, matches: Callable[[Any], bool] | None) -> None:
        self._filter = matches
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = (column, order) if 0 <= column < len(self.columns) else None
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        shown = self._all if self._filter is None else [row for row in self._all if self._filter(row)]
        if self._sort is not None:
            column, order = self._sort
            descending = order == Qt.SortOrder.DescendingOrder
            shown = sorted(shown, key=self.columns[column].sort_key, reverse=descending)
        self._shown = shown
        self.unmasked.clear()
        self.wrong.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].field is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self.columns[index.column()].full_text(self._shown[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[index.column()].right
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.wrong.get((id(self._shown[index.row()]), index.column()))
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        shown = self._shown[row]
        if self.unmasked and (id(shown), column) in self.unmasked:
            return self.columns[column].full_text(shown)
        return self.columns[column].text(shown)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column = self._shown[index.row()], self.columns[index.column()]
        if column.field is None or str(value) == column.full_text(row):
            return False
        self.edited.emit(row, column, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].label if orientation == Qt.Orientation.Horizontal else section + 1
