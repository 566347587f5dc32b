"""The sidebar: which record is open, the pages, and how much each still lacks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.record_button import RecordButton
from enclave_desktop.desktop.theme import theme
from enclave_desktop.records.places import Place

WIDE, RAIL = 208, 56
_HEIGHT = 38


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the sidebar."""

    key: str
    title: str
    icon: str
    needs_record: bool = True
    gap_before: bool = False
    at_bottom: bool = False
    """It and those after it."""


class NavigationButton(QAbstractButton):
    """A row of the sidebar: icon, title, and how many things it lacks; a dot in the narrow rail."""

    def __init__(self, entry: Entry, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self.count = 0
        self.narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int, what: str = "项缺信息") -> None:
        self.count = count
        self.setAccessibleDescription(f"{count} {what}" if count else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self.narrow = narrow
        self.setToolTip(self.entry.title if narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(RAIL if self.narrow else WIDE, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        box = QRectF(self.rect()).adjusted(6, 1, -6, -1)
        ground = "nav_sel" if self.isChecked() else "nav_hover" if self.underMouse() else None
        painter.setPen(Qt.PenStyle.NoPen)
        if ground and (self.isEnabled() or self.isChecked()):
            painter.setBrush(colours.colour(ground))
            painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            painter.setBrush(colours.colour("accent"))
            painter.drawRoundedRect(QRectF(6, box.center().y() - 8, 3, 16), 1.5, 1.5)
        if self.hasFocus() and self.property("kbd"):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colours.colour("focus"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        self._paint_content(painter, box)

    def _paint_content(self, painter: QPainter, box: QRectF) -> None:
        colours = theme()
        enabled = "text" if self.isEnabled() or self.isChecked() else "text_dis"
        style = "filled" if self.isChecked() else "regular"
        token = "accent_text" if self.isChecked() else enabled
        draw_icon(painter, QRectF(16, box.y(), 24, box.height()), f"{self.entry.icon}_20_{style}", token, 20)
        if self.narrow:
            if self.count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.colour("warn"))
                painter.drawEllipse(QRectF(36, box.y() + 5, 7, 7))
            return
        painter.setFont(colours.font(weight=600 if self.isChecked() else 400))
        painter.setPen(colours.colour(enabled))
        painter.drawText(box.adjusted(44, 0, -40, 0), Qt.AlignmentFlag.AlignVCenter, self.entry.title)
        if self.count:
            self._paint_count(painter, box)

    def _paint_count(self, painter: QPainter, box: QRectF) -> None:
        colours = theme()
        words = str(self.count) if self.count < 100 else "99+"
        painter.setFont(colours.font("caption", 600))
        width = max(20.0, painter.fontMetrics().horizontalAdvance(words) + 12.0)
        badge = QRectF(box.right() - 8 - width, box.center().y() - 10, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("warn_bg"))
        painter.drawRoundedRect(badge, 10, 10)
        painter.setPen(colours.colour("warn"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


class Sidebar(QWidget):
    """The record and all entries; `chosen` when one of these is clicked."""

    chosen = Signal(str)

    def __init__(
        self, entries: Sequence[Entry], recent: Callable[[], Sequence[Place]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName("导航")
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavigationButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(0)
        self.record = RecordButton(recent, self)
        layout.addWidget(self.record)
        layout.addSpacing(6)
        for entry in entries:
            if entry.at_bottom:
                layout.addStretch(1)
            if entry.gap_before:
                layout.addSpacing(7)
                layout.addWidget(_line(self))
                layout.addSpacing(7)
            button = NavigationButton(entry, self)
            button.clicked.connect(lambda _=False, key=entry.key: self.chosen.emit(key))
            self._group.addButton(button)
            self.buttons[entry.key] = button
            layout.addWidget(button)
        theme().changed.connect(self.update)
        self.set_narrow(False)

    def show_chosen(self, key: str) -> None:
        self.buttons[key].setChecked(True)

    def set_record_open(self, is_open: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(is_open or not button.entry.needs_record)

    def set_narrow(self, narrow: bool) -> None:
        self.setFixedWidth(RAIL if narrow else WIDE)
        self.record.set_narrow(narrow)
        for button in self.buttons.values():
            button.set_narrow(narrow)


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setObjectName("hline")
    return line
