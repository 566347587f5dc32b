"""A few fields one below the other, with what is wrong said under each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget

from enclave_desktop.desktop.editor.inputs import Input, make_input, set_text, text_of
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value

_LINES_HEIGHT = 104


class Form(QGridLayout):
    """Reads values as the fields say; `lines` are fields of several lines."""

    def __init__(self, fields: Sequence[Field], parent: QWidget, *, lines: Sequence[str] = ()) -> None:
        super().__init__()
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(4)
        self.setColumnStretch(1, 1)
        self._fields = {field.name: field for field in fields}
        self.inputs: dict[str, Input | QPlainTextEdit] = {}
        self._wrong: dict[str, QLabel] = {}
        for row, field in enumerate(fields):
            made = _many_lines(field, parent) if field.name in lines else make_input(field, None, parent)
            self._add(row, field, made)

    def _add(self, row: int, field: Field, made: Input | QPlainTextEdit) -> None:
        named = label("second", f"{field.label}（元）" if field.kind == "money" else field.label)
        named.setBuddy(made)
        wrong = label("error", "", wrap=True)
        wrong.hide()
        self.addWidget(named, 2 * row, 0)
        self.addWidget(made, 2 * row, 1)
        self.addWidget(wrong, 2 * row + 1, 1)
        self.inputs[field.name], self._wrong[field.name] = made, wrong

    def fill(self, name: str, text: str) -> None:
        made = self.inputs[name]
        if isinstance(made, QPlainTextEdit):
            made.setPlainText(text)
        else:
            set_text(made, text)

    def text(self, name: str) -> str:
        made = self.inputs[name]
        return made.toPlainText() if isinstance(made, QPlainTextEdit) else text_of(made)

    def read(self) -> dict[str, Any] | None:
        """The values; None when one cannot be read, which is then told at it."""
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name, field in self._fields.items():
            text = self.text(name)
            try:
                values[name] = self._value(field, text)
            except BadValue as bad:
                wrong[name] = f"{bad.reason}；{bad.remedy}"
        self.say(wrong)
        return None if wrong else values

    def say(self, wrong: Mapping[str, str]) -> None:
        """What is wrong at which field; the keyboard goes to the first."""
        for name, told in self._wrong.items():
            told.setText(wrong.get(name, ""))
            told.setVisible(name in wrong)
            made = self.inputs[name]
            made.setAccessibleDescription(wrong.get(name, ""))
            made.setProperty("state", "error" if name in wrong else "")
            made.style().unpolish(made)
            made.style().polish(made)
        if wrong:
            self.inputs[next(iter(wrong))].setFocus()

    def _value(self, field: Field, text: str) -> Any:
        if is_blank(text):
            if field.required:
                raise BadValue("必须填写", field.help or "请填写")
            return None
        if isinstance(self.inputs[field.name], QPlainTextEdit):
            return "\n".join(read_value(field, line) for line in text.splitlines() if not is_blank(line))
        return read_value(field, text)


def save_or_leave(dialog: QDialog, save: Callable[[], object]) -> QHBoxLayout:
    """The buttons under a form: 保存, which Enter presses, and 取消."""
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addStretch(1)
    keep = QPushButton("保存", dialog)
    keep.setProperty("kind", "primary")
    keep.setDefault(True)
    keep.clicked.connect(save)
    leave = QPushButton("取消", dialog)
    leave.clicked.connect(dialog.reject)
    line.addWidget(keep)
    line.addWidget(leave)
    return line


def _many_lines(field: Field, parent: QWidget) -> QPlainTextEdit:
    made = QPlainTextEdit(parent)
    made.setAccessibleName(field.label)
    made.setPlaceholderText(field.help)
    made.setTabChangesFocus(True)
    made.setFixedHeight(_LINES_HEIGHT)
    return made
