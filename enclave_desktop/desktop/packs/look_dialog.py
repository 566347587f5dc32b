"""The look before something is installed: what it is, who vouches for it, what changes for the firm."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.packs.mark import mark_chip
from enclave_desktop.desktop.packs.sight import HEADINGS, Sight
from enclave_desktop.desktop.widgets.labels import label

_WIDE, _HIGH = 760, 520
_SHARES = (24, 18, 26, 32)


class LookDialog(QDialog):
    """Accepted: it is to be installed."""

    def __init__(self, sight: Sight, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(sight.title)
        self.setAccessibleName(sight.title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label("subtitle", sight.name, self, wrap=True), 1)
        if sight.mark:
            head.addWidget(mark_chip(sight.mark))
        whole.addLayout(head)
        whole.addLayout(_facts(sight))
        whole.addWidget(label("", sight.effect, self, wrap=True))
        if sight.rows:
            whole.addWidget(_table(sight), 1)
        else:
            whole.addStretch(1)
        buttons = QDialogButtonBox(self)
        self.install = QPushButton("安装", self)
        self.install.setProperty("kind", "primary")
        buttons.addButton(self.install, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        if sight.consent:
            self._ask(sight.consent, whole)
            cancel.setDefault(True)
        else:
            self.install.setDefault(True)
        whole.addWidget(buttons)
        self.resize(_WIDE, _HIGH if sight.rows else self.sizeHint().height())

    def _ask(self, consent: str, whole: QVBoxLayout) -> None:
        """Nothing is installed before this is agreed to."""
        agreed = QCheckBox(consent, self)
        agreed.toggled.connect(self.install.setEnabled)
        self.install.setEnabled(False)
        whole.addWidget(agreed)


def _facts(sight: Sight) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(4)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    for name, words in sight.facts:
        told = label("", words, wrap=True)
        told.setAccessibleName(name)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form.addRow(label("second", name), told)
    return form


def _table(sight: Sight) -> QTableWidget:
    table = QTableWidget(len(sight.rows), len(HEADINGS))
    table.setAccessibleName("安装前后的变化")
    table.setHorizontalHeaderLabels(HEADINGS)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    for row, cells in enumerate(sight.rows):
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            table.setItem(row, column, item)
    for column, share in enumerate(_SHARES):
        table.setColumnWidth(column, (_WIDE - 60) * share // 100)
    table.horizontalHeader().setSectionResizeMode(len(HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
    table.setWordWrap(False)
    return table
