"""The printed packets as rows of two lines: the programme, and when and how many pages."""

from operator import attrgetter

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from enclave_desktop.desktop.packets.kept import Kept
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowList, RowModel

_PAD, _AIR = 16, 6


class KeptList(RowList):
    """The newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("已打印的材料", RowModel(attrgetter("spoken"), attrgetter("title")), parent)
        self.setObjectName("clear")
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Delegate(self))

    def current(self) -> Kept | None:
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def choose(self, number: str) -> None:
        """Make the packet of that number the current one."""
        for at, kept in enumerate(self.model_of_rows.rows):
            if kept.number == number:
                self.setCurrentIndex(self.model_of_rows.index(at))
                return


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heights = (QFontMetrics(theme().font(role)).height() for role in ("body", "caption"))
        return QSize(100, sum(heights) + 2 * _AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, kept = theme(), index.data(ROW)
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.colour("sel" if chosen else "row_hover"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("focus"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        box = rect.adjusted(_PAD, _AIR, -_PAD, -_AIR)
        lines = (
            (kept.title, "body", "text", Qt.AlignmentFlag.AlignTop),
            (_second(kept), "caption", "text2", Qt.AlignmentFlag.AlignBottom),
        )
        for words, role, colour, where in lines:
            painter.setFont(colours.font(role))
            painter.setPen(colours.colour(colour))
            fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, where, fitting)
        painter.restore()


def _second(kept: Kept) -> str:
    return "　".join(part for part in (kept.when, kept.pages, kept.subjects) if part)
