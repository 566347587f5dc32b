"""Between Qt and the cells: paints them, and opens the input that a cell's field asks for."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.editor.day_input import DayInput
from enclave_desktop.desktop.editor.inputs import make_input, set_text, text_of
from enclave_desktop.desktop.table.cells import Cells
from enclave_desktop.dossier.dossier import Dossier

_SELECTED = QStyle.StateFlag.State_Selected
_NARROWEST = 132


class CellDelegate(QStyledItemDelegate):
    """For one view; the cells may be shared by two."""

    def __init__(
        self,
        cells: Cells,
        dossier: Callable[[], Dossier | None],
        home: Callable[[int], QWidget | None],
        parent: QWidget,
    ) -> None:
        """`home` is where the editors of a column lie, if not on the view."""
        super().__init__(parent)
        self._home = home
        self.skips_first = False
        """Another view lies over the first column."""
        self._cells = cells
        self._dossier = dossier
        self._filled: QWidget | None = None
        """The editor that got its text."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        column = index.column()
        if column or not self.skips_first:
            self._cells.paint(painter, option.rect, index.row(), column, bool(option.state & _SELECTED))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._cells.model.columns[index.column()].width, self._cells.row_height)

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        field = self._cells.model.columns[index.column()].field
        assert field is not None  # the model lets nothing else be edited
        widget = make_input(field, self._dossier(), self._home(index.column()) or parent)
        if isinstance(widget, DayInput):
            widget.picked.connect(lambda: self._chosen(widget))
        if isinstance(widget, QComboBox):
            widget.activated.connect(lambda: self._chosen(widget))
            if not widget.isEditable():
                QTimer.singleShot(0, widget, widget.showPopup)
        return widget

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        # A change elsewhere in the table must not undo what is being typed.
        if editor is not self._filled:
            self._filled = editor
            set_text(editor, str(index.data(Qt.ItemDataRole.EditRole)))  # type: ignore[arg-type]
            if isinstance(editor, QComboBox) and (line := editor.lineEdit()):
                line.selectAll()  # as Qt does with a line: what is typed takes its place

    def fill_again(self) -> None:
        """Composing takes the text that was selected away: once it is given up, Qt fills the editor anew."""
        self._filled = None

    def setModelData(
        self, editor: QWidget, model: object, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self._cells.model.setData(index, text_of(editor))  # type: ignore[arg-type]

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = option.rect
        if index.column() == 0:
            rect.moveLeft(0)
        rect.setWidth(max(rect.width(), _NARROWEST))
        editor.setGeometry(rect)

    def _chosen(self, widget: QWidget) -> None:
        """A choice from a list or calendar is made: no Enter is needed."""
        self.commitData.emit(widget)
        self.closeEditor.emit(widget, QAbstractItemDelegate.EndEditHint.NoHint)
