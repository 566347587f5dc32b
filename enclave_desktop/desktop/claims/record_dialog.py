"""记录申领: several claims at once, filled in with what may be claimed."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.claims.lines import Line, columns, problems, sum_words
from enclave_desktop.desktop.claims.packet_choice import PACKET, packet_choice
from enclave_desktop.desktop.claims.recording import newly_claimed
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.desktop.widgets.form import Form
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.reading import BadValue
from enclave_desktop.policy.claim_course import PLANNED, SUBMITTED, Course, begun, key_of

if TYPE_CHECKING:
    from enclave_desktop.records.packets import FrozenPacket

_SIZE = (780, 460)


class RecordDialog(QDialog):
    """Saving is one change that can be undone."""

    def __init__(
        self, session: Session, lines: Sequence[Line], packets: Sequence["FrozenPacket"], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("记录申领")
        self.resize(*_SIZE)
        self._session = session
        self._model = TableModel(columns())
        self._table = TableView(self._model, lambda: None, self)
        self._table.setAccessibleName("要记录的申领")
        self._model.edited.connect(self._edited)
        self._model.set_rows(lines)
        self._table.remove_asked.connect(self._leave_out)
        self._sum = label("second", "", self)
        self._wrong = label("error", "", self, wrap=True)
        self._wrong.hide()
        programmes = {line.standing.programme for line in lines}
        self._packet = packet_choice(packets, programmes, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 16, 0, 16)
        whole.setSpacing(8)
        whole.addLayout(
            _inside(label("second", "期间和金额已按可申领的填好，可以在表里改。", self, wrap=True))
        )
        wrap = QFrame(self)
        wrap.setObjectName("tablewrap")
        within = QVBoxLayout(wrap)
        within.setContentsMargins(0, 1, 0, 0)
        within.addWidget(self._table)
        whole.addWidget(wrap, 1)
        whole.addLayout(self._below_table())
        whole.addLayout(_inside(self._wrong))
        whole.addLayout(self._how())
        whole.addLayout(self._buttons())
        self._show_sum()
        self._table.show_cell(0, 2)

    def _below_table(self) -> QHBoxLayout:
        line = _inside(self._sum)
        leave_out = QPushButton("移出选中的行", self)
        leave_out.setProperty("kind", "link")
        leave_out.clicked.connect(self._leave_out)
        line.addStretch(1)
        line.addWidget(leave_out)
        return line

    def _how(self) -> QHBoxLayout:
        sheet = KEPT[ClaimStep]
        self._form = Form([sheet.field("state"), sheet.field("on")], self)
        self._named = label("second", PACKET.label, self)
        self._named.setBuddy(self._packet)
        self._form.addWidget(self._named, 4, 0)
        self._form.addWidget(self._packet, 4, 1)
        self._form.fill("on", date.today().isoformat())
        state = self._form.inputs["state"]
        assert isinstance(state, QComboBox)
        for other in reversed(range(state.count())):
            if state.itemData(other) not in (PLANNED, SUBMITTED):
                state.removeItem(other)
        self._form.fill("state", PLANNED)
        state.currentIndexChanged.connect(self._state_chosen)
        self._state_chosen()
        outer = QHBoxLayout()
        outer.setContentsMargins(24, 0, 24, 0)
        outer.addLayout(self._form, 3)
        outer.addStretch(2)
        return outer

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(24, 4, 24, 0)
        line.setSpacing(8)
        line.addStretch(1)
        save = QPushButton("保存", self)
        save.setProperty("kind", "primary")
        save.clicked.connect(self._save)
        leave = QPushButton("取消", self)
        leave.clicked.connect(self.reject)
        for button in (save, leave):
            button.setAutoDefault(False)  # Enter belongs to the table
            line.addWidget(button)
        return line

    def _state_chosen(self) -> None:
        submitted = self._form.text("state") == SUBMITTED
        for part in (self._named, self._packet):
            part.setVisible(submitted)

    def _edited(self, line: Line, column: Column, text: str) -> None:
        assert column.field is not None
        at = self._model.columns.index(column)
        try:
            read = line.with_value(column.field, text)
        except BadValue as bad:
            self._model.mark_wrong(line, at, text, f"{bad.reason}；{bad.remedy}")
        else:
            self._model.unmark(line, at)
            self._model.replace({id(line): read})
        self._tell_wrong()
        self._show_sum()

    def _tell_wrong(self) -> None:
        told = [f"{wrong.row.standing.name}：{wrong.why}" for wrong in self._model.wrong.values()]
        self._wrong.setText("\n".join(told[:3]))
        self._wrong.setVisible(bool(told))

    def _leave_out(self) -> None:
        rows, _ = self._table.selected_block()
        gone = {id(self._model.rows[row]) for row in rows}
        self._model.set_rows([line for line in self._model.rows if id(line) not in gone])
        self._tell_wrong()
        self._show_sum()

    def _show_sum(self) -> None:
        self._sum.setText(sum_words(self._model.rows))

    def _save(self) -> None:
        view = self._session.view
        lines: list[Line] = self._model.rows
        values = self._form.read()
        if view is None or values is None or not lines:
            return
        for line, name, why in problems(lines, view.dossier):
            at = next(i for i, column in enumerate(self._model.columns) if _is(column, name))
            self._model.mark_wrong(line, at, str(self._model.columns[at].full_text(line)), why)
        if self._model.wrong:
            self._tell_wrong()
            self._table.setFocus()
            return
        new = [self._begun(line, values) for line in lines]
        names = "、".join(dict.fromkeys(line.standing.name for line in lines[:3]))
        words = f"记录申领：{names}" + (f"等 {len(lines)} 条" if len(lines) > 1 else "")
        self._session.apply(words, newly_claimed(view.dossier, new))
        self.accept()

    def _begun(self, line: Line, values: dict[str, Any]) -> Course:
        claim = line.claim
        packet = self._packet.currentData() if values["state"] == SUBMITTED else None
        step = ClaimStep(
            number="",
            claim=key_of(claim),
            on=values["on"],
            state=values["state"],
            amount=claim.amount,
            reason=None,
            settled_on=None,
            packet=packet,
        )
        return begun(claim, step)


def _is(column: Column, name: str) -> bool:
    return column.field is not None and column.field.name == name


def _inside(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(24, 0, 24, 0)
    line.addWidget(widget)
    return line
