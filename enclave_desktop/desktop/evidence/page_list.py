"""The pages of one piece in the order they are printed: put elsewhere by dragging, or with Ctrl and the arrows."""

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.evidence.editing import Edits
from enclave_desktop.desktop.evidence.gallery import blurred, fitted
from enclave_desktop.desktop.evidence.shelf import Shelf
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import Index
from enclave_desktop.dossier.evidence import PageEdit

WIDTH = 132
_PICTURE = QSize(84, 110)
_EDIT = Qt.ItemDataRole.UserRole


class PageList(QListWidget):
    """Small pictures; `reordered` with the new order after a drag."""

    chosen = Signal(int)
    moved = Signal(int, int)
    """A page from one place to another."""
    reordered = Signal(object)
    left_out = Signal()

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("页")
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "desk")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.hidden = False
        self._content = ""
        self.setItemDelegate(_Delegate(shelf, self))
        self.currentRowChanged.connect(lambda at: self.chosen.emit(at) if at >= 0 else None)
        self.model().rowsMoved.connect(self._dragged)
        shelf.ready.connect(self._drawn)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def stay_in_order(self) -> None:
        """Pages cannot be dragged any more."""
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)

    @property
    def content(self) -> str:
        return self._content

    def show_pages(self, content: str, edits: Edits, at: int) -> None:
        """These pages, one of them the current one."""
        self._content = content
        self.blockSignals(True)
        while self.count() > len(edits):
            self.takeItem(self.count() - 1)
        while self.count() < len(edits):
            self.addItem(QListWidgetItem())
        for row, edit in enumerate(edits):
            item = self.item(row)
            item.setData(_EDIT, edit)
            item.setText(f"第 {row + 1} 页")
        self.setCurrentRow(at)
        self.blockSignals(False)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(self.currentRow(), self.currentRow() + step)
        elif event.key() == Qt.Key.Key_Delete:
            self.left_out.emit()
        else:
            super().keyPressEvent(event)

    def _drawn(self, content: str) -> None:
        if content == self._content:
            self.viewport().update()

    def _dragged(self, *_: QModelIndex | int) -> None:
        self.reordered.emit(tuple(self.item(row).data(_EDIT) for row in range(self.count())))


class _Delegate(QStyledItemDelegate):
    def __init__(self, shelf: Shelf, pages: PageList) -> None:
        super().__init__(pages)
        self._shelf = shelf
        self._pages = pages

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_PICTURE.width() + 8, _PICTURE.height() + 14 + round(theme().scale * 20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        edit: PageEdit = index.data(_EDIT)
        rect = QRectF(option.rect)
        frame = QRectF(0, rect.top() + 8, _PICTURE.width(), _PICTURE.height())
        frame.moveLeft(rect.center().x() - frame.width() / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = self._shelf.picture(self._pages.content, edit, (_PICTURE.width() * 2, _PICTURE.height() * 2))
        if image is not None and not image.isNull():
            frame = fitted(image, frame)
            painter.drawImage(frame, blurred(image) if self._pages.hidden else image)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if chosen:
            painter.setPen(QPen(theme().colour("focus" if focused else "accent"), 2))
            painter.drawRoundedRect(frame.adjusted(-3, -3, 3, 3), 4, 4)
        else:
            painter.setPen(QPen(theme().colour("card_border"), 0))
            painter.drawRect(frame)
        painter.setFont(theme().font("caption", 600 if chosen else 400))
        painter.setPen(theme().colour("text" if chosen else "text2"))
        under = QRectF(rect.x(), rect.bottom() - 4 - theme().scale * 18, rect.width(), theme().scale * 18)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        painter.restore()
