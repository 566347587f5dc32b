"""A finished packet read back by a second library (PDFium) and held against what was to be printed."""

import ctypes
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from unicodedata import normalize

import pypdfium2
from pypdfium2 import raw

from enclave_desktop.packet import fonts
from enclave_desktop.packet.progress import READING_BACK, Progress, silent
from enclave_desktop.pdfium import PDFIUM


class Misprint(Exception):
    """The file is not what was to be printed. A bug, not the user's fault; names pages, never their words."""


def verify(path: Path, printed: Sequence[Sequence[str]], progress: Progress = silent) -> None:
    """Reads the file back: `printed[n]` are the texts of page n, counted from 0.

    Misprint unless the page count is right, every font in use is embedded and every text comes out of its
    page (white space aside), so that nothing was lost or drawn without a meaning.
    """
    with PDFIUM:
        document = pypdfium2.PdfDocument(path)
    try:
        if len(document) != len(printed):
            raise Misprint(f"{len(document)} pages in the file, {len(printed)} drawn")
        for number, texts in enumerate(printed):
            with PDFIUM, closing(document[number]) as page:
                _verify_page(page, texts, number + 1)
            progress(READING_BACK, number + 1, len(printed))
    finally:
        with PDFIUM:
            document.close()


def _verify_page(page: pypdfium2.PdfPage, texts: Sequence[str], number: int) -> None:
    if not _all_embedded(page):
        raise Misprint(f"a font on page {number} is not embedded")
    text_page = page.get_textpage()
    lost = missing(texts, text_page.get_text_range())
    text_page.close()
    if lost:
        raise Misprint(f"{lost} of {len(texts)} texts on page {number} cannot be read back")


def missing(texts: Sequence[str], found: str) -> int:
    """How many of the texts the text found on a page lacks; each occurrence counts once."""
    found = _bare(found.replace("\x02", "-").replace("\ufffe", "-"))  # a hyphen at the end of a line
    if _bare("".join(texts)) == found:
        return 0
    lost = 0
    for text in sorted((_bare(text) for text in texts), key=len, reverse=True):
        lost += text not in found
        found = found.replace(text, "\n", 1) if text else found
    return lost


def _bare(text: str) -> str:
    """The text as it is compared: PDFium gives ligatures and the like in their plain form."""
    text = "".join(text.split())
    if not fonts.UNSEEN.isdisjoint(text):
        text = "".join(char for char in text if char not in fonts.UNSEEN)
    return normalize("NFKC", text)


def _all_embedded(page: pypdfium2.PdfPage) -> bool:
    """Whether the file carries every font that draws text on the page."""
    seen: set[int] = set()
    for n in range(raw.FPDFPage_CountObjects(page.raw)):
        shown = raw.FPDFPage_GetObject(page.raw, n)
        if raw.FPDFPageObj_GetType(shown) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        font = raw.FPDFTextObj_GetFont(shown)
        handle = ctypes.addressof(font.contents)
        if handle not in seen and not raw.FPDFFont_GetIsEmbedded(font):
            return False
        seen.add(handle)
    return True
