"""The assumptions that a programme rests on, what was found out about each, and a way to answer them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.matching.answering import AnswerDialog
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.chips import basis_chip, widest_basis
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.writing_only import READ_ONLY
from enclave_desktop.dossier.values import CONFIRMED, DENIED, Confirmation
from enclave_desktop.policy.explain import answer_words
from enclave_desktop.policy.pack import Assumption, Programme
from enclave_desktop.records.rights import Rights


class AssumptionsCard(QFrame):
    """A row for each assumption; its buttons open the form."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("card")
        self._session = session
        self._programme: Programme | None = None
        self._buttons: dict[str, QPushButton] = {}
        self._of: dict[str, QWidget] = {}
        """The row of each assumption."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 12, 10)
        whole.setSpacing(6)
        whole.addWidget(label("strong", "起决定作用的假设"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        whole.addLayout(self._rows)

    def show_programme(self, programme: Programme, view: View) -> None:
        held, reason = self._held()
        self._programme = programme
        self._buttons, before = {}, self._of
        self._of = {}
        answers = {
            answer.assumption: answer
            for answer in view.dossier.confirmations
            if answer.measure == programme.measure.id
        }
        for assumption in programme.assumptions:
            row = self._of[assumption.id] = self._row(assumption, answers.get(assumption.id))
            self._rows.addWidget(row)
            row.show()
        self.setVisible(bool(programme.assumptions))
        if held in self._buttons:
            self._buttons[held].setFocus(reason)
        for row in before.values():  # only now: with its row the keyboard would go to the sidebar
            row.hide()
            self._rows.removeWidget(row)
            row.deleteLater()

    def _held(self) -> tuple[str, Qt.FocusReason]:
        """The assumption that the keyboard is at, and how it came there."""
        now = self.window().focusWidget()
        if now is None:
            return "", Qt.FocusReason.OtherFocusReason
        reason = Qt.FocusReason.TabFocusReason if now.property("kbd") else Qt.FocusReason.OtherFocusReason
        return next((key for key, row in self._of.items() if row.isAncestorOf(now)), ""), reason

    def _row(self, assumption: Assumption, answer: Confirmation | None) -> QWidget:
        row = QWidget(self)
        row.setAccessibleName(assumption.question)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        basis = "assumption" if answer is None else "denied" if answer.denies else "user"
        chip = basis_chip(basis)
        line.addWidget(chip)
        line.addSpacing(widest_basis() - chip.sizeHint().width())
        line.addLayout(_words(assumption, answer), 1)
        if answer:
            self._button(line, "查看…", assumption, answer.answer, answer)
        else:
            self._button(line, "确认…", assumption, CONFIRMED, None)
            self._button(line, "改为…", assumption, DENIED, None)
        return row

    def _button(
        self, line: QHBoxLayout, words: str, assumption: Assumption, answer: str, known: Confirmation | None
    ) -> None:
        button = QPushButton(words)
        button.setProperty("size", "s")
        button.setAccessibleName(f"{words.rstrip('…')}：{assumption.question}")
        button.clicked.connect(lambda: self._answer(assumption, answer, known))
        rights = self._session.rights
        if not self._session.writes:
            button.setEnabled(False)
            button.setToolTip(READ_ONLY)
        elif rights and not rights.approves:
            button.setEnabled(False)
            button.setToolTip(f"您的权限是“{rights.value}”，答复假设要有“{Rights.APPROVES.value}”的权限")
        line.addWidget(button)
        self._buttons.setdefault(assumption.id, button)

    def point_at(self, assumption: str) -> None:
        """Put the keyboard on the button that answers it."""
        self._buttons[assumption].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _answer(self, assumption: Assumption, answer: str, known: Confirmation | None) -> None:
        assert self._programme is not None
        measure = self._programme.measure
        AnswerDialog(self._session, measure, assumption, answer, known, self.window()).open()


def _words(assumption: Assumption, answer: Confirmation | None) -> QVBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label("", f"{assumption.question}？{assumption.answer}", wrap=True))
    if answer:
        instead = f"，改为：{answer.instead}" if answer.instead else ""
        words.addWidget(label("caption", f"{answer_words(answer)}{instead}", wrap=True))
    return words
