"""The grid: moves as a spreadsheet does; its first column stays when the others scroll."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QWidget,
)

from enclave_desktop.desktop.page import MARGIN_LEFT
from enclave_desktop.desktop.table.cells import PADDING, Cells
from enclave_desktop.desktop.table.grid import Grid
from enclave_desktop.desktop.table.keys import keys_of
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.standing import Standing
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.dossier import Dossier

Hint = QAbstractItemDelegate.EndEditHint
_STEPS = {
    Hint.EditNextItem: (0, 1),
    Hint.EditPreviousItem: (0, -1),
    Hint.SubmitModelCache: (1, 0),
}


class TableView(Grid):
    """The whole table."""

    hides_first = True
    moved = Signal()
    """Another cell is current."""
    picked = Signal()
    """Other cells are selected."""
    edit_ended = Signal()
    copy_asked = Signal(bool)
    """With headers or without."""
    paste_asked = Signal()
    clear_asked = Signal()
    remove_asked = Signal()
    menu_asked = Signal(object)
    """At a place on the screen."""
    restore_asked = Signal()
    """Give up what was typed wrong."""
    leave_asked = Signal()
    """To whatever stands beside the table."""

    def __init__(self, model: TableModel, dossier: Callable[[], Dossier | None], parent: QWidget) -> None:
        self._tabbed_from: int | None = None
        self._composing = False
        """Whether an input method shows what it has not given yet."""
        self._standing: Standing | None = None
        cells = Cells(model, theme().font())
        cells.first_padding = MARGIN_LEFT
        super().__init__(model, cells, dossier, parent)
        self.table_model = model
        self._keys = keys_of(self)
        # Where nothing can be edited, Tab goes on to the next control.
        self.setTabKeyNavigation(any(column.field for column in model.columns))
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setSortIndicatorClearable(True)
        first, *others = (column.width for column in model.columns)
        self.set_widths([first + MARGIN_LEFT - PADDING, *others])
        header.setProperty("pad", "24")
        self._standing = Standing(self, dossier)
        header.sectionResized.connect(self._resized)
        header.sortIndicatorChanged.connect(self._sort)
        theme().changed.connect(self._redress)
        for grid in (self, self._standing):
            grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            grid.customContextMenuRequested.connect(
                lambda at, grid=grid: self.menu_asked.emit(grid.viewport().mapToGlobal(at))
            )
        model.modelReset.connect(self._forget_place)

    @property
    def grids(self) -> "list[Grid]":
        """The table, and the column that lies over it."""
        return [self, self._standing] if self._standing is not None else [self]

    def is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def show_cell(self, row: int, column: int) -> None:
        """Make a cell current and bring it into view."""
        index = self.table_model.index(row, column)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        self.scrollTo(index)

    def columns_in_order(self) -> list[int]:
        """The columns shown, from left to right."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(at) for at in range(header.count()))
        return [at for at in order if not header.isSectionHidden(at)]

    def settle_columns(self) -> None:
        """After columns were brought back."""
        header = self.horizontalHeader()
        self.setColumnHidden(0, False)
        if self._standing is not None:
            self._standing.setColumnWidth(0, self.columnWidth(0))
            section, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
            self._standing.horizontalHeader().setSortIndicator(section if section == 0 else -1, order)
        self._place()

    def selected_block(self) -> tuple[list[int], list[int]]:
        """Rows and columns that the selection spans, in the order shown."""
        ranges: Any = self.selectionModel().selection()
        rows: set[int] = set()
        columns: set[int] = set()
        for part in ranges:
            rows.update(range(part.top(), part.bottom() + 1))
            columns.update(range(part.left(), part.right() + 1))
        return sorted(rows), [at for at in self.columns_in_order() if at in columns]

    def selected_rows(self, column: int) -> set[int]:
        """Where a column's cells are selected."""
        ranges: Any = self.selectionModel().selection()
        rows: set[int] = set()
        for part in ranges:
            if part.left() <= column <= part.right():
                rows.update(range(part.top(), part.bottom() + 1))
        return rows

    def step(self, down: int, right: int) -> None:
        """To the next editable cell, as in a spreadsheet."""
        current = self.currentIndex()
        if not current.isValid():
            return
        row, at = current.row(), current.column()
        if right:
            if self._tabbed_from is None:
                self._tabbed_from = at
            start = self._tabbed_from
            row, at = self._beside(row, at, right)
            self.show_cell(row, at)
            self._tabbed_from = start
            return
        if self._tabbed_from is not None:
            at = self._tabbed_from
        last = self.table_model.rowCount() - 1
        self.show_cell(min(max(row + down, 0), last), at)

    def _beside(self, row: int, at: int, right: int) -> tuple[int, int]:
        columns = [c for c in self.columns_in_order() if self.table_model.columns[c].field or c == at]
        place = columns.index(at) + right
        if 0 <= place < len(columns):
            return row, columns[place]
        other = row + right
        if not 0 <= other < self.table_model.rowCount():
            return row, at
        editable = [c for c in columns if self.table_model.columns[c].field]
        return other, editable[0 if right > 0 else -1]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What an editor leaves unhandled comes here too: its delegate does what is to be done.
        act = None if self.is_editing() else self._key(event)
        if act is None:
            self._tabbed_from = None
            super().keyPressEvent(event)
        else:
            act()
            event.accept()

    def _key(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.matches(QKeySequence.StandardKey.Copy):
            return lambda: self.copy_asked.emit(False)
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste_asked.emit
        pressed = (Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        return self._keys.get(pressed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt drops what an input method gives at once, without composing it first, as 《 or ，."""
        composing = bool(event.preeditString())
        if self._composing and not composing and not event.commitString():
            self.itemDelegate().fill_again()  # type: ignore[attr-defined]
        self._composing = composing
        at_once = bool(event.commitString()) and not event.preeditString() and not self.is_editing()
        super().inputMethodEvent(event)
        if at_once and self.is_editing() and (editor := QApplication.focusWidget()):
            QApplication.sendEvent(editor, event)

    def select_rows(self) -> None:
        """The rows of the selected cells in full."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.selectionModel().selection(), flags.Select | flags.Rows)

    def select_columns(self) -> None:
        """The columns of the selected cells in full."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self.selectionModel().selection(), flags.Select | flags.Columns)

    def keyboardSearch(self, search: str) -> None:
        """Typing edits; a cell that cannot be edited stays: Qt would read every row to find one that begins so."""

    def home_of_editor(self, column: int) -> QWidget | None:
        """The standing column lies on top: its editors lie on it."""
        return self._standing.viewport() if column == 0 and self._standing else None

    def closeEditor(self, editor: QWidget, hint: Hint) -> None:
        """The keyboard goes on from the cell that was edited."""
        super().closeEditor(editor, Hint.NoHint)
        self.setFocus()
        self.edit_ended.emit()
        if hint in _STEPS:
            down, right = _STEPS[hint]
            self.step(down, right)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.cells.current = (current.row(), current.column())
        self._tabbed_from = None
        self._repaint()
        self.moved.emit()

    def selectionChanged(self, selected: Any, deselected: Any) -> None:
        super().selectionChanged(selected, deselected)
        self.picked.emit()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if index.column() == 0:
            # It is always in view: only the row matters.
            across = self.horizontalScrollBar().value()
            super().scrollTo(index, hint)
            self.horizontalScrollBar().setValue(across)
            return
        super().scrollTo(index, hint)
        hidden = self.columnWidth(0) - self.visualRect(index).left()
        if hidden > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - hidden)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def hover(self, row: int) -> None:
        if row != self.cells.hovered:
            self.cells.hovered = row
            self._repaint()

    def leaveEvent(self, event: QEvent) -> None:
        self.hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = True
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.table_model.rowCount():
            self.show_cell(0, 0)
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.cells.focused = False
        super().focusOutEvent(event)
        self._repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place()

    def _place(self) -> None:
        if self._standing is not None:
            height = self.viewport().height() + self.horizontalHeader().height()
            self._standing.setGeometry(QRect(QPoint(0, 0), self.viewport().size()))
            self._standing.resize(self.columnWidth(0), height)

    def _resized(self, at: int, _: int, width: int) -> None:
        if at == 0 and self._standing is not None:
            self._standing.setColumnWidth(0, width)
            self._place()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if self._standing is not None:
            self._standing.horizontalHeader().setSortIndicator(column if column == 0 else -1, order)
        self.table_model.sort(column, order)

    def _forget_place(self) -> None:
        self.cells.current = (-1, -1)

    def _redress(self) -> None:
        self.cells.dress(theme().font())
        self.dress()
        if self._standing is not None:
            self._standing.dress()
        self._repaint()

    def _repaint(self) -> None:
        self.viewport().update()
        if self._standing is not None:
            self._standing.viewport().update()
