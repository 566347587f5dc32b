"""The next step of a claim: on which day, how much, why it came back, which packet was handed in."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from enclave_desktop.desktop.claims.course_pane import Target
from enclave_desktop.desktop.claims.packet_choice import PACKET, packet_choice
from enclave_desktop.desktop.claims.recording import changed
from enclave_desktop.desktop.claims.wording import action_words, name_words, period_words
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.form import Form, save_or_leave
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import RETURNED, ClaimStep
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.claim_course import APPROVED, PAID, SUBMITTED, Course, added, key_of, problem_with

if TYPE_CHECKING:
    from enclave_desktop.records.packets import FrozenPacket

_FIELDS = {
    SUBMITTED: ("on", "amount"),
    RETURNED: ("on", "reason"),
    APPROVED: ("on", "amount"),
    PAID: ("on", "amount"),
}
_WIDTH = 460
_NAMED = 3
"""So many of several are named."""


class StepDialog(QDialog):
    """Saving is one change that can be undone: the step and the row of 申领."""

    def __init__(
        self,
        session: Session,
        targets: Sequence[Target],
        state: str,
        packets: Sequence["FrozenPacket"],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one = targets[0][1]
        self._several = len(targets) > 1
        self._words = action_words("" if self._several else one.claim.state, state)
        self.setWindowTitle(self._words)
        self.setMinimumWidth(_WIDTH)
        self._session, self._targets, self._course, self._state = session, targets, one, state
        sheet = KEPT[ClaimStep]
        fields = [sheet.field(name) for name in _FIELDS[state] if not (self._several and name == "amount")]
        self._form = Form(fields, self, lines=("reason",))
        self._packet: QComboBox | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.setSpacing(12)
        whole.addWidget(label("subtitle", self._about(), wrap=True))
        whole.addWidget(
            label("second", "、".join(dict.fromkeys(held.title for held, _ in targets)), wrap=True)
        )
        whole.addLayout(self._form)
        if state == SUBMITTED:
            self._offer_packets(packets)
        if words := self._note():
            whole.addWidget(label("caption", words, wrap=True))
        whole.addLayout(save_or_leave(self, self._save))
        self._fill()

    def _about(self) -> str:
        standing, one = self._targets[0]
        if not self._several:
            return f"{name_words(standing)}　{period_words(one.claim)}"
        names = list(dict.fromkeys(name_words(held) for held, _ in self._targets))
        others = f"等 {len(names)} 个对象" if len(names) > _NAMED else ""
        return f"{'、'.join(names[:_NAMED])}{others}，共 {len(self._targets)} 条申领"

    def _offer_packets(self, packets: Sequence["FrozenPacket"]) -> None:
        self._packet = packet_choice(packets, {held.programme for held, _ in self._targets}, self)
        named = label("second", PACKET.label)
        named.setBuddy(self._packet)
        row = self._form.rowCount()
        self._form.addWidget(named, row, 0)
        self._form.addWidget(self._packet, row, 1)

    def _note(self) -> str:
        reasons = [step for _, one in self._targets for step in one.steps if step.open_reason]
        if self._state == SUBMITTED and reasons:
            return f"还有 {len(reasons)} 条退回意见没有标为已解决，打印前会提醒。"
        if self._state == RETURNED:
            return "一条意见一行，分别标记解决；没有解决的，下次打印前和总览里会提醒。"
        if self._several:
            total = sum(_usual_amount(one, self._state) or 0 for _, one in self._targets)
            how = "按各自获批而未拨付的" if self._state == PAID else "按各自申报的"
            return f"金额{how}登记，合计 {grouped(total)} 元；有不同的，请单独登记。"
        if self._state == PAID and self._course.approved is not None:
            approved, paid = grouped(self._course.approved), grouped(self._course.paid)
            return f"获批 {approved} 元，此前已拨付 {paid} 元。分几次到账的，每次记一笔。"
        return "批准的金额可以和申报的不同。" if self._state == APPROVED else ""

    def _fill(self) -> None:
        self._form.fill("on", date.today().isoformat())
        amount = _usual_amount(self._course, self._state)
        if "amount" in self._form.inputs and amount is not None:
            self._form.fill("amount", grouped(amount))
        first = "reason" if "reason" in self._form.inputs else "on"
        self._form.inputs[first].setFocus()

    def _save(self) -> None:
        values = self._form.read()
        view = self._session.view
        if values is None or view is None:
            return
        pairs = []
        for standing, one in self._targets:
            steps = self._steps(one, values)
            if problem := problem_with(one, steps[0]):
                whose = f"{name_words(standing)}：" if self._several else ""
                field = problem.field if problem.field in self._form.inputs else "on"
                self._form.say({field: f"{whose}{problem.reason}；{problem.remedy}"})
                return
            pairs.append((one, added(one, steps)))
        self._session.apply(
            f"{self._words}：{self._about().replace('　', ' ')}", changed(view.dossier, pairs)
        )
        self.accept()

    def _steps(self, one: Course, values: dict[str, Any]) -> list[ClaimStep]:
        """Of several reasons a step each."""
        reasons: list[str | None] = [None]
        if self._state == RETURNED:
            reasons = [*str(values["reason"] or "").splitlines()] or [None]
        amount = _usual_amount(one, self._state)
        packet = self._packet.currentData() if self._packet else None
        held: dict[str, Any] = {"amount": amount, "packet": packet, "settled_on": None} | values
        held |= {"number": "", "claim": key_of(one.claim), "state": self._state}
        return [ClaimStep(**(held | {"reason": reason})) for reason in reasons]


def _usual_amount(one: Course, state: str) -> int | None:
    """What was asked for or approved; of a payment what is left of that."""
    if state != PAID:
        return one.claim.amount
    left = one.approved - one.paid if one.approved is not None else 0
    return left if left > 0 else None
