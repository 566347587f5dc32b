"""The page of a blank, or of the filled one, in its scroll area: turned, zoomed, drawn in the background."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from enclave_desktop.desktop.blanks.draft import Spot
from enclave_desktop.desktop.blanks.opening import Opened
from enclave_desktop.desktop.blanks.sheet import MARGIN, Sheet
from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.work import Worker

_STEP = 1.25
_SCROLL_BAR = 16
_SMALLEST, _WIDEST_FIT, _LARGEST = 0.4, 2.0, 4.0
"""Logical pixels a point."""


class Viewer(QScrollArea):
    """Shows the blank, or in its place a paper."""

    turned = Signal(int, int)
    """Page, from 0, and how many there are."""

    def __init__(self, opened: Opened, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened, self._worker = opened, worker
        self._paper: Paper | None = None
        self._wanted: tuple[Any, int, float] | None = None
        self.sheet = Sheet()
        self.sheet.setObjectName("clear")
        self.setWidget(self.sheet)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.turned.connect(self.turn)

    @property
    def _sizes(self) -> tuple[tuple[float, float], ...]:
        if self._paper:
            return tuple((size.width(), size.height()) for size in self._paper.sizes)
        return self._opened.sizes

    def show_paper(self, paper: Paper | None) -> None:
        """The filled blank, without boxes; None is the blank again. The paper shown before is closed."""
        before, self._paper = self._paper, paper
        self.sheet.plain = paper is not None
        self.fit()
        if before:
            self._worker.submit("关闭", lambda _: before.close(), lambda _: None, self._tell)

    def fit(self) -> None:
        """As wide as there is room."""
        room = self.width() - 2 * MARGIN - _SCROLL_BAR
        widest = max(width for width, _ in self._sizes)
        self._show(self.sheet.page, min(max(room / widest, _SMALLEST), _WIDEST_FIT))

    def turn(self, number: int) -> None:
        """Show page `number`, from 0, if there is one."""
        if 0 <= number < len(self._sizes):
            self._show(number, self.sheet.scale)
            self.verticalScrollBar().setValue(0)

    def turn_by(self, by: int) -> None:
        self.turn(self.sheet.page + by)

    def zoom(self, steps: int) -> None:
        """In, or with less than 0 out."""
        self._show(self.sheet.page, min(max(self.sheet.scale * _STEP**steps, _SMALLEST), _LARGEST))

    def reveal(self, spot: Spot) -> None:
        """Bring a place into view."""
        if spot.page - 1 != self.sheet.page:
            self.turn(spot.page - 1)
        rect = self.sheet.rect_of(spot.area).toRect()
        self.ensureVisible(rect.center().x(), rect.center().y(), rect.width() // 2 + 20, 80)

    def _show(self, number: int, scale: float) -> None:
        sizes = self._sizes
        number = min(number, len(sizes) - 1)
        if number != self.sheet.page:
            self.sheet.show_image(None)
        self.sheet.show_page(number, sizes[number], scale)
        self.turned.emit(number, len(sizes))
        source: Any = self._paper or self._opened
        wanted = self._wanted = (source, number, scale)
        pixels = scale * self.devicePixelRatioF()

        def done(image: QImage) -> None:
            if self._wanted == wanted:
                self.sheet.show_image(image)

        self._worker.submit("画页", lambda _: source.image(number, pixels), done, self._tell)

    def _tell(self, error: Exception) -> None:
        show_problem(self, error)
