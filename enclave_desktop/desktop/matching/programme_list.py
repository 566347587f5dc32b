"""The programmes by status, each with what it comes to."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.matching.summary import NO_SUBJECT, ORDER, Summary
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import STATUS
from enclave_desktop.policy.findings import Status

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole
_ACROSS = 12


class Heading:
    """The line above the programmes of one status."""

    def __init__(self, status: Status | None, count: int) -> None:
        self.status = status
        self.words = f"{status.words if status else NO_SUBJECT}　{count}"


class ProgrammeModel(QAbstractListModel):
    """A heading for each status that occurs, and under it its programmes."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Heading | Summary] = []

    def set_summaries(self, summaries: Sequence[Summary]) -> None:
        rows: list[Heading | Summary] = []
        for status in (*ORDER, None):
            group = [summary for summary in summaries if summary.status is status]
            if group:
                rows += [Heading(status, len(group)), *group]
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def index_of(self, programme: str | None) -> QModelIndex:
        """Where a programme stands; the first one where there is none of that id."""
        places = {row.programme.id: at for at, row in enumerate(self._rows) if isinstance(row, Summary)}
        first = next(iter(places.values()), -1)
        return self.index(places.get(programme or "", first))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.words if isinstance(row, Heading) else _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Summary):
            return row.programme.title
        return None


class ProgrammeList(QListView):
    """`chosen` when another programme becomes the current one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("补贴项目")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setObjectName("clear")
        self._programmes = ProgrammeModel()
        self.setModel(self._programmes)
        self.setItemDelegate(_Delegate(self))
        self.selectionModel().currentChanged.connect(self._changed)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def show_summaries(self, summaries: Sequence[Summary], programme: str | None) -> None:
        """Show these, with `programme` as the current one."""
        self._programmes.set_summaries(summaries)
        self.choose(programme)

    def choose(self, programme: str | None) -> None:
        index = self._programmes.index_of(programme)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _changed(self, index: QModelIndex) -> None:
        row = index.data(_ROW)
        self.chosen.emit(row if isinstance(row, Summary) else None)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        body = QFontMetrics(theme().font()).height()
        caption = QFontMetrics(theme().font("caption")).height()
        heading = isinstance(index.data(_ROW), Heading)
        return QSize(0, caption + 18 if heading else body + caption + 9)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = index.data(_ROW)
        rect = QRectF(option.rect).adjusted(_ACROSS, 0, -_ACROSS, 0)
        if isinstance(row, Heading):
            _paint_heading(painter, rect, row)
        else:
            _paint_ground(painter, rect, option)
            _paint_summary(painter, rect.adjusted(_ACROSS, 3, -_ACROSS, -3), row)
        painter.restore()


def _spoken(summary: Summary) -> str:
    status = summary.status.words if summary.status else ""
    return "，".join(part for part in (summary.programme.title, status, summary.count, summary.money) if part)


def _paint_heading(painter: QPainter, rect: QRectF, heading: Heading) -> None:
    colours = theme()
    look = STATUS[heading.status]
    line = rect.adjusted(8, 4, 0, 0)
    draw_icon(painter, QRectF(line.x(), line.y(), 16, line.height()), look.icon, look.tone)
    painter.setFont(colours.font("caption", 600))
    painter.setPen(colours.colour("text2"))
    painter.drawText(line.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, heading.words)


def _paint_ground(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem) -> None:
    colours = theme()
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    if selected or hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("sel" if selected else "row_hover"))
        painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 4, 4)
    if selected:
        painter.setBrush(colours.colour("accent"))
        painter.drawRoundedRect(QRectF(rect.x(), rect.center().y() - 8, 3, 16), 1.5, 1.5)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(colours.colour("focus"))
        painter.drawRoundedRect(rect.adjusted(0.5, 1.5, -0.5, -1.5), 4, 4)


def _paint_summary(painter: QPainter, rect: QRectF, summary: Summary) -> None:
    colours = theme()
    title = colours.font("body", 600)
    metrics = QFontMetrics(title)
    top = QRectF(rect.x(), rect.y(), rect.width(), metrics.height())
    painter.setFont(title)
    painter.setPen(colours.colour("text"))
    elided = metrics.elidedText(summary.programme.title, Qt.TextElideMode.ElideRight, int(top.width()))
    painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, elided)
    caption = colours.font("caption")
    metrics = QFontMetrics(caption)
    below = QRectF(rect.x(), top.bottom(), rect.width(), rect.bottom() - top.bottom())
    painter.setFont(caption)
    painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, summary.money)
    painter.setPen(colours.colour("text2"))
    room = int(below.width()) - metrics.horizontalAdvance(summary.money) - 8
    count = metrics.elidedText(summary.count, Qt.TextElideMode.ElideRight, room)
    painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, count)
