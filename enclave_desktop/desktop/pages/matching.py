"""补贴匹配: programmes by status, every criterion of each subject, what-if, and the assumptions it all rests on."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from enclave_desktop.desktop.evidence.piece_list import piece_lines, piece_list
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.matching.assumptions import AssumptionsCard
from enclave_desktop.desktop.matching.criteria import CriteriaTable
from enclave_desktop.desktop.matching.filled_in import place_of
from enclave_desktop.desktop.matching.programme_list import ProgrammeList
from enclave_desktop.desktop.matching.subject_strip import SubjectStrip
from enclave_desktop.desktop.matching.summary import (
    NO_SUBJECT,
    Summary,
    award_words,
    outcome_counts,
    subject_counts,
    summaries,
    terms,
    unused_words,
)
from enclave_desktop.desktop.matching.what_if import WhatIf
from enclave_desktop.desktop.packs.mark import mark_chip
from enclave_desktop.desktop.page import MARGIN_RIGHT, Page, Surroundings
from enclave_desktop.desktop.widgets.as_of import PeriodBar
from enclave_desktop.desktop.widgets.chips import STATUS, verdict_chip
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.policy.findings import Check, Finding

_LIST_WIDTH = 272


class MatchingPage(Page):
    """What the firm matches, and why."""

    title = "补贴匹配"
    guide = "看能申请什么"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._programme: str | None = None
        self._subject: str | None = None
        self._summary: Summary | None = None
        self._finding: Finding | None = None
        self._period = PeriodBar(self.session)
        self.header.addWidget(self._period)
        self._list = ProgrammeList()
        self._strip = SubjectStrip()
        self._criteria = CriteriaTable()
        self._what_if = WhatIf(self.session)
        self._assumptions = AssumptionsCard(self.session)
        self._build()
        self._list.chosen.connect(self._choose_programme)
        self._strip.chosen.connect(self._choose_finding)
        self._criteria.wanted.connect(self._go_to)
        self._criteria.asked_why.connect(self._show_assumptions)
        self._criteria.pointed.connect(self._what_if.point_at)
        self._what_if.answered.connect(self._show_what_if)
        self._what_if.wanted.connect(lambda place: self.surroundings.go(place.page, place))

    def _build(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(0)
        left = QFrame()
        left.setObjectName("paneL")
        left.setFixedWidth(_LIST_WIDTH)
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 8, 0, 8)
        inside.addWidget(self._list)
        across.addWidget(left)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setObjectName("clear")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(MARGIN_RIGHT, 12, MARGIN_RIGHT, 16)
        self._column.setSpacing(12)
        self._column.addLayout(self._programme_head())
        self._column.addWidget(self._strip)
        self._column.addWidget(self._findings_card())
        self._column.addWidget(self._what_if)
        self._column.addWidget(self._assumptions)
        self._column.addWidget(self._pieces_card())
        self._column.addStretch(1)
        area.setWidget(holder)
        across.addWidget(area, 1)
        self.body.addLayout(across)

    def _programme_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = label("subtitle", wrap=True)
        self._terms = label("second", wrap=True)
        self._mark = mark_chip()
        titled = QHBoxLayout()
        titled.addWidget(self._title, 1)
        titled.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(titled)
        words.addWidget(self._terms)
        line.addLayout(words, 1)
        self._packet = QPushButton(icon("document_pdf_20_regular", "on_accent"), "做申报材料")
        self._packet.setIconSize(WITH_AIR)
        self._packet.setProperty("kind", "primary")
        self._packet.clicked.connect(self._make_packet)
        line.addWidget(self._packet, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _findings_card(self) -> QFrame:
        self._card = QFrame()
        self._card.setObjectName("card")
        whole = QVBoxLayout(self._card)
        whole.setContentsMargins(1, 0, 1, 1)
        whole.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.setSpacing(8)
        self._name = label("strong")
        self._verdict = verdict_chip(None)
        self._outcomes = label("second", wrap=True)
        self._try = QPushButton(icon("beaker_20_regular"), "如果…会怎样")
        self._try.setIconSize(WITH_AIR)
        self._try.clicked.connect(self._try_out)
        head.addWidget(self._name)
        head.addWidget(self._verdict)
        head.addWidget(self._outcomes, 1)
        head.addWidget(self._try)
        whole.addLayout(head)
        whole.addWidget(self._criteria)
        return self._card

    def _pieces_card(self) -> QFrame:
        """The pieces that the programme asks for, and which of them are not there or no good."""
        self._pieces_frame = QFrame()
        self._pieces_frame.setObjectName("card")
        whole = QVBoxLayout(self._pieces_frame)
        whole.setContentsMargins(1, 0, 1, 4)
        whole.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.addWidget(label("strong", "证明材料"))
        head.addSpacing(8)
        self._pieces_count = label("second")
        head.addWidget(self._pieces_count, 1)
        whole.addLayout(head)
        self._pieces = piece_list("证明材料", self)
        self._pieces.opened.connect(lambda line: self.surroundings.go("evidence", line.place))
        whole.addWidget(self._pieces)
        return self._pieces_frame

    def show_view(self, view: View | None) -> None:
        if view is None:
            return
        found = summaries(view)
        self.subtitle.setText(f"{len(found)} 个项目{unused_words()}")
        self._period.show_view(view)
        self._list.show_summaries(found, self._programme)

    def look_at(self, target: object) -> None:
        """A finding: its programme and subject; a programme's id."""
        if isinstance(target, Finding):
            self._subject = target.subject.key
            self._list.choose(target.programme.id)
            if self._summary:
                self._strip.show_findings(self._summary.findings, self._subject)
        elif isinstance(target, str):
            self._list.choose(target)

    def _choose_programme(self, summary: Summary | None) -> None:
        view = self.session.view
        if summary is None or view is None:
            return
        self._summary = summary
        self._programme = summary.programme.id
        self._title.setText(summary.programme.title)
        self._mark.setVisible(summary.programme.measure.unsigned)
        counts = subject_counts(summary) or NO_SUBJECT
        self._terms.setText(f"{terms(summary.programme, view.dossier.as_of)}　（{counts}）")
        self._strip.setVisible(bool(summary.findings))
        self._card.setVisible(bool(summary.findings))
        self._packet.setEnabled(bool(summary.findings))
        self._strip.show_findings(summary.findings, self._subject)
        self._assumptions.show_programme(summary.programme, view)
        if not summary.findings:
            self._choose_finding(None)

    def _choose_finding(self, finding: Finding | None) -> None:
        self._finding = finding
        self._what_if.show_finding(finding)
        self._show_pieces(finding)
        if finding is None:
            return
        self._subject = finding.subject.key
        self._name.setText(finding.subject.name)
        self._verdict.show_look(STATUS[finding.status])
        view = self.session.view
        award = award_words(finding, view.year) if view else ""
        self._outcomes.setText("。".join(part for part in (outcome_counts(finding), award) if part))
        self._try.setVisible(self._what_if.isVisibleTo(self))
        self._criteria.show_finding(finding)

    def _show_pieces(self, finding: Finding | None) -> None:
        view = self.session.view
        shown = piece_lines([finding], view) if finding is not None and view is not None else []
        there = sum(line.tone == "ok" for line in shown)
        self._pieces_frame.setVisible(bool(shown))
        self._pieces_count.setText(f"{there} / {len(shown)} 已附上")
        self._pieces.show_rows(shown)

    def _go_to(self, held: Check) -> None:
        view = self.session.view
        if view and self._finding:
            place = place_of(held, self._finding.case, view.dossier, view.year)
            self.surroundings.go(place.page, place)

    def _try_out(self) -> None:
        self._what_if.try_out()
        self._show_what_if()

    def _show_what_if(self) -> None:
        """Bring all of it into view, once the layout knows how high it is."""
        QTimer.singleShot(0, lambda: self._area.ensureWidgetVisible(self._what_if, 0, 16))

    def _show_assumptions(self, check: Check) -> None:
        """Down to what the criterion rests on, the keyboard on the first of it."""
        self._assumptions.point_at(check.criterion.assumptions[0])
        QTimer.singleShot(0, lambda: self._area.ensureWidgetVisible(self._assumptions, 0, 16))

    def _make_packet(self) -> None:
        if self._finding:
            self.surroundings.go("packets", self._finding)
