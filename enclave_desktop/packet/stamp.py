"""What a foreign page carries of the packet: which piece of evidence it is, and its number in the packet."""

from enclave_desktop.packet.draw import Align, Pen
from enclave_desktop.packet.fonts import width
from enclave_desktop.packet.style import (
    A4,
    ATTACHED_LABEL,
    FOLIO_PLACES,
    FOOTER,
    FOOTER_BASELINE,
    HEADER_BASELINE,
    STAMP_MARGIN,
    STAMP_PADDING,
    Box,
    Side,
    Type,
)


def stamp_label(pen: Pen, label: str) -> None:
    """附件 3-2, at the top right."""
    _stamp(pen, A4[0] - STAMP_MARGIN, HEADER_BASELINE, label, ATTACHED_LABEL, "right")


def stamp_folio(pen: Pen, folio: str, side: Side = "centre") -> None:
    """The page number, where every page has it."""
    x, align = FOLIO_PLACES[side]
    _stamp(pen, x, FOOTER_BASELINE, folio, FOOTER, align)


def _stamp(pen: Pen, x: float, y: float, words: str, style: Type, align: Align) -> None:
    """On a white plate, so that it can be read over whatever lies there."""
    length = width(words, style.face, style.size)
    left = x - {"left": 0.0, "centre": length / 2, "right": length}[align]
    aside, above = STAMP_PADDING
    pen.shade(Box(left, y - style.size * 0.2, length, style.size * 1.1).inset(-aside, -above), 1.0)
    pen.text(x, y, words, style, align)
