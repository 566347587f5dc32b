"""The button at the head of the sidebar: which record is open, and the way to another one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from enclave_desktop.desktop.icons import draw_icon
from enclave_desktop.desktop.theme import theme
from enclave_desktop.records.places import Place, place_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

_HEIGHT, _TEXT = 44, 50
_NONE = "未打开档案"


class RecordButton(QAbstractButton):
    """Name of the record, or of none; a click opens the menu of records."""

    chosen = Signal(object)
    """Another record's path."""
    other_wanted = Signal()
    """One that is not in the menu."""
    shared_wanted = Signal()
    """One on a server."""
    closing = Signal()
    """None at all."""
    locking = Signal()

    def __init__(self, recent: Callable[[], Sequence[Place]], parent: QWidget) -> None:
        super().__init__(parent)
        self._recent = recent
        self._path: Place | None = None
        self._lockable = False
        self.narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._show_menu)
        self.show_record(None)

    def show_record(self, path: Place | None, *, lockable: bool = False) -> None:
        self._path, self._lockable = path, lockable
        name = place_name(path) if path else _NONE
        self.setText(name)
        self.setAccessibleName(f"档案：{name}")
        self.setAccessibleDescription("切换、打开或关闭档案")
        self.setToolTip(str(path) if path else "")
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self.narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(56, _HEIGHT)

    def menu(self) -> "QMenu":
        """Records opened last, another one, none."""
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAccessibleName("档案")
        menu.setToolTipsVisible(True)
        for path in self._recent():
            if path != self._path:
                action = menu.addAction(place_name(path).replace("&", "&&"))
                action.setToolTip(str(path))
                action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction("打开档案…\tCtrl+O").triggered.connect(self.other_wanted)
        menu.addAction("连接共享档案…").triggered.connect(self.shared_wanted)
        lock = menu.addAction("立即锁定\tCtrl+L")
        lock.setEnabled(self._lockable)
        lock.setToolTip("" if self._lockable else "设了口令的档案才能锁定")
        lock.triggered.connect(self.locking)
        close = menu.addAction("关闭档案")
        close.setEnabled(self._path is not None)
        close.triggered.connect(self.closing)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _show_menu(self) -> None:
        self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        box = QRectF(self.rect()).adjusted(6, 2, -6, -2)
        painter.setPen(colours.colour("card_border"))
        painter.setBrush(colours.colour("nav_hover" if self.underMouse() else "card"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self.hasFocus() and self.property("kbd"):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colours.colour("focus"))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        draw_icon(painter, QRectF(16, box.y(), 24, box.height()), "database_20_regular", "text2", 20)
        if self.narrow:
            return
        chevron = QRectF(box.right() - 26, box.y(), 20, box.height())
        draw_icon(painter, chevron, "chevron_down_16_regular", "text2", 16)
        painter.setFont(colours.font(weight=600 if self._path else 400))
        painter.setPen(colours.colour("text" if self._path else "text2"))
        room = QRectF(_TEXT, box.y(), chevron.left() - _TEXT - 2, box.height())
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
