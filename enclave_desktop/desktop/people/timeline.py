"""A person's contracts on a line of time."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.values import Contract
from enclave_desktop.policy.explain import OPEN_ENDED

_BAR, _GAP, _AXIS = 22, 10, 24


class Timeline(QWidget):
    """A bar for each contract, the years beneath, and a line at the as-of day; a bar leads to its contract."""

    chosen = Signal(object)
    """A contract, clicked or entered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._current = 0
        """The bar that the keyboard is on."""
        self._contracts: list[Contract] = []
        self._today = self._first = self._last = date.min
        theme().changed.connect(self.updateGeometry)

    def show_contracts(self, contracts: Sequence[Contract], today: date) -> None:
        self._contracts = sorted(contracts, key=lambda contract: contract.starts_on)
        self._today = today
        self._current = 0
        days = [today, *(c.starts_on for c in contracts), *(c.last_day for c in contracts if c.last_day)]
        self._first = date(min(days).year, 1, 1)
        self._last = date(max(days).year + 1, 1, 1)
        self.setAccessibleName("合同时间线")
        self.setAccessibleDescription("；".join(map(words, self._contracts)) or "没有劳动合同")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = max(len(self._contracts), 1)
        return QSize(320, rows * (self._bar() + _GAP) + self._axis())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("caption"))
        self._paint_years(painter)
        if not self._contracts:
            painter.setPen(theme().colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft, "没有登记劳动合同")
            return
        # The bars lie over the line, so that their words can be read.
        at = round(self._x(self._today))
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawLine(at, 0, at, self.height() - self._axis())
        for row, contract in enumerate(self._contracts):
            self._paint_bar(painter, self._rect(row, contract), contract)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            under = self._at(event.pos().toPointF())
            QToolTip.showText(event.globalPos(), words(under) if under else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        contract = self._at(event.position())
        if contract is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(contract)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and self._contracts:
            self._current = min(max(self._current + step, 0), len(self._contracts) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._contracts:
            self.chosen.emit(self._contracts[self._current])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _at(self, point: QPointF) -> Contract | None:
        rows = enumerate(self._contracts)
        return next((one for row, one in rows if self._rect(row, one).contains(point)), None)

    def _paint_years(self, painter: QPainter) -> None:
        colours = theme()
        foot = self.height() - self._axis()
        years = range(self._first.year, self._last.year + 1)
        room = self.width() / max(len(years) - 1, 1)
        every = next(step for step in (1, 2, 5, 10, 50) if step * room >= 40 or step == 50)
        for year in years:
            at = round(self._x(date(year, 1, 1)))
            painter.setPen(colours.colour("grid"))
            painter.drawLine(at, 0, at, foot)
            if (year - self._first.year) % every == 0 and year < self._last.year:
                painter.setPen(colours.colour("axis"))
                painter.drawText(at + 3, foot, 60, self._axis(), Qt.AlignmentFlag.AlignVCenter, str(year))

    def _paint_bar(self, painter: QPainter, rect: QRectF, contract: Contract) -> None:
        colours = theme()
        runs = contract.in_effect(self._today)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colours.colour("info_bg" if runs else "mute_bg"))
        open_end = contract.last_day is None
        line = Qt.PenStyle.DashLine if open_end else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colours.colour("info_bd" if runs else "mute_bd"), 1, line))
        if self.hasFocus() and contract is self._contracts[self._current]:
            painter.setPen(QPen(colours.colour("focus"), 2))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(colours.colour("info" if runs else "mute"))
        metrics = painter.fontMetrics()
        told = metrics.elidedText(words(contract), Qt.TextElideMode.ElideRight, int(rect.width()) - 12)
        painter.drawText(rect.adjusted(6, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, told)
        painter.restore()

    def _rect(self, row: int, contract: Contract) -> QRectF:
        left = self._x(contract.starts_on)
        end = contract.last_day
        right = self._x(end + timedelta(days=1)) if end else float(self.width())
        return QRectF(left, row * (self._bar() + _GAP) + 4, max(right - left, 4.0), self._bar())

    def _x(self, day: date) -> float:
        span = (self._last - self._first).days or 1
        return (day - self._first).days / span * (self.width() - 1)

    def _bar(self) -> int:
        return round(_BAR * theme().scale)

    def _axis(self) -> int:
        return round(_AXIS * theme().scale)


def words(contract: Contract) -> str:
    """澜朔上海研发中心·全职　2024-02-20 至 2029-02-19."""
    end = (
        contract.ends_on.isoformat()
        if contract.ends_on
        else OPEN_ENDED
        if contract.open_ended
        else "未填终止日期"
    )
    told = f"{contract.enclave}·{contract.form}　{contract.starts_on} 至 {end}"
    return f"{told}，{contract.left_on} 离职" if contract.left_on else told
