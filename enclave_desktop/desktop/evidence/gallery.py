"""The pieces of one row as cards: what is on record with its first page, and what is missing as an empty frame."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.evidence.cards import Card
from enclave_desktop.desktop.evidence.shelf import Shelf
from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowList, RowModel
from enclave_desktop.dossier.evidence import PageEdit

PICTURE = QSize(116, 150)
_PAD, _GAP, _BETWEEN = 10, 6, 4
_BLUR = 11
"""Pixels across that a blurred picture has: colours and outline remain, no letter does."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
"""With Ctrl, as in the list of pages; by them a piece changes its place among those of its kind."""
_TRIES = 2.0
"""Pictures are drawn for so many device pixels a pixel: sharp on screens of up to 200 %."""


class Gallery(RowList):
    """Cards; `opened` on Enter or double click, `removed` on Delete, `moved` on Ctrl+↑ and Ctrl+↓."""

    removed = Signal(object)
    moved = Signal(object, int)
    """A piece, and by how many places."""

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        model = RowModel(attrgetter("spoken"), attrgetter("title"), attrgetter("hint"))
        super().__init__("证明材料", model, parent)
        self.shelf = shelf
        self.unmasked = False
        self.setObjectName("clear")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(_BETWEEN)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Delegate(self))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))
        shelf.ready.connect(self._drawn)
        self._grows = False
        theme().changed.connect(self._fit)
        self._mask = QTimer(self, singleShot=True)
        self._mask.timeout.connect(lambda: self.unmask(0))

    def show_cards(self, cards: Sequence[Card]) -> None:
        """The same card stays current."""
        current = self.current_card()
        self.model_of_rows.set_rows(cards)
        self._fit()
        keys = [card.key for card in cards]
        if current is not None and current.key in keys:
            self.setCurrentIndex(self.model_of_rows.index(keys.index(current.key)))

    def grow(self) -> None:
        """Be as high as the cards: what is around it scrolls."""
        self._grows = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    def _fit(self) -> None:
        if self._grows:
            card = card_size()
            across = max(1, (self.viewport().width() - _BETWEEN) // (card.width() + _BETWEEN))
            down = -(-len(self.model_of_rows.rows) // across)
            self.setFixedHeight(down * (card.height() + _BETWEEN) + _BETWEEN + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def current_card(self) -> Card | None:
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def choose(self, number: str | None = None, kind: str | None = None) -> None:
        """Make the card of a piece, or of a kind that is missing, the current one."""
        for at, card in enumerate(self.model_of_rows.rows):
            if (number and card.number == number) or (not number and kind and card.kind == kind):
                self.setCurrentIndex(self.model_of_rows.index(at))
                self.scrollTo(self.currentIndex())
                return

    def unmask(self, seconds: int) -> None:
        """Show what is private for so long; none blurs it again."""
        self.unmasked = bool(seconds)
        if seconds:
            self._mask.start(seconds * 1000)
        self.viewport().update()

    def _drawn(self, content: str) -> None:
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is missing is attached by one click: there is nothing to look at."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index.data(ROW).row is None:
            self.opened.emit(index.data(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.current_card()
        if event.key() == Qt.Key.Key_Delete and card is not None and card.row is not None:
            self.removed.emit(card.row)
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if card is not None and card.row is not None:
                self.moved.emit(card.row, step)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self.model_of_rows.rows:
            self.setCurrentIndex(self.model_of_rows.index(0))
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.scheduleDelayedItemsLayout()


class _Delegate(QStyledItemDelegate):
    def __init__(self, gallery: Gallery) -> None:
        super().__init__(gallery)
        self._gallery = gallery

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return card_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(ROW)
        colours = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(option.rect).adjusted(2, 2, -2, -2)
        self._ground(painter, whole, option)
        frame = QRectF(0, whole.top() + _PAD - 2, PICTURE.width(), PICTURE.height())
        frame.moveLeft(whole.center().x() - frame.width() / 2)
        if card.row is None:
            self._paint_empty(painter, frame)
        else:
            self._paint_page(painter, frame, card)
        words = QRectF(
            whole.x() + 4, frame.bottom() + _GAP, whole.width() - 8, whole.bottom() - frame.bottom()
        )
        self._line(painter, words, card.title, "text", 600, "body", 0)
        step = painter.fontMetrics().height()
        self._line(painter, words, card.state.words, card.state.tone_token, 400, "caption", step)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.colour("focus"), 2))
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 6, 6)
        painter.restore()

    def _ground(self, painter: QPainter, whole: QRectF, option: QStyleOptionViewItem) -> None:
        chosen = option.state & QStyle.StateFlag.State_Selected
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("sel" if chosen else "row_hover"))
            painter.drawRoundedRect(whole, 6, 6)

    def _line(
        self, painter: QPainter, rect: QRectF, words: str, token: str, weight: int, role: str, down: int
    ) -> None:
        painter.setFont(theme().font(role, weight))
        painter.setPen(theme().colour(token))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect.adjusted(0, down, 0, 0), Qt.AlignmentFlag.AlignHCenter, shown)

    def _paint_empty(self, painter: QPainter, frame: QRectF) -> None:
        pen = QPen(theme().colour("control_line"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        draw_icon(painter, frame.adjusted(0, 0, 0, -18), "add_20_regular", "text2", 20)
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text2"))
        painter.drawText(frame.adjusted(0, 26, 0, 0), Qt.AlignmentFlag.AlignCenter, "添加")

    def _paint_page(self, painter: QPainter, frame: QRectF, card: Card) -> None:
        row = card.row
        assert row is not None
        shelf = self._gallery.shelf
        edit = row.edits[0] if row.edits else PageEdit(0)
        box = round(frame.width() * _TRIES), round(frame.height() * _TRIES)
        image = shelf.picture(row.content, edit, box)
        if image is None or image.isNull():
            painter.setPen(QPen(theme().colour("card_border"), 0))
            painter.setBrush(theme().colour("subtle"))
            painter.drawRect(frame)
            if shelf.is_broken(row.content):
                draw_icon(painter, frame, "warning_16_filled", "bad", 16)
            return
        picture = fitted(image, frame)
        hidden = card.private and not self._gallery.unmasked
        painter.drawImage(picture, blurred(image) if hidden else image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("card_border"), 0))
        painter.drawRect(picture)
        if hidden:
            self._badge(painter, picture, "eye_off_20_regular", "")
        inspected = shelf.inspected(row.content)
        pages = len(row.edits) or (len(inspected.pages) if inspected else 0)
        if pages > 1:
            self._badge(painter, picture, "", f"{pages} 页")

    def _badge(self, painter: QPainter, picture: QRectF, icon: str, words: str) -> None:
        painter.setFont(theme().font("caption"))
        metrics = painter.fontMetrics()
        width = 24 if icon else metrics.horizontalAdvance(words) + 12
        height = metrics.height() + 4
        at = QRectF(picture.right() - width - 4, picture.bottom() - height - 4, width, height)
        if icon:
            at.moveCenter(picture.center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("card"))
        painter.drawRoundedRect(at, 4, 4)
        if icon:
            draw_icon(painter, at, icon, "text2", 20)
            return
        painter.setPen(theme().colour("text2"))
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, words)


def card_size() -> QSize:
    """A picture with two lines below it."""
    lines = round(theme().scale * 40)
    return QSize(PICTURE.width() + 2 * _PAD + 16, PICTURE.height() + 2 * _PAD + _GAP + lines)


def fitted(image: QImage, frame: QRectF) -> QRectF:
    """Where a picture stands in a frame, as large as it can be."""
    factor = min(frame.width() / image.width(), frame.height() / image.height())
    picture = QRectF(0, 0, image.width() * factor, image.height() * factor)
    picture.moveCenter(frame.center())
    return picture


def blurred(image: QImage) -> QImage:
    """So coarse that nothing can be read, and softened again."""
    small = image.scaledToWidth(_BLUR, Qt.TransformationMode.SmoothTransformation)
    return small.scaled(
        image.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
