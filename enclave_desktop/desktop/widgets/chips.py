"""How a verdict, an outcome and the source of a rule look: by icon, words and line, so that grey tells them too."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.manual.terms import tip
from enclave_desktop.desktop.theme import theme
from enclave_desktop.policy.findings import Outcome, Status


@dataclass(frozen=True, slots=True)
class Look:
    """How one word is shown."""

    words: str
    icon: str
    tone: str
    """ok, warn, bad, info or mute: the tokens of its colours."""
    line: Qt.PenStyle = Qt.PenStyle.SolidLine


STATUS: dict[Status | None, Look] = {
    Status.ELIGIBLE: Look(Status.ELIGIBLE.words, "checkmark_circle_16_filled", "ok"),
    Status.UNDETERMINED: Look(Status.UNDETERMINED.words, "question_circle_16_filled", "warn"),
    Status.INELIGIBLE: Look(Status.INELIGIBLE.words, "subtract_circle_16_filled", "mute"),
    None: Look("没有对象", "subtract_circle_16_filled", "mute"),
}
OUTCOME = {
    Outcome.MET: Look("达到", "checkmark_circle_16_filled", "ok"),
    Outcome.UNKNOWN: Look("待核实", "question_circle_16_filled", "warn"),
    Outcome.UNMET: Look("未达到", "dismiss_circle_16_filled", "bad"),
}
BASIS = {
    "source": Look("原文", "text_quote_16_regular", "info"),
    "assumption": Look("假设", "lightbulb_16_regular", "warn", Qt.PenStyle.DashLine),
    "user": Look("已确认", "person_available_16_regular", "ok"),
    "denied": Look("已否定", "person_available_16_regular", "bad"),
}

_ICON = 16
_PAD = 7


def chip_size(words: str) -> QSize:
    """What a chip with these words takes."""
    metrics = QFontMetricsF(theme().font("caption"))
    width = metrics.horizontalAdvance(words) + _ICON + 2 * _PAD + 4
    return QSize(round(width) + 1, max(20, round(metrics.height()) + 4))


def draw_chip(painter: QPainter, rect: QRectF, look: Look, *, radius: float) -> None:
    """Icon and words on a ground of their tone; 10 rounds a verdict, 4 the source of a rule."""
    colours = theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.colour(f"{look.tone}_bd"), 1, look.line))
    painter.setBrush(colours.colour(f"{look.tone}_bg"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    draw_icon(painter, QRectF(rect.x() + _PAD - 1, rect.y(), _ICON, rect.height()), look.icon, look.tone)
    painter.setFont(colours.font("caption"))
    painter.setPen(colours.colour(look.tone))
    words = rect.adjusted(_PAD + _ICON + 3, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, look.words)
    painter.restore()


class Chip(QWidget):
    """A chip on its own."""

    def __init__(self, look: Look, radius: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._radius = radius
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_look(look)
        theme().changed.connect(self._resized)

    def show_look(self, look: Look) -> None:
        self._look = look
        self.setAccessibleName(look.words)
        self.setToolTip(tip(look.words))
        self._resized()

    def sizeHint(self) -> QSize:
        return chip_size(self._look.words)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_chip(QPainter(self), QRectF(self.rect()), self._look, radius=self._radius)

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()


def verdict_chip(status: Status | None) -> Chip:
    return Chip(STATUS[status], 10)


def widest_basis() -> int:
    """What the widest chip of a source takes, so that what follows them stands in line."""
    return max(chip_size(look.words).width() for look in BASIS.values())


def basis_chip(basis: str) -> Chip:
    return Chip(BASIS[basis], 4)
