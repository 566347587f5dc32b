"""Answering an assumption: whether it holds, who found out, when and on which text."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.editor.inputs import Input, make_input, set_text, text_of
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.fields import KEPT, Field
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value
from enclave_desktop.dossier.showing import show
from enclave_desktop.dossier.values import DENIED, Confirmation
from enclave_desktop.policy.pack import Assumption, Measure
from enclave_desktop.records.changes import Changes

_SHEET = KEPT[Confirmation]
_FIELDS = tuple(field for field in _SHEET.fields if not field.key)
_WIDTH = 480
_WHAT_HAPPENS = "确认后，依据它的条件显示“已确认”。否定后，依据它的条件改为待核，规则包写明不再要求的除外；金额依据它的，不再计算。"


class AnswerDialog(QDialog):
    """One form for a new answer and for one that is on record; saving is one change that can be undone."""

    def __init__(
        self,
        session: Session,
        measure: Measure,
        assumption: Assumption,
        answer: str,
        known: Confirmation | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("工作假定的答复")
        self.setMinimumWidth(_WIDTH)
        self._session = session
        self._key: dict[str, Any] = {"measure": measure.id, "assumption": assumption.id}
        self._known = known
        self._question = assumption.question
        self._inputs: dict[str, Input] = {}
        self._wrong: dict[str, QLabel] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label("subtitle", f"{assumption.question}？", wrap=True))
        whole.addWidget(label("", f"工作假定：{assumption.answer}", wrap=True))
        whole.addLayout(self._form())
        whole.addWidget(label("caption", _WHAT_HAPPENS, wrap=True))
        whole.addLayout(self._buttons())
        self._fill(known, answer)

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, field in enumerate(_FIELDS):
            made = make_input(field, None, self)
            made.setAccessibleName(field.label)
            named = label("second", field.label)
            named.setBuddy(made)
            wrong = label("error", "", wrap=True)
            wrong.hide()
            grid.addWidget(named, 2 * row, 0)
            grid.addWidget(made, 2 * row, 1)
            grid.addWidget(wrong, 2 * row + 1, 1)
            self._inputs[field.name], self._wrong[field.name] = made, wrong
        chosen = self._inputs["answer"]
        assert isinstance(chosen, QComboBox)
        chosen.currentIndexChanged.connect(self._answer_chosen)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        if self._known:
            take_back = QPushButton("撤回答复", self)
            take_back.setProperty("kind", "danger")
            take_back.clicked.connect(self._take_back)
            line.addWidget(take_back)
        line.addStretch(1)
        save = QPushButton("保存", self)
        save.setProperty("kind", "primary")
        save.setDefault(True)
        save.clicked.connect(self._save)
        leave = QPushButton("取消", self)
        leave.clicked.connect(self.reject)
        line.addWidget(save)
        line.addWidget(leave)
        return line

    def _fill(self, known: Confirmation | None, answer: str) -> None:
        for field in _FIELDS:
            set_text(self._inputs[field.name], show(field, getattr(known, field.name)) if known else "")
        if known is None:
            set_text(self._inputs["answer"], answer)
            set_text(self._inputs["answered_on"], date.today().isoformat())
        self._answer_chosen()
        self._inputs["instead" if answer == DENIED and not known else "answered_by"].setFocus()

    def _answer_chosen(self) -> None:
        instead = self._inputs["instead"]
        instead.setEnabled(text_of(self._inputs["answer"]) == DENIED)
        if not instead.isEnabled():
            set_text(instead, "")

    def _save(self) -> None:
        row = self._read()
        if row is None:
            return
        if self._known is None:
            changes = Changes(added={Confirmation: [row]})
        else:
            changes = Changes(updated={Confirmation: [(self._known, row)]})
        self._session.apply(f"{row.answer}假定：{self._question}", changes)
        self.accept()

    def _take_back(self) -> None:
        assert self._known is not None
        self._session.apply(f"撤回答复：{self._question}", Changes(removed={Confirmation: [self._known]}))
        self.accept()

    def _read(self) -> Confirmation | None:
        """The row as typed; None when something in it is wrong, which is then told at the field."""
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for field in _FIELDS:
            try:
                values[field.name] = _value(field, text_of(self._inputs[field.name]))
            except BadValue as bad:
                wrong[field.name] = f"{bad.reason}；{bad.remedy}"
        row = None
        if not wrong:
            row = Confirmation(**self._key, **values)
            wrong = {problem.field: problem.reason for problem in check_row(row, date.today())}
        for name, told in self._wrong.items():
            told.setText(wrong.get(name, ""))
            told.setVisible(name in wrong)
            self._inputs[name].setAccessibleDescription(wrong.get(name, ""))
        if wrong:
            self._inputs[next(iter(wrong))].setFocus()
            return None
        return row


def _value(field: Field, text: str) -> Any:
    if not is_blank(text):
        return read_value(field, text)
    if field.required:
        raise BadValue("必须填写", field.help or "请填写")
    return None
