"""Words in one of the style sheet's roles."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class OneLine(QLabel):
    """As wide as there is room; what is cut off ends with an ellipsis and stands in the tooltip."""

    def __init__(self, role: str, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def shown(self) -> str:
        """What there is room for."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        self.setToolTip(self.text() if self.shown != self.text() else "")
        painter = QPainter(self)
        role, at = self.foregroundRole(), self.alignment()
        self.style().drawItemText(
            painter, self.rect(), at, self.palette(), self.isEnabled(), self.shown, role
        )


def label(role: str, words: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label; wrapped, it takes as many lines as it needs."""
    made = QLabel(words, parent)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def one_after_another(remarks: Iterable[str]) -> str:
    """Sentences and shorter remarks in one line."""
    return "；".join(filter(None, remarks)).replace("。；", "。")
