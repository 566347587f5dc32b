"""Printing a paper from the window: asking how, then doing it in the background."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.printing.cups import takes_pdf
from enclave_desktop.desktop.printing.dialog import PrintDialog
from enclave_desktop.desktop.printing.drawn import Draw, Printing
from enclave_desktop.desktop.printing.order import Order
from enclave_desktop.desktop.printing.printer import set_up, sides_for
from enclave_desktop.desktop.printing.sent import Sending
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.work import Cancelled, Worker

if TYPE_CHECKING:
    from enclave_desktop.packet.options import Options


class PrintDesk(QObject):
    """One printing after the other."""

    begun = Signal()
    progressed = Signal(str, int, int)
    ended = Signal(str)
    """In words for the status bar."""
    printed = Signal()
    """The paper that was asked for is with the printer."""
    failed = Signal(object)

    def __init__(self, draw: Draw, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._draw = draw
        self._settings = settings
        self._window = parent
        self._worker = Worker(self)
        self._printing: Printing | Sending | None = None
        self._trying = False
        """What is printed is a test page."""

    @property
    def busy(self) -> bool:
        return self._printing is not None

    def ask(self, paper: Paper, current: int, options: "Options | None" = None) -> None:
        """Show the print dialog; `current` is the page in view, from 0; `options` say what it offers at first."""
        dialog = PrintDialog(paper, current, self._draw, self._settings, self._window.window())
        if options:
            dialog.preset(options)
        dialog.ordered.connect(lambda order: self.print(paper, order))
        dialog.system_wanted.connect(lambda order: self.ask_system(paper, order))
        dialog.test_wanted.connect(self._print_test_page)
        dialog.open()

    def print(self, paper: Paper, order: Order) -> None:
        """The PDF itself where the system takes it, else its pages as pictures."""
        if not self.busy:
            self._trying = False
            self._print(paper, order)

    def _print(self, paper: Paper, order: Order) -> None:
        if takes_pdf():
            self._start(Sending(paper.data, order, self._worker, self))
            return
        self._draw_on(*set_up(order), paper)

    def ask_system(self, paper: Paper, order: Order) -> None:
        """Let the system's own dialog say the rest, but for the pages."""
        printer, _ = set_up(order)
        dialog = QPrintDialog(printer, self._window.window())
        dialog.setWindowTitle("打印申报材料")
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
        dialog.accepted.connect(lambda: self._print_by_system(printer, order, paper))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _print_by_system(self, printer: QPrinter, order: Order, paper: Paper) -> None:
        self._trying = False
        self._draw_on(printer, sides_for(printer, order), paper)

    def cancel(self) -> None:
        if self._printing:
            self._printing.cancel()

    def close(self) -> None:
        """Nothing more is sent."""
        self.cancel()
        self._worker.close()

    def _draw_on(self, printer: QPrinter, sides: list[int | None], paper: Paper) -> None:
        own = Paper(paper.data)  # the window may show another meanwhile
        printing = Printing(printer, sides, own, self._draw, self)
        printing.ended.connect(lambda _: own.close())
        self._start(printing)

    def _print_test_page(self, order: Order) -> None:
        from enclave_desktop.packet.ruler_sheet import ruler_sheet

        if self.busy:
            return
        paper = Paper(ruler_sheet())
        self._trying = True
        self._print(paper, order)
        paper.close()

    def _start(self, printing: Printing | Sending) -> None:
        self._printing = printing
        printing.progressed.connect(self.progressed)
        printing.ended.connect(self._end)
        self.begun.emit()
        printing.start()

    def _end(self, error: Exception | None) -> None:
        self._printing = None
        if error is None:
            self.ended.emit("已交给打印机")
            if not self._trying:
                self.printed.emit()
        else:
            self.ended.emit("已取消打印" if isinstance(error, Cancelled) else "没有打印")
            if not isinstance(error, Cancelled):
                self.failed.emit(error)
