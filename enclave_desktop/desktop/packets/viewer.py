"""The right side of 申报材料: the pages with what drives them, or why there are none."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from enclave_desktop.desktop.packets.images import PageImages
from enclave_desktop.desktop.packets.instead import Instead
from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.desktop.packets.preview import Pages
from enclave_desktop.desktop.packets.progress_strip import ProgressStrip
from enclave_desktop.desktop.packets.thumbnails import Thumbnails
from enclave_desktop.desktop.packets.toolbar import PreviewBar
from enclave_desktop.desktop.widgets.labels import label

_SHARP, _SMALL = 12, 200
"""Pictures kept, of pages and of thumbnails."""


class Viewer(QStackedWidget):
    """Shows what a press has made."""

    def __init__(self, press: Press, parent: QWidget) -> None:
        super().__init__(parent)
        self._press = press
        self.pages = Pages(PageImages(press, _SHARP, self), self)
        self._thumbnails = Thumbnails(PageImages(press, _SMALL, self), self)
        self.strip = ProgressStrip(self, "取消生成")
        self.instead = Instead(self)
        self._build()
        press.found.connect(self._bar.show_hits)
        self._bar.sought.connect(press.find)
        self._thumbnails.chosen.connect(self.pages.go)
        self.pages.turned.connect(self._thumbnails.show_current)

    def _build(self) -> None:
        shown = QWidget(self)
        self._bar = PreviewBar(self.pages, shown)
        self._banner = label("", wrap=True)
        self._banner.setObjectName("banner")
        self._banner.setProperty("tone", "info")
        self._banner.setAccessibleName("已打印的一册")
        self._banner_bar = QFrame(shown)
        self._banner_bar.setObjectName("bar")
        inside = QVBoxLayout(self._banner_bar)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._banner)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._thumbnails)
        across.addWidget(self.pages, 1)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._bar, self.strip, self._banner_bar):
            column.addWidget(widget)
        column.addLayout(across, 1)
        self.addWidget(shown)
        self.addWidget(self.instead)

    def show_paper(self, banner: str = "") -> int:
        """The press's paper, under a banner; how many pages it has."""
        paper = self._press.paper
        count = len(paper.sizes) if paper else 0
        self.pages.show_paper(paper)
        self._thumbnails.show_paper(paper)
        self._thumbnails.show_current(self.pages.current)
        self._bar.show_labels(paper.labels if paper else ())
        self._banner.setText(banner)
        self._banner_bar.setVisible(bool(banner))
        self.setCurrentIndex(0)
        return count

    def begin(self, what: str) -> None:
        """Something is under way."""
        self.strip.begin(what)
        self.setCurrentIndex(0)

    def tell(self, what: str, done: int, total: int) -> None:
        self.strip.tell(what, done, total)
        self.setCurrentIndex(0)

    def say(self, message: str, details: str, *, again: bool) -> None:
        """Why there are no pages; `again` offers to try once more."""
        self.strip.hide()
        self.instead.say(message, details, again=again)
        self.setCurrentIndex(1)
