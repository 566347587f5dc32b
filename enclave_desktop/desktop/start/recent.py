"""The records opened last: name, folder, when opened and backed up. Those that are gone are said to be."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from enclave_desktop.desktop.icons import draw_icon, icon
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.when import backup_words, when_words
from enclave_desktop.records.places import Place, place_name, place_where

_LEFT, _RIGHT, _ICON, _REMOVE = 16, 44, 16, 28


class RecentRow(QAbstractButton):
    """One record; a click opens it. The cross, or Delete, takes it off the list and leaves the file alone."""

    removed = Signal()

    def __init__(
        self, path: Place, opened: datetime | None, backed_up: datetime | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._gone = self._encrypted = False
        self._when = when_words(opened) if opened else ""
        self._backup = backup_words(backed_up) if isinstance(path, Path) else ""
        self.setText(place_name(path))
        self.setToolTip(str(path))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._remove = QToolButton(self)
        self._remove.setIcon(icon("dismiss_20_regular", "text2"))
        self._remove.setIconSize(QSize(_ICON, _ICON))
        self._remove.setToolTip("从列表中移除（档案不动）")
        self._remove.setAccessibleName(f"移除 {place_name(path)}")
        self._remove.clicked.connect(self.removed)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 8, 0)
        across.addStretch(1)
        across.addWidget(self._remove)
        self._name()
        theme().changed.connect(self.updateGeometry)

    @property
    def gone(self) -> bool:
        return self._gone

    def set_found(self, *, gone: bool, encrypted: bool) -> None:
        """The file is not where it was: it cannot be opened, and says so; or it asks for a passphrase."""
        self._gone, self._encrypted = gone, encrypted
        self.setCursor(Qt.CursorShape.ArrowCursor if gone else Qt.CursorShape.PointingHandCursor)
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        body, caption = (QFontMetrics(theme().font(role)) for role in ("body", "caption"))
        return QSize(400, body.height() + caption.height() + 14)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme()
        rect = QRectF(self.rect())
        if self.underMouse() and not self._gone:
            painter.fillRect(rect, colours.colour("hover"))
        if self.hasFocus() and self.property("kbd"):
            painter.setPen(colours.colour("focus"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        name, token = self._icon()
        draw_icon(painter, QRectF(_LEFT, 0, _ICON, rect.height()), name, token, _ICON)
        right = self._paint_right(painter, rect)
        self._paint_left(painter, rect, right)

    def _icon(self) -> tuple[str, str]:
        if self._gone:
            return "warning_16_filled", "warn"
        if not isinstance(self.path, Path):
            return "people_20_regular", "text2"
        return "lock_closed_16_regular" if self._encrypted else "database_20_regular", "text2"

    def _paint_left(self, painter: QPainter, rect: QRectF, right: float) -> None:
        colours = theme()
        body, caption = colours.font("body"), colours.font("caption")
        middle = 7 + QFontMetrics(body).height()
        width = round(right - _RIGHT - 12)
        painter.setFont(body)
        painter.setPen(colours.colour("text3" if self._gone else "text"))
        painter.drawText(
            QRectF(_RIGHT, 7, width, middle - 7),
            _elided(body, self.text(), width, Qt.TextElideMode.ElideRight),
        )
        told = "找不到文件，U 盘可能没有插上" if self._gone else "已加密" if self._encrypted else ""
        words = f"{place_where(self.path)}　{told}".rstrip()
        painter.setFont(caption)
        painter.setPen(colours.colour("text3" if self._gone else "text2"))
        under = QRectF(_RIGHT, middle, width, rect.height() - middle)
        painter.drawText(under, _elided(caption, words, width, Qt.TextElideMode.ElideMiddle))

    def _paint_right(self, painter: QPainter, rect: QRectF) -> float:
        """When opened, and under it when backed up; the left edge of both."""
        colours = theme()
        font = colours.font("caption")
        metrics = QFontMetrics(font)
        width = max(map(metrics.horizontalAdvance, (self._when, self._backup)))
        edge = rect.right() - _REMOVE - 16
        painter.setFont(font)
        painter.setPen(colours.colour("text2"))
        high = rect.height() / 2 - 7
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(edge - width, 7, width, high), align, self._when)
        painter.drawText(QRectF(edge - width, 7 + high, width, high), align, self._backup)
        return edge - width

    def _name(self) -> None:
        self.setAccessibleName(self.text())
        told = "找不到文件" if self._gone else "已加密" if self._encrypted else ""
        words = (place_where(self.path), self._when, self._backup, told)
        self.setAccessibleDescription("，".join(filter(None, words)))


def _elided(font, words: str, width: int, mode: Qt.TextElideMode) -> str:
    return QFontMetrics(font).elidedText(words, mode, width)
