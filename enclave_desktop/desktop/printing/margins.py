"""Whether a printer's margins cut something off: what is printed is never made smaller to fit."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QMarginsF, QObject, QRect, Signal
from PySide6.QtGui import QImage

from enclave_desktop.desktop.packets.paper import POINTS_AN_INCH, Paper
from enclave_desktop.desktop.printing.drawn import Draw

_DPI = 72
_WHITE = 245
"""Paler than this nobody misses."""


class MarginCheck(QObject):
    """Looks through pages in the background for ink where the printer does not reach."""

    cut = Signal(int)
    """This page, from 0, loses something."""

    def __init__(self, paper: Paper, draw: Draw, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paper = paper
        self._draw = draw
        self._left: list[int] = []
        self._margins = QMarginsF()
        self._round = 0

    def begin(self, pages: Iterable[int], margins: QMarginsF) -> None:
        """Look through these pages, for margins in points; what was begun before is left off."""
        self._left = sorted(pages, reverse=True) if not margins.isNull() else []
        self._margins = margins
        self._round += 1
        self._next()

    def stop(self) -> None:
        self.begin([], QMarginsF())

    def _next(self) -> None:
        if self._left:
            number, this = self._left.pop(), self._round
            take = self._taker(number, this)
            self._draw(self._paper, number, _DPI / POINTS_AN_INCH, take)

    def _taker(self, number: int, this: int) -> Callable[[QImage], None]:
        def take(image: QImage) -> None:
            if this == self._round:
                if any_ink(image, self._margins):
                    self.cut.emit(number)
                self._next()

        return take


def any_ink(image: QImage, margins: QMarginsF) -> bool:
    """Whether a page, drawn at one pixel a point, has anything in its margins."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = grey.width(), grey.height()
    left, top, right, bottom = (
        int(side) for side in (margins.left(), margins.top(), margins.right(), margins.bottom())
    )
    edges = (
        QRect(0, 0, width, top),
        QRect(0, height - bottom, width, bottom),
        QRect(0, 0, left, height),
        QRect(width - right, 0, right, height),
    )
    return any(_darkest(grey.copy(edge)) < _WHITE for edge in edges if not edge.isEmpty())


def _darkest(image: QImage) -> int:
    lines = bytes(image.constBits())
    stride, width = image.bytesPerLine(), image.width()
    return min(min(lines[row * stride : row * stride + width]) for row in range(image.height()))
