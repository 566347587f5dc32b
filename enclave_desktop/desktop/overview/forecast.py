"""Allowances to be expected, month by month, stacked by programme."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from enclave_desktop.desktop.overview.legend import Entry, draw_legend, legend_height
from enclave_desktop.desktop.overview.series import draw_part, look
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.months import Month
from enclave_desktop.policy.forecast import Expected

_LEAST_PLOT = 90
_LEAST_WIDTH = 320
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_LINES = 5
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Forecast:
    """The legend over the plot says the sums, or those of the month pointed at: no bar is hidden by its numbers."""

    expected: Expected | None = None

    title: ClassVar[str] = "预计每月补助"
    steps: ClassVar[tuple[Qt.Key, Qt.Key]] = (Qt.Key.Key_Left, Qt.Key.Key_Right)
    grows: ClassVar[bool] = True

    def count(self) -> int:
        return len(self.expected.months) if self.expected and self.expected.payments else 0

    def heading(self) -> str:
        if self.expected is None:
            return self.title
        return f"{self.title}　{self.expected.months[0]} 至 {self.expected.months[-1]}"

    def words(self, at: int) -> str:
        assert self.expected is not None
        parts = [
            f"{payment.programme.marked_title} {grouped(payment.amounts[at])} 元"
            for payment in self.expected.payments
        ]
        total = f"{_month_words(self.expected.months[at])} {grouped(self.expected.in_month(at))} 元"
        return "；".join([total, *parts])

    def summary(self) -> str:
        if self.expected is None or not self.expected.payments:
            return _NOTHING
        parts = [f"{p.programme.marked_title} {grouped(p.total)} 元" for p in self.expected.payments]
        return "；".join([f"{len(self.expected.months)} 个月合计 {grouped(self.expected.total)} 元", *parts])

    def tip(self, at: int) -> str:
        return ""

    def item_at(self, point: QPointF, rect: QRectF) -> int | None:
        plot = self._plot(rect)
        if not self.count() or not plot.left() <= point.x() < plot.right() or point.y() < plot.top() - 8:
            return None
        return min(int((point.x() - plot.left()) / plot.width() * self.count()), self.count() - 1)

    def least_size(self, width: float) -> QSize:
        line = QFontMetricsF(theme().font("caption")).height()
        legend = self._legend_height(max(width, _LEAST_WIDTH))
        return QSize(_LEAST_WIDTH, round(legend + 3 * line + _LEAST_PLOT))

    def draw(self, painter: QPainter, rect: QRectF, at: int | None) -> None:
        if not self.count():
            painter.setFont(theme().font())
            painter.setPen(theme().colour("text2"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _NOTHING)
            return
        sharp = Sharp(painter)
        plot = sharp.rect(self._plot(rect))
        draw_legend(sharp, rect, self._entries(at))
        painter.setFont(theme().font("caption"))
        self._draw_axes(sharp, rect, plot, at)
        self._draw_bars(sharp, plot)
        sharp.rule(plot.left(), plot.right(), plot.bottom() - sharp.line, theme().colour("axis"))

    def _draw_bars(self, sharp: Sharp, plot: QRectF) -> None:
        assert self.expected is not None
        scale = plot.height() / self._top()
        for month in range(self.count()):
            left, right = self._slot(plot, month)
            gap = min(4.0, (right - left) * 0.14)
            foot = plot.bottom()
            below = 0
            for at, payment in enumerate(self.expected.payments):
                if not payment.amounts[month]:
                    continue
                below += payment.amounts[month]
                head = plot.bottom() - below * scale
                draw_part(sharp, QRectF(left + gap, head, right - left - 2 * gap, foot - head), look(at))
                foot = head

    def _draw_axes(self, sharp: Sharp, rect: QRectF, plot: QRectF, at: int | None) -> None:
        assert self.expected is not None
        colours, painter = theme(), sharp.painter
        if at is not None:
            left, right = self._slot(plot, at)
            sharp.fill(QRectF(left, plot.top(), right - left, plot.height()), colours.colour("mute_bg"))
        painter.setPen(colours.colour("text2"))
        line = painter.fontMetrics().height()
        for fen in self._ticks():
            y = plot.bottom() - fen / self._top() * plot.height()
            sharp.rule(plot.left(), plot.right(), y, colours.colour("grid"))
            label = QRectF(rect.left(), y - line / 2, plot.left() - 8 - rect.left(), line)
            painter.drawText(label, _RIGHT, f"{fen // 100:,}")
        for month in range(self.count()):
            if self.expected.months[month].month == 1:
                left, _ = self._slot(plot, month)
                sharp.post(left, plot.bottom(), plot.bottom() + 5, colours.colour("axis"))
                words = f"{self.expected.months[month].year} 年"
                room = QRectF(left + 5, plot.bottom() + 3, 80, line)
                if room.left() + painter.fontMetrics().horizontalAdvance(words) <= plot.right():
                    painter.drawText(room, _MIDDLE, words)

    def _entries(self, at: int | None) -> Iterator[Entry]:
        assert self.expected is not None
        whole = f"{len(self.expected.months) // 12} 年合计"
        if at is None:
            heading, total = whole, self.expected.total
        else:
            heading, total = _month_words(self.expected.months[at]), self.expected.in_month(at)
        headings = (whole, _month_words(Month(2000, 12)))
        yield Entry(heading, grouped(total), (headings, grouped(self.expected.total)))
        for series, payment in enumerate(self.expected.payments):
            fen = payment.total if at is None else payment.amounts[at]
            title = payment.programme.marked_title
            yield Entry(title, grouped(fen), ((title,), grouped(payment.total)), series)

    def _legend_height(self, width: float) -> float:
        return legend_height(self._entries(None), width) if self.count() else 0

    def _plot(self, rect: QRectF) -> QRectF:
        metrics = QFontMetricsF(theme().font("caption"))
        left = max((metrics.horizontalAdvance(f"{fen // 100:,}") for fen in self._ticks()), default=0) + 8
        top = self._legend_height(rect.width()) + metrics.height() / 2 + 8
        return rect.adjusted(left, top, 0, -metrics.height() - 6)

    def _slot(self, plot: QRectF, month: int) -> tuple[float, float]:
        width = plot.width() / self.count()
        return plot.left() + month * width, plot.left() + (month + 1) * width

    def _highest(self) -> int:
        assert self.expected is not None
        return max((self.expected.in_month(at) for at in range(self.count())), default=0)

    def _step(self) -> int:
        """Fen between two lines: a round number of yuan, with not more than a few lines in all."""
        least = max(1, self._highest() / 100 / _MOST_LINES)
        power = 10 ** (len(str(int(least))) - 1)
        return next(int(step * power) for step in _STEPS if int(step * power) >= least) * 100

    def _top(self) -> int:
        step = self._step()
        return -(-self._highest() // step) * step or step

    def _ticks(self) -> range:
        return range(0, self._top() + 1, self._step()) if self.count() else range(0)


_NOTHING = "没有按月发放的补助可画"


def _month_words(month: Month) -> str:
    return f"{month.year} 年 {month.month} 月"
