"""On paper: every page at its true size, as pictures at 300 dpi or better."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from enclave_desktop.desktop.packets.paper import POINTS_AN_INCH, Paper
from enclave_desktop.errors import UserError

LEAST_DPI, MOST_DPI = 300, 600
"""More dots than the second take memory and show no more."""
Draw = Callable[[Paper, int, float, Callable[[QImage], None]], None]
"""Draws a page in the background: paper, page, pixels a point, who takes the picture."""


def pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """Pages from 0, as the print dialog says; the printer itself sees to copies and collating."""
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        wanted = [n for n in range(count) if ranges.contains(n + 1)]
    else:
        wanted = list(range(count))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    return wanted


class Printing(QObject):
    """Prints pages one after the other: drawn in the background, so that the window answers meanwhile."""

    progressed = Signal(str, int, int)
    ended = Signal(object)
    """None when all are printed, else the UserError; cancelled: all so far went to the printer."""

    def __init__(
        self,
        printer: QPrinter,
        paper: Paper,
        wanted: Sequence[int],
        draw: Draw,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._paper = paper
        self._left = list(wanted)
        self._total = len(wanted)
        self._draw = draw
        self._painter = QPainter()

    def start(self) -> None:
        self._printer.setFullPage(True)
        self._next()

    def cancel(self) -> None:
        """Stop after the page that is under way."""
        self._left.clear()

    def _next(self) -> None:
        if not self._left:
            self._painter.end()
            self.ended.emit(None)
            return
        number = self._left.pop(0)
        self.progressed.emit("打印", self._total - len(self._left) - 1, self._total)
        dpi = min(max(self._printer.resolution(), LEAST_DPI), MOST_DPI)
        self._draw(self._paper, number, dpi / POINTS_AN_INCH, lambda image: self._put(number, image))

    def _put(self, number: int, image: QImage) -> None:
        size = self._paper.sizes[number]
        if not self._turn_to(size):
            self._painter.end()
            self.ended.emit(UserError("打印机没有接受这份材料。", "请检查打印机，或先保存 PDF 再打印。"))
            return
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


def a4_printer() -> QPrinter:
    """The system's printer, set to A4."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setDocName("申报材料")
    return printer
