"""The programmes that match, a row each: for how many, how they pay, how much."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.overview.claims import Row, rows
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import NOWHERE, Index, RowTable

_HEADERS = ("项目", "对象", "计法", "金额（元）")
_TITLE, _COUNT, _WAY, _AMOUNT = range(4)
_PAD = 16
_CHEVRON = 28
_LEAST_ROWS = 2


class ProgrammeModel(QAbstractTableModel):
    """The rows as Qt sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def set_rows(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            aside = f"，{row.aside}" if row.aside and index.column() == _AMOUNT else ""
            return f"{_HEADERS[index.column()]}：{row.cells[index.column()]}{aside}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section] + ("　　" if section == _AMOUNT else "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == _AMOUNT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class ProgrammeTable(RowTable):
    """As high as its rows; `chosen` with a programme's id on a click or Enter."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("可以申报的项目", parent)
        self.shown = ProgrammeModel()
        self.setModel(self.shown)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.horizontalHeader().setProperty("pad", "16")
        self.opened.connect(self._choose)
        self.clicked.connect(self._choose)
        self._hovered = -1
        self._all: list[Row] = []
        self._room = 0
        theme().changed.connect(self._fit)

    @property
    def hidden(self) -> int:
        """How many rows found no room."""
        return len(self._all) - len(self.shown.rows)

    def show_view(self, view: View) -> None:
        self._all = rows(view)
        self._show()

    def use_room(self, height: int) -> None:
        """Show as many rows as fit, but some in any case."""
        if height != self._room:
            self._room = height
            self._show()

    def _show(self) -> None:
        fitting = (self._room - self._head_height()) // self._row_height()
        shown = self._all[: max(_LEAST_ROWS, fitting)]
        if shown != self.shown.rows:
            self.shown.set_rows(shown)
        self._fit()

    def hovered_row(self) -> int:
        return self._hovered

    def mouseMoveEvent(self, event: Any) -> None:
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: Any) -> None:
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.shown.index(0, 0))
        super().focusInEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.shown.rows[index.row()].programme.id)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._row_height())
        self.horizontalHeader().setFixedHeight(self._head_height())
        self.setFixedHeight(self._head_height() + self._row_height() * len(self.shown.rows))
        self._fit_columns()

    def _row_height(self) -> int:
        return max(33, QFontMetrics(theme().font()).height() + 14)

    def _head_height(self) -> int:
        return max(30, QFontMetrics(theme().font("caption", 600)).height() + 12)

    def _fit_columns(self) -> None:
        """Everything but the title takes what it needs."""
        body = QFontMetrics(theme().font())
        strong = QFontMetrics(theme().font(weight=600))
        caption = QFontMetrics(theme().font("caption"))
        amount = max(
            (
                strong.horizontalAdvance(row.cells[_AMOUNT]) + caption.horizontalAdvance(row.aside) + 12
                for row in self.shown.rows
            ),
            default=0,
        )
        widths = [_widest(self.shown.rows, column, body) + 24 for column in (_COUNT, _WAY)]
        room = max(160, self.viewport().width() - sum(widths) - amount - _CHEVRON - _PAD)
        for column, width in enumerate((room, *widths, amount + _CHEVRON + _PAD)):
            self.setColumnWidth(column, width)


def _widest(rows: Sequence[Row], column: int, metrics: QFontMetrics) -> int:
    return max((metrics.horizontalAdvance(row.cells[column]) for row in rows), default=60)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table = self.parent()
        assert isinstance(table, ProgrammeTable)
        row, column = table.shown.rows[index.row()], index.column()
        colours = theme()
        rect = QRectF(option.rect)
        painter.save()
        if table.hovered_row() == index.row():
            painter.fillRect(rect, colours.colour("row_hover"))
        if index.row() < len(table.shown.rows) - 1:
            Sharp(painter).rule(rect.left(), rect.right(), rect.bottom() - 1, colours.colour("divider"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.colour("focus"))
            painter.drawRoundedRect(rect.adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)
        inside = rect.adjusted(_PAD if column == _TITLE else 8, 0, 0, 0)
        if column == _AMOUNT:
            _paint_amount(painter, inside, row)
        else:
            painter.setFont(colours.font(weight=600 if column == _TITLE else 400))
            painter.setPen(colours.colour("text" if column == _TITLE else "text2"))
            words = painter.fontMetrics().elidedText(
                row.cells[column], Qt.TextElideMode.ElideRight, int(inside.width()) - 8
            )
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def _paint_amount(painter: QPainter, rect: QRectF, row: Row) -> None:
    colours = theme()
    right = rect.adjusted(0, 0, -_CHEVRON, 0)
    draw_icon(
        painter, QRectF(right.right() + 4, rect.y(), 16, rect.height()), "chevron_right_16_regular", "text2"
    )
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.setFont(colours.font(weight=600))
    painter.setPen(colours.colour("text"))
    painter.drawText(right, align, row.cells[_AMOUNT])
    taken = painter.fontMetrics().horizontalAdvance(row.cells[_AMOUNT]) + 12
    painter.setFont(colours.font("caption"))
    painter.setPen(colours.colour("text2"))
    painter.drawText(right.adjusted(0, 0, -taken, 0), align, row.aside)
