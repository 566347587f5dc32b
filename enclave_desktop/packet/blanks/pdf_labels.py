"""Where the labels of a page want to be answered: in cells and boxes beside or below them, on lines, in white."""

from collections.abc import Collection, Iterator, Sequence

from enclave_desktop.packet.blanks.labels import BOXES, SPAN, SPANS, UNITS, Suggestion, kind_for, matches
from enclave_desktop.packet.blanks.mapping import DATE, Area, OnPage
from enclave_desktop.packet.blanks.pdf_layout import Layout, Words, around, rounded
from enclave_desktop.packet.blanks.pdf_near import (
    COLONS,
    DATE_PARTS,
    LONGEST_LABEL,
    REACH,
    UNDERSCORES,
    Label,
    behind,
    between,
    rows,
    whole_label,
)

_NARROW, _LOW = 14.0, 9.0
"""Points; a smaller cell is for no text."""
_INSET = 1.0
_ABOVE_LINE = 1.75
"""Ems above a line to write on: two small lines have room."""
_WHITE = 3.0
"""Ems of white after a label that are there to be written on,"""
_LINE = 1.5
"""and so many high."""
_COMB_FROM, _COMB_WIDEST = 5, 32.0


def follows(area: Area, label: Label, layout: Layout) -> bool:
    """What a label is for stands there already, with nothing between."""
    y = label.area.middle[1]
    beside = area.top <= y <= area.bottom and 0 <= area.left - label.area.right < REACH
    return beside and not between(label.area.right, area.left, y, layout)


def all_labels(layout: Layout) -> Iterator[Label]:
    """Those of every line; what a ruled cell holds is one label, on however many lines it stands."""
    by_cell: dict[Area, list[Words]] = {}
    for words in layout.words:
        cell = layout.cell_at(*words.area.middle)
        by_cell.setdefault(cell or words.area, []).append(words)
    for inside in by_cell.values():
        whole = whole_label(inside) if len(inside) > 1 else None
        if whole:
            yield whole
        else:
            yield from (label for words in inside for label in _labels(words))


def _labels(words: Words) -> Iterator[Label]:
    """The labels of a line: they end with a colon or where underscores begin."""
    label: list[tuple[str, Area]] = []
    line: list[Area] = []
    for char, area in (*words.chars, ("", Area(0, 0, 0, 0))):
        if char and char in UNDERSCORES:
            line.append(area)
            continue
        if label and (line or not char or label[-1][0] in COLONS):
            text = "".join(char for char, _ in label)
            if len(text) <= LONGEST_LABEL and not set(text) & set(BOXES):
                yield Label(text, around([area for _, area in label]), around(line) if line else None)
            label = []
        line = []
        label.append((char, area))


def places_for(label: Label, layout: Layout, page: int, preferred: Collection[str]) -> Iterator[Suggestion]:
    """Where a label is to be answered; nothing where there is no room for it."""
    values = matches(label.text, preferred)
    if label.line:
        high = label.area.height * _ABOVE_LINE
        area = Area(label.line.left, label.line.bottom - high, label.line.width, high)
        yield _suggestion(label, page, area, layout, values)
        return
    slot, comb = _slot(label, layout, matched=bool(values))
    if slot is None:
        return
    inside = layout.words_in(slot)
    if comb or not inside:
        yield _suggestion(label, page, slot, layout, values, comb)
    elif _is_unit(inside):
        before = Area(slot.left, slot.top, inside[0].area.left - slot.left, slot.height)
        yield _suggestion(label, page, before, layout, values)
    elif _days(inside):
        yield from _date_parts(label, page, slot, inside, values)


def _suggestion(
    label: Label, page: int, area: Area, layout: Layout, values: tuple[str, ...], comb: int = 0
) -> Suggestion:
    kind, format_ = kind_for(values, label.text, area.height, behind(area, layout))
    area = rounded(area if comb else _inset(area))
    return Suggestion(OnPage(page, area), page, area, _name(label), values, kind, "", format_, comb)


def _name(label: Label) -> str:
    return label.text.strip("：: ")


def _is_unit(inside: Sequence[Words]) -> bool:
    """元 or 万元 is printed behind the room for the sum."""
    return len(inside) == 1 and inside[0].text in UNITS


def _days(inside: Sequence[Words]) -> int:
    """For how many days a cell has 年, 月 and 日 printed: one, two, or none."""
    text = "".join(words.text for row in rows([(w.area, w) for w in inside]) for _, words in row)
    return 1 if text == DATE_PARTS else 2 if SPAN.fullmatch(text) else 0


def _date_parts(
    label: Label, page: int, slot: Area, inside: Sequence[Words], values: tuple[str, ...]
) -> Iterator[Suggestion]:
    """年, 月 and 日 are printed already: a place before each."""
    two = _days(inside) == 2
    ends = SPANS.get(values[0] if values else "", ())
    day = -1
    for row in rows([(w.area, w) for w in inside]):
        left = slot.left
        for char, area in (char for _, words in row for char in words.chars):
            day += char == DATE_PARTS[0]
            before = rounded(Area(left, area.top - area.height / 4, area.left - left, area.height * _LINE))
            left = area.right
            if char in DATE_PARTS and before.width >= _LOW:
                which = f"{'起止'[day]}，" if two else ""
                held = ends[day : day + 1] if two else values
                words = f"{_name(label)}（{which}{char}）"
                yield Suggestion(OnPage(page, before), page, before, words, held, DATE, "", char)


def _slot(label: Label, layout: Layout, *, matched: bool) -> tuple[Area | None, int]:
    """The room that a label is for, and of how many boxes for one character each it is made."""
    x, y = label.area.middle
    cell = layout.cell_at(x, y)
    if cell is None:
        return _open_slot(label, layout) if matched else (None, 0)
    combed = _comb(cell.right + 1, y, layout)
    if combed[1]:
        return combed
    beside = layout.cell_at(cell.right + _INSET, y)
    if beside and _free(beside, layout):
        return beside, 0
    if matched:
        own = Area(label.area.right, cell.top, cell.right - label.area.right, cell.height)
        alone = beside is None or label.text[-1] in COLONS
        if alone and own.width > _WHITE * label.area.height and not layout.words_in(own):
            return own, 0
        if white := _white_behind(label, cell.right, layout):
            return white, 0
        below = layout.cell_at(x, cell.bottom + _INSET)
        if below and _free(below, layout):
            return below, 0
    return None, 0


def _free(cell: Area, layout: Layout) -> bool:
    """Large enough, and nothing printed in it but perhaps 年月日."""
    inside = layout.words_in(cell)
    return (
        cell.width >= _NARROW
        and cell.height >= _LOW
        and (
            not inside
            or _days(inside) > 0
            or (_is_unit(inside) and inside[0].area.left - cell.left >= _NARROW)
        )
    )


def _open_slot(label: Label, layout: Layout) -> tuple[Area | None, int]:
    """At the right of a label that stands in no cell: a line to write on, or a box."""
    x, y, high = label.area.right, label.area.middle[1], label.area.height
    lines = [
        line
        for line in layout.across
        if 0 <= line.start - x < REACH / 2 and -0.3 * high <= line.at - label.area.bottom <= high
        and line.end - line.start >= _NARROW
    ]  # fmt: skip
    rule = layout.next_rule(x, y)
    if rule is not None and rule - x < REACH:
        combed = _comb(rule + 1, y, layout)
        if combed[1]:
            return combed
        box = layout.cell_at(rule + 1, y)
        if box and _free(box, layout) and not between(x, rule, y, layout):
            return box, 0
    if lines:
        line = min(lines, key=lambda line: line.start)
        return Area(line.start, line.at - _ABOVE_LINE * high, line.end - line.start, _ABOVE_LINE * high), 0
    return _white_behind(label, max(words.area.right for words in layout.words), layout), 0


def _white_behind(label: Label, right: float, layout: Layout) -> Area | None:
    """The room from a colon to the next words on its line; None where it is too narrow to be meant."""
    if label.text[-1] not in COLONS:
        return None
    area, y = label.area, label.area.middle[1]
    after = [
        w.area.left for w in layout.words if w.area.left >= area.right and w.area.top <= y <= w.area.bottom
    ]
    width = min([right, *after]) - area.right
    high = _LINE * area.height
    white = Area(area.right, y - high / 2, width, high)
    return white if width > _WHITE * area.height else None


def _comb(x: float, y: float, layout: Layout) -> tuple[Area | None, int]:
    """Equal narrow cells side by side from a point on: the room of all, and how many."""
    cells: list[Area] = []
    cell = layout.cell_at(x, y)
    while cell and cell.width <= _COMB_WIDEST and (not cells or abs(cell.width - cells[0].width) < 2):
        if layout.words_in(cell):
            break
        cells.append(cell)
        cell = layout.cell_at(cell.right + _INSET, y)
    return (around(cells), len(cells)) if len(cells) >= _COMB_FROM else (None, 0)


def _inset(area: Area) -> Area:
    return Area(area.left + _INSET, area.top, area.width - 2 * _INSET, area.height)
