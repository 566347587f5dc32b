"""The three ways to a record, as cards."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.theme import theme

_PAD, _ICON, _GAP = 16, 20, 10
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


class Way(QAbstractButton):
    """A card: icon and title, and under them a sentence."""

    def __init__(self, title: str, words: str, icon: str, parent: QWidget, *, primary: bool = False) -> None:
        super().__init__(parent)
        self._words = words
        self._icon = icon
        self._primary = primary
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(252, self.heightForWidth(252))

    def heightForWidth(self, width: int) -> int:
        lines = QFontMetrics(theme().font("caption"))
        words = lines.boundingRect(QRect(0, 0, width - 2 * _PAD, 10_000), _WRAP, self._words).height()
        return 2 * _PAD + self._title_height() + _GAP + max(words, 2 * lines.lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        ground, edge, text, second = self._tokens()
        painter.setPen(colours.colour(edge))
        painter.setBrush(colours.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if self.hasFocus() and self.property("kbd"):
            painter.setPen(colours.colour("on_accent" if self._primary else "focus"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)
        inside = self.rect().adjusted(_PAD, _PAD, -_PAD, -_PAD)
        high = self._title_height()
        token = "on_accent" if self._primary else "accent_text"
        draw_icon(painter, QRectF(inside.x(), inside.y(), _ICON, high), self._icon, token, _ICON)
        painter.setFont(colours.font(weight=600))
        painter.setPen(colours.colour(text))
        title = QRect(inside.x() + _ICON + _GAP, inside.y(), inside.width() - _ICON - _GAP, high)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(colours.font("caption"))
        painter.setPen(colours.colour(second))
        painter.drawText(inside.adjusted(0, high + _GAP, 0, 0), _WRAP, self._words)

    def _tokens(self) -> tuple[str, str, str, str]:
        if self._primary:
            ground = "accent_pressed" if self.isDown() else "accent_hover" if self.underMouse() else "accent"
            return ground, ground, "on_accent", "on_accent"
        ground = "pressed" if self.isDown() else "hover" if self.underMouse() else "card"
        return ground, "card_border", "text", "text2"

    def _title_height(self) -> int:
        return max(_ICON, QFontMetrics(theme().font(weight=600)).height())

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
