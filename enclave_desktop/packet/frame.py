"""What every page has around its content: header, page number, and on a draft a large 草稿."""

from enclave_desktop.dossier.showing import chinese_date
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.cover import CUT_SHORT
from enclave_desktop.packet.cover import MARK as REFERENCE
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.fonts import width
from enclave_desktop.packet.style import (
    A4,
    DRAFT,
    FOLIO_PLACES,
    FOOTER,
    FOOTER_BASELINE,
    FRAME,
    HAIRLINE,
    HEADER,
    HEADER_BASELINE,
    HEADER_GREY,
    HEADER_LINES,
    HEADER_RULE,
    MARK,
    Side,
)
from enclave_desktop.packet.text import break_lines

DRAFT_WORDS = "草稿"


def draw_frame(
    sheets: Sheets,
    application: Application,
    folio: str,
    *,
    draft: bool,
    bare: bool,
    side: Side = "centre",
) -> None:
    """Drawn before the content, on the upright sheet; a `bare` page has neither header nor number."""
    if draft:
        _draft(sheets)
    if bare:
        return
    with Pen(sheets) as pen:
        _header(pen, application)
        x, align = FOLIO_PLACES[side]
        pen.text(x, FOOTER_BASELINE, folio, FOOTER, align)


def _header(pen: Pen, application: Application) -> None:
    """The mark, what and as of when; below it the firm, its name cut where it takes more lines than there is room."""
    name = application.firm.name if application.firm else ""
    firm = break_lines(name, HEADER.face, HEADER.size, FRAME.width)
    if len(firm) > HEADER_LINES:
        firm = [*firm[: HEADER_LINES - 1], f"{firm[HEADER_LINES - 1][:-1]}{CUT_SHORT}"]
    y = HEADER_BASELINE + (len(firm) - 1) * HEADER.leading
    pen.text(FRAME.x, y, REFERENCE, MARK)
    pen.text(FRAME.right, y, _said(application), HEADER, "right")
    pen.lines(FRAME.x, y - HEADER.leading, firm, HEADER)
    pen.rule(FRAME.x, HEADER_RULE, FRAME.right, HEADER_RULE, HAIRLINE, HEADER_GREY)


def _said(application: Application) -> str:
    """What for, with what must be said of its rules, and as of when; a title that would reach the mark is cut."""
    programme = application.programme
    mark = programme.marked_title.removeprefix(programme.title)
    rest = f"{mark}　　数据截至{chinese_date(application.as_of)}"
    taken = width(REFERENCE, MARK.face, MARK.size) + width(f"{CUT_SHORT}{rest}　", HEADER.face, HEADER.size)
    first, *others = break_lines(programme.title, HEADER.face, HEADER.size, FRAME.width - taken)
    return f"{first}{CUT_SHORT if others else ''}{rest}"


def _draft(sheets: Sheets) -> None:
    """Below everything, from the lower left to the upper right."""
    sheets.saveState()
    sheets.translate(A4[0] / 2, A4[1] / 2)
    sheets.rotate(55)
    with Pen(sheets) as pen:
        pen.text(0, -DRAFT.size / 3, DRAFT_WORDS, DRAFT, "centre")
    sheets.restoreState()
