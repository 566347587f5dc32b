"""What is known of one piece, beside its pages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from enclave_desktop.desktop.evidence.form import EvidenceForm, must_make_sense
from enclave_desktop.desktop.evidence.owners import Names
from enclave_desktop.desktop.evidence.standing import state_of
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.table.editing import read_text
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label, one_after_another
from enclave_desktop.desktop.writing_only import READ_ONLY, only_to_write
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.reading import BadValue

if TYPE_CHECKING:
    from enclave_desktop.packet.attached.inspected import Inspected

_WIDTH = 330


class Details(QFrame):
    """Whose it is, its fields, and what can be done to the whole of it."""

    changed = Signal(str, object)
    """What is said of it otherwise now, in words, and the row as it is to be."""
    removed = Signal()
    restored = Signal()

    def __init__(self, session: Session, unmasked_seconds: Callable[[], int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self._session = session
        self._seconds = unmasked_seconds
        self._row: Evidence | None = None
        self._form: EvidenceForm | None = None
        self._title = label("subtitle", "", self, wrap=True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._state = label("second", "", self, wrap=True)
        self._message = label("warn", "", self, wrap=True)
        self._message.hide()
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._head = QVBoxLayout()
        self._head.setContentsMargins(16, 14, 12, 4)
        self._head.setSpacing(6)
        for part in (self._title, self._state, self._message):
            self._head.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head)
        whole.addWidget(self._area, 1)
        whole.addWidget(self._foot())
        theme().changed.connect(self._fit)
        self._fit()

    def add(self, widget: QWidget) -> None:
        """One more control under the title."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, row: Evidence, view: View) -> None:
        self._row = row
        title, _ = row.proves
        self._title.setText(f"{title}·{Names(view.dossier).words(row.proves)}")
        self._words = state_of(row, view.dossier.as_of, view.damaged).words
        if self._form is None or self._form.title != title:
            self._form = EvidenceForm(title, self._seconds, self._area)
            self._form.edited.connect(self._edited)
            self._area.setWidget(self._form)
            only_to_write(self._form, self._session)
        self._form.show_row(row, view.dossier, {}, frozenset())
        self._form.show_kind(row)

    def build_on(self, row: Evidence) -> None:
        """What is on its way to the record: the next change is one of it."""
        self._row = row

    def say_pages(self, shown: int, inspected: "Inspected | None") -> None:
        """How many pages are printed, of how many; and what may look different on paper."""
        there = len(inspected.pages) if inspected else shown
        pages = f"{shown} 页" if shown == there else f"用 {shown} 页，共 {there} 页"
        self._state.setText("　".join(filter(None, (pages, self._words))))
        warnings = inspected.warnings if inspected else ()
        self.say(one_after_another(warnings if self._session.writes else (READ_ONLY, *warnings)))

    def say(self, words: str) -> None:
        self._message.setText(words)
        self._message.setVisible(bool(words))

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(16, 8, 12, 8)
        undo = QPushButton(icon("arrow_undo_20_regular"), "撤销", foot)
        undo.setIconSize(WITH_AIR)
        undo.setProperty("kind", "subtle")
        undo.clicked.connect(self._session.undo)
        restore = QPushButton("全部恢复原样", foot)
        restore.setProperty("kind", "subtle")
        restore.clicked.connect(self.restored)
        remove = QPushButton("移除", foot)
        remove.setProperty("kind", "danger")
        remove.clicked.connect(self.removed)
        for button in (undo, restore, remove):
            only_to_write(button, self._session)
        across.addWidget(undo)
        across.addWidget(restore)
        across.addStretch(1)
        across.addWidget(remove)
        return foot

    def _edited(self, name: str, text: str) -> None:
        from dataclasses import replace

        view = self._session.view
        assert self._form is not None
        assert self._row is not None
        assert view is not None
        line = self._form.lines[name]
        try:
            after = replace(self._row, **{name: read_text(line.field, text, view.dossier)})
            must_make_sense(after, view.dossier.as_of)
        except BadValue as bad:
            line.say(f"{bad.reason}。{bad.remedy}", "error")
            return
        if after != self._row:
            self.changed.emit(f"{self._row.kind}：{line.field.label}", after)

    def _fit(self) -> None:
        self.setFixedWidth(round(_WIDTH * theme().scale))
