"""A finished packet as pages to look at."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from enclave_desktop.desktop.work import Job
from enclave_desktop.pdfium import PDFIUM

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


def page_words(label: str) -> str:
    """第 12 页, 第 ii 页; a page that has a name and no number is called by that: 封面."""
    return f"第 {label} 页" if label.isascii() else label


class Paper:
    """The very bytes that are saved, and the pages they make."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with PDFIUM:
            self._document = pypdfium2.PdfDocument(data)
            sizes = [self._document.get_page_size(number) for number in range(len(self._document))]
            self.bookmarks = tuple(_bookmarks(self._document))
            self.labels = tuple(
                self._document.get_page_label(number) or str(number + 1) for number in range(len(sizes))
            )
            """What each page is called: what is printed at its foot, where the file tells."""
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
