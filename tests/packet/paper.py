"""Forms on paper: drawn for the invented firms, read back by PDFium."""

import io
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import pypdfium2
from PIL import Image

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.packet.application_form import form_part
from enclave_desktop.packet.document import Page, Places
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.forms import load_form
from enclave_desktop.packet.options import Options
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.loading import load_packs
from tests.packet.firms import RARE_NUMBER, YEAR, long_firm, short_firm

PROGRAMMES = tuple(programme.id for pack in load_packs() for programme in pack.programmes)
FIRMS = {"short": short_firm, "long": long_firm}
_OF_A_RARE_PERSON = {
    ("long", programme.id)
    for pack in load_packs()
    for programme in pack.programmes
    if programme.subject == "person"
}


class TextBlock(NamedTuple):
    """A piece of a line; points from the lower left of its page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str


def finding_of(dossier: Dossier, programme: str, subject: str | None = None) -> Finding:
    """What the shipped packs find of that subject; of the one they find best when none is named."""
    found = [
        finding
        for finding in check(dossier, load_packs(), YEAR, {programme})
        if subject in (None, finding.subject.key)
    ]
    return min(found, key=lambda finding: list("euin").index(finding.status[0]))


def form_pdf(dossier: Dossier, programme: str, subject: str | None = None, seals: bool = True) -> bytes:
    """The application form for that subject."""
    finding = finding_of(dossier, programme, subject)
    part = form_part(
        load_form(finding.programme.form),
        finding,
        Context(dossier, YEAR),
        options=Options(seal_circles=seals),
    )
    return pdf_of(part.pages)


def pdf_of(pages: Iterable[Page], places: Places | None = None) -> bytes:
    """These pages; `places` are those of the packet they are part of, where they refer to it."""
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    for page in pages:
        with Pen(sheets, turned=page.landscape) as pen:
            page.draw(pen, places or Places({}, 0))
        sheets.showPage()
    sheets.save()
    return file.getvalue()


@cache
def firm_pdf(firm: str, programme: str) -> bytes:
    """The form for one of the invented firms; of the people of the long one for her with the rarest name."""
    return form_pdf(FIRMS[firm](), programme, _number(firm, programme))


def firm_subject(firm: str, programme: str) -> str:
    """The name of the subject whose form that is."""
    return finding_of(FIRMS[firm](), programme, _number(firm, programme)).subject.name


def _number(firm: str, programme: str) -> str | None:
    return RARE_NUMBER if (firm, programme) in _OF_A_RARE_PERSON else None


def blocks_of(pdf: bytes) -> list[TextBlock]:
    """Every piece of text, page by page, in the order it was drawn."""
    pages = enumerate(pypdfium2.PdfDocument(pdf))
    return [block for number, page in pages for block in blocks_on(page, number)]


def blocks_on(page: pypdfium2.PdfPage, number: int = 0) -> list[TextBlock]:
    """Every piece of text on one page."""
    text = page.get_textpage()
    blocks = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        words = text.get_text_bounded(left, bottom, right, top).strip()
        blocks.append(TextBlock(number, left, bottom, right, top, words))
    return [block for block in blocks if block.text]


def text_of(pdf: bytes) -> str:
    """All text without white space, as a search would go over it."""
    return "".join(texts_of(pdf))


def texts_of(pdf: bytes) -> list[str]:
    """The same page by page."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return ["".join(page.split()) for page in pages]


def picture_of(pdf: bytes, scale: float = 1.0) -> Image.Image:
    """All pages side by side in grey, one pixel a point."""
    pages = [page.render(scale=scale, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    picture = Image.new("L", (sum(page.width for page in pages), pages[0].height), 255)
    x = 0
    for page in pages:
        picture.paste(page, (x, 0))
        x += page.width
    return picture
