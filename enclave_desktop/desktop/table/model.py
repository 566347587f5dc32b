"""Rows of the dossier as Qt sees them: filtered and sorted here, since a proxy over Python costs seconds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from enclave_desktop.desktop.manual.terms import field_tip
from enclave_desktop.desktop.table.columns import Column, pixels

Index = QModelIndex | QPersistentModelIndex
Filter = Callable[[Sequence[Any]], list[Any]]
"""Those of the rows that match, in their order."""
_NOWHERE = QModelIndex()
_FEW = 500
_EMPTY = "空"
_SHOWN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITED = _SHOWN | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed into a cell and cannot be saved."""

    row: Any
    text: str
    why: str


class TableModel(QAbstractTableModel):
    """Shows `rows` that match the filter, in the order asked for. Editing is handed on: the session saves it."""

    edited = Signal(object, object, str)
    """A row, its Column, and the text typed."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.editable = True
        """Whether cells take what is typed; not in a record that is only read."""
        self.columns = list(columns)
        self.unmasked: set[tuple[int, int]] = set()
        """Cells (id of row, column) that someone asked to see in full."""
        self.wrong: dict[tuple[int, int], Wrong] = {}
        """Cells (id of row, column) that hold what cannot be saved."""
        self.lacking: frozenset[tuple[int, str]] = frozenset()
        """Fields (id of row, name) whose absence leaves a verdict open."""
        self._all: list[Any] = []
        self._shown: list[Any] = []
        self._places: dict[int, int] | None = None
        self.filter: Filter | None = None
        """Takes hold when the rows are next arranged: what is edited keeps its place until then."""
        self._sort: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> list[Any]:
        """What is shown, in order."""
        return self._shown

    @property
    def everything(self) -> list[Any]:
        """Shown or not."""
        return self._all

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; filter and order stay."""
        self._all = list(rows)
        if self.wrong or self.unmasked:
            here = set(map(id, self._all))
            self.wrong = {cell: wrong for cell, wrong in self.wrong.items() if cell[0] in here}
            self.unmasked = {cell for cell in self.unmasked if cell[0] in here}
        self._arrange()

    def update_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; where only values changed, every row keeps its place."""
        if len(rows) == len(self._all):
            changed = {id(old): new for old, new in zip(self._all, rows, strict=True) if old is not new}
            if len(changed) <= _FEW and not any(id(new) in changed for new in changed.values()):
                self.replace(changed)
                self._all_changed()
                return
        self.set_rows(rows)

    def set_filter(self, matching: Filter | None) -> None:
        self.filter = matching
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort = (column, order) if 0 <= column < len(self.columns) else None
        self._arrange()

    def place_of(self, row: Any) -> int | None:
        """Where a row is shown; None when it is not."""
        if self._places is None:
            self._places = {id(shown): place for place, shown in enumerate(self._shown)}
        return self._places.get(id(row))

    def replace(self, pairs: Mapping[int, Any]) -> None:
        """Show other values, by id of the row before, at once and in place: they are on their way to the record."""
        self.wrong = {
            (id(pairs.get(row, wrong.row)), at): Wrong(pairs.get(row, wrong.row), wrong.text, wrong.why)
            for (row, at), wrong in self.wrong.items()
        }
        self.unmasked = {(id(pairs[row]) if row in pairs else row, at) for row, at in self.unmasked}
        self._all = [pairs.get(id(row), row) for row in self._all]
        places = [place for place, row in enumerate(self._shown) if id(row) in pairs]
        for place in places:
            self._shown[place] = pairs[id(self._shown[place])]
        self._places = None
        for place in places:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def mark_wrong(self, row: Any, column: int, text: str, why: str) -> None:
        self.wrong[id(row), column] = Wrong(row, text, why)
        self.repaint(row)

    def unmark(self, row: Any, column: int) -> None:
        if self.wrong.pop((id(row), column), None):
            self.repaint(row)

    def unmask(self, cells: set[tuple[int, int]]) -> None:
        """Show these cells in full, and no others."""
        self.unmasked = cells
        self._all_changed()

    def _all_changed(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.columns) - 1))

    def repaint(self, row: Any) -> None:
        place = self.place_of(row)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def _arrange(self) -> None:
        self.beginResetModel()
        shown = self.filter(self._all) if self.filter else list(self._all)
        if self._sort is not None:
            shown = _sorted(shown, self.columns[self._sort[0]].sort_key, self._sort[1])
        self._shown = shown
        self._places = None
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        edited = self.editable and self.columns[index.column()].field is not None
        return _EDITED if edited else _SHOWN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.text(index.row(), index.column()) or _EMPTY
            return f"{self.columns[index.column()].label}：{said}"
        if role == Qt.ItemDataRole.EditRole:
            wrong = self.wrong_at(index.row(), index.column())
            return wrong.text if wrong else self.columns[index.column()].full_text(self._shown[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[index.column()].right
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tip(index.row(), index.column())
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        shown = self._shown[row]
        if self.wrong and (wrong := self.wrong.get((id(shown), column))):
            return wrong.text
        if self.unmasked and (id(shown), column) in self.unmasked:
            return self.columns[column].full_text(shown)
        return self.columns[column].text(shown)

    def wrong_at(self, row: int, column: int) -> Wrong | None:
        return self.wrong.get((id(self._shown[row]), column)) if self.wrong else None

    def wrong_in(self, row: Any) -> dict[str, Wrong]:
        """What was typed wrong in a row, by the field's name."""
        return {
            field.name: wrong
            for (key, at), wrong in self.wrong.items()
            if key == id(row) and (field := self.columns[at].field)
        }

    def is_lacking(self, row: int, column: int) -> bool:
        """Whether the cell is empty and a verdict waits for it."""
        field = self.columns[column].field
        return field is not None and (id(self._shown[row]), field.name) in self.lacking

    def is_masked(self, row: int, column: int) -> bool:
        """Whether the cell holds a sensitive value that nobody asked to see."""
        return self.columns[column].sensitive and (id(self._shown[row]), column) not in self.unmasked

    def _tip(self, row: int, column: int) -> str | None:
        if wrong := self.wrong_at(row, column):
            return wrong.why
        if self.is_lacking(row, column):
            return "未填：填写后才能判断是否符合"
        held = self.columns[column]
        if held.tip:
            return held.tip(self._shown[row])
        text = self.text(row, column)
        return text if pixels(text) + 16 > held.width else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column = self._shown[index.row()], self.columns[index.column()]
        if column.field is None:
            return False
        if str(value) == column.full_text(row):
            self.unmark(row, index.column())
            return False
        self.edited.emit(row, column, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column.field:
            return field_tip(column.field) or None
        return None


def _sorted(rows: list[Any], key: Callable[[Any], Any], order: Qt.SortOrder) -> list[Any]:
    """What has nothing to be ordered by comes last either way."""
    descending = order == Qt.SortOrder.DescendingOrder
    try:
        return sorted(rows, key=key, reverse=descending)
    except TypeError:  # None has no order; to look for it first would take as long as the sorting
        pass
    filled = [row for row in rows if key(row) is not None]
    return sorted(filled, key=key, reverse=descending) + [row for row in rows if key(row) is None]
