"""The left side: programme, subjects, draft or not, and what is still missing."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.packets.checklist import Section, State, summary
from enclave_desktop.desktop.packets.checklist_view import Checklist
from enclave_desktop.desktop.packets.remarks import sections as remark_sections
from enclave_desktop.desktop.packets.subjects import SubjectList, SubjectModel
from enclave_desktop.desktop.packs.mark import mark_chip
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.policy.findings import Finding, Status

if TYPE_CHECKING:
    from enclave_desktop.packet.consistency import Remark

_TONES = {State.DONE: "ok", State.MISSING: "warn", State.UNMET: "bad"}


class Choosing(QWidget):
    """What is to be printed; `changed` whenever that is something else."""

    changed = Signal()
    wanted = Signal(str, object)
    """Where something missing is filled in: page and target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[str, list[Finding]] = {}
        self._subjects = SubjectModel()
        self._listed: Sequence[Section] = ()
        self._remarked: Sequence[Section] = ()
        self._build()
        self._programme.currentIndexChanged.connect(self._programme_chosen)
        self._draft.toggled.connect(self._draft_toggled)
        self._all.clicked.connect(self._tick_all)
        self._subjects.ticked.connect(self._ticked)
        self._checklist.wanted.connect(self.wanted)

    def _build(self) -> None:
        self._programme = QComboBox(self)
        self._programme.setAccessibleName("补贴项目")
        self._programme.setMinimumContentsLength(8)
        self._programme.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._count = _label("captionstrong")
        self._all = QPushButton("全选", self)
        self._all.setProperty("kind", "link")
        self._list = SubjectList(self._subjects, self)
        self._draft = QCheckBox("草稿：也列出尚不符合的对象", self)
        self._draft.setToolTip("每页印有大字“草稿”，不能用于申报")
        self._checklist = Checklist(self)
        self._banner = _label("")
        self._banner.setObjectName("banner")
        self._banner.setWordWrap(True)
        above = QHBoxLayout()
        above.setContentsMargins(16, 0, 12, 0)
        above.addWidget(self._count, 1)
        above.addWidget(self._all)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(_indented(self._programme))
        self._mark = mark_chip()
        marked = _indented(self._mark)
        marked.addStretch(1)
        whole.addLayout(marked)
        whole.addLayout(above)
        whole.addWidget(self._list)
        whole.addLayout(_indented(self._draft))
        line = QFrame(self)
        line.setObjectName("hline")
        whole.addWidget(line)
        whole.addWidget(self._checklist, 1)
        foot = _indented(self._banner)
        foot.setContentsMargins(12, 6, 12, 10)
        whole.addLayout(foot)
        self._banner.hide()

    @property
    def draft(self) -> bool:
        return self._draft.isChecked()

    @property
    def chosen(self) -> list[Finding]:
        return self._subjects.chosen()

    @property
    def offered(self) -> list[Finding]:
        """All subjects of the programme that is chosen."""
        return self._groups.get(self._programme.currentData(), [])

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """What is on record now; the same programme and subjects stay chosen where they still are."""
        kept, keys = self._programme.currentData(), {finding.subject.key for finding in self.chosen}
        self._groups = {
            programme.id: list(group)
            for programme, group in groupby(findings, key=lambda finding: finding.programme)
        }
        self._programme.blockSignals(True)
        self._programme.clear()
        for key, group in self._groups.items():
            count = sum(finding.status is Status.ELIGIBLE for finding in group)
            words = f"{group[0].programme.title}　{count or '—'}"
            self._programme.addItem(words, key)
            self._programme.setItemData(
                self._programme.count() - 1, f"{count} 个对象初步符合", Qt.ItemDataRole.ToolTipRole
            )
        wanted = kept if kept in self._groups else self._first_with_eligible()
        self._programme.setCurrentIndex(self._programme.findData(wanted))
        self._programme.blockSignals(False)
        self._show_subjects(keys if wanted == kept else None)

    def choose(self, finding: Finding) -> None:
        """One subject of one programme, as a draft where it must be."""
        self._programme.setCurrentIndex(self._programme.findData(finding.programme.id))
        if finding.status is not Status.ELIGIBLE:
            self._draft.setChecked(True)
        self._show_subjects({finding.subject.key})

    def show_sections(self, sections: Sequence[Section]) -> None:
        """What is on record for the packet, and what is not."""
        self._listed = sections
        self._show_lines()

    def show_remarks(self, remarks: "Sequence[Remark]", dossier: Dossier) -> None:
        """What was found of the packet once it was laid out, above what is listed."""
        self._remarked = remark_sections(remarks, dossier)
        self._show_lines()

    def _show_lines(self) -> None:
        sections = [*self._remarked, *self._listed]
        self._checklist.show_sections(sections)
        self._banner.setVisible(bool(sections))
        if sections:
            state, words = self._summary()
            self._banner.setText(words)
            self._banner.setProperty("tone", _TONES[state])
            self._banner.style().unpolish(self._banner)
            self._banner.style().polish(self._banner)

    def _summary(self) -> tuple[State, str]:
        state, words = summary(self._listed)
        found = [item.state for section in self._remarked for item in section.items]
        grave, lacking = found.count(State.UNMET), found.count(State.MISSING)
        if grave and state is not State.UNMET:
            return State.UNMET, f"有 {grave} 处前后矛盾，打印前请核对"
        if lacking and state is State.DONE:
            return State.MISSING, f"还有 {lacking} 处缺漏，仍可先打印"
        return state, words

    def _first_with_eligible(self) -> str | None:
        for key, group in self._groups.items():
            if any(finding.status is Status.ELIGIBLE for finding in group):
                return key
        return next(iter(self._groups), None)

    def _programme_chosen(self) -> None:
        self._programme.setToolTip(self._programme.currentText())
        self._show_subjects(None)

    def _show_subjects(self, keys: set[str] | None) -> None:
        """None: all that are eligible."""
        group = self._groups.get(self._programme.currentData(), [])
        if keys is None:
            keys = {finding.subject.key for finding in group if finding.status is Status.ELIGIBLE}
        self._mark.setVisible(any(finding.programme.measure.unsigned for finding in group))
        self._subjects.show_findings(group, keys, draft=self.draft)
        self._ticked()

    def _draft_toggled(self) -> None:
        self._show_subjects({finding.subject.key for finding in self.chosen})

    def _tick_all(self) -> None:
        self._subjects.tick_all(self._all.text() == "全选")

    def _ticked(self) -> None:
        count, total = len(self.chosen), self._subjects.rowCount()
        self._count.setText(f"对象　选了 {count} / {total}")
        self._all.setText("全不选" if count else "全选")
        self._remarked = ()
        self.show_sections(self._listed if count else [])
        self.changed.emit()


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    return label


def _indented(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(16, 0, 16, 2)
    line.addWidget(widget)
    return line
