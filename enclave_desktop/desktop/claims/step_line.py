"""One step of a claim on its line of time."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from enclave_desktop.desktop.claims.wording import LOOKS, day_words
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.handing_in import RETURNED, ClaimStep
from enclave_desktop.dossier.money import grouped

_LEFT, _DOT = 7.5, 4.0
_TEXT_LEFT = 22


class StepLine(QWidget):
    """A dot on the line, the day, the state, the amount; under it the reason or the packet."""

    def __init__(
        self,
        step: ClaimStep,
        *,
        first: bool,
        last: bool,
        recorded: bool,
        settle: Callable[[ClaimStep, date | None], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._first, self._last = first, last
        self._tone = LOOKS[step.state].tone
        grid = QGridLayout(self)
        grid.setContentsMargins(_TEXT_LEFT, 3, 0, 3)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        self._day = label("caption", day_words(step.on), self)
        grid.addWidget(self._day, 0, 0)
        grid.addWidget(label("strong", step.state, self), 0, 1)
        amount = "" if step.amount is None or step.state == RETURNED else grouped(step.amount)
        grid.addWidget(label("", amount, self), 0, 2, Qt.AlignmentFlag.AlignRight)
        lower = [step.reason or ""]
        if step.packet:
            lower.append(f"材料 {step.packet}")
        if not recorded:
            lower.append("来自申领表")
        if step.settled_on:
            lower.append(f"{step.settled_on} 已解决")
        told = "；".join(part for part in lower if part)
        if told:
            role = "warn" if step.open_reason else "caption"
            grid.addWidget(label(role, told, self, wrap=True), 1, 0, 1, 3)
        if recorded and step.state == RETURNED and step.reason:
            grid.addWidget(self._settling(step, settle), 2, 0, 1, 3)

    def _settling(self, step: ClaimStep, settle: Callable[[ClaimStep, date | None], None]) -> QPushButton:
        words, on = ("改为未解决", None) if step.settled_on else ("标为已解决", date.today())
        button = QPushButton(words, self)
        button.setAccessibleName(f"{words}：{step.reason}")
        button.setProperty("kind", "link")
        button.clicked.connect(lambda: settle(step, on))
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._day.geometry().center().y() + 0.5
        colours = theme()
        painter.setPen(colours.colour("control_border"))
        if not self._first:
            painter.drawLine(QPointF(_LEFT, 0), QPointF(_LEFT, middle))
        if not self._last:
            painter.drawLine(QPointF(_LEFT, middle), QPointF(_LEFT, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour(self._tone))
        painter.drawEllipse(QPointF(_LEFT, middle), _DOT, _DOT)
