"""What both charts do: say their numbers on hover, by the arrow keys and aloud, and become a picture."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.theme import theme

_PICTURE_SCALE = 2
_PICTURE_MARGIN = 16
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Chart(QWidget):
    """A row of items; one of them may be pointed at."""

    title = ""
    copied = Signal()
    steps: tuple[Qt.Key, Qt.Key] = (Qt.Key.Key_Left, Qt.Key.Key_Right)
    """The keys to the item before and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at: int | None = None
        """The item pointed at."""
        self._by_key = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme().changed.connect(self._restyled)

    def count(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def item_at(self, point: QPointF) -> int | None:
        """The item under the mouse."""
        raise NotImplementedError

    def words(self, at: int) -> str:
        """All numbers of an item."""
        raise NotImplementedError

    def summary(self) -> str:
        """What the chart says as a whole."""
        raise NotImplementedError

    def draw(self, painter: QPainter, rect: QRectF, at: int | None) -> None:
        """Paint into `rect`, with the item at `at` pointed out."""
        raise NotImplementedError

    def heading(self) -> str:
        """What stands over a picture of it."""
        return self.title

    def point_at(self, at: int | None) -> None:
        """Point one item out, on the screen and aloud."""
        if at != self.at:
            self.at = at
            self.tell()
            self.update()

    def tell(self) -> None:
        """Say what is shown to those who cannot see it."""
        self.setAccessibleName(self.heading())
        self.setAccessibleDescription(self.summary() if self.at is None else self.words(self.at))
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def picture(self) -> QPixmap:
        """The chart with its heading, at twice the size of the screen's pixels."""
        margin, head = _PICTURE_MARGIN, self.fontMetrics().height() + 12
        size = QSize(self.width() + 2 * margin, self.height() + head + 2 * margin)
        pixmap = QPixmap(size * _PICTURE_SCALE)
        pixmap.setDevicePixelRatio(_PICTURE_SCALE)
        pixmap.fill(theme().colour("card"))
        painter = QPainter(pixmap)
        painter.setFont(theme().font(weight=600))
        painter.setPen(theme().colour("text"))
        painter.drawText(
            QRectF(margin, margin, self.width(), head), Qt.AlignmentFlag.AlignTop, self.heading()
        )
        self.draw(painter, QRectF(margin, margin + head, self.width(), self.height()), None)
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
        button.setAccessibleName(f"复制为图片：{self.title}")
        button.clicked.connect(self.copy)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter, QRectF(self.rect()), self.at)
        if self._by_key and self.hasFocus():
            painter.setPen(theme().colour("focus"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def mouseMoveEvent(self, event: Any) -> None:
        self.point_at(self.item_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.count() - 1
        here = -1 if self.at is None else self.at
        before, after = self.steps
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

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()
