"""Answering an assumption: whether it holds, who found out, when and on which text."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.form import Form, save_or_leave
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.fields import KEPT
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
        self._form = Form(_FIELDS, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label("subtitle", f"{assumption.question}？", wrap=True))
        whole.addWidget(label("", f"工作假定：{assumption.answer}", wrap=True))
        whole.addLayout(self._form)
        whole.addWidget(label("caption", _WHAT_HAPPENS, wrap=True))
        whole.addLayout(self._buttons())
        chosen = self._form.inputs["answer"]
        assert isinstance(chosen, QComboBox)
        chosen.currentIndexChanged.connect(self._answer_chosen)
        self._fill(known, answer)

    def _buttons(self) -> QHBoxLayout:
        line = save_or_leave(self, self._save)
        if self._known:
            take_back = QPushButton("撤回答复", self)
            take_back.setProperty("kind", "danger")
            take_back.clicked.connect(self._take_back)
            line.insertWidget(0, take_back)
        return line

    def _fill(self, known: Confirmation | None, answer: str) -> None:
        for field in _FIELDS:
            self._form.fill(field.name, show(field, getattr(known, field.name)) if known else "")
        if known is None:
            self._form.fill("answer", answer)
            self._form.fill("answered_on", date.today().isoformat())
        self._answer_chosen()
        self._form.inputs["instead" if answer == DENIED and not known else "answered_by"].setFocus()

    def _answer_chosen(self) -> None:
        denied = self._form.text("answer") == DENIED
        self._form.inputs["instead"].setEnabled(denied)
        if not denied:
            self._form.fill("instead", "")

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
        values = self._form.read()
        if values is None:
            return None
        row = Confirmation(**self._key, **values)
        wrong = {problem.field: problem.reason for problem in check_row(row, date.today())}
        self._form.say(wrong)
        return None if wrong else row
