"""What-if: try another value or one row more without saving it, see what it would bring, then keep or drop it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.editor.inputs import Input, make_input, set_text, text_of
from enclave_desktop.desktop.matching.knobs import knobs
from enclave_desktop.desktop.matching.summary import AMOUNT_OPEN, NO_AMOUNT
from enclave_desktop.desktop.matching.trials import Consequence, Knob, consequence, remedy
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.chips import STATUS, verdict_chip
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.writing_only import only_to_write
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.reading import BadValue
from enclave_desktop.dossier.showing import show
from enclave_desktop.policy.findings import Check, Finding, Outcome, Status
from enclave_desktop.records.changes import Changes

_INPUT_WIDTH = 150
_AROUND_WORDS, _WIDEST_LIST = 52, 300
_ROOM_FOR_ASIDE = 720
_MOVES_MONEY = ("ends_on", "amount")


class WhatIf(QFrame):
    """A card: 如果 [字段] 改为 [值], 则 ...; nothing is saved before 改到档案."""

    answered = Signal()
    """What it would bring is on show."""
    wanted = Signal(object)
    """Go to the Place where the row that was tried is entered in full."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("card")
        self._session = session
        self._finding: Finding | None = None
        self._knobs: list[Knob] = []
        self._changes: Changes | None = None
        self._asked = 0
        self._which = QComboBox(self)
        self._which.setAccessibleName("如果改动的字段")
        self._which.activated.connect(self._turn_to)
        self._verb = label("")
        self._input: Input = QLineEdit(self)
        self._wrong = label("error", "", wrap=True)
        self._chip = verdict_chip(None)
        self._words = label("", "", wrap=True)
        self._words.setAccessibleName("试算结果")
        self._keep = QPushButton("改到档案", self)
        self._keep.clicked.connect(self._save)
        only_to_write(self._keep, session)
        self._drop = QPushButton("丢弃", self)
        self._drop.setProperty("kind", "subtle")
        self._drop.clicked.connect(self._forget)
        self._lay_out()
        theme().changed.connect(self._fit)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 10)
        whole.setSpacing(8)
        self._asking = QHBoxLayout()
        self._asking.setSpacing(8)
        self._asking.addWidget(label("strong", "如果"))
        self._asking.addWidget(self._which)
        self._asking.addWidget(self._verb)
        self._asking.addWidget(self._input)
        self._asking.addWidget(self._wrong, 1)
        self._aside = label("caption", "只是试算，不改档案")
        self._asking.addWidget(self._aside)
        whole.addLayout(self._asking)
        self._answer = QWidget(self)
        line = QHBoxLayout(self._answer)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(label("strong", "则"))
        line.addWidget(self._chip)
        line.addWidget(self._words, 1)
        line.addWidget(self._keep)
        line.addWidget(self._drop)
        whole.addWidget(self._answer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short, what is wrong with a value needs it more."""
        super().resizeEvent(event)
        self._aside.setVisible(self.width() >= _ROOM_FOR_ASIDE * theme().scale)

    def _fit(self) -> None:
        """A style sheet's combo box asks for less than its words take."""
        metrics = QFontMetrics(theme().font())
        widest = max((metrics.horizontalAdvance(knob.label) for knob in self._knobs), default=0)
        self._which.setFixedWidth(min(widest + _AROUND_WORDS, round(_WIDEST_LIST * theme().scale)))

    def show_finding(self, finding: Finding | None) -> None:
        """What may be tried for this finding; what was being tried is dropped."""
        view = self._session.view
        self._finding = finding
        self._knobs = knobs(finding, view) if finding and view else []
        self.setVisible(bool(self._knobs))
        self._which.clear()
        self._which.addItems([knob.label for knob in self._knobs])
        self._fit()
        if finding and self._knobs:
            open_checks = (held for held in finding.checks if held.outcome is not Outcome.MET)
            bearing = (at for held in open_checks if (at := self._bearing_on(held)) is not None)
            self._turn_to(next(bearing, self._usual()))

    def point_at(self, held: Check) -> None:
        """Offer the field that this criterion asks about; where it asks about none, what is being tried stays."""
        at = self._bearing_on(held)
        if at is not None and at != self._which.currentIndex():
            self._turn_to(at)

    def try_out(self) -> None:
        """Go to the input, and say at once what the value in it would bring."""
        self._input.setFocus()
        self._try()

    def _bearing_on(self, held: Check) -> int | None:
        return next((at for at, knob in enumerate(self._knobs) if held.criterion.id in knob.criteria), None)

    def _usual(self) -> int:
        """Where nothing is lacking: what can still be settled is how long a contract lasts, or how much is spent."""
        return next((at for at, knob in enumerate(self._knobs) if knob.field.name in _MOVES_MONEY), 0)

    def _turn_to(self, at: int) -> None:
        assert self._finding is not None
        knob = self._knobs[at]
        self._which.setCurrentIndex(at)
        self._verb.setText("改为" if knob.row is not None else "为")
        self._keep.setText("改到档案" if knob.stand_in is None else f"去登记{SHEETS[knob.entity].title}…")
        view = self._session.view
        made = make_input(knob.field, view.dossier if view else None, self)
        made.setAccessibleName(f"如果{knob.label}{self._verb.text()}")
        made.setMinimumWidth(_INPUT_WIDTH)
        wanted = remedy(knob, self._finding)
        set_text(made, show(knob.field, knob.value if wanted is None else wanted))
        if isinstance(made, QLineEdit):
            made.editingFinished.connect(self._try)
        else:
            made.activated.connect(self._try)
        self._asking.replaceWidget(self._input, made)
        made.show()
        self._input.hide()
        self._input.deleteLater()
        self._input = made
        QWidget.setTabOrder(self._which, made)
        self._show_nothing()

    def _try(self) -> None:
        view, finding = self._session.view, self._finding
        if view is None or finding is None:
            return
        knob = self._knobs[self._which.currentIndex()]
        text = text_of(self._input)
        if text == show(knob.field, knob.value):
            self._show_nothing()
            return
        try:
            changes = knob.changes(text, date.today())
        except BadValue as bad:
            self._show_nothing()
            self._say_wrong(f"{bad.reason}；{bad.remedy}")
            return
        self._say_wrong("")
        self._changes = changes
        self._asked += 1
        asked = self._asked

        def show_answer(found: Consequence) -> None:
            if asked == self._asked:
                self._show_answer(found)

        work = self._session.worker.submit
        work("试算", lambda job: consequence(view, finding, changes), show_answer, self._session.failed.emit)

    def _show_answer(self, found: Consequence) -> None:
        self._chip.show_look(STATUS[found.after.status if found.after else None])
        self._words.setText(consequence_words(found))
        self._answer.show()
        self.answered.emit()

    def _show_nothing(self) -> None:
        self._asked += 1
        self._changes = None
        self._say_wrong("")
        self._words.clear()
        self._answer.hide()

    def _say_wrong(self, words: str) -> None:
        self._wrong.setText(words)
        self._input.setProperty("state", "error" if words else "")
        self._input.setAccessibleDescription(words)
        self._input.style().unpolish(self._input)
        self._input.style().polish(self._input)

    def _save(self) -> None:
        if self._changes is None:
            return
        knob = self._knobs[self._which.currentIndex()]
        if place := knob.place(text_of(self._input)):
            self.wanted.emit(place)
        else:
            self._session.apply(knob.words, self._changes)

    def _forget(self) -> None:
        self._turn_to(self._which.currentIndex())


def consequence_words(found: Consequence) -> str:
    """What a trial would bring, in a line."""
    parts = [_own_words(found)]
    if found.others:
        changed = [
            f"{other.subject.name}“{other.programme.title}”{other.status.words}" for other in found.others
        ]
        more = f"等 {len(changed)} 项" if len(changed) > 2 else ""
        parts.append(f"另有结论改变：{'，'.join(changed[:2])}{more}")
    return "；".join(parts)


def _own_words(found: Consequence) -> str:
    after = found.after
    if after is None:
        return "不再是这个项目的对象"
    if after.status is not Status.ELIGIBLE:
        open_checks = [held for held in after.checks if held.outcome is not Outcome.MET]
        deciding = Outcome.UNMET if after.status is Status.INELIGIBLE else Outcome.UNKNOWN
        labels = [held.criterion.label for held in open_checks if held.outcome is deciding]
        still = "未达到" if deciding is Outcome.UNMET else "待核实"
        return f"{still}：{'、'.join(labels)}"
    if after.award is None:
        return f"可以申报（{AMOUNT_OPEN if after.programme.award else NO_AMOUNT}）"
    return _gain_words(found)


def _gain_words(found: Consequence) -> str:
    assert found.after is not None
    award = found.after.award
    assert award is not None
    most = "最高 " if award.at_most else ""
    months = award.schedule
    course = f"（{len(months)} 个月），第一笔 {months[0][0]}" if months else ""
    if found.gain == 0:
        return f"金额不变，{most}{grouped(award.total)} 元{course}"
    word = "多得" if found.gain > 0 else "少得"
    return f"{word} {most}{grouped(abs(found.gain))} 元{course}"
