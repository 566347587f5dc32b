"""Above the preview: page, zoom, and looking for words."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.packets.paper import Hit
from enclave_desktop.desktop.packets.preview import STEPS, WHOLE, WIDTH, Pages

_TYPING_MS = 300
_HEIGHT = 48
_NARROW, _WIDE = 96, 190
"""Of the words looked for."""
_FIRST = 100
"""They take what room there is before the gap does."""


class PreviewBar(QFrame):
    """Drives a preview."""

    sought = Signal(str)
    """Words to look for."""

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFixedHeight(_HEIGHT)
        self._pages = pages
        self._labels: Sequence[str] = ()
        self._hits: Sequence[Hit] = ()
        self._at = -1
        self._build()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(lambda: self.sought.emit(self._words.text().strip()))
        self._words.textChanged.connect(lambda text: self._typing.start())
        self._words.returnPressed.connect(lambda: self.next_hit(1))
        self._page.editingFinished.connect(self._page_typed)
        pages.turned.connect(self._show_page)
        pages.zoomed.connect(self._show_zoom)
        self._zoom.activated.connect(lambda: setattr(pages, "zoom", self._zoom.currentData()))
        self._shortcuts()
        self.show_labels(())

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 0, 12, 0)
        across.setSpacing(4)
        pages = self._pages
        self._back = _tool("chevron_left_20_regular", "上一页", lambda: pages.go(pages.current - 1))
        self._page = QLineEdit(self)
        self._page.setAccessibleName("页码")
        self._page.setFixedWidth(52)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._total = QLabel(self)
        self._forth = _tool("chevron_right_20_regular", "下一页", lambda: pages.go(pages.current + 1))
        self._smaller = _tool("zoom_out_20_regular", "缩小", lambda: pages.step(-1))
        self._zoom = QComboBox(self)
        self._zoom.setAccessibleName("缩放")
        self._zoom.addItem("适合宽度", WIDTH)
        self._zoom.addItem("适合页面", WHOLE)
        for step in STEPS:
            self._zoom.addItem(f"{step:.0%}", step)
        self._larger = _tool("zoom_in_20_regular", "放大", lambda: pages.step(1))
        self._words = QLineEdit(self)
        self._words.setAccessibleName("在材料中查找")
        self._words.setPlaceholderText("在材料中查找")
        self._words.setClearButtonEnabled(True)
        self._words.setMinimumWidth(_NARROW)
        self._words.setMaximumWidth(_WIDE)
        self._place = QLabel(self)
        self._place.setProperty("role", "caption")
        self._before = _tool("chevron_up_16_regular", "上一处", lambda: self.next_hit(-1))
        self._after = _tool("chevron_down_16_regular", "下一处", lambda: self.next_hit(1))
        paging: list[QWidget] = [self._back, self._page, self._total, self._forth]
        zooming: list[QWidget] = [self._smaller, self._zoom, self._larger]
        seeking: list[QWidget] = [self._place, self._before, self._after, self._words]
        for group in (paging, zooming, seeking):
            for widget in group:
                across.addWidget(widget, _FIRST if widget is self._words else 0)
            if group is paging:
                across.addSpacing(8)
            elif group is zooming:
                across.addStretch(1)

    def show_labels(self, labels: Sequence[str]) -> None:
        """The pages that are shown now are called so; none: there are none."""
        self._labels = labels
        self._total.setText(f"/ {labels[-1] if labels else 0}")
        for widget in self.findChildren(QWidget):
            widget.setEnabled(bool(labels))
        self._show_page(self._pages.current)
        self.show_hits([])
        if labels and self._words.text().strip():
            self._typing.start()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """What was found; the first on or after the page in view comes into it."""
        self._hits = hits
        self._pages.show_hits(hits)
        after = (number for number, hit in enumerate(hits) if hit.page >= self._pages.current)
        self._at = next(after, 0) - 1
        for tool in (self._before, self._after):
            tool.setVisible(bool(hits))
        if hits:
            self.next_hit(1)
        else:
            self._place.setText("没有找到" if self._labels and self._words.text().strip() else "")

    def next_hit(self, by: int) -> None:
        """Go to the next place, or the one before."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._place.setText(f"{self._at + 1} / {len(self._hits)}")
            self._pages.show_hit(self._hits[self._at])

    def _shortcuts(self) -> None:
        keys = {
            QKeySequence(QKeySequence.StandardKey.Find): self._seek,
            QKeySequence("F3"): lambda: self.next_hit(1),
            QKeySequence("Shift+F3"): lambda: self.next_hit(-1),
            QKeySequence("Ctrl+="): lambda: self._pages.step(1),
            QKeySequence("Ctrl+-"): lambda: self._pages.step(-1),
        }
        for sequence, act in keys.items():
            shortcut = QShortcut(sequence, self.parentWidget() or self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _seek(self) -> None:
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()

    def _page_typed(self) -> None:
        typed = self._page.text().strip()
        if typed in self._labels:
            self._pages.go(self._labels.index(typed))
        self._show_page(self._pages.current)

    def _show_page(self, number: int) -> None:
        self._page.setText(self._labels[number] if number < len(self._labels) else "")
        self._back.setEnabled(number > 0)
        self._forth.setEnabled(number + 1 < len(self._labels))

    def _show_zoom(self) -> None:
        zoom = self._pages.zoom
        at = self._zoom.findData(zoom)
        self._zoom.setCurrentIndex(at)
        self._smaller.setEnabled(bool(self._labels) and self._pages.factor > STEPS[0] + 0.01)
        self._larger.setEnabled(bool(self._labels) and self._pages.factor < STEPS[-1] - 0.01)


def _tool(name: str, words: str, act: object) -> QToolButton:
    tool = QToolButton()
    tool.setIcon(icon(name, "text"))
    size = 16 if "_16_" in name else 20
    tool.setIconSize(QSize(size, size))
    tool.setToolTip(words)
    tool.setAccessibleName(words)
    tool.clicked.connect(act)
    return tool
