"""A chart: it shows a drawing, says its numbers on hover, by the arrow keys and aloud, and becomes a picture."""

from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolButton, QToolTip, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.theme import theme

_PICTURE_SCALE = 2
_PICTURE_MARGIN = 16
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Drawing(Protocol):
    """What a chart shows: a row of items, frozen, drawn in the theme's colours of the moment."""

    title: ClassVar[str]
    steps: ClassVar[tuple[Qt.Key, Qt.Key]]
    """The keys to the item before and after."""
    grows: ClassVar[bool]
    """Whether it takes all the height there is."""

    def heading(self) -> str:
        """What stands over a picture of it."""

    def count(self) -> int:
        """How many items there are."""

    def item_at(self, point: QPointF, rect: QRectF) -> int | None:
        """The item under the mouse."""

    def words(self, at: int) -> str:
        """All numbers of an item."""

    def tip(self, at: int) -> str:
        """What a hint says of an item; empty where the drawing itself says it."""

    def summary(self) -> str:
        """What the chart says as a whole."""

    def least_size(self, width: float) -> QSize:
        """The room it needs at that width."""

    def draw(self, painter: QPainter, rect: QRectF, at: int | None) -> None:
        """Paint into `rect`, with the item at `at` pointed out."""


class Chart(QWidget):
    """Shows a drawing; one of its items may be pointed at."""

    copied = Signal()

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = drawing
        self.at: int | None = None
        """The item pointed at."""
        self._by_key = False
        upward = QSizePolicy.Policy.Expanding if drawing.grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, upward)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme().changed.connect(self._restyled)

    def show_drawing(self, drawing: Drawing) -> None:
        """Another one of the same kind."""
        self.drawing = drawing
        self.at = None
        self.tell()
        self._restyled()

    def point_at(self, at: int | None) -> None:
        """Point one item out, on the screen and aloud."""
        if at != self.at:
            self.at = at
            self.tell()
            self.update()

    def tell(self) -> None:
        """Say what is shown to those who cannot see it."""
        self.setAccessibleName(self.drawing.heading())
        self.setAccessibleDescription(
            self.drawing.summary() if self.at is None else self.drawing.words(self.at)
        )
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def picture(self) -> QPixmap:
        """The drawing with its heading, light as paper, at twice the size of the screen's pixels."""
        margin, head = _PICTURE_MARGIN, self.fontMetrics().height() + 12
        size = QSize(self.width() + 2 * margin, self.height() + head + 2 * margin)
        pixmap = QPixmap(size * _PICTURE_SCALE)
        pixmap.setDevicePixelRatio(_PICTURE_SCALE)
        with theme().on_paper():
            pixmap.fill(theme().colour("card"))
            painter = QPainter(pixmap)
            painter.setFont(theme().font(weight=600))
            painter.setPen(theme().colour("text"))
            heading = QRectF(margin, margin, self.width(), head)
            painter.drawText(heading, Qt.AlignmentFlag.AlignTop, self.drawing.heading())
            plot = QRectF(margin, margin + head, self.width(), self.height())
            self.drawing.draw(painter, plot, None)
            painter.end()
        return pixmap

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QApplication.clipboard().setPixmap(self.picture())
        self.copied.emit()

    def copy_button(self) -> QToolButton:
        """For the card's heading."""
        button = QToolButton()
        button.setIcon(icon("image_copy_20_regular"))
        button.setToolTip("复制为图片（Ctrl+C）")
        button.setAccessibleName(f"复制为图片：{self.drawing.title}")
        button.clicked.connect(self.copy)
        return button

    def minimumSizeHint(self) -> QSize:
        return self.drawing.least_size(self.width())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """How high it must be may depend on how wide it is."""
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._item_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if at is None else self.drawing.tip(at), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.drawing.draw(painter, QRectF(self.rect()), self.at)
        if self._by_key and self.hasFocus():
            painter.setPen(theme().colour("focus"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def mouseMoveEvent(self, event: Any) -> None:
        self.point_at(self._item_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.drawing.count() - 1
        here = -1 if self.at is None else self.at
        before, after = self.drawing.steps
        to = {
            before: max(here - 1, 0),
            after: min(here + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.matches(QKeySequence.StandardKey.Copy) and last >= 0:
            self.copy()
        elif event.key() in to and last >= 0:
            self.point_at(to[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self.at is not None:
            self.point_at(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        self._by_key = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        self._by_key = False
        self.point_at(None)
        super().focusOutEvent(event)

    def _item_at(self, point: QPointF) -> int | None:
        return self.drawing.item_at(point, QRectF(self.rect()))

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()
