"""What every page has around its content: header, page number, and on a draft a large 草稿."""

from enclave_desktop.dossier.showing import chinese_date
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.cover import MARK as REFERENCE
from enclave_desktop.packet.draw import Align, Pen, Sheets
from enclave_desktop.packet.fonts import width
from enclave_desktop.packet.style import (
    A4,
    DRAFT,
    FOOTER,
    FOOTER_BASELINE,
    FRAME,
    HAIRLINE,
    HEADER,
    HEADER_BASELINE,
    HEADER_GREY,
    HEADER_RULE,
    MARK,
    STAMP_PADDING,
    Box,
    Type,
)
from enclave_desktop.packet.text import break_lines

DRAFT_WORDS = "草稿"


def draw_frame(sheets: Sheets, application: Application, folio: str, *, draft: bool, bare: bool) -> None:
    """Drawn before the content, on the upright sheet; a `bare` page has neither header nor number."""
    if draft:
        _draft(sheets)
    if bare:
        return
    with Pen(sheets) as pen:
        _header(pen, application)
        pen.text(FRAME.x + FRAME.width / 2, FOOTER_BASELINE, folio, FOOTER, "centre")


def stamp(pen: Pen, x: float, y: float, words: str, style: Type, align: Align) -> None:
    """Words on a foreign page, on a white plate so that they can be read over whatever lies there."""
    length = width(words, style.face, style.size)
    left = x - {"left": 0.0, "centre": length / 2, "right": length}[align]
    aside, above = STAMP_PADDING
    pen.shade(Box(left, y - style.size * 0.2, length, style.size * 1.1).inset(-aside, -above), 1.0)
    pen.text(x, y, words, style, align)


def draw_frame_on_ground(sheets: Sheets, folio: str, *, draft: bool) -> None:
    """The number on a foreign page, which has no header; a draft says so beside it."""
    words = f"{DRAFT_WORDS}　{folio}" if draft else folio
    with Pen(sheets) as pen:
        stamp(pen, FRAME.x + FRAME.width / 2, FOOTER_BASELINE, words, FOOTER, "centre")


def _header(pen: Pen, application: Application) -> None:
    """The mark, what and as of when; below it the firm, over as many lines as its name takes."""
    name = application.firm.name if application.firm else ""
    firm = break_lines(name, HEADER.face, HEADER.size, FRAME.width)
    y = HEADER_BASELINE + (len(firm) - 1) * HEADER.leading
    said = f"{application.programme.title}　　数据截至{chinese_date(application.as_of)}"
    pen.text(FRAME.x, y, REFERENCE, MARK)
    pen.text(FRAME.right, y, said, HEADER, "right")
    pen.lines(FRAME.x, y - HEADER.leading, firm, HEADER)
    pen.rule(FRAME.x, HEADER_RULE, FRAME.right, HEADER_RULE, HAIRLINE, HEADER_GREY)


def _draft(sheets: Sheets) -> None:
    """Below everything, from the lower left to the upper right."""
    sheets.saveState()
    sheets.translate(A4[0] / 2, A4[1] / 2)
    sheets.rotate(55)
    with Pen(sheets) as pen:
        pen.text(0, -DRAFT.size / 3, DRAFT_WORDS, DRAFT, "centre")
    sheets.restoreState()
