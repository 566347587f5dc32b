"""Lists and tables that are painted by hand: how they are set up, and a model of rows that say what they are."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QListView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from enclave_desktop.desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
"""The row itself."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowModel(QAbstractListModel):
    """Rows of any kind, each as Qt and those who cannot see it are told of it."""

    def __init__(
        self,
        spoken: Callable[[Any], str],
        shown: Callable[[Any], str] | None = None,
        hint: Callable[[Any], str | None] = lambda row: None,
        is_heading: Callable[[Any], bool] = lambda row: False,
    ) -> None:
        """What a row says in full and, if less, what it shows; a hint; and which rows cannot be chosen."""
        super().__init__()
        self.rows: Sequence[Any] = ()
        self._is_heading = is_heading
        self._said: dict[int, Callable[[Any], Any]] = {
            Qt.ItemDataRole.DisplayRole: shown or spoken,
            Qt.ItemDataRole.AccessibleTextRole: spoken,
            Qt.ItemDataRole.ToolTipRole: hint,
            ROW: lambda row: row,
        }

    def set_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._is_heading(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        say = self._said.get(role) if index.isValid() else None
        return say(self.rows[index.row()]) if say else None


class RowList(QListView):
    """A list of such rows without a frame; `opened` on Enter."""

    opened = Signal(object)

    def __init__(self, name: str, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self, name)
        self.model_of_rows = model
        self.setModel(model)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(ROW))
            return
        super().keyPressEvent(event)


class WholeList(RowList):
    """As high as its rows, whose owner scrolls; `opened` on a click too. `row_height` is theirs, in pixels."""

    def __init__(
        self,
        name: str,
        model: RowModel,
        delegate: QStyledItemDelegate,
        row_height: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, model, parent)
        self._row_height = row_height
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.opened.emit(index.data(ROW)))
        theme().changed.connect(self._fit)

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.model_of_rows.set_rows(rows)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model_of_rows.index(0))
        super().focusInEvent(event)

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(self._row_height() * len(self.model_of_rows.rows))


class RowTable(QTableView):
    """A table as high as its rows, whose owner scrolls; `opened` with an index on Enter."""

    opened = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self, name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        across = self.horizontalHeader()
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


def _set_up(view: QListView | QTableView, name: str) -> None:
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
