"""The lines and wrong rows of a dry run as Qt sees them."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from enclave_desktop.desktop.importing.dry_run import BookCell, BookSheet
from enclave_desktop.desktop.importing.lines import Lines
from enclave_desktop.desktop.importing.tables import CHOICES_ROLE
from enclave_desktop.desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LONGEST_NAME = 12
_NO_LINES = Lines("", (), (), (), lambda row: ())


class LinesModel(QAbstractTableModel):
    """Lines of any kind; the wrong ones can be mended where they have a place."""

    mended = Signal(object, str)
    """A BookCell and the text typed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = _NO_LINES
        self._sheets: dict[str, BookSheet] = {}

    def show(self, lines: Lines, sheets: dict[str, BookSheet]) -> None:
        self.beginResetModel()
        self.lines, self._sheets = lines, sheets
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines.headers)

    def place(self, row: int) -> BookCell | None:
        """The cell that a line speaks of."""
        if self.lines.editable is None or not 0 <= row < len(self.lines.rows):
            return None
        place: BookCell | None = self.lines.rows[row].place
        return place

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == self.lines.editable and self.place(index.row()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.lines.words(self.lines.rows[index.row()])[index.column()]
        mendable = index.column() == self.lines.editable
        if role == Qt.ItemDataRole.EditRole and mendable:
            return self._in_full(index.row())
        if role == CHOICES_ROLE and mendable:
            return self._choices(index.row())
        if role == Qt.ItemDataRole.BackgroundRole and mendable and self.place(index.row()):
            return theme().colour("bad_bg")
        if role == Qt.ItemDataRole.ForegroundRole and mendable:
            return theme().colour("bad")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        place = self.place(index.row())
        if role != Qt.ItemDataRole.EditRole or not place or str(value) == self._in_full(index.row()):
            return False
        self.mended.emit(place, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.lines.headers[section] if orientation == Qt.Orientation.Horizontal else section + 1

    def _choices(self, row: int) -> tuple[str, ...]:
        place = self.place(row)
        if place is None:
            return ()
        return self._sheets[self.lines.rows[row].remark.sheet].field_at(place.column).choices

    def _in_full(self, row: int) -> str:
        place = self.place(row)
        if place is None:
            return ""
        remark = self.lines.rows[row].remark
        sheet = self._sheets[remark.sheet]
        return sheet.in_full(place.row, sheet.field_at(place.column))


class WrongRowsModel(QAbstractTableModel):
    """The rows of one sheet that have an error, cell by cell as the workbook has them; every cell can be mended."""

    mended = Signal(object, str)
    """A BookCell and the text typed."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: BookSheet | None = None
        self._rows: list[int] = []
        self._wrong: dict[int, dict[str, str]] = {}

    def show(self, sheet: BookSheet | None, wrong: dict[int, dict[str, str]]) -> None:
        self.beginResetModel()
        self.sheet, self._wrong, self._rows = sheet, wrong, sorted(wrong)
        self._fields = sheet.fields if sheet else []
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self.sheet else len(self._fields)

    def row_at(self, row: int) -> int | None:
        """The index in the sheet of a shown row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def index_of(self, place: BookCell) -> QModelIndex:
        """Where a cell is shown."""
        if self.sheet is None or place.row not in self._wrong:
            return QModelIndex()
        columns = [self.sheet.layout.columns[field.name] for field in self._fields]
        return self.index(self._rows.index(place.row), columns.index(place.column))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.sheet is None:
            return None
        row, field = self._rows[index.row()], self._fields[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.sheet.masked(row, field)
        if role == Qt.ItemDataRole.EditRole:
            return self.sheet.in_full(row, field)
        if role == CHOICES_ROLE:
            return field.choices
        fault = self._wrong[row].get(field.label)
        if fault is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return fault
        if role == Qt.ItemDataRole.BackgroundRole:
            return theme().colour("bad_bg")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().colour("bad")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self.sheet is None:
            return False
        row, field = self._rows[index.row()], self._fields[index.column()]
        if str(value) == self.sheet.in_full(row, field):
            return False
        place = BookCell(self.sheet.number, row, self.sheet.layout.columns[field.name])
        self.mended.emit(place, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._fields[section].label
        return self._whose(self._rows[section]) if self.sheet else None

    def _whose(self, row: int) -> str:
        """8 沈知遥: the row's number and what its first column says, which stay in view."""
        assert self.sheet is not None
        first = self.sheet.masked(row, self._fields[0])
        return f"{self.sheet.raw.row_number(row)}　{first[:_LONGEST_NAME]}"
