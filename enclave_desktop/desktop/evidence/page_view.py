"""One page, large: cropped and covered by dragging on it, straightened against a grid."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from enclave_desktop.desktop.evidence.editing import WHOLE, nudged, rectangle
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.tokens import LIGHT
from enclave_desktop.dossier.evidence import PageEdit, Rectangle

_PAPER = QColor(LIGHT["card"])
_MARGIN = 16
_LINES = 12
"""Of the grid, across and down."""
_SIDES = {Qt.Key.Key_Left: 0, Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 2, Qt.Key.Key_Down: 3}
_MIDDLE = rectangle(0.35, 0.45, 0.65, 0.55)


class Mode(Enum):
    """What dragging does."""

    LOOK = "看"
    CROP = "裁剪"
    COVER = "遮盖"


class PageView(QWidget):
    """Shows a picture of the page as turned; all else is painted over it, so that it follows the mouse."""

    cropped = Signal(object)
    """A Rectangle."""
    covered = Signal(object)
    """The masks, as a tuple of Rectangles."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("页面")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.mode = Mode.LOOK
        self.grid = False
        self.hidden = False
        """Blurred, until asked for."""
        self._image: QImage | None = None
        self._edit = PageEdit(0)
        self._page = QRectF()
        self._from: QPointF | None = None
        self._to = QPointF()
        self._mask = -1
        theme().changed.connect(self.update)

    def show_page(self, image: QImage | None, edit: PageEdit, size: QSize) -> None:
        """The page in logical pixels; the picture has more of them on a fine screen."""
        if edit.page != self._edit.page:
            self._mask = -1
        self._image, self._edit = image, edit
        self._mask = min(self._mask, len(edit.masks) - 1)
        self._page = QRectF(_MARGIN, _MARGIN, size.width(), size.height())
        self.setFixedSize(size.width() + 2 * _MARGIN, size.height() + 2 * _MARGIN)
        self.update()

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self._from = None
        self.setCursor(Qt.CursorShape.ArrowCursor if mode is Mode.LOOK else Qt.CursorShape.CrossCursor)
        self.setAccessibleDescription(
            {
                Mode.LOOK: "",
                Mode.CROP: "方向键把那一边往里收，加 Shift 往外放",
                Mode.COVER: "回车加一块，方向键移动，加 Shift 改大小，Delete 去掉",
            }[mode]
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme().colour("paper_desk"))
        painter.fillRect(self._page, _PAPER)
        self._paint_picture(painter)
        if self.hidden:
            return
        for at, mask in enumerate(self._edit.masks):
            self._paint_mask(painter, mask, chosen=at == self._mask and self.mode is Mode.COVER)
        self._paint_crop(painter, self._edit.crop)
        if self.grid:
            self._paint_grid(painter)
        if self._from is not None:
            painter.setPen(QPen(theme().colour("accent"), 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self._from, self._to).normalized())
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._page.adjusted(-3, -3, 3, 3))

    def _paint_picture(self, painter: QPainter) -> None:
        from enclave_desktop.desktop.evidence.gallery import blurred

        if self._image is None or self._image.isNull():
            painter.setPen(theme().colour("mute"))
            painter.setPen(QColor(LIGHT["text2"]))
            painter.drawText(self._page, Qt.AlignmentFlag.AlignCenter, "正在打开…")
            return
        painter.save()
        painter.setClipRect(self._page)
        middle = self._page.center()
        painter.translate(middle)
        painter.rotate(float(self._edit.straighten))
        painter.translate(-middle)
        painter.drawImage(self._page, blurred(self._image) if self.hidden else self._image)
        painter.restore()

    def _paint_crop(self, painter: QPainter, crop: Rectangle | None) -> None:
        if crop is None:
            return
        part = self._on_screen(crop)
        shade = QColor(0, 0, 0, 140)
        page = self._page
        for outside in (
            QRectF(page.left(), page.top(), page.width(), part.top() - page.top()),
            QRectF(page.left(), part.bottom(), page.width(), page.bottom() - part.bottom()),
            QRectF(page.left(), part.top(), part.left() - page.left(), part.height()),
            QRectF(part.right(), part.top(), page.right() - part.right(), part.height()),
        ):
            painter.fillRect(outside, shade)
        painter.setPen(QPen(QColor(LIGHT["accent"]), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(part)

    def _paint_mask(self, painter: QPainter, mask: Rectangle, *, chosen: bool) -> None:
        part = self._on_screen(mask)
        painter.fillRect(part, QColor(0, 0, 0, 90))
        painter.fillRect(part, Qt.BrushStyle.BDiagPattern)
        painter.setPen(QPen(QColor(LIGHT["accent" if chosen else "text"]), 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(part)

    def _paint_grid(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(15, 108, 189, 110), 1))
        for step in range(1, _LINES):
            x = self._page.left() + self._page.width() * step / _LINES
            y = self._page.top() + self._page.height() * step / _LINES
            painter.drawLine(QPointF(x, self._page.top()), QPointF(x, self._page.bottom()))
            painter.drawLine(QPointF(self._page.left(), y), QPointF(self._page.right(), y))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.hidden or event.button() != Qt.MouseButton.LeftButton or self.mode is Mode.LOOK:
            super().mousePressEvent(event)
            return
        self._from = self._to = event.position()
        if self.mode is Mode.COVER:
            parts = [self._on_screen(mask).contains(event.position()) for mask in self._edit.masks]
            self._mask = parts.index(True) if True in parts else -1
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        start, end = self._fraction(self._from), self._fraction(event.position())
        self._from = None
        part = rectangle(start.x(), start.y(), end.x(), end.y())
        if part is not None and self.mode is Mode.CROP:
            self.cropped.emit(part)
        elif part is not None:
            self._mask = len(self._edit.masks)
            self.covered.emit((*self._edit.masks, part))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = {Mode.CROP: self._key_to_crop, Mode.COVER: self._key_to_cover}.get(self.mode)
        if self.hidden or act is None or not act(event):
            super().keyPressEvent(event)

    def _key_to_crop(self, event: QKeyEvent) -> bool:
        side = _SIDES.get(Qt.Key(event.key()))
        if side is None:
            return False
        outward = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        inward = 1 if side < 2 else -1
        steps = [0, 0, 0, 0]
        steps[side] = -inward if outward else inward
        self.cropped.emit(nudged(self._edit.crop or WHOLE, steps))
        return True

    def _key_to_cover(self, event: QKeyEvent) -> bool:
        masks = list(self._edit.masks)
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            assert _MIDDLE is not None
            self._mask = len(masks)
            masks.append(_MIDDLE)
        elif not 0 <= self._mask < len(masks):
            return False
        elif key == Qt.Key.Key_Delete:
            del masks[self._mask]
            self._mask = len(masks) - 1
        elif key in _SIDES:
            way = -1 if _SIDES[key] < 2 else 1
            across = _SIDES[key] % 2 == 0
            steps = [way, 0, way, 0] if across else [0, way, 0, way]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                steps[0] = steps[1] = 0
            masks[self._mask] = nudged(masks[self._mask], steps)
        else:
            return False
        self.covered.emit(tuple(masks))
        return True

    def _on_screen(self, part: Rectangle) -> QRectF:
        left, top, right, bottom = map(float, part)
        page = self._page
        return QRectF(
            QPointF(page.left() + left * page.width(), page.top() + top * page.height()),
            QPointF(page.left() + right * page.width(), page.top() + bottom * page.height()),
        )

    def _fraction(self, at: QPointF) -> QPointF:
        page = self._page
        return QPointF((at.x() - page.left()) / page.width(), (at.y() - page.top()) / page.height())
