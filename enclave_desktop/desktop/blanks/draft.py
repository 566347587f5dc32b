"""What is being mapped: the cells so far, what is suggested besides, and the way back."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from enclave_desktop.desktop.blanks.opening import Opened
from enclave_desktop.packet.blanks.labels import Suggestion, choice_of, kind_for
from enclave_desktop.packet.blanks.mapping import (
    CHECK,
    Area,
    AtBlank,
    Cell,
    InField,
    InTable,
    Mapping,
    OnPage,
    Place,
)

Key = tuple[Place, str]
"""A cell by its place; of several boxes in one cell of a Word table by the word of each."""
_MOST_STEPS = 200
_LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the blank, bound or not."""

    key: Key
    page: int
    area: Area
    label: str
    suggestion: Suggestion | None
    cell: Cell | None

    @property
    def movable(self) -> bool:
        return isinstance(self.key[0], OnPage)


@dataclass(frozen=True, slots=True)
class _State:
    cells: tuple[Cell, ...]
    drawn: tuple[Place, ...] = ()
    """Rectangles that were drawn, and cells that were pointed at, and hold nothing yet."""
    moved: tuple[Key, ...] = ()
    """Suggestions that stand elsewhere now."""


class Draft(QObject):
    """A mapping in the making. Every change can be taken back."""

    changed = Signal()
    selected = Signal()

    def __init__(self, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.opened = opened
        self._state = _State(opened.mapping.cells)
        self._before: list[tuple[_State, Key | None]] = []
        self._after: list[tuple[_State, Key | None]] = []
        self._selected: Key | None = None

    @property
    def mapping(self) -> Mapping:
        return replace(self.opened.mapping, cells=self._state.cells)

    @property
    def spots(self) -> list[Spot]:
        """Every place in reading order."""
        suggested = {_key_of(s): s for s in self._suggestions}
        cells = {key_of(cell): cell for cell in self._state.cells}
        drawn: dict[Key, None] = {(place, ""): None for place in self._state.drawn}
        spots = [
            self._spot(key, suggested.get(key), cells.get(key))
            for key in dict.fromkeys((*suggested, *cells, *drawn))
        ]
        return sorted(spots, key=lambda s: (s.page, round(s.area.middle[1] / 8), s.area.left))

    @property
    def _suggestions(self) -> list[Suggestion]:
        return [s for s in self.opened.suggestions if _key_of(s) not in self._state.moved]

    @property
    def current(self) -> Spot | None:
        return next((spot for spot in self.spots if spot.key == self._selected), None)

    def select(self, key: Key | None) -> None:
        if key != self._selected:
            self._selected = key
            self.selected.emit()

    def step(self, by: int) -> None:
        """To the next or the last but one, round and round."""
        spots = self.spots
        if spots:
            keys = [spot.key for spot in spots]
            at = keys.index(self._selected) + by if self._selected in keys else min(by, 0)
            self.select(keys[at % len(keys)])

    def bind(self, value: str) -> None:
        """The selected place holds this."""
        spot = self.current
        if spot is None:
            return
        cell = (
            spot.cell
            or (spot.suggestion.cell(value) if spot.suggestion else None)
            or Cell(value, spot.key[0])
        )
        if spot.cell or value not in (spot.suggestion.values if spot.suggestion else ()):
            cell = _rebound(cell, value, spot)
        self._put(spot.key, cell)

    def change(self, **fields: Any) -> None:
        """The selected cell is set otherwise."""
        spot = self.current
        if spot and spot.cell:
            self._put(spot.key, replace(spot.cell, **fields))

    def unbind(self) -> None:
        """The selected place holds nothing; what was drawn is gone."""
        spot = self.current
        if spot:
            cells = tuple(cell for cell in self._state.cells if key_of(cell) != spot.key)
            drawn = tuple(place for place in self._state.drawn if place != spot.key[0])
            self._do(replace(self._state, cells=cells, drawn=drawn))

    def draw(self, page: int, area: Area) -> None:
        """A new place, still without anything."""
        place = OnPage(page, _rounded(area))
        self._selected = (place, "")
        self._do(replace(self._state, drawn=(*self._state.drawn, place)))
        self.selected.emit()

    def point_at(self, place: Place) -> None:
        """A cell of a Word file, whether anything is suggested for it or not; nothing is changed by that."""
        self._selected = (place, "")
        if self.current is None:
            drawn = tuple(other for other in self._state.drawn if isinstance(other, OnPage))
            self._state = replace(self._state, drawn=(*drawn, place))
            self.changed.emit()
        self.selected.emit()

    def move(self, area: Area) -> None:
        """The selected rectangle elsewhere; a suggestion is taken first."""
        spot = self.current
        if spot is None or not isinstance(spot.key[0], OnPage):
            return
        place = OnPage(spot.page, _rounded(area))
        cell = spot.cell or (spot.suggestion.cell() if spot.suggestion else None)
        self._selected = (place, "")
        if cell:
            others = tuple(c for c in self._state.cells if key_of(c) != spot.key)
            moved = (*self._state.moved, spot.key) if spot.suggestion else self._state.moved
            self._do(replace(self._state, cells=(*others, replace(cell, place=place)), moved=moved))
        else:
            rest = tuple(p for p in self._state.drawn if p != spot.key[0])
            self._do(replace(self._state, drawn=(*rest, place)))
        self.selected.emit()

    def accept_all(self) -> None:
        """All that is suggested and not bound yet."""
        bound = set(map(key_of, self._state.cells))
        new = [s.cell() for s in self._suggestions if _key_of(s) not in bound]
        self._do(replace(self._state, cells=(*self._state.cells, *(cell for cell in new if cell))))

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def undo(self) -> None:
        self._back(self._before, self._after)

    def redo(self) -> None:
        self._back(self._after, self._before)

    def _back(self, taken: list[tuple[_State, Key | None]], kept: list[tuple[_State, Key | None]]) -> None:
        if taken:
            kept.append((self._state, self._selected))
            self._state, self._selected = taken.pop()
            self.changed.emit()
            self.selected.emit()

    def _put(self, key: Key, cell: Cell) -> None:
        cells = [c for c in self._state.cells if key_of(c) != key]
        at = next((n for n, c in enumerate(self._state.cells) if key_of(c) == key), len(cells))
        cells.insert(at, cell)
        self._selected = key_of(cell)
        drawn = tuple(place for place in self._state.drawn if place != cell.place)
        self._do(replace(self._state, cells=tuple(cells), drawn=drawn))

    def _do(self, state: _State) -> None:
        if state != self._state:
            self._before = [*self._before[-_MOST_STEPS:], (self._state, self._selected)]
            self._after.clear()
            self._state = state
            self.changed.emit()

    def _spot(self, key: Key, suggestion: Suggestion | None, cell: Cell | None) -> Spot:
        place = key[0]
        if isinstance(place, OnPage):
            page, area = place.page, place.area
        elif suggestion:
            page, area = suggestion.page, suggestion.area
        else:
            page, area = self.opened.places.get(place, (1, Area(0, 0, 1, 1)))
        label = (cell.label if cell else "") or (suggestion.label if suggestion else "")
        return Spot(key, max(page, 1), area, label or self._words(place), suggestion, cell)

    def _words(self, place: Place) -> str:
        printed = self.opened.printed_in(place)
        return printed if 0 < len(printed) <= _LONGEST_NAME else _words(place)


def key_of(cell: Cell) -> Key:
    return cell.place, cell.ticks if isinstance(cell.place, InTable) else ""


def _key_of(suggestion: Suggestion) -> Key:
    return suggestion.place, suggestion.ticks if isinstance(suggestion.place, InTable) else ""


def _rebound(cell: Cell, value: str, spot: Spot) -> Cell:
    """The same cell for another value: its kind follows, unless it is a box."""
    if cell.kind == CHECK:
        word = cell.label.rpartition("：")[2]
        return replace(
            cell, value=value, ticks=choice_of(value, word) or choice_of(value, cell.ticks) or cell.ticks
        )
    kind, format_ = kind_for((value,), cell.label, spot.area.height)
    return replace(cell, value=value, kind=kind, format=format_, label=cell.label or spot.label)


def _words(place: Place) -> str:
    match place:
        case OnPage():
            return "画出的格子"
        case InField(field):
            return field
        case AtBlank(after):
            return after
        case InTable(table, row, column):
            return f"第 {table} 个表第 {row} 行第 {column} 格"
    return ""


def _rounded(area: Area) -> Area:
    return Area(*(round(number, 1) for number in (area.left, area.top, area.width, area.height)))
