"""How a cell is painted: text laid out once, verdicts as pills, what is wrong or lacking marked."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QTableView

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import Look, chip_size, draw_chip

PADDING = 8
_MOST_LAID_OUT = 20_000
_UNFILLED = "未填"


class Cells:
    """Paints the cells of one table; keeps what it laid out."""

    def __init__(self, model: TableModel, font: QFont) -> None:
        self.model = model
        self.hovered = -1
        self.current = (-1, -1)
        self.focused = False
        self.first_padding = PADDING
        """Left of the first column: a table at the page's edge stands below its title."""
        self._laid_out: dict[tuple[str, int, bool], QStaticText] = {}
        self.dress(font)

    def dress(self, font: QFont) -> None:
        """Another theme or size of type."""
        self._laid_out.clear()
        self._font, self._strong = font, theme().font(weight=600)
        self._metrics, self._strong_metrics = QFontMetrics(font), QFontMetrics(self._strong)
        self._line = self._metrics.height()
        colour = theme().colour
        self._colours = {
            name: colour(name)
            for name in ("text", "text2", "sel", "sel_text", "row_hover", "divider", "bad_bg", "card_border")
        }

    @property
    def row_height(self) -> int:
        return max(32, self._line + 12)

    def paint(self, painter: QPainter, rect: QRect, row: int, at: int, selected: bool) -> None:
        column = self.model.columns[at]
        colours = self._colours
        wrong = self.model.wrong and self.model.wrong_at(row, at)
        if wrong:
            painter.fillRect(rect, colours["bad_bg"])
        elif selected:
            painter.fillRect(rect, colours["sel"])
        elif row in (self.hovered, self.current[0]):
            painter.fillRect(rect, colours["row_hover"])
        text = self.model.text(row, at)
        tone = column.tone(self.model.rows[row]) if column.tone else None
        look = column.chip(self.model.rows[row]) if column.chip else None
        if look:
            self._chip(painter, rect, look)
        elif text:
            token = theme().colour(tone) if tone else colours["sel_text" if selected else "text"]
            painter.setPen(token)
            self._text(
                painter,
                rect.adjusted(self.first_padding - PADDING, 0, 0, 0) if at == 0 else rect,
                text,
                column,
            )
        elif self.model.lacking and self.model.is_lacking(row, at):
            self._unfilled(painter, rect)
        if wrong:
            self._edge(painter, rect, "bad")
        elif self.focused and (row, at) == self.current:
            self._edge(painter, rect, "accent")

    def rule(self, painter: QPainter, view: QTableView, *, at_right: bool) -> None:
        """The lines between the rows, and where the standing column ends."""
        area = view.viewport().rect()
        first, height = view.rowAt(area.top()), self.row_height
        if first < 0:
            return
        top = view.rowViewportPosition(first)
        count = min(self.model.rowCount() - first, (area.height() - top) // height + 1)
        right = min(view.horizontalHeader().length() - view.horizontalHeader().offset(), area.width())
        for row in range(1, count + 1):
            painter.fillRect(0, top + row * height - 1, right, 1, self._colours["divider"])
        if at_right:
            painter.fillRect(right - 1, 0, 1, top + count * height, self._colours["card_border"])

    def _text(self, painter: QPainter, rect: QRect, text: str, column: Column) -> None:
        room = rect.width() - 2 * PADDING
        laid_out = self._laid_out.get((text, room, column.strong))
        if laid_out is None:
            laid_out = self._lay_out(text, room, column.strong)
        left = rect.x() + PADDING
        if column.right:
            left += room - int(laid_out.size().width())
        top = rect.y() + (rect.height() - self._line) // 2
        if column.strong:
            painter.setFont(self._strong)
            painter.drawStaticText(left, top, laid_out)
            painter.setFont(self._font)
        else:
            painter.drawStaticText(left, top, laid_out)

    def _lay_out(self, text: str, room: int, strong: bool) -> QStaticText:
        if len(self._laid_out) > _MOST_LAID_OUT:
            self._laid_out.clear()
        metrics = self._strong_metrics if strong else self._metrics
        line = text.replace("\n", " ")
        shown = QStaticText(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room))
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        font = self._strong if strong else self._font
        shown.prepare(font=font)
        self._laid_out[text, room, strong] = shown
        return shown

    def _chip(self, painter: QPainter, rect: QRect, look: Look) -> None:
        size = chip_size(look.words)
        top = rect.y() + (rect.height() - size.height()) // 2
        box = QRectF(rect.x() + PADDING - 2, top, min(size.width(), rect.width() - PADDING), size.height())
        draw_chip(painter, box, look, radius=10)

    def _unfilled(self, painter: QPainter, rect: QRect) -> None:
        icon = QRectF(rect.x() + PADDING, rect.y(), 16, rect.height())
        draw_icon(painter, icon, "question_circle_16_filled", "warn", 14)
        painter.setPen(theme().colour("warn"))
        painter.drawText(
            rect.adjusted(PADDING + 20, 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            _UNFILLED,
        )

    def _edge(self, painter: QPainter, rect: QRect, token: str) -> None:
        pen = QPen(theme().colour(token), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
