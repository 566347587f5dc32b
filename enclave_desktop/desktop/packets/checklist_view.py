"""The checklist on screen: each line says whether it is on record, and leads to where it is filled in."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.packets.checklist import Item, Section, State
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import ROW, Index, RowList, RowModel

_ICONS = {
    State.DONE: ("checkmark_circle_16_filled", "ok", "已有"),
    State.MISSING: ("warning_16_filled", "warn", "缺"),
    State.UNMET: ("dismiss_circle_16_filled", "bad", "未达到"),
    State.NOTE: ("info_16_filled", "text3", "说明"),
}
_HIGH = 10_000
_INDENT, _RIGHT, _BETWEEN = 38, 28, 7


def _spoken(row: Section | Item) -> str:
    if isinstance(row, Section):
        return f"{row.title}，{row.words}" if row.total else row.title
    return "，".join(filter(None, (row.words, _ICONS[row.state][2], row.detail)))


def _shown(row: Section | Item) -> str:
    return row.title if isinstance(row, Section) else row.words


def _hint(row: Section | Item) -> str | None:
    return None if isinstance(row, Section) else f"{row.words}\n{row.detail}".strip()


class Checklist(RowList):
    """The sections with their lines; a click or Enter on one goes to where it is mended."""

    wanted = Signal(str, object)
    """Page and target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        model = RowModel(_spoken, _shown, _hint, lambda row: isinstance(row, Section))
        super().__init__("还缺什么", model, parent)
        self.setObjectName("clear")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setItemDelegate(_Delegate(self))
        self.clicked.connect(lambda index: self._go(index.data(ROW)))
        self.opened.connect(self._go)

    def show_sections(self, sections: Sequence[Section]) -> None:
        self.model_of_rows.set_rows([row for section in sections for row in (section, *section.items)])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first line: Qt would try the heading above it, and stand nowhere. A click stays where it is."""
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            model = self.model_of_rows
            rows = (model.index(at) for at in range(model.rowCount()))
            first = next((row for row in rows if row.flags() & Qt.ItemFlag.ItemIsSelectable), QModelIndex())
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def _go(self, row: Section | Item) -> None:
        if isinstance(row, Item) and row.page:
            self.wanted.emit(row.page, row.target)


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        if isinstance(row, Section):
            return QSize(100, QFontMetrics(theme().font("caption", 600)).height() + 16)
        width = self._view.viewport().width() - _INDENT - _RIGHT
        heights = [_height(words, role, width) for words, role in _texts(row)]
        return QSize(100, sum(heights) + 2 * _BETWEEN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        if isinstance(row, Section):
            _paint_section(painter, rect, row)
        else:
            _paint_item(painter, rect, row, option.state)
        painter.restore()


def _texts(item: Item) -> list[tuple[str, str]]:
    return [(words, role) for words, role in ((item.words, "body"), (item.detail, "caption")) if words]


def wrapping(words: str, metrics: QFontMetrics, width: int) -> Qt.TextFlag:
    """Between words, so that no date is torn; anywhere only where a word is wider than the line."""
    whole = Qt.TextFlag.TextWordWrap
    fits = metrics.boundingRect(0, 0, width, _HIGH, int(whole), words).width() <= width
    return whole if fits else Qt.TextFlag.TextWrapAnywhere


def _height(words: str, role: str, width: int) -> int:
    metrics = QFontMetrics(theme().font(role))
    return metrics.boundingRect(0, 0, width, _HIGH, int(wrapping(words, metrics, width)), words).height()


def _paint_section(painter: QPainter, rect: QRect, section: Section) -> None:
    box = rect.adjusted(16, 4, -16, 0)
    painter.setFont(theme().font("caption", 600))
    painter.setPen(theme().colour("text2"))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, section.title)
    right = section.words if section.done or section.total else ""
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, right)


def _paint_item(painter: QPainter, rect: QRect, item: Item, state: QStyle.StateFlag) -> None:
    colours = theme()
    tint = {State.MISSING: "warn_row", State.UNMET: "bad_row"}.get(item.state)
    if state & QStyle.StateFlag.State_MouseOver and item.page:
        tint = "hover"
    if tint:
        painter.fillRect(rect, colours.colour(tint))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(colours.colour("focus"))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))
    name, token, _ = _ICONS[item.state]
    line = QFontMetrics(colours.font()).height()
    draw_icon(painter, QRectF(rect.x() + 14, rect.y() + _BETWEEN, 16, line), name, token)
    at = rect.adjusted(_INDENT, _BETWEEN, -_RIGHT, 0)
    for words, role in _texts(item):
        painter.setFont(colours.font(role))
        painter.setPen(colours.colour("text" if role == "body" else "text2"))
        painter.drawText(at, int(wrapping(words, painter.fontMetrics(), at.width())), words)
        at.setTop(at.top() + _height(words, role, at.width()))
    if item.page:
        right = QRectF(rect.right() - 24, rect.y(), 16, rect.height())
        draw_icon(painter, right, "chevron_right_16_regular", "text3")
