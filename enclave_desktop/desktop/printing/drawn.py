"""On paper by Qt: every page at its true size, as a picture at 300 dpi or better."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from enclave_desktop.desktop.packets.paper import POINTS_AN_INCH, Paper
from enclave_desktop.desktop.work import Cancelled
from enclave_desktop.errors import UserError

LEAST_DPI, MOST_DPI = 300, 600
"""More dots than the second take memory and show no more."""
Draw = Callable[[Paper, int, float, Callable[[QImage], None]], None]
"""Draws a page in the background: paper, page, pixels a point, who takes the picture."""


class Printing(QObject):
    """Prints sides of paper one after the other: drawn in the background, so that the window answers meanwhile."""

    progressed = Signal(str, int, int)
    ended = Signal(object)
    """None when all are printed, else a UserError, or Cancelled."""

    def __init__(
        self,
        printer: QPrinter,
        sides: Sequence[int | None],
        paper: Paper,
        draw: Draw,
        parent: QObject | None = None,
    ) -> None:
        """`sides` are pages from 0; None is a side left blank."""
        super().__init__(parent)
        self._printer = printer
        self._paper = paper
        self._left = list(sides)
        self._total = len(sides)
        self._draw = draw
        self._painter = QPainter()
        self._cancelled = False

    def start(self) -> None:
        self._next()

    def cancel(self) -> None:
        """Stop after the page that is under way; the printer forgets what it was given so far."""
        self._cancelled = True

    def _next(self) -> None:
        if self._cancelled:
            self._printer.abort()
            self._end(Cancelled())
        elif not self._left:
            self._end(None)
        else:
            self.progressed.emit("打印", self._total - len(self._left), self._total)
            number = self._left.pop(0)
            if number is None:
                self._put(QSizeF(), None)
            else:
                dpi = min(max(self._printer.resolution(), LEAST_DPI), MOST_DPI)
                size = self._paper.sizes[number]
                self._draw(self._paper, number, dpi / POINTS_AN_INCH, lambda image: self._put(size, image))

    def _put(self, size: QSizeF, image: QImage | None) -> None:
        if not self._turn_to(size):
            self._end(UserError("打印机没有接受这份材料。", "请检查打印机，或先保存 PDF 再打印。"))
            return
        if image is not None:
            whole = self._printer.paperRect(QPrinter.Unit.DevicePixel)
            dots = self._printer.resolution() / POINTS_AN_INCH
            true = QRectF(0, 0, size.width() * dots, size.height() * dots)
            # The pages are A4: on other paper they keep their size and their middle.
            true.moveCenter(QRectF(0, 0, whole.width(), whole.height()).center())
            self._painter.drawImage(true, image)
        self._next()

    def _turn_to(self, size: QSizeF) -> bool:
        """A sheet that lies as the page does."""
        lying = size.width() > size.height()
        wanted = QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
        self._printer.setPageOrientation(wanted)
        if self._painter.isActive():
            return self._printer.newPage()
        return self._painter.begin(self._printer)

    def _end(self, error: Exception | None) -> None:
        self._painter.end()
        self.ended.emit(error)
