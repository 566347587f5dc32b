"""In which order the parts of a packet follow the contents: a short list, and two buttons that move a line."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.rows import RowList, RowModel
from enclave_desktop.packet.options import PART_NAMES

_LINE = 28
_ICON = QSize(20, 20)


class PartOrder(QWidget):
    """The groups of parts by their names."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = RowModel(lambda part: PART_NAMES[part])
        self._list = RowList(name, self._model, self)
        line = round(_LINE * theme().scale)
        self._list.setGridSize(QSize(line, line))
        self._list.setFixedHeight(line * len(PART_NAMES))
        self._up = self._button("arrow_up_20_regular", "上移", -1)
        self._down = self._button("arrow_down_20_regular", "下移", 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._up)
        buttons.addWidget(self._down)
        buttons.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._list, 1)
        across.addLayout(buttons)
        self._list.selectionModel().currentChanged.connect(lambda now, before: self._show_ends())

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(self._model.rows)

    def show_order(self, order: Sequence[str]) -> None:
        self._model.set_rows(list(order))
        self._list.setCurrentIndex(self._model.index(0))
        self._show_ends()

    def _button(self, name: str, words: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name, "text"))
        button.setIconSize(_ICON)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self._move(by))
        return button

    def _move(self, by: int) -> None:
        at = self._list.currentIndex().row()
        order = list(self._model.rows)
        order.insert(at + by, order.pop(at))
        self._model.set_rows(order)
        self._list.setCurrentIndex(self._model.index(at + by))
        self._show_ends()

    def _show_ends(self) -> None:
        at = self._list.currentIndex().row()
        self._up.setEnabled(at > 0)
        self._down.setEnabled(0 <= at < len(self._model.rows) - 1)
