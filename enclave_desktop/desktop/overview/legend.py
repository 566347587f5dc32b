"""A legend that says the sums too: of everything, or of what is pointed at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from enclave_desktop.desktop.overview.series import draw_part, look
from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme

_SWATCH = 12
_AFTER_SWATCH, _AFTER_WORDS, _GAP = 6, 8, 20
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it says now, and the longest that it may say, so that nothing moves when it changes."""

    words: str
    amount: str
    longest: tuple[tuple[str, ...], str]
    """Words that may stand there, and the longest amount."""
    series: int | None = None
    """The part of the stack that it stands for; None for the whole."""

    @property
    def width(self) -> float:
        metrics = QFontMetricsF(theme().font("caption", 600))
        words, amount = self.longest
        swatch = 0 if self.series is None else _SWATCH + _AFTER_SWATCH
        room = max(map(metrics.horizontalAdvance, words)) + _AFTER_WORDS
        return swatch + room + metrics.horizontalAdvance(amount)


def legend_height(entries: Iterable[Entry], width: float) -> float:
    """Of as many lines as it needs."""
    return max((box.bottom() for _, box in _laid_out(entries, QRectF(0, 0, width, 0))), default=0)


def draw_legend(sharp: Sharp, rect: QRectF, entries: Iterable[Entry]) -> None:
    """From the top left corner of `rect`."""
    painter, colours = sharp.painter, theme()
    strong = colours.font("caption", 600)
    for entry, box in _laid_out(entries, rect):
        x = box.left()
        if entry.series is not None:
            swatch = QRectF(x, box.center().y() - _SWATCH / 2, _SWATCH, _SWATCH)
            draw_part(sharp, swatch, look(entry.series))
            x += _SWATCH + _AFTER_SWATCH
        painter.setFont(strong if entry.series is None else colours.font("caption"))
        painter.setPen(colours.colour("text" if entry.series is None else "text2"))
        painter.drawText(QRectF(x, box.top(), box.width(), box.height()), _MIDDLE, entry.words)
        x += painter.fontMetrics().horizontalAdvance(entry.words) + _AFTER_WORDS
        painter.setFont(strong)
        painter.setPen(colours.colour("text"))
        painter.drawText(QRectF(x, box.top(), box.width(), box.height()), _MIDDLE, entry.amount)


def _laid_out(entries: Iterable[Entry], rect: QRectF) -> Iterator[tuple[Entry, QRectF]]:
    height = QFontMetricsF(theme().font("caption", 600)).height() + 4
    x, y = rect.left(), rect.top()
    for entry in entries:
        width = entry.width
        if x > rect.left() and x + width > rect.right():
            x, y = rect.left(), y + height
        yield entry, QRectF(x, y, width, height)
        x += width + _GAP
