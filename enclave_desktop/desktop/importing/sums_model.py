"""How many rows of each sheet are new, changed, equal and wrong, as Qt sees them."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from enclave_desktop.desktop.importing.lines import Sums
from enclave_desktop.desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADERS = ("表", "新增", "更改", "未变", "有错")
_BAD = 4


class SumsModel(QAbstractTableModel):
    """One line a sheet, after one for the whole book."""

    def __init__(self) -> None:
        super().__init__()
        self._sums: list[Sums] = []

    def show(self, sums: list[Sums]) -> None:
        self.beginResetModel()
        self._sums = sums
        self.endResetModel()

    def title(self, row: int) -> str | None:
        """The sheet of a line; None for the whole book."""
        return self._sums[row].title if 0 < row < len(self._sums) else None

    def row_of(self, title: str | None) -> int:
        titles = [self.title(row) for row in range(len(self._sums))]
        return titles.index(title) if title in titles else 0

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._sums)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self._sums[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and index.column():
            return theme().colour("text3" if not value else "bad" if index.column() == _BAD else "text")
        if role == Qt.ItemDataRole.FontRole:
            return theme().font(weight=600 if index.column() in (0, _BAD) and value else 400)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return _HEADERS[section] if role == Qt.ItemDataRole.DisplayRole else None
