"""What asks for attention: a list of two-line rows, each leading to the page where it is seen to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.overview.card import Card, label
from enclave_desktop.desktop.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole
_PAD = 16
_LEAST, _FIRST = 2, 5
"""Rows shown before someone asks for all: where room is short, and otherwise."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One row."""

    icon: str
    tone: str
    title: str
    caption: str
    end: str
    page: str
    target: object
    more: str = ""
    """Said on hover, and to those who cannot see it."""

    @property
    def spoken(self) -> str:
        return "，".join(part for part in (self.title, self.caption, self.end, self.more) if part)


class NoticeModel(QAbstractListModel):
    """The notices as Qt sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: Sequence[Notice] = ()

    def set_notices(self, notices: Sequence[Notice]) -> None:
        self.beginResetModel()
        self.notices = notices
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.notices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        notice = self.notices[index.row()]
        if role == _ROW:
            return notice
        if role == Qt.ItemDataRole.DisplayRole:
            return notice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return notice.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (notice.title, notice.caption, notice.more) if part)
        return None


class NoticeList(QListView):
    """As high as its rows; `chosen` on a click or Enter."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.shown = NoticeModel()
        self.setModel(self.shown)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.chosen.emit(index.data(_ROW)))
        theme().changed.connect(self._fit)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        self.shown.set_notices(notices)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().data(_ROW))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.shown.index(0))
        super().focusInEvent(event)

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(row_height() * len(self.shown.notices))


class NoticeCard(Card):
    """A card of notices: the first few, and all when asked."""

    chosen = Signal(object)

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._title = title
        self._all: Sequence[Notice] = ()
        self._few = _FIRST
        self._list = NoticeList(title, self)
        self._list.chosen.connect(self.chosen)
        self._nothing = label("second", nothing, self, wrap=True)
        self._nothing.setContentsMargins(_PAD, 0, _PAD, 4)
        self._more = QPushButton(self)
        self._more.setProperty("kind", "link")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._list)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_notices(self, notices: Sequence[Notice], note: str) -> None:
        self._all = notices
        self.say(self._title, note)
        self._show()

    def use_room(self, height: int) -> None:
        """Show as many rows as fit, but some in any case, and not all of many."""
        around = self.sizeHint().height() - self._list.height() if self._list.isVisibleTo(self) else 0
        few = max(_LEAST, min(_FIRST, (height - around) // row_height()))
        if few != self._few:
            self._few = few
            self._show()

    def _show(self) -> None:
        everything = self._more.isChecked()
        shown = self._all if everything else self._all[: self._few]
        self._list.show_notices(shown)
        self._list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._more.setVisible(len(self._all) > self._few)
        self._more.setText("只看前几条" if everything else f"全部 {len(self._all)} 条")


def row_height() -> int:
    """Two lines of type with air."""
    return QFontMetrics(theme().font()).height() + QFontMetrics(theme().font("caption")).height() + 10


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        colours = theme()
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.colour("row_hover"))
        if index.row():
            line = QRectF(rect.x() + _PAD + 26, rect.y(), rect.width() - _PAD - 26, 1)
            painter.fillRect(line, colours.colour("divider"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("focus"))
            painter.drawRoundedRect(rect.adjusted(4.5, 1.5, -4.5, -1.5), 4, 4)
        _paint_notice(painter, rect.adjusted(_PAD, 5, -12, -5), index.data(_ROW))
        painter.restore()


def _paint_notice(painter: QPainter, rect: QRectF, notice: Notice) -> None:
    colours = theme()
    draw_icon(painter, QRectF(rect.x(), rect.y(), 16, rect.height()), notice.icon, notice.tone)
    chevron = QRectF(rect.right() - 16, rect.y(), 16, rect.height())
    draw_icon(painter, chevron, "chevron_right_16_regular", "text2")
    painter.setFont(colours.font("caption"))
    painter.setPen(colours.colour("text2"))
    end = rect.adjusted(0, 0, -22, 0)
    painter.drawText(end, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, notice.end)
    room = end.width() - 26 - painter.fontMetrics().horizontalAdvance(notice.end) - 8
    words = QRectF(rect.x() + 26, rect.y(), room, rect.height())
    caption = painter.fontMetrics().elidedText(notice.caption, Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(words, Qt.AlignmentFlag.AlignBottom, caption)
    painter.setFont(colours.font())
    painter.setPen(colours.colour("text"))
    title = painter.fontMetrics().elidedText(notice.title, Qt.TextElideMode.ElideRight, int(room))
    painter.drawText(words, Qt.AlignmentFlag.AlignTop, title)
