"""Beside the table: the claims of one programme and subject, each with its steps and what may come next."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from enclave_desktop.desktop.claims.columns import periods_of
from enclave_desktop.desktop.claims.step_line import StepLine
from enclave_desktop.desktop.claims.wording import (
    LOOKS,
    action_words,
    name_words,
    next_steps,
    next_words,
    period_words,
)
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.chips import Chip
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.writing_only import only_to_write
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.claim_course import Course
from enclave_desktop.policy.claim_standing import Standing
from enclave_desktop.policy.findings import Status

Target = tuple[Standing, Course]
"""One claim that a step is recorded of."""
WIDTH = 300
_SIDE = 16


class CoursePane(QFrame):
    """Shows, and hands on what is asked for; changes nothing itself."""

    step_asked = Signal(object, str)
    """A course, and the state to record."""
    steps_asked = Signal(object, str)
    """Several targets, and the state to record of each."""
    back_asked = Signal(object)
    """A course whose last step is to be taken back."""
    table_asked = Signal(object)
    """A claim to be shown in the table."""
    settle_asked = Signal(object, object)
    """A step, and the day or None."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("pane")
        self.setAccessibleName("申领经过")
        self.setFixedWidth(WIDTH)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.addWidget(self._area)
        self.show_standing(None)

    def show_standing(self, standing: Standing | None) -> None:
        self._show(self._body(standing))

    def show_several(self, chosen: Sequence[Standing]) -> None:
        """What the claims of all of them have next, to be recorded at once."""
        self._show(self._several(chosen))

    def _show(self, body: QWidget) -> None:
        """The keyboard stays in the pane if it was there."""
        held, focused = self._area.widget(), self.window().focusWidget()
        was_here = held is not None and focused is not None and held.isAncestorOf(focused)
        seen = focused is not None and bool(focused.property("kbd"))
        self._area.setWidget(body)
        if was_here:
            self.take_focus(Qt.FocusReason.TabFocusReason if seen else Qt.FocusReason.OtherFocusReason)

    def take_focus(self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """To its first button."""
        held = self._area.widget()
        first = next(iter(held.findChildren(QPushButton)), None) if held else None
        if first:
            first.setFocus(reason)

    def _body(self, standing: Standing | None) -> QWidget:
        body = QWidget()
        body.setObjectName("clear")
        column = QVBoxLayout(body)
        column.setContentsMargins(_SIDE, 14, _SIDE, 16)
        column.setSpacing(8)
        if standing is None:
            column.addWidget(label("second", "选中左边的一行，看它的申领经过。", body, wrap=True))
            column.addStretch(1)
            return body
        self._head(standing, column, body)
        for one in reversed(standing.courses):
            column.addWidget(self._claim(standing, one, body))
        if not standing.courses:
            column.addWidget(label("second", "还没有申领记录。点右上角的“记录申领”登记。", body, wrap=True))
        column.addStretch(1)
        return body

    def _several(self, chosen: Sequence[Standing]) -> QWidget:
        body = QWidget()
        body.setObjectName("clear")
        column = QVBoxLayout(body)
        column.setContentsMargins(_SIDE, 14, _SIDE, 16)
        column.setSpacing(8)
        column.addWidget(label("subtitle", f"选中 {len(chosen)} 行", body))
        column.addWidget(label("second", "可以一起记录申领，或给它们的申领一起登记下一步。", body, wrap=True))
        for words, state, targets in next_steps(chosen):
            button = QPushButton(f"{words}（{len(targets)} 条）", body)
            button.clicked.connect(partial(self.steps_asked.emit, targets, state))
            only_to_write(button, self._session)
            column.addWidget(button)
        column.addStretch(1)
        return body

    def _head(self, standing: Standing, column: QVBoxLayout, body: QWidget) -> None:
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(label("subtitle", name_words(standing), body, wrap=True))
        titles.addWidget(label("second", standing.title, body, wrap=True))
        column.addLayout(titles)
        if standing.finding and standing.finding.status is not Status.ELIGIBLE:
            words = f"按现在的档案，核对结论是“{standing.finding.status.words}”。"
            column.addWidget(label("caption", words, body, wrap=True))
        for doubt in standing.doubts:
            hint = label("", f"请核对：{doubt.words}", body, wrap=True)
            hint.setObjectName("banner")
            hint.setProperty("tone", "warn")
            column.addWidget(hint)
        if standing.proposals:
            amount = sum(one.amount or 0 for one in standing.proposals)
            whole = standing.claimable or amount
            rest = f"，其中 {grouped(amount)} 元还没有登记" if amount < whole else ""
            column.addWidget(label("strong", f"可申领 {grouped(whole)} 元{rest}", body, wrap=True))
        if periods := periods_of(standing, "\n"):
            column.addWidget(label("caption", periods, body, wrap=True))

    def _claim(self, standing: Standing, one: Course, body: QWidget) -> QFrame:
        card = QFrame(body)
        card.setObjectName("card")
        card.setAccessibleName(f"{period_words(one.claim)}，{one.claim.state}")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label("strong", period_words(one.claim), card), 1)
        head.addWidget(Chip(LOOKS[one.claim.state], 10, card))
        column.addLayout(head)
        if held := _held(one):
            column.addWidget(label("caption", held, card, wrap=True))
        column.addWidget(self._course(one, card))
        column.addWidget(label("caption", next_words(one), card, wrap=True))
        column.addLayout(self._actions(one, card))
        return card

    def _course(self, one: Course, card: QFrame) -> QWidget:
        steps = QWidget(card)
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        last = len(one.all) - 1
        for at, step in enumerate(one.all):
            column.addWidget(
                StepLine(
                    step,
                    first=at == 0,
                    last=at == last,
                    recorded=at < len(one.steps),
                    settle=self._settle,
                    parent=steps,
                )
            )
        for settling in steps.findChildren(QPushButton):
            only_to_write(settling, self._session)
        return steps

    def _settle(self, step: ClaimStep, on: date | None) -> None:
        self.settle_asked.emit(step, on)

    def _actions(self, one: Course, card: QFrame) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        ask_step, ask_back, ask_table = self.step_asked.emit, self.back_asked.emit, self.table_asked.emit
        now = one.claim.state
        asked: list[tuple[str, Callable[[], Any], str]] = [
            (action_words(now, state), partial(ask_step, one, state), "") for state in one.next_states
        ]
        if one.can_go_back:
            asked.append(("撤回上一步", partial(ask_back, one), "link"))
        look = partial(ask_table, one.claim)
        asked.append(("在表中查看", look, "link"))
        for at, (words, act, kind) in enumerate(asked):
            button = QPushButton(words, card)
            button.setAccessibleName(f"{words}：{period_words(one.claim)}")
            button.setProperty("size", "s")
            if kind:
                button.setProperty("kind", kind)
            button.clicked.connect(lambda _=False, act=act: act())
            if act is not look:
                only_to_write(button, self._session)
            grid.addWidget(button, at // 2, at % 2)
        return grid


def _held(one: Course) -> str:
    """Payments against what was approved."""
    if one.approved is None or not one.paid:
        return ""
    left = one.approved - one.paid
    words = f"获批 {grouped(one.approved)}，已拨付 {grouped(one.paid)}"
    if left > 0:
        return f"{words}，还差 {grouped(left)}"
    return f"{words}，多 {grouped(-left)}" if left < 0 else ""
