"""The next step of a claim: on which day, how much, why it came back, which packet was handed in."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.claims.form import Form
from enclave_desktop.desktop.claims.packet_choice import PACKET, packet_choice
from enclave_desktop.desktop.claims.recording import changed
from enclave_desktop.desktop.claims.wording import action_words, name_words, period_words
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import RETURNED, ClaimStep
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.claim_course import APPROVED, PAID, SUBMITTED, Course, added, key_of, problem_with
from enclave_desktop.policy.claim_standing import Standing

if TYPE_CHECKING:
    from enclave_desktop.records.packets import FrozenPacket

_FIELDS = {
    SUBMITTED: ("on", "amount"),
    RETURNED: ("on", "reason"),
    APPROVED: ("on", "amount"),
    PAID: ("on", "amount"),
}
_WIDTH = 460


class StepDialog(QDialog):
    """Saving is one change that can be undone: the step and the row of 申领."""

    def __init__(
        self,
        session: Session,
        standing: Standing,
        one: Course,
        state: str,
        packets: Sequence["FrozenPacket"],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = action_words(one.claim.state, state)
        self.setWindowTitle(self._words)
        self.setMinimumWidth(_WIDTH)
        self._session, self._standing, self._course, self._state = session, standing, one, state
        sheet = KEPT[ClaimStep]
        self._form = Form([sheet.field(name) for name in _FIELDS[state]], self, lines=("reason",))
        self._packet: QComboBox | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label("subtitle", f"{name_words(standing)}　{period_words(one.claim)}", wrap=True))
        whole.addWidget(label("second", standing.title, wrap=True))
        whole.addLayout(self._form)
        if state == SUBMITTED:
            self._offer_packets(packets)
        if words := self._note():
            whole.addWidget(label("caption", words, wrap=True))
        whole.addLayout(self._buttons())
        self._fill()

    def _offer_packets(self, packets: Sequence["FrozenPacket"]) -> None:
        self._packet = packet_choice(packets, {self._standing.programme}, self)
        named = label("second", PACKET.label)
        named.setBuddy(self._packet)
        row = self._form.rowCount()
        self._form.addWidget(named, row, 0)
        self._form.addWidget(self._packet, row, 1)

    def _note(self) -> str:
        reasons = [step for step in self._course.steps if step.open_reason]
        if self._state == SUBMITTED and reasons:
            return f"还有 {len(reasons)} 条退回意见没有标为已解决，打印前会提醒。"
        if self._state == RETURNED:
            return "一条意见一行，分别标记解决；没有解决的，下次打印前和总览里会提醒。"
        if self._state == PAID and self._course.approved is not None:
            approved, paid = grouped(self._course.approved), grouped(self._course.paid)
            return f"获批 {approved} 元，此前已拨付 {paid} 元。分几次到账的，每次记一笔。"
        return "批准的金额可以和申报的不同。" if self._state == APPROVED else ""

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
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

    def _fill(self) -> None:
        self._form.fill("on", date.today().isoformat())
        amount = self._usual_amount()
        if "amount" in self._form.inputs and amount is not None:
            self._form.fill("amount", grouped(amount))
        first = "reason" if "reason" in self._form.inputs else "on"
        self._form.inputs[first].setFocus()

    def _usual_amount(self) -> int | None:
        if self._state != PAID:
            return self._course.claim.amount
        approved = self._course.approved
        left = approved - self._course.paid if approved is not None else 0
        return left if left > 0 else None

    def _save(self) -> None:
        values = self._form.read()
        view = self._session.view
        if values is None or view is None:
            return
        steps = self._steps(values)
        problem = problem_with(self._course, steps[0])
        if problem:
            field = problem.field if problem.field in self._form.inputs else "on"
            self._form.say({field: f"{problem.reason}；{problem.remedy}"})
            return
        after = added(self._course, steps)
        words = f"{self._words}：{name_words(self._standing)} {period_words(self._course.claim)}"
        self._session.apply(words, changed(view.dossier, self._course, after))
        self.accept()

    def _steps(self, values: dict[str, Any]) -> list[ClaimStep]:
        """Of several reasons a step each."""
        claim = self._course.claim
        reasons: list[str | None] = [None]
        if self._state == RETURNED:
            reasons = [*str(values["reason"] or "").splitlines()] or [None]
        values = {
            "amount": claim.amount,
            "packet": self._packet.currentData() if self._packet else None,
            "settled_on": None,
        } | values
        return [
            ClaimStep(
                **(values | {"number": "", "claim": key_of(claim), "state": self._state, "reason": reason})
            )
            for reason in reasons
        ]
