"""更改记录 on a person's page: what changed of them and of what concerns them."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.history.lines import Line, of_person
from enclave_desktop.desktop.history.table import NARROW, ChangesTable
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.widgets.labels import label

_COLUMNS = ("时间", "谁", "变动", "表", "字段", "原为", "改为")
_HEIGHT = 208
_EYE = QSize(16, 16)


class PersonHistory(QWidget):
    """Read when the card is asked for or the record changed while it is shown."""

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = surroundings.session
        self._number = ""
        self._seen: object = None
        self.table = ChangesTable(
            _COLUMNS, lambda: surroundings.settings.unmasked_seconds, "更改记录", self, NARROW
        )
        self.table.setFixedHeight(_HEIGHT)
        self._told: QLabel = label("second", "", self)
        eye = QPushButton(icon("eye_20_regular"), "显示完整内容", self)
        eye.setProperty("kind", "subtle")
        eye.setProperty("size", "s")
        eye.setIconSize(_EYE)
        eye.clicked.connect(self.table.unmask)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 12, 0)
        head.addWidget(self._told, 1)
        head.addWidget(eye)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self.table)

    def show_person(self, number: str, view: View) -> None:
        """Nothing is read twice for the same view."""
        if number == self._number and view is self._seen:
            return
        if number != self._number:
            self.table.show_lines([])
        self._number, self._seen = number, view
        self._session.with_held("查看历史", partial(of_person, number), partial(self._show, number))

    def _show(self, number: str, lines: list[Line]) -> None:
        if number != self._number:  # somebody else's page by now
            return
        self._told.setText(f"共 {len(lines)} 项，连同合同、申领和证明材料" if lines else "历史里没有更改。")
        self.table.show_lines(lines)
