"""What asks for attention: a list of two-line rows, each leading to the page where it is seen to."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.overview.card import Card
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowModel, WholeList

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


def _hint(notice: Notice) -> str:
    return "\n".join(part for part in (notice.title, notice.caption, notice.more) if part)


def notice_list(name: str, parent: QWidget) -> WholeList:
    """Notices; `opened` with the one that is clicked."""
    model = RowModel(attrgetter("spoken"), attrgetter("title"), _hint)
    return WholeList(name, model, _Delegate(), row_height, parent)


class NoticeCard(Card):
    """A card of notices: the first few, and all when asked."""

    chosen = Signal(object)

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._title = title
        self._all: Sequence[Notice] = ()
        self._few = _FIRST
        self._list = notice_list(title, self)
        self._list.opened.connect(self.chosen)
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
        self._list.show_rows(shown)
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
            Sharp(painter).rule(rect.x() + _PAD + 26, rect.right(), rect.y(), colours.colour("divider"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("focus"))
            painter.drawRoundedRect(rect.adjusted(4.5, 1.5, -4.5, -1.5), 4, 4)
        _paint_notice(painter, rect.adjusted(_PAD, 5, -12, -5), index.data(ROW))
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
