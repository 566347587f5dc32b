"""The two lists of the editor as models: the places of the blank, and what may be put there."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from enclave_desktop.desktop.blanks.draft import Draft, Spot
from enclave_desktop.desktop.table import initials
from enclave_desktop.packet.blanks.vocabulary import Placeholder, placeholders

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SpotModel(QAbstractListModel):
    """Every place in reading order, and what it holds."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._draft = draft
        self._spots: list[Spot] = draft.spots
        draft.changed.connect(self._read)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._spots)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        spot = self._spots[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{spot.label}　→　{held_words(spot)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{spot.label}，{held_words(spot)}，第 {spot.page} 页"
        return None

    def spot(self, row: int) -> Spot:
        return self._spots[row]

    def row_of(self, spot: Spot | None) -> int:
        return next((n for n, one in enumerate(self._spots) if spot and one.key == spot.key), -1)

    def _read(self) -> None:
        self.beginResetModel()
        self._spots = self._draft.spots
        self.endResetModel()


def held_words(spot: Spot) -> str:
    """What a place holds, is suggested to hold, or that it is open."""
    if spot.cell:
        return placeholders()[spot.cell.value].words
    if spot.suggestion and spot.suggestion.values:
        return f"建议：{placeholders()[spot.suggestion.values[0]].words}"
    return "未对应"


class PlaceholderModel(QAbstractListModel):
    """What may be put in a place: what is suggested for it first, narrowed by what was typed."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._values: Mapping[str, str] = {}
        self._first: Sequence[str] = ()
        self._typed = ""
        self._rows: list[Placeholder] = list(placeholders().values())
        self._chars = set("".join("".join(p.labels) + p.group for p in placeholders().values()))

    def show_values(self, values: Mapping[str, str]) -> None:
        """What each says for the subject of the preview."""
        self._values = values
        self._read()

    def show_first(self, values: Sequence[str]) -> None:
        if tuple(values) != tuple(self._first):
            self._first = tuple(values)
            self._read()

    def search(self, typed: str) -> None:
        self._typed = typed
        self._read()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        value = self._values.get(row.name, "").replace("\n", " ")
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            mark = "★ " if row.name in self._first else ""
            return f"{mark}{row.words}" + (f"　{value}" if value else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return "、".join(row.labels)
        return None

    def name(self, row: int) -> str:
        return self._rows[row].name

    def row_of(self, name: str) -> int:
        return next((n for n, row in enumerate(self._rows) if row.name == name), -1)

    def _read(self) -> None:
        self.beginResetModel()
        found = [p for p in placeholders().values() if self._fits(p)]
        self._rows = sorted(
            found, key=lambda p: self._first.index(p.name) if p.name in self._first else len(self._first)
        )
        self.endResetModel()

    def _fits(self, placeholder: Placeholder) -> bool:
        """Every word typed stands in one of its labels, or in their pinyin initials."""
        texts = [placeholder.group, *placeholder.labels]
        return all(
            any(initials.pattern(word, self._chars).search(text) for text in texts)
            for word in self._typed.lower().split()
        )
