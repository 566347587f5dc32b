"""The pages one under the other on a desk, as sharp as the screen is."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from enclave_desktop.desktop.packets.images import PageImages
from enclave_desktop.desktop.packets.paper import POINTS_AN_INCH, Hit, Paper, page_words
from enclave_desktop.desktop.theme import BY_KEY, theme
from enclave_desktop.desktop.tokens import LIGHT

LOGICAL_DPI = 96
WIDTH, WHOLE = "width", "whole"
"""Zooms that follow the window."""
STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_MARGIN, _GAP = 16, 12
_WHEEL_STEP = 120
_PAPER, _FOUND = QColor(LIGHT["card"]), QColor(LIGHT["warn_bd"])
"""Paper is white in the dark theme too."""


class Pages(QAbstractScrollArea):
    """Shows a paper. Zoom is a factor of true size at 96 dpi, or follows the window."""

    turned = Signal(int)
    """This page, from 0, is the one in view."""
    zoomed = Signal()

    def __init__(self, images: PageImages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_key = False
        self._images = images
        self._sizes: tuple[QSizeF, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._tops: list[float] = []
        self._hits: Sequence[Hit] = ()
        self._hit: Hit | None = None
        self._zoom: float | str = WIDTH
        self.current = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("材料预览")
        images.ready.connect(lambda number: self.viewport().update())
        theme().changed.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_paper(self, paper: Paper | None) -> None:
        """The same page stays in view where the new paper has it."""
        kept = self.current
        self._images.show_paper(paper)
        self._sizes = paper.sizes if paper else ()
        self._labels = paper.labels if paper else ()
        self._hits, self._hit = (), None
        self._lay_out()
        self.go(min(kept, len(self._sizes) - 1))

    def show_hits(self, hits: Sequence[Hit]) -> None:
        self._hits, self._hit = hits, None
        self.viewport().update()

    def show_hit(self, hit: Hit) -> None:
        """Bring one place that was found into view."""
        self._hit = hit
        box = hit.boxes[0] if hit.boxes else QRectF()
        top = self._rect(hit.page).top() + box.top() * self.scale
        middle = top - self.viewport().height() / 2
        self.verticalScrollBar().setValue(round(middle))
        self.horizontalScrollBar().setValue(round(box.left() * self.scale - self.viewport().width() / 2))
        self.viewport().update()

    def go(self, number: int) -> None:
        """Bring a page, from 0, into view."""
        if 0 <= number < len(self._sizes):
            self.verticalScrollBar().setValue(round(self._tops[number] - _GAP))
            self._turn(number)

    @property
    def zoom(self) -> float | str:
        return self._zoom

    @zoom.setter
    def zoom(self, zoom: float | str) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(place * bar.maximum()))
        self.zoomed.emit()

    @property
    def factor(self) -> float:
        """1 is true size."""
        return self.scale * POINTS_AN_INCH / LOGICAL_DPI

    def step(self, by: int) -> None:
        """One step of zoom in (1) or out (-1)."""
        beyond = [s for s in STEPS if (s - self.factor) * by > 0.01]
        if beyond:
            self.zoom = min(beyond) if by > 0 else max(beyond)

    @property
    def scale(self) -> float:
        """Logical pixels a point."""
        if isinstance(self._zoom, float):
            return self._zoom * LOGICAL_DPI / POINTS_AN_INCH
        if not self._sizes:
            return LOGICAL_DPI / POINTS_AN_INCH
        widest = max(size.width() for size in self._sizes)
        across = (self.viewport().width() - 2 * _MARGIN) / widest
        if self._zoom == WIDTH:
            return max(across, 0.2)
        tallest = max(size.height() for size in self._sizes)
        return max(min(across, (self.viewport().height() - 2 * _GAP) / tallest), 0.2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        kept = self.current
        self._lay_out()
        if event.size().width() != event.oldSize().width():
            self.go(kept)
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height() - _MARGIN
        by = {
            Qt.Key.Key_Down: 40,
            Qt.Key.Key_Up: -40,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Space: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + by)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme().colour("paper_desk"))
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number in self._visible():
            self._paint_page(painter, number, self._rect(number).translated(-QPointF(offset)))
        if self._by_key:
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard shows where it is once it brought itself here."""
        self._by_key = event.reason() in BY_KEY
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._by_key = False
        super().focusOutEvent(event)
        self.viewport().update()

    def _paint_page(self, painter: QPainter, number: int, rect: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        at = QPointF(round(rect.x() * ratio) / ratio, round(rect.y() * ratio) / ratio)
        rect = QRectF(at, rect.size())
        painter.fillRect(rect, _PAPER)
        image = self._images.image(number, self.scale * ratio)
        if image is not None:
            self._paint_image(painter, rect, image, ratio)
        painter.setPen(QPen(theme().colour("card_border"), 0))
        painter.drawRect(rect)
        if not self._hits:
            return
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for hit in self._hits:
            if hit.page == number:
                for box in hit.boxes:
                    painter.fillRect(self._scaled(box).translated(rect.topLeft()), _FOUND)
        painter.restore()
        if self._hit and self._hit.page == number:
            painter.setPen(QPen(QColor(LIGHT["accent"]), 2))
            for box in self._hit.boxes:
                painter.drawRect(self._scaled(box).translated(rect.topLeft()).adjusted(-2, -2, 2, 2))

    def _paint_image(self, painter: QPainter, rect: QRectF, image: QImage, ratio: float) -> None:
        if abs(image.width() - rect.width() * ratio) <= 2:  # drawn for this zoom: pixel by pixel
            image.setDevicePixelRatio(ratio)
            painter.drawImage(rect.topLeft(), image)
        else:
            painter.drawImage(rect, image)

    def _scaled(self, box: QRectF) -> QRectF:
        return QRectF(
            box.x() * self.scale, box.y() * self.scale, box.width() * self.scale, box.height() * self.scale
        )

    def _visible(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, top) - 1, 0)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(first, last)

    def _rect(self, number: int) -> QRectF:
        """Where a page lies on the whole desk."""
        size = self._sizes[number] * self.scale
        left = max((self.viewport().width() - size.width()) / 2, _MARGIN)
        return QRectF(left, self._tops[number], size.width(), size.height())

    def _lay_out(self) -> None:
        scale = self.scale
        heights = (size.height() * scale + _GAP for size in self._sizes)
        *self._tops, end = accumulate(heights, initial=float(_GAP))
        width = max((size.width() for size in self._sizes), default=0) * scale + 2 * _MARGIN
        view = self.viewport().size()
        for bar, whole, page in (
            (self.verticalScrollBar(), end, view.height()),
            (self.horizontalScrollBar(), width, view.width()),
        ):
            bar.setPageStep(page)
            bar.setSingleStep(40)
            bar.setRange(0, max(round(whole) - page, 0))
        self.viewport().update()

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        self._turn(max(bisect_right(self._tops, middle) - 1, 0))
        self.viewport().update()

    def _turn(self, number: int) -> None:
        if number != self.current and self._sizes:
            self.current = number
            self.setAccessibleDescription(f"{page_words(self._labels[number])}，一共 {len(self._sizes)} 页")
            self.turned.emit(number)
