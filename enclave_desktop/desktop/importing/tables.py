"""The tables of the import dialog, and how a cell is edited in them."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
CHOICES_ROLE = Qt.ItemDataRole.UserRole
"""What may stand in a cell: a sequence of texts, or nothing."""
_ROW_HEIGHT = 32
_PADDING = 8


class LinesTable(QTableView):
    """Rows of one height; `name` says to assistive programs, and to the user's eye nowhere else, what it lists."""

    def __init__(self, name: str, model: QAbstractItemModel, *, editable: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            if editable
            else QAbstractItemView.EditTrigger.NoEditTriggers
        )
        self.setItemDelegate(CellDelegate(self))
        self.fit()
        theme().changed.connect(self.fit)

    def fit(self) -> None:
        """Rows and headers as high as the type needs."""
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setDefaultSectionSize(round(_ROW_HEIGHT * max(theme().scale, 1)))
        self.horizontalHeader().setFixedHeight(round(_ROW_HEIGHT * max(theme().scale, 1)))

    def set_widths(self, widths: Sequence[int], *, fill: bool = True) -> None:
        """Logical pixels at the usual size of type; with `fill` one more column takes what is left."""
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, round(width * theme().scale))
        if fill:
            header.setSectionResizeMode(len(widths), QHeaderView.ResizeMode.Stretch)

    @property
    def editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState


class CellDelegate(QStyledItemDelegate):
    """Paints a cell, and edits it as a line of text, or where there are choices as a list that takes other words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        colours = theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = option.backgroundBrush if option.backgroundBrush.style() else colours.colour("card")
        painter.fillRect(option.rect, colours.colour("sel") if chosen else ground)
        left, right, foot = option.rect.left(), option.rect.right() + 1, option.rect.bottom()
        Sharp(painter).rule(left, right, foot, colours.colour("divider"))
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.setFont(option.font)
        inside = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(option.displayAlignment), text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.colour("accent"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        choices = index.data(CHOICES_ROLE)
        if choices:
            editor: QWidget = QComboBox(parent)
            assert isinstance(editor, QComboBox)
            editor.setEditable(True)
            editor.addItems(list(choices))
        else:
            editor = super().createEditor(parent, option, index)
        editor.setAccessibleName("改正这一格")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        else:
            super().setModelData(editor, model, index)
