"""Pictures of pages, drawn in the background when they come into view; the last few are kept."""

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.packets.press import Press


class PageImages(QObject):
    """Pictures of the paper that is shown. What was asked for last is drawn first."""

    ready = Signal(int)
    """The picture of this page is new."""

    def __init__(self, press: Press, most: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._press = press
        self._most = most
        self._paper: Paper | None = None
        self._kept: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self._wanted: OrderedDict[int, float] = OrderedDict()
        self._drawing = False

    def show_paper(self, paper: Paper | None) -> None:
        self._paper = paper
        self._kept.clear()
        self._wanted.clear()
        self._drawing = False

    def image(self, number: int, scale: float) -> QImage | None:
        """The picture of a page, at so many pixels a point; until it is drawn an older one or none."""
        kept = self._kept.get(number)
        if kept is None or abs(kept[0] - scale) > 1e-6:
            self._wanted[number] = scale
            self._wanted.move_to_end(number)
            while len(self._wanted) > self._most:
                self._wanted.popitem(last=False)
            self._draw_next()
        else:
            self._kept.move_to_end(number)
        return kept[1] if kept else None

    def _draw_next(self) -> None:
        if self._drawing or not self._wanted or self._paper is None:
            return
        number, scale = self._wanted.popitem()
        self._drawing = True
        paper = self._paper
        self._press.image(paper, number, scale, partial(self._keep, paper, number, scale))

    def _keep(self, paper: Paper, number: int, scale: float, image: QImage) -> None:
        self._drawing = False
        if paper is self._paper:
            self._kept[number] = scale, image
            self._kept.move_to_end(number)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            self.ready.emit(number)
        self._draw_next()
