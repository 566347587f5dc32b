"""Rectangles whose edges lie on whole device pixels, at any scale of the screen."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_HATCH = 5.0
"""Logical pixels between the lines of a hatch."""


class Sharp:
    """Paints on one painter; coordinates are logical."""

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter
        self._to = painter.deviceTransform()
        self.line = max(1, round(self._to.m11())) / self._to.m11()
        """The thickness of a line of one logical pixel."""

    def x(self, x: float) -> float:
        return (round(x * self._to.m11() + self._to.dx()) - self._to.dx()) / self._to.m11()

    def y(self, y: float) -> float:
        return (round(y * self._to.m22() + self._to.dy()) - self._to.dy()) / self._to.m22()

    def rect(self, rect: QRectF) -> QRectF:
        """The rectangle with each edge on the nearest device pixel."""
        left, top = self.x(rect.left()), self.y(rect.top())
        return QRectF(left, top, self.x(rect.right()) - left, self.y(rect.bottom()) - top)

    def fill(self, rect: QRectF, colour: QColor) -> None:
        self.painter.fillRect(self.rect(rect), colour)

    def rule(self, left: float, right: float, y: float, colour: QColor) -> None:
        """A horizontal line."""
        self.painter.fillRect(QRectF(left, self.y(y), right - left, self.line), colour)

    def post(self, x: float, top: float, bottom: float, colour: QColor, thickness: float = 1) -> None:
        """A vertical line."""
        self.painter.fillRect(QRectF(self.x(x), top, self.line * thickness, bottom - top), colour)

    def outline(self, rect: QRectF, colour: QColor) -> None:
        """A frame inside the rectangle."""
        box, line = self.rect(rect), self.line
        if box.height() <= line or box.width() <= line:
            self.painter.fillRect(box, colour)
            return
        for side in (
            QRectF(box.left(), box.top(), box.width(), line),
            QRectF(box.left(), box.bottom() - line, box.width(), line),
            QRectF(box.left(), box.top(), line, box.height()),
            QRectF(box.right() - line, box.top(), line, box.height()),
        ):
            self.painter.fillRect(side, colour)

    def hatch(self, rect: QRectF, colour: QColor, *, rising: bool = True) -> None:
        """Diagonal lines that run on from one rectangle to its neighbour."""
        box = self.rect(rect)
        painter = self.painter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(colour, 1))
        foot = box.bottom() if rising else box.top()
        head = box.top() if rising else box.bottom()
        offset = foot if rising else -foot
        start = box.left() - box.height()
        at = start - (start + offset) % _HATCH
        while at < box.right():
            painter.drawLine(QPointF(at, foot), QPointF(at + box.height(), head))
            at += _HATCH
        painter.restore()
