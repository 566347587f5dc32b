"""What the system tells of a printer, and a QPrinter set as an order wants it."""

from dataclasses import replace

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from enclave_desktop.desktop.printing.order import Order, Sides, sheet_sides

_DUPLEX = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}


def printer_names() -> list[str]:
    """The system's own choice first."""
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual)


def unprintable(name: str) -> QMarginsF:
    """The margins of an A4 sheet that the printer does not reach, in points."""
    layout = a4_printer(name).pageLayout()
    layout.setUnits(QPageLayout.Unit.Point)
    return layout.minimumMargins()


def a4_printer(name: str = "") -> QPrinter:
    """The printer of that name, or the system's usual one, set to whole A4 sheets."""
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    return printer


def set_up(order: Order) -> tuple[QPrinter, list[int | None]]:
    """The printer, and what it is to be given side by side: all copies where it does not make them by itself."""
    printer = a4_printer(order.printer)
    printer.setDuplex(_DUPLEX[order.sides])
    printer.setCopyCount(order.copies)
    printer.setCollateCopies(order.collated)
    printer.setColorMode(QPrinter.ColorMode.Color if order.colour else QPrinter.ColorMode.GrayScale)
    return printer, sides_for(printer, order)


def sides_for(printer: QPrinter, order: Order) -> list[int | None]:
    """The pages of an order as a printer is to be given them, for the copies and sides that it is set to."""
    if printer.supportsMultipleCopies():
        return [*order.pages]
    sides = next(sides for sides, duplex in _DUPLEX.items() if duplex == printer.duplex())
    copies, collated = printer.copyCount(), printer.collateCopies()
    return sheet_sides(replace(order, copies=copies, collated=collated, sides=sides))
