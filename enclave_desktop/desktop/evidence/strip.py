"""The evidence of the row in the editor pane, in one line: how much there is, what is missing, a way to add."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from enclave_desktop.desktop.evidence.dropping import Drops
from enclave_desktop.desktop.evidence.lacks import lacks_of_record
from enclave_desktop.desktop.evidence.owners import Attachment, Row
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.policy.proof import MISSING

_LATER_MS = 150
"""Moving through rows does not wait for what each of them lacks."""


class EvidenceStrip(QFrame):
    """Also takes files that are dropped on it."""

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setAccessibleName("这一行的证明材料")
        self._surroundings = surroundings
        self._row: Row | None = None
        self._lacks = lacks_of_record(surroundings.session)
        self._lacks.ready.connect(self._count)
        self._words = label("second", "", self)
        self._open = QPushButton(icon("attach_20_regular"), "证明材料", self)
        self._open.setIconSize(WITH_AIR)
        self._open.setProperty("kind", "link")
        self._open.clicked.connect(self._go)
        self._add = QPushButton("添加…", self)
        self._add.setAccessibleName("添加证明材料")
        self._add.setProperty("kind", "subtle")
        self._add.clicked.connect(self._ask)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 4, 12, 4)
        across.setSpacing(6)
        across.addWidget(self._open)
        across.addWidget(self._words, 1)
        across.addWidget(self._add)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._count)
        Drops(surroundings, self, lambda _: self._row)

    def show_row(self, row: Row | None) -> None:
        """Tell of another row; none while one is being added."""
        if row != self._row:
            self._words.clear()
        self._row = row
        self.setVisible(row is not None)
        if row is not None:
            self._later.start()

    def _count(self) -> None:
        view = self._surroundings.session.view
        if view is None or self._row is None or not self.isVisible():
            return
        held = sum(piece.proves == self._row for piece in view.dossier.evidence)
        lacks = self._lacks.of(view).get(self._row, ())
        missing = sum(lack.what == MISSING for lack in lacks)
        wrong = len(lacks) - missing
        parts = [f"{held} 份"] if held else []
        parts += [f"缺 {missing}"] if missing else []
        parts += [f"留意 {wrong}"] if wrong else []
        self._words.setText(" · ".join(parts) or "还没有")

    def _go(self) -> None:
        self._surroundings.go("evidence", Attachment(self._row))

    def _ask(self) -> None:
        from enclave_desktop.desktop.evidence.attaching import ask_files

        ask_files(self._surroundings, self, self._row)
