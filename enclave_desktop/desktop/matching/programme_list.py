"""The programmes by status, each with what it comes to."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.matching.summary import NO_SUBJECT, ORDER, Summary
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import STATUS
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowList, RowModel
from enclave_desktop.policy.findings import Status

_MARK, _UNSIGNED_ICON = 16, "warning_16_filled"
_ACROSS = 12


class Heading:
    """The line above the programmes of one status."""

    def __init__(self, status: Status | None, count: int) -> None:
        self.status = status
        self.words = f"{status.words if status else NO_SUBJECT}　{count}"


def _by_status(summaries: Sequence[Summary]) -> list[Heading | Summary]:
    """A heading for each status that occurs, and under it its programmes."""
    rows: list[Heading | Summary] = []
    for status in (*ORDER, None):
        group = [summary for summary in summaries if summary.status is status]
        if group:
            rows += [Heading(status, len(group)), *group]
    return rows


class ProgrammeList(RowList):
    """`chosen` when another programme becomes the current one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        model = RowModel(_spoken, hint=_title, is_heading=lambda row: isinstance(row, Heading))
        super().__init__("补贴项目", model, parent)
        self.setObjectName("clear")
        self.setItemDelegate(_Delegate(self))
        self.selectionModel().currentChanged.connect(self._changed)

    def show_summaries(self, summaries: Sequence[Summary], programme: str | None) -> None:
        """Show these, with `programme` as the current one."""
        self.model_of_rows.set_rows(_by_status(summaries))
        self.choose(programme)

    def choose(self, programme: str | None) -> None:
        """Make a programme the current one; the first where there is none of that id."""
        rows = self.model_of_rows.rows
        places = {row.programme.id: at for at, row in enumerate(rows) if isinstance(row, Summary)}
        index = self.model_of_rows.index(places.get(programme or "", next(iter(places.values()), -1)))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _changed(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        self.chosen.emit(row if isinstance(row, Summary) else None)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        body = QFontMetrics(theme().font()).height()
        caption = QFontMetrics(theme().font("caption")).height()
        heading = isinstance(index.data(ROW), Heading)
        return QSize(0, caption + 18 if heading else body + caption + 9)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = index.data(ROW)
        rect = QRectF(option.rect).adjusted(_ACROSS, 0, -_ACROSS, 0)
        if isinstance(row, Heading):
            _paint_heading(painter, rect, row)
        else:
            _paint_ground(painter, rect, option)
            _paint_summary(painter, rect.adjusted(_ACROSS, 3, -_ACROSS, -3), row)
        painter.restore()


def _title(row: Heading | Summary) -> str | None:
    return row.programme.marked_title if isinstance(row, Summary) else None


def _spoken(row: Heading | Summary) -> str:
    return row.words if isinstance(row, Heading) else _summary_spoken(row)


def _summary_spoken(summary: Summary) -> str:
    status = summary.status.words if summary.status else ""
    return "，".join(
        part for part in (summary.programme.marked_title, status, summary.count, summary.money) if part
    )


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
    if summary.programme.measure.unsigned:
        draw_icon(painter, QRectF(top.right() - _MARK, top.y(), _MARK, top.height()), _UNSIGNED_ICON, "warn")
        top.setWidth(top.width() - _MARK - 4)
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
