"""A finished packet as pages to look at."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from enclave_desktop.desktop.packets.stages import over_all
from enclave_desktop.desktop.work import Job
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.pdfium import PDFIUM
from enclave_desktop.policy.findings import Finding

if TYPE_CHECKING:  # imported by the worker
    from enclave_desktop.packet.blanks.mapping import OwnBlank

POINTS_AN_INCH = 72


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words that were looked for stand."""

    page: int
    boxes: tuple[QRectF, ...]
    """In points from the top left of the page; several where the words run over a line."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a part begins."""

    title: str
    level: int
    page: int
    """From 0."""


class Paper:
    """The very bytes that are saved, and the pages they make."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with PDFIUM:
            self._document = pypdfium2.PdfDocument(data)
            sizes = [self._document.get_page_size(number) for number in range(len(self._document))]
            self.bookmarks = tuple(_bookmarks(self._document))
        self.sizes = tuple(QSizeF(*size) for size in sizes)
        """Of each page, in points."""

    def close(self) -> None:
        with PDFIUM:
            self._document.close()

    def image(self, number: int, scale: float) -> QImage:
        """Page `number`, from 0, at so many pixels a point."""
        with PDFIUM, closing(self._document[number]) as page:
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            with closing(bitmap):
                return QImage(
                    bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
                ).copy()

    def find(self, words: str, job: Job) -> list[Hit]:
        """Every place where the words stand, page by page."""
        hits: list[Hit] = []
        for number in range(len(self.sizes)):
            job.progress("查找", number, len(self.sizes))
            with PDFIUM:
                hits += self._find_on(number, words)
        return hits

    def _find_on(self, number: int, words: str) -> list[Hit]:
        page = self._document[number]
        text = page.get_textpage()
        searcher = text.search(words)
        hits: list[Hit] = []
        while place := searcher.get_next():
            start, count = place
            rects = [text.get_rect(at) for at in range(text.count_rects(start, count))]
            hits.append(Hit(number, tuple(self._from_top(number, *rect) for rect in rects)))
        searcher.close()
        text.close()
        page.close()
        return hits

    def _from_top(self, number: int, left: float, bottom: float, right: float, top: float) -> QRectF:
        return QRectF(left, self.sizes[number].height() - top, right - left, top - bottom)


def _bookmarks(document: pypdfium2.PdfDocument) -> Iterator[Bookmark]:
    for mark in document.get_toc():
        where = mark.get_dest()
        page = where.get_index() if where else None
        if page is not None:
            yield Bookmark(mark.get_title(), mark.level, page)


def make_paper(
    dossier: Dossier,
    year: int,
    findings: Sequence[Finding],
    *,
    draft: bool,
    job: Job,
    own_blank: "Callable[[], OwnBlank | None]" = lambda: None,
) -> Paper:
    """Print the packet as the command line does, and keep nothing of it on disk.

    `own_blank` loads the office's own form, where one is chosen.
    UserError when it cannot be printed; Cancelled when the user wants no more of it.
    """
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.packet import write_packet

    with tempfile.TemporaryDirectory(prefix="packet-") as folder:  # readable by its owner only
        out = Path(folder) / "packet.pdf"
        progress = over_all(job.progress)
        more = {"draft": draft, "progress": progress, "own_blank": own_blank()}
        write_packet(Application.of(dossier, findings, year, **more), out)
        return Paper(out.read_bytes())
