"""What one field was before, in a dialog of its own."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.history.lines import Line, of_field
from enclave_desktop.desktop.history.table import ChangesTable
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import KEPT

_SIZE = QSize(720, 360)
_COLUMNS = ("时间", "谁", "变动", "原为", "改为")


class FieldHistory(QDialog):
    """Read once, when it is opened."""

    def __init__(self, surroundings: Surroundings, row: Any, name: str, who: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        field = KEPT[type(row)].field(name)
        self.setWindowTitle(f"{field.label}的更改")
        self.resize(_SIZE)
        self._table = ChangesTable(
            _COLUMNS, lambda: surroundings.settings.unmasked_seconds, f"{field.label}的更改", self
        )
        self._told = label("second", "正在查看历史…", self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label("subtitle", f"{who}　{field.label}", self, wrap=True))
        whole.addWidget(self._told)
        whole.addWidget(self._table, 1)
        whole.addLayout(self._buttons(masked=field.sensitive))
        surroundings.session.with_held("查看历史", partial(of_field, row, name), self._show)

    def _show(self, lines: list[Line]) -> None:
        self._told.setText(f"共 {len(lines)} 次" if lines else "历史里没有这一项的更改。")
        self._table.show_lines(lines)

    def _buttons(self, *, masked: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        if masked:
            eye = QPushButton(icon("eye_20_regular"), "显示完整内容", self)
            eye.setIconSize(WITH_AIR)
            eye.clicked.connect(self._table.unmask)
            row.addWidget(eye)
        row.addStretch(1)
        close = QPushButton("关闭", self)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        return row


def show_field_history(surroundings: Surroundings, row: Any, name: str, who: str, parent: QWidget) -> None:
    """Open the dialog."""
    FieldHistory(surroundings, row, name, who, parent).open()
