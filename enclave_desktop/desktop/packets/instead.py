"""What stands in place of the pages where there are none: why, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.widgets.labels import label


class Instead(QWidget):
    """Two sentences in the middle, and a button to try again."""

    again_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._message, self._details = _centred("subtitle"), _centred("second")
        self._again = QPushButton("重新生成", self)
        self._again.clicked.connect(self.again_wanted)
        button = QHBoxLayout()
        button.addStretch(1)
        button.addWidget(self._again)
        button.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 24, 48, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._message)
        column.addWidget(self._details)
        column.addLayout(button)
        column.addStretch(3)

    def say(self, message: str, details: str, *, again: bool) -> None:
        self._message.setText(message)
        self._details.setText(details)
        self._again.setVisible(again)


def _centred(role: str) -> QLabel:
    made = label(role, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
