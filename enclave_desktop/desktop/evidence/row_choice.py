"""Choosing the row that a piece proves: its sheet, then the row by name, number or pinyin initials."""

from typing import Any

from PySide6.QtCore import QModelIndex, QStringListModel, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLabel, QLineEdit, QWidget

from enclave_desktop.desktop.evidence.owners import PROVABLE, Names, Row, rows_to_offer
from enclave_desktop.desktop.table import initials
from enclave_desktop.dossier.dossier import Dossier


class RowChoice(QWidget):
    """Two lists, one below the other."""

    chosen = Signal(object)
    """A Row."""

    def __init__(self, dossier: Dossier, parent: QWidget) -> None:
        super().__init__(parent)
        self._dossier = dossier
        self._rows: list[Row] = []
        self._words: list[str] = []
        self._sheets = QComboBox(self)
        self._sheets.setAccessibleName("属于哪张表")
        self._sheets.addItems(PROVABLE)
        self._which = QComboBox(self)
        self._which.setAccessibleName("属于哪一行")
        self._which.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._which.setMinimumContentsLength(8)
        self._found: list[int] = []
        """The places of the rows that hold what is typed."""
        self._offers = QStringListModel(self)
        completer = QCompleter(self._offers, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        pointed_at: Any = completer.activated[QModelIndex]  # type: ignore[index]
        pointed_at.connect(lambda index: self._choose(self._found[index.row()]))
        if popup := completer.popup():
            popup.setObjectName("offers")
        # the line's own, and a line of our own for that: the list's would take the first row of the same words
        line = QLineEdit(self._which)
        self._which.setLineEdit(line)
        line.setCompleter(completer)
        line.setAccessibleName("属于哪一行")
        line.setPlaceholderText("姓名、号码或拼音首字母")
        line.textEdited.connect(self._find)
        line.returnPressed.connect(self._choose_only)
        initials.load()
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

    def _find(self, typed: str) -> None:
        """Offer the rows that hold every word typed."""
        texts = list(map(_sought_in, self._words, self._rows))
        chars = set("".join(texts))
        finds = [initials.pattern(word, chars).search for word in typed.lower().split()]
        self._found = [at for at, text in enumerate(texts) if all(find(text) for find in finds)]
        self._offers.setStringList([self._words[at] for at in self._found])

    def _choose_only(self) -> None:
        """Enter takes the only row that was found."""
        if len(self._found) == 1:
            self._choose(self._found[0])

    def _choose(self, at: int) -> None:
        self._found = []
        self._which.setCurrentIndex(at)
        self.chosen.emit(self._rows[at])

    def _fill(self, row: Row | None, among: tuple[Row, ...] = ()) -> None:
        title = self._sheets.currentText()
        offered = rows_to_offer(self._dossier, title) if title else []
        first = [held for held in among if held[0] == title]
        names = Names(self._dossier)
        words = [(names.words(held), held) for held in first]
        words += [(text, held) for text, held in offered if held not in first]
        self._rows = [held for _, held in words]
        self._words = [text for text, _ in words]
        self._found = []
        self._which.blockSignals(True)
        self._which.clear()
        self._which.addItems(self._words)
        self._which.setCurrentIndex(self._rows.index(row) if row in self._rows else -1)
        self._which.blockSignals(False)
        if row is None and len(self._rows) == 1:
            self._which.setCurrentIndex(0)
            self.chosen.emit(self._rows[0])


def _sought_in(words: str, row: Row) -> str:
    """Its words, and its numbers as they are: on screen they are masked."""
    reference = row[1] if isinstance(row[1], tuple) else (row[1],)
    return "\n".join([words, *(str(part) for part in reference if part is not None)])
