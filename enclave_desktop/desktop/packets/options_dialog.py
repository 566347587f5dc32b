"""How the packets of a programme are printed for a purpose: kept in the record, so that it is so the next time too."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.packets.part_order import PartOrder
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.writing_only import READ_ONLY
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import PURPOSES, SUBMISSION, PrintSetting
from enclave_desktop.errors import UserError
from enclave_desktop.packet.forms import load_form
from enclave_desktop.packet.options import (
    LONGEST_RECEIVER,
    Options,
    one_line,
    options_for,
    setting_of,
    submitted_to,
    usual_for,
)
from enclave_desktop.policy.pack import Programme
from enclave_desktop.records.changes import Changes

_ON_PAPER = ("double_sided", "right_hand", "colour")
_INSIDE = ("show_numbers", "show_accounts", "seal_circles", "consents", "windows_fonts")
_MOST_COPIES, _MOST_MONTHS = 99, 120
_BY_HAND = "留空，由人填写"
_KEPT = "存在档案里，这个项目的这个用途以后都这样打印。"
_FIELDS = {field.name: field for field in KEPT[PrintSetting].fields}


class OptionsDialog(QDialog):
    """Window-modal. `chosen` with the purpose, and the change in words and as Changes, or None where nothing changes."""

    chosen = Signal(str, str, object)

    def __init__(
        self, dossier: Dossier, programme: Programme, purpose: str, parent: QWidget, *, writes: bool = True
    ) -> None:
        super().__init__(parent)
        self._dossier, self._programme, self._writes = dossier, programme, writes
        self.setWindowTitle("打印选项")
        self.setAccessibleName("打印选项")
        self._build()
        self._purpose.setCurrentText(purpose)
        self._show_options(self._on_record())
        self._purpose.currentIndexChanged.connect(lambda: self._show_options(self._on_record()))
        self._flags["double_sided"].toggled.connect(self._flags["right_hand"].setEnabled)
        self.finished.connect(self.deleteLater)

    def _build(self) -> None:
        self._purpose = QComboBox(self)
        self._purpose.setAccessibleName(_FIELDS["purpose"].label)
        self._purpose.addItems(PURPOSES)
        self._copies = self._number("copies", 1, _MOST_COPIES)
        self._months = self._number("newest_months", 0, _MOST_MONTHS)
        self._months.setSpecialValueText("不检查")
        self._receiver = QLineEdit(self)
        self._receiver.setAccessibleName(_FIELDS["receiver"].label)
        self._receiver.setToolTip(_FIELDS["receiver"].help)
        self._receiver.setMaxLength(LONGEST_RECEIVER)
        self._flags = {name: self._flag(name) for name in (*_ON_PAPER, *_INSIDE)}
        fonts = self._flags["windows_fonts"]
        missing = _windows_fonts_missing()
        fonts.setEnabled(not missing)
        fonts.setToolTip(missing)
        self._order = PartOrder(_FIELDS["part_order"].label, self)
        across = QHBoxLayout()
        across.setSpacing(32)
        across.addLayout(self._left(), 1)
        across.addLayout(self._right(), 1)
        for part in (self._copies, self._months, self._receiver, *self._flags.values(), self._order):
            part.setEnabled(part.isEnabled() and self._writes)
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 20, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(label("subtitle", self._programme.title, self, wrap=True))
        words = _KEPT if self._writes else f"{READ_ONLY}；可以另选一个用途。"
        inside.addWidget(label("second", words, self, wrap=True))
        inside.addLayout(_form(purpose=self._purpose, receiver=self._receiver))
        inside.addLayout(across)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inside, 1)
        whole.addWidget(self._foot())

    def _left(self) -> QVBoxLayout:
        copies = _form(copies=self._copies)
        flags = [self._flags[name] for name in _ON_PAPER]
        order = label("captionstrong", _FIELDS["part_order"].label)
        return _column(label("captionstrong", "纸张"), copies, *flags, order, self._order)

    def _right(self) -> QVBoxLayout:
        months = _form(newest_months=self._months)
        flags = [self._flags[name] for name in _INSIDE]
        return _column(label("captionstrong", "内容"), *flags, months)

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        usual = QPushButton("恢复默认", foot)
        usual.setProperty("kind", "link")
        usual.setAutoDefault(False)
        usual.setEnabled(self._writes)
        usual.clicked.connect(lambda: self._show_options(usual_for(self._purpose.currentText())))
        take = QPushButton("确定", foot)
        take.setProperty("kind", "primary")
        take.setDefault(True)
        take.clicked.connect(self._take)
        leave = QPushButton("取消", foot)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        across = QHBoxLayout(foot)
        across.setContentsMargins(20, 12, 16, 12)
        across.setSpacing(8)
        across.addWidget(usual)
        across.addStretch(1)
        across.addWidget(take)
        across.addWidget(leave)
        return foot

    def _number(self, name: str, least: int, most: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setAccessibleName(_FIELDS[name].label)
        box.setToolTip(_FIELDS[name].help)
        box.setRange(least, most)
        box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return box

    def _flag(self, name: str) -> QCheckBox:
        box = QCheckBox(_FIELDS[name].label, self)
        box.setToolTip(_FIELDS[name].help)
        return box

    def _on_record(self) -> Options:
        return options_for(self._dossier, self._programme.id, self._purpose.currentText())

    def _show_options(self, options: Options) -> None:
        for name, box in self._flags.items():
            box.setChecked(getattr(options, name))
        self._flags["right_hand"].setEnabled(options.double_sided and self._writes)
        self._copies.setValue(options.copies)
        self._months.setValue(options.newest_months or 0)
        self._order.show_order(options.part_order)
        inherited = self._inherited()
        form = load_form(self._programme.form).variant(self._programme)
        self._receiver.setPlaceholderText(inherited or form.receiver or _BY_HAND)
        self._receiver.setText("" if options.receiver == inherited else options.receiver)
        self._receiver.setCursorPosition(0)

    def _inherited(self) -> str | None:
        """受理单位 that this purpose has from another, as long as it has none of its own."""
        if self._purpose.currentText() == SUBMISSION:
            return None
        return submitted_to(self._dossier, self._programme.id)

    def _shown(self) -> Options:
        values: dict[str, Any] = {name: box.isChecked() for name, box in self._flags.items()}
        return replace(
            self._on_record(),
            **values,
            copies=self._copies.value(),
            newest_months=self._months.value() or None,
            part_order=self._order.order,
            receiver=one_line(self._receiver.text()),
        )

    def _take(self) -> None:
        purpose = self._purpose.currentText()
        before = next((row for row in self._dossier.print_settings if self._is_it(row)), None)
        after = setting_of(self._shown(), self._programme.id)
        words = f"打印选项：{self._programme.title}（{purpose}）"
        self.accept()
        self.chosen.emit(purpose, words, _changes(before, after))

    def _is_it(self, row: PrintSetting) -> bool:
        return (row.programme, row.purpose) == (self._programme.id, self._purpose.currentText())


def _changes(before: PrintSetting | None, after: PrintSetting | None) -> Changes | None:
    if before == after:
        return None
    if before is None:
        return Changes(added={PrintSetting: [after]})
    if after is None:
        return Changes(removed={PrintSetting: [before]})
    return Changes(updated={PrintSetting: [(before, after)]})


def _windows_fonts_missing() -> str:
    """Why Windows' fonts cannot be chosen here; empty where they can."""
    from enclave_desktop.packet.windows_fonts import windows_fonts

    try:
        windows_fonts()
    except UserError as error:
        return error.message
    return ""


def _form(**fields: QWidget) -> QFormLayout:
    """One under another, by the names of the fields that they set."""
    form = QFormLayout()
    form.setVerticalSpacing(8)
    form.setHorizontalSpacing(12)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    for name, widget in fields.items():
        form.addRow(_FIELDS[name].label, widget)
    return form


def _column(*parts: QWidget | QFormLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    column.addStretch(1)
    return column
