"""About the program: its version, and the licences of all that is bundled."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.licences import Bundled, bundled, program

_SIZE = (860, 520)


class Licences(QDialog):
    """A list of what is bundled, and the licence of the one chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("程序、随程序提供的组件和许可")
        self.resize(*_SIZE)
        self._list = QListWidget(self)
        self._list.setAccessibleName("组件")
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setAccessibleName("许可全文")
        self._title = QLabel(self)
        self._title.setProperty("role", "strong")
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self._text, 1)
        split = QSplitter(self)
        split.addWidget(self._list)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([260, 580])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(split, 1)
        whole.addWidget(buttons)
        for one in (program(), *bundled()):
            item = QListWidgetItem(f"{one.name} {one.version}".strip(), self._list)
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(one.licence)
        self._list.currentItemChanged.connect(lambda now, before: self._show(now))
        self._list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem) -> None:
        one: Bundled = item.data(Qt.ItemDataRole.UserRole)
        self._title.setText(f"{item.text()}　{one.licence}")
        self._text.setPlainText(one.text)
