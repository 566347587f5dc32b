"""Icons in the theme's colours, sharp at every scale: coloured when painted, so a theme change needs only an update."""

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from enclave_desktop.desktop.theme import coloured_svg, theme

WITH_AIR = QSize(22, 18)
"""The size to ask for beside words: wider than the icon, since a style sheet knows no gap between the two."""


@cache
def icon(name: str, token: str = "text") -> QIcon:
    """An icon in the colour of a token; the disabled one in that of disabled text.

    Kept for good: each icon deletes its engine when its last copy goes, so no two may be made on one engine.
    """
    return QIcon(_kept(_Engine(name, token)))


def program_icon() -> QIcon:
    """The program's own, as the task bar and a window's corner show it."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 256):
        made.addPixmap(icon_pixmap("enclave", size, "", 1.0))
    return made


def draw_icon(painter: QPainter, rect: QRectF, name: str, token: str, size: int = 16) -> None:
    """An icon in the middle of `rect`, on whole device pixels."""
    ratio = painter.device().devicePixelRatioF()
    x = rect.x() + (rect.width() - size) / 2
    y = rect.y() + (rect.height() - size) / 2
    at = QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio)
    painter.drawPixmap(at, icon_pixmap(name, size, theme().hex(token), ratio))


def icon_pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    """An icon as pixels; `size` is logical."""
    key = f"{name}:{size}:{colour}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    pixels = round(size * ratio)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(coloured_svg(name, colour).encode())).render(
        painter, QRectF(0, 0, pixels, pixels)
    )
    painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


class _Engine(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def clone(self) -> QIconEngine:
        return _kept(_Engine(self._name, self._token))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        draw_icon(
            painter, QRectF(rect.x(), rect.y(), side, rect.height()), self._name, self._colour(mode), side
        )

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` is logical; a wider one leaves air at the right."""
        ratio = scale or 1.0
        side = min(size.width(), size.height())
        pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        drawn = icon_pixmap(self._name, side, theme().hex(self._colour(mode)), ratio)
        painter.drawPixmap(QPointF(0, (size.height() - side) / 2), drawn)
        painter.end()
        return pixmap

    def _colour(self, mode: QIcon.Mode) -> str:
        return "text_dis" if mode == QIcon.Mode.Disabled else self._token


_ENGINES: list[_Engine] = []


def _kept(engine: _Engine) -> _Engine:
    """Qt holds no reference to a Python engine."""
    _ENGINES.append(engine)
    return engine
