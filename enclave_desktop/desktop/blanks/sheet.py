"""One page of a blank with its places as coloured boxes: clicked, drawn, moved, and reached by keys."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.blanks.draft import Draft, Spot
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.tokens import LIGHT
from enclave_desktop.packet.blanks.mapping import PDF, Area, AtWords, InControl
from enclave_desktop.packet.blanks.vocabulary import placeholders

MARGIN = 16
_HANDLE = 6.0
_SMALLEST = 4.0
"""Points; a shorter drag is a click."""
_COLOURS = {"bound": "ok", "suggested": "info", "open": "control_line"}
_FILL = 38
"""Of 255."""


class Sheet(QWidget):
    """The page; a spot is bound (green), suggested (blue, dashed) or open (grey, dotted)."""

    chosen = Signal()
    """A place was clicked or Enter pressed: what it holds is to be said."""
    turned = Signal(int)
    """Another page, from 0, is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._image: QImage | None = None
        self._size = (1.0, 1.0)
        self.page = 0
        self.scale = 1.0
        self.plain = False
        """Without boxes: the filled blank is shown."""
        self._pressed: QPointF | None = None
        self._drag: Area | None = None
        self._grip = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("空白表页面")
        theme().changed.connect(self.update)

    def show_draft(self, draft: Draft) -> None:
        self._draft = draft
        draft.changed.connect(self.update)
        draft.selected.connect(self.update)

    def show_page(self, number: int, size: tuple[float, float], scale: float) -> None:
        """Page `number`, from 0, of that size in points; its picture follows."""
        self.page, self._size, self.scale = number, size, scale
        self.setFixedSize(self.sizeHint())
        self.update()

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        width, height = self._size
        return QSize(round(width * self.scale) + 2 * MARGIN, round(height * self.scale) + 2 * MARGIN)

    def rect_of(self, area: Area) -> QRectF:
        k = self.scale
        return QRectF(MARGIN + area.left * k, MARGIN + area.top * k, area.width * k, area.height * k)

    @property
    def _spots(self) -> list[Spot]:
        if self._draft is None or self.plain:
            return []
        return [spot for spot in self._draft.spots if spot.page == self.page + 1]

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        page = QRectF(MARGIN, MARGIN, self._size[0] * self.scale, self._size[1] * self.scale)
        painter.fillRect(page, QColor(LIGHT["card"]))
        if self._image is not None:
            painter.drawImage(page, self._image)
        painter.setPen(QPen(theme().colour("card_border"), 1))
        painter.drawRect(page)
        current = self._draft.current if self._draft else None
        for spot in self._spots:
            self._paint_spot(painter, spot, selected=current is not None and spot.key == current.key)
        if self._drag:
            painter.setPen(QPen(QColor(LIGHT["accent"]), 2, Qt.PenStyle.DashLine))
            painter.drawRect(self.rect_of(self._drag))
        painter.end()

    def _paint_spot(self, painter: QPainter, spot: Spot, *, selected: bool) -> None:
        state = (
            "bound" if spot.cell else "suggested" if spot.suggestion and spot.suggestion.values else "open"
        )
        colour = QColor(LIGHT[_COLOURS[state]])
        fill = QColor(colour)
        fill.setAlpha(_FILL * (2 if selected else 1))
        rect = self.rect_of(spot.area)
        painter.fillRect(rect, fill)
        style = {
            "bound": Qt.PenStyle.SolidLine,
            "suggested": Qt.PenStyle.DashLine,
            "open": Qt.PenStyle.DotLine,
        }
        painter.setPen(QPen(QColor(LIGHT["accent"]), 2) if selected else QPen(colour, 1, style[state]))
        painter.drawRect(rect)
        words = self._words(spot)
        font = theme().font("caption")
        painter.setFont(font)
        if words and rect.height() >= 12 and rect.width() >= 24:
            painter.setPen(colour)
            room = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, round(rect.width() - 6)
            )
            painter.drawText(rect.adjusted(3, 0, -3, 0), Qt.AlignmentFlag.AlignVCenter, room)
        if selected and spot.movable:
            painter.fillRect(self._handle(rect), QColor(LIGHT["accent"]))

    @staticmethod
    def _words(spot: Spot) -> str:
        place = spot.key[0]
        if isinstance(place, AtWords | InControl) or spot.key[1]:
            return ""  # words stand there already
        value = (
            spot.cell.value
            if spot.cell
            else (spot.suggestion.values[:1] or ("",))[0]
            if spot.suggestion
            else ""
        )
        return placeholders()[value].label if value else ""

    @staticmethod
    def _handle(rect: QRectF) -> QRectF:
        return QRectF(rect.right() - _HANDLE, rect.bottom() - _HANDLE, 2 * _HANDLE, 2 * _HANDLE)

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._draft is None or self.plain or event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = event.position()
        self._pressed, self._drag = at, None
        current = self._draft.current
        if self._on_handle(current, at):
            self._grip = "size"
            return
        spot = self._spot_at(at)
        if spot and current and spot.key == current.key and spot.movable:
            self._grip = "move"
        else:
            self._grip = "" if spot else "draw"
        cell = None if spot else self._draft.opened.cell_at(self.page, *self._on_page(at))
        if cell:
            self._draft.point_at(cell)
        else:
            self._draft.select(spot.key if spot else None)

    def _on_page(self, at: QPointF) -> tuple[float, float]:
        """A point of the widget in points of the page."""
        return (at.x() - MARGIN) / self.scale, (at.y() - MARGIN) / self.scale

    def _on_handle(self, spot: Spot | None, at: QPointF) -> bool:
        if spot is None or not spot.movable or spot.page != self.page + 1:
            return False
        return self._handle(self.rect_of(spot.area)).contains(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._draft is None or not self._grip:
            return
        if self._grip == "draw" and self._draft.opened.mapping.kind != PDF:
            return
        self._drag = self._dragged(self._pressed, event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._draft is None or self._pressed is None:
            return
        drag, grip, self._pressed, self._drag = self._drag, self._grip, None, None
        if (
            drag
            and (drag.width >= _SMALLEST and drag.height >= _SMALLEST)
            and drag != self._area_of_current()
        ):
            if grip == "draw":
                self._draft.draw(self.page + 1, drag)
            else:
                self._draft.move(drag)
        self.update()
        if self._draft.current:
            self.chosen.emit()

    def _area_of_current(self) -> Area | None:
        current = self._draft.current if self._draft else None
        return current.area if current else None

    def _dragged(self, start: QPointF, end: QPointF) -> Area:
        k = self.scale
        across, down = (end.x() - start.x()) / k, (end.y() - start.y()) / k
        area = self._area_of_current()
        if self._grip == "draw" or area is None:
            left, top = self._on_page(start)
            return self._within(
                Area(min(left, left + across), min(top, top + down), abs(across), abs(down)), clip=True
            )
        if self._grip == "size":
            wide, high = max(area.width + across, _SMALLEST), max(area.height + down, _SMALLEST)
            return self._within(Area(area.left, area.top, wide, high), clip=True)
        return self._within(Area(area.left + across, area.top + down, area.width, area.height), clip=False)

    def _within(self, area: Area, *, clip: bool) -> Area:
        """On the page."""
        width, height = self._size
        if clip:
            left, top = max(area.left, 0.0), max(area.top, 0.0)
            return Area(left, top, min(area.right, width) - left, min(area.bottom, height) - top)
        left = min(max(area.left, 0.0), max(width - area.width, 0.0))
        top = min(max(area.top, 0.0), max(height - area.height, 0.0))
        return Area(left, top, area.width, area.height)

    def _spot_at(self, at: QPointF) -> Spot | None:
        """The smallest there."""
        x, y = self._on_page(at)
        here = [spot for spot in self._spots if spot.area.holds(x, y)]
        return min(here, key=lambda spot: spot.area.width * spot.area.height, default=None)

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        draft = self._draft
        if draft is None or self.plain:
            super().keyPressEvent(event)
            return
        by = {
            Qt.Key.Key_Left: (-1.0, 0.0),
            Qt.Key.Key_Right: (1.0, 0.0),
            Qt.Key.Key_Up: (0.0, -1.0),
            Qt.Key.Key_Down: (0.0, 1.0),
        }.get(Qt.Key(event.key()))
        if by and event.modifiers() & (
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        ):
            self._nudge(by, size=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif by:
            draft.step(1 if sum(by) > 0 else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and draft.current:
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Delete:
            draft.unbind()
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(self.page + (1 if event.key() == Qt.Key.Key_PageDown else -1))
        elif event.key() == Qt.Key.Key_Insert and draft.opened.mapping.kind == PDF:
            width, height = self._size
            draft.draw(self.page + 1, Area(width / 3, height / 3, width / 4, 18))
        else:
            super().keyPressEvent(event)

    def _nudge(self, by: tuple[float, float], *, size: bool) -> None:
        """A point further, or wider."""
        draft = self._draft
        current = draft.current if draft else None
        if draft is None or current is None or not current.movable:
            return
        area = current.area
        if size:
            area = Area(area.left, area.top, max(area.width + by[0], 1), max(area.height + by[1], 1))
        else:
            area = Area(area.left + by[0], area.top + by[1], area.width, area.height)
        draft.move(self._within(area, clip=size))
