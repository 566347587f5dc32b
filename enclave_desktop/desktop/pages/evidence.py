"""证明材料: who has which pieces, what is missing of them, and a folder of scans taken in at once."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.evidence.attaching import ask_for_folder
from enclave_desktop.desktop.evidence.dropping import Drops
from enclave_desktop.desktop.evidence.lacks import lacks_of_record
from enclave_desktop.desktop.evidence.owners import Attachment, Names, Row
from enclave_desktop.desktop.evidence.panel import EvidencePanel
from enclave_desktop.desktop.evidence.row_list import Entry, EvidenceRows, entries
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import MARGIN_RIGHT, Page, Surroundings
from enclave_desktop.desktop.theme import theme
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.writing_only import only_to_write

_LIST_WIDTH = 272
_SEARCH_MS = 150


class EvidencePage(Page):
    """A list of rows, and the shelf of the one that is chosen."""

    title = "证明材料"
    guide = "证明材料"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._row: Row | None = None
        self._lacks = lacks_of_record(surroundings.session)
        self._lacks.ready.connect(self._changed)
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._soon.timeout.connect(self._list_rows)
        self._search.textChanged.connect(self._soon.start)
        self._only.toggled.connect(lambda _: self._list_rows())
        self._rows.chosen.connect(self._choose)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._search.setFocus)
        Drops(surroundings, self, lambda _: None, anybody=True)
        theme().changed.connect(self._fit)

    def _build(self) -> None:
        folder = QPushButton(icon("folder_open_20_regular"), "导入文件夹…")
        folder.setIconSize(WITH_AIR)
        folder.setToolTip("按文件名和文件夹名对到人、飞地和合同，先看后收")
        folder.clicked.connect(lambda: ask_for_folder(self.surroundings, self))
        only_to_write(folder, self.session)
        self.header.addWidget(folder)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._left())
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(MARGIN_RIGHT, 14, MARGIN_RIGHT, 8)
        column.setSpacing(4)
        self._title = label("subtitle", "", right)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._title)
        self.panel = EvidencePanel(self.surroundings, right)
        column.addWidget(self.panel, 1)
        column.addStretch(0)
        across.addWidget(right, 1)
        self.body.addLayout(across)
        self._fit()

    def _left(self) -> QFrame:
        self._pane = QFrame(self)
        self._pane.setObjectName("paneL")
        self._search = QLineEdit(self._pane)
        self._search.setPlaceholderText("查找人、飞地、合同…")
        self._search.setAccessibleName("查找")
        self._search.setClearButtonEnabled(True)
        self._only = QCheckBox("只看还缺材料的", self._pane)
        self._rows = EvidenceRows(self._pane)
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 4)
        head.setSpacing(8)
        head.addWidget(self._search)
        head.addWidget(self._only)
        inside = QVBoxLayout(self._pane)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._rows, 1)
        return self._pane

    def show_view(self, view: View | None) -> None:
        if view is None:
            self.panel.show_row(None, None)
            return
        lacks = self._lacks.of(view)
        count = len(view.dossier.evidence)
        missing = sum(map(len, lacks.values()))
        self.subtitle.setText(f"{count} 份　还缺或要留意 {missing} 份" if missing else f"{count} 份")
        self._list_rows()

    def look_at(self, target: object) -> None:
        """The row a piece is attached to, and the piece or its kind."""
        if isinstance(target, Attachment):
            self._search.clear()
            self._only.setChecked(False)
            self._row = target.row or self._row
            self._soon.stop()
            self._list_rows()
            self.panel.look_at(target)
            self.panel.gallery.setFocus()

    def _list_rows(self) -> None:
        view = self.session.view
        if view is not None:
            found = entries(view, self._lacks.of(view), self._search.text().strip(), self._only.isChecked())
            if self._row is not None and self._row not in {entry.row for entry in found}:
                found += self._besides(view) if not self._search.text() else []
            self._rows.show_entries(found, self._row)

    def _besides(self, view: View) -> list[Entry]:
        """The row that someone was sent to, though it is not listed otherwise."""
        assert self._row is not None
        return [Entry(self._row[0]), Entry(Names(view.dossier).words(self._row), self._row)]

    def _choose(self, row: Row | None) -> None:
        view = self.session.view
        self._row = row
        words = Names(view.dossier).words(row) if view is not None and row is not None else "没有这样的对象"
        self._title.setText(words if row is None else f"{row[0]}　{words}" if row[0] != "企业" else words)
        self.panel.show_row(row, view)

    def _fit(self) -> None:
        self._pane.setFixedWidth(round(_LIST_WIDTH * theme().scale))
