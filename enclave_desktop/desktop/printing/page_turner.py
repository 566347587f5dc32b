"""The sheets to be printed, one at a time."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.packets.paper import Paper, page_words
from enclave_desktop.desktop.printing.drawn import Draw
from enclave_desktop.desktop.printing.sheet_view import SheetView


class PageTurner(QFrame):
    """Shows the pages that are chosen; goes to the first that loses something."""

    def __init__(self, paper: Paper, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = SheetView(paper, draw, self)
        self._labels = paper.labels
        self._pages: Sequence[int] = ()
        self._at = 0
        self._turned = False
        self._margins = QMarginsF()
        self._back = _tool("chevron_left_20_regular", "上一页", lambda: self._turn(-1))
        self._forth = _tool("chevron_right_20_regular", "下一页", lambda: self._turn(1))
        self._where = QLabel(self)
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        across = QHBoxLayout()
        across.setContentsMargins(12, 4, 12, 4)
        across.addStretch(1)
        across.addWidget(self._back)
        across.addWidget(self._where)
        across.addWidget(self._forth)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._sheet, 1)
        whole.addLayout(across)

    def show_pages(self, pages: Sequence[int], margins: QMarginsF) -> None:
        """Pages from 0 in their order, and what the printer does not reach, in points."""
        self._pages, self._margins, self._at, self._turned = pages, margins, 0, False
        self._show()

    def show_cut(self, pages: Sequence[int]) -> None:
        """Go to the first of the pages that lose something, unless the user turned the pages herself."""
        if not self._turned and pages and self._pages:
            self._at = min(bisect_left(self._pages, pages[0]), len(self._pages) - 1)
            self._show()

    def _turn(self, by: int) -> None:
        self._turned = True
        self._at += by
        self._show()

    def _show(self) -> None:
        if self._pages:
            page = self._pages[self._at]
            self._sheet.show_page(page, self._margins)
            self._where.setText(f"{page_words(self._labels[page])}　（{self._at + 1} / {len(self._pages)}）")
        else:
            self._where.setText("没有要打印的页")
        self._back.setEnabled(self._at > 0)
        self._forth.setEnabled(self._at + 1 < len(self._pages))


def _tool(name: str, words: str, act: object) -> QToolButton:
    tool = QToolButton()
    tool.setIcon(icon(name, "text"))
    tool.setIconSize(QSize(20, 20))
    tool.setToolTip(words)
    tool.setAccessibleName(words)
    tool.clicked.connect(act)
    return tool
