"""Choosing the row that a piece proves: its sheet, then the row by any part of its words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QWidget

from enclave_desktop.desktop.evidence.owners import PROVABLE, Names, Row, rows_to_offer
from enclave_desktop.dossier.dossier import Dossier


class RowChoice(QWidget):
    """Two lists, one below the other."""

    chosen = Signal(object)
    """A Row."""

    def __init__(self, dossier: Dossier, parent: QWidget) -> None:
        super().__init__(parent)
        self._dossier = dossier
        self._rows: list[Row] = []
        self._sheets = QComboBox(self)
        self._sheets.setAccessibleName("属于哪张表")
        self._sheets.addItems(PROVABLE)
        self._which = QComboBox(self)
        self._which.setAccessibleName("属于哪一行")
        self._which.setEditable(True)
        self._which.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._which.setMinimumContentsLength(8)
        completer = self._which.completer() or QCompleter(self._which)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        if popup := completer.popup():
            popup.setObjectName("offers")
        if line := self._which.lineEdit():
            line.setAccessibleName("属于哪一行")
            line.setPlaceholderText("输入几个字查找")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        label = QLabel("属于", self)
        label.setProperty("role", "second")
        label.setBuddy(self._sheets)
        self.label = label
        grid.addWidget(label, 0, 0)
        grid.addWidget(self._sheets, 0, 1)
        grid.addWidget(self._which, 1, 1)
        self._sheets.activated.connect(lambda _: self._fill(None))
        self._which.activated.connect(lambda at: self.chosen.emit(self._rows[at]) if at >= 0 else None)

    def show_row(self, row: Row | None, among: tuple[Row, ...] = ()) -> None:
        """The row, or none of those it may be; these stand first."""
        title = row[0] if row else among[0][0] if among else None
        self._sheets.setCurrentIndex(PROVABLE.index(title) if title else -1)
        self._sheets.setPlaceholderText("请选择")
        self._fill(row, among)

    def _fill(self, row: Row | None, among: tuple[Row, ...] = ()) -> None:
        title = self._sheets.currentText()
        offered = rows_to_offer(self._dossier, title) if title else []
        first = [held for held in among if held[0] == title]
        names = Names(self._dossier)
        words = [(names.words(held), held) for held in first]
        words += [(text, held) for text, held in offered if held not in first]
        self._rows = [held for _, held in words]
        self._which.blockSignals(True)
        self._which.clear()
        self._which.addItems([text for text, _ in words])
        self._which.setCurrentIndex(self._rows.index(row) if row in self._rows else -1)
        self._which.blockSignals(False)
        if row is None and len(self._rows) == 1:
            self._which.setCurrentIndex(0)
            self.chosen.emit(self._rows[0])
