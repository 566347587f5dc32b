"""Small pictures of all pages at the side: click one to go there."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.packets.images import PageImages
from enclave_desktop.desktop.packets.paper import Paper, page_words
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.tokens import LIGHT
from enclave_desktop.desktop.widgets.rows import NOWHERE, Index

WIDTH = 132
_PICTURE = QSize(84, 119)
_ABOVE, _UNDER = 6, 4
_PAPER = QColor(LIGHT["card"])


class PageModel(QAbstractListModel):
    """One row a page."""

    def __init__(self) -> None:
        super().__init__()
        self.paper: Paper | None = None

    def show_paper(self, paper: Paper | None) -> None:
        self.beginResetModel()
        self.paper = paper
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.paper is None else len(self.paper.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.paper is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.paper.labels[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return page_words(self.paper.labels[index.row()])
        return None


class Thumbnails(QListView):
    """The pages, small."""

    chosen = Signal(int)

    def __init__(self, images: PageImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("缩略图")
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("kind", "desk")
        self._pages = PageModel()
        self.setModel(self._pages)
        self._images = images
        self.setItemDelegate(_Delegate(self._pages, images, self))
        images.ready.connect(lambda number: self.update(self._pages.index(number)))
        self.selectionModel().currentChanged.connect(lambda now, before: self._choose(now))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def show_paper(self, paper: Paper | None) -> None:
        self._images.show_paper(paper)
        self._pages.show_paper(paper)

    def show_current(self, number: int) -> None:
        index = self._pages.index(number)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.row())


class _Delegate(QStyledItemDelegate):
    def __init__(self, model: PageModel, images: PageImages, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._images = images

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = round(theme().scale * 20)
        return QSize(_PICTURE.width() + 8, _ABOVE + _PICTURE.height() + _UNDER + height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        paper = self._model.paper
        if paper is None:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = QRectF(option.rect)
        size = paper.sizes[index.row()]
        factor = min(_PICTURE.width() / size.width(), _PICTURE.height() / size.height())
        picture = QRectF(0, 0, size.width() * factor, size.height() * factor)
        picture.moveCenter(rect.center())
        picture.moveTop(rect.top() + _ABOVE + (_PICTURE.height() - picture.height()) / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(picture, _PAPER)
        image = self._images.image(index.row(), factor * painter.device().devicePixelRatioF())
        if image is not None:
            painter.drawImage(picture, image)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        self._frame(painter, picture, "focus" if focused else "accent" if chosen else None)
        painter.setFont(theme().font("caption", 600 if chosen else 400))
        painter.setPen(theme().colour("text" if chosen else "text2"))
        under = QRectF(rect.x(), rect.top() + _ABOVE + _PICTURE.height() + _UNDER, rect.width(), 20)
        painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, paper.labels[index.row()])
        painter.restore()

    def _frame(self, painter: QPainter, picture: QRectF, ring: str | None) -> None:
        if ring:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().colour(ring), 2))
            painter.drawRoundedRect(picture.adjusted(-3, -3, 3, 3), 4, 4)
        else:
            painter.setPen(QPen(theme().colour("card_border"), 0))
            painter.drawRect(picture)
