"""办理进度: where each programme stands with each subject, and the course of the claims of the one chosen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from enclave_desktop.desktop.claims.columns import COLUMNS
from enclave_desktop.desktop.claims.course_pane import CoursePane, Target
from enclave_desktop.desktop.claims.figures import ClaimFigures
from enclave_desktop.desktop.claims.lines import lines_for
from enclave_desktop.desktop.claims.recording import changed, removed, settled
from enclave_desktop.desktop.claims.segments import Segments
from enclave_desktop.desktop.claims.wording import name_words, period_words
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.table.actions import copy
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.policy.claim_course import SUBMITTED, Course, gone_back
from enclave_desktop.policy.claim_standing import Standing, claim_totals, standings
from enclave_desktop.policy.totals import unsigned_in

if TYPE_CHECKING:
    from enclave_desktop.records.packets import FrozenPacket


class ClaimsBoard(QWidget):
    """Follows the record; each action is one change of it."""

    table_asked = Signal(object)
    """A claim to be shown in the table of 申领."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.surroundings = surroundings
        self._session = surroundings.session
        self._found: list[Standing] = []
        self._shown: list[Standing] = []
        """Whose courses the pane shows."""
        self._figures = ClaimFigures(self)
        self._segments = Segments(self._session, self)
        self._model = TableModel(COLUMNS)
        self._table = TableView(self._model, lambda: None, self)
        self._table.setAccessibleName("申领进度")
        self._pane = CoursePane(self._session, self)
        self._build()
        self._segments.changed.connect(self._filter)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_course)
        self._table.picked.connect(self._soon.start)
        self._table.copy_asked.connect(lambda heads: copy(self._table, surroundings.say, heads=heads))
        self._table.leave_asked.connect(self._pane.take_focus)
        self._pane.step_asked.connect(self._ask_step)
        self._pane.steps_asked.connect(self._ask_steps)
        self._pane.back_asked.connect(self._go_back)
        self._pane.settle_asked.connect(self._settle)
        self._pane.table_asked.connect(self.table_asked)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._figures)
        left.addWidget(self._segments)
        wrap = QFrame(self)
        wrap.setObjectName("tablewrap")
        within = QVBoxLayout(wrap)
        within.setContentsMargins(0, 1, 0, 0)
        within.addWidget(self._table)
        left.addWidget(wrap, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._pane)

    def show_view(self, view: View | None, lacking: object = None) -> None:
        found = standings(view.dossier, view.findings, view.year) if view else []
        self._found = sorted(found, key=_has_nothing)
        self._figures.show_totals(claim_totals(self._found), unsigned_in(view.findings) if view else ())
        self._segments.show_standings(self._found)
        self._filter()

    def leave(self) -> None:
        """Nothing is kept."""

    def look_at_claim(self, key: Sequence[Any]) -> None:
        """The row of the claim with that key."""
        self._segments.choose_all()
        self._filter()
        self._choose(tuple(key[:2]))
        self._table.scrollTo(self._table.currentIndex(), TableView.ScrollHint.PositionAtCenter)

    def record(self) -> None:
        """New claims for the rows selected; where none is, for all shown that something may be claimed for."""
        chosen = self._selected()
        several = [one for one in chosen or self._model.rows if one.proposals]
        view = self._session.view
        if view is not None and (several or chosen):
            lines = list(lines_for(several or chosen, view.year))
            self._with_packets(lambda packets: self._open_record(lines, packets))
        else:
            self.surroundings.say("没有选中的对象；先在表里选一行或几行")

    def _open_record(self, lines: list[Any], packets: Sequence["FrozenPacket"]) -> None:
        from enclave_desktop.desktop.claims.record_dialog import RecordDialog

        RecordDialog(self._session, lines, packets, self).open()

    def _ask_step(self, one: Course, state: str) -> None:
        standing = self._current()
        if standing is not None:
            self._ask_steps([(standing, one)], state)

    def _ask_steps(self, targets: list[Target], state: str) -> None:
        if state == SUBMITTED:
            self._with_packets(lambda packets: self._open_step(targets, state, packets))
        else:
            self._open_step(targets, state, ())

    def _open_step(self, targets: list[Target], state: str, packets: Sequence["FrozenPacket"]) -> None:
        from enclave_desktop.desktop.claims.step_dialog import StepDialog

        StepDialog(self._session, targets, state, packets, self).open()

    def _with_packets(self, then: Callable[[Sequence["FrozenPacket"]], None]) -> None:
        self._session.with_held("读取已打印的材料", lambda held, job: held.record.packets(), then)

    def _go_back(self, one: Course) -> None:
        standing, view = self._current(), self._session.view
        if standing is not None and view is not None and not self._session.saving:
            words = f"撤回{one.all[-1].state}：{name_words(standing)} {period_words(one.claim)}"
            before = gone_back(one)
            changes = changed(view.dossier, [(one, before)]) if before else removed(one)
            self._session.apply(words, changes)

    def _settle(self, step: ClaimStep, on: date | None) -> None:
        words = "退回意见标为已解决" if on else "退回意见改为未解决"
        if not self._session.saving:  # else the second click of two
            self._session.apply(words, settled(step, on))

    def _current(self) -> Standing | None:
        row = self._table.currentIndex().row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def _filter(self) -> None:
        """Other rows; the one chosen stays where it can, else the first is."""
        chosen = self._current()
        matches = self._segments.matches
        self._model.set_rows([one for one in self._found if matches(one)])
        self._choose(_key(chosen) if chosen else None)

    def _choose(self, key: tuple[Any, ...] | None) -> None:
        rows = self._model.rows
        at = next((place for place, one in enumerate(rows) if _key(one) == key), 0)
        if rows:
            self._table.show_cell(at, 0)
        self._show_course()

    def _selected(self) -> list[Standing]:
        rows, _ = self._table.selected_block()
        return [self._model.rows[row] for row in rows]

    def _show_course(self) -> None:
        """The course of the claims chosen; of several rows what may be done with all."""
        selected, current = self._selected(), self._current()
        wanted = selected if len(selected) > 1 else [current] if current else []
        if list(map(id, wanted)) == list(map(id, self._shown)):
            return
        self._shown = wanted
        if len(wanted) > 1:
            self._pane.show_several(wanted)
        else:
            self._pane.show_standing(current)


def _key(one: Standing) -> tuple[str, str]:
    return one.programme, one.subject


def _has_nothing(one: Standing) -> bool:
    """Neither a sum nor a claim: it comes last."""
    return one.granted is None and not one.courses
