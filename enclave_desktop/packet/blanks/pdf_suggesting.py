"""Where a PDF blank looks made to be filled in, and with what: by its form fields, its labels and its ruled cells."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pypdfium2

from enclave_desktop.packet.blanks.labels import (
    BOXES,
    Suggestion,
    box_suggestion,
    having_choices,
    kind_for,
    matches,
    plain,
    preferred_values,
)
from enclave_desktop.packet.blanks.mapping import DATE, MULTILINE, TEXT, Area, InField, OnPage
from enclave_desktop.packet.blanks.pdf_blank import PdfBlank, Widget, damaged
from enclave_desktop.packet.blanks.pdf_layout import Layout, Words, around, read_layout
from enclave_desktop.pdfium import PDFIUM

_UNDERSCORES = "_＿"
_LONGEST_LABEL = 24
_ESCAPED = re.compile(r"(?:#[0-9A-Fa-f]{2})+")
_REACH = 220.0
"""Points from a label to what it labels, at most."""
_NARROW, _LOW = 14.0, 9.0
"""Points; a smaller cell is for no text."""
_INSET = 1.0
_ABOVE_LINE = 1.75
"""Ems above a line to write on: two small lines have room."""
_COMB_FROM, _COMB_WIDEST = 5, 32.0
_BOX_SIDE = 20.0
_T = TypeVar("_T")
_DATE_PARTS = "年月日"


@dataclass(frozen=True, slots=True)
class _Label:
    """Words that may say what is to be written, and the underscores after them."""

    text: str
    area: Area
    line: Area | None = None


def suggest_pdf(data: bytes, name: str, programmes: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """Every place that looks made to be filled in, page by page from above; those nothing fits have no values."""
    try:
        found = list(_suggested(data, name, preferred_values(programmes)))
    except pypdfium2.PdfiumError:
        raise damaged(name) from None
    once = {
        (one.place, one.ticks): one for one in reversed(found)
    }  # a field that stands twice holds one value
    return tuple(one for one in found if once[one.place, one.ticks] is one)


def _suggested(data: bytes, name: str, preferred: Collection[str]) -> Iterator[Suggestion]:
    with PdfBlank(data, name) as blank, PDFIUM, pypdfium2.PdfDocument(data) as document:
        for number, shape in enumerate(blank.shapes, 1):
            layout = read_layout(document[number - 1], shape)
            widgets = [w for w in blank.widgets if w.page == number and w.kind != "push"]
            on_page = [*_by_fields(widgets, layout, preferred)]
            taken = [widget.area for widget in widgets]
            on_page += _by_labels(layout, number, preferred, taken)
            yield from sorted(on_page, key=_reading_order)


def _reading_order(suggestion: Suggestion) -> tuple[float, float]:
    return round(suggestion.area.middle[1] / 8), suggestion.area.left


def _covered(area: Area, taken: Sequence[Area]) -> bool:
    return any(area.overlap(other) > 0 for other in taken)


# Form fields.


def _by_fields(widgets: Sequence[Widget], layout: Layout, preferred: Collection[str]) -> Iterator[Suggestion]:
    boxes = [widget for widget in widgets if widget.kind == "check"]
    yield from _field_boxes(boxes, layout, preferred)
    for widget in widgets:
        if widget.kind == "check":
            continue
        beside = _label_beside(widget.area, layout)
        names = (widget.tooltip, _readable(widget.field), beside)
        values = next((found for name in names if (found := matches(name, preferred))), ())
        label = beside or widget.tooltip or _readable(widget.field)
        kind, format_ = kind_for(values, label)
        if kind == TEXT and widget.kind == "multiline":
            kind = MULTILINE
        place = InField(widget.field)
        yield Suggestion(place, widget.page, widget.area, label, values, kind, "", format_, widget.comb)


def _readable(name: str) -> str:
    """The last part of a field's name; LibreOffice writes Chinese byte by byte."""
    last = name.rpartition(".")[2]
    return _ESCAPED.sub(lambda m: bytes.fromhex(m[0].replace("#", "")).decode("utf-8", "ignore"), last)


def _field_boxes(boxes: Sequence[Widget], layout: Layout, preferred: Collection[str]) -> Iterator[Suggestion]:
    for row in _rows([(box.area, box) for box in boxes]):
        words = [_words_after(area, layout) or box.tooltip or box.state for area, box in row]
        group = _label_left_of(row[0][0], layout)
        names = (group, _readable(row[0][1].field))
        labelled = next((found for name in names if (found := matches(name, preferred))), ())
        values = labelled or having_choices(words)
        for (area, box), word in zip(row, words, strict=True):
            place = InField(box.field, box.state)
            yield box_suggestion(place, box.page, area, group, word, values)


def _rows(boxes: Sequence[tuple[Area, _T]]) -> list[list[tuple[Area, _T]]]:
    """Those beside each other, from the left."""
    rows: list[list[tuple[Area, _T]]] = []
    for box in sorted(boxes, key=lambda box: (box[0].middle[1], box[0].left)):
        if rows and abs(rows[-1][0][0].middle[1] - box[0].middle[1]) < box[0].height:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box[0].left) for row in rows]


def _label_beside(area: Area, layout: Layout) -> str:
    """The words at the left on the same line; else those right above."""
    left = _label_left_of(area, layout)
    if left:
        return left
    above = [
        w
        for w in layout.words
        if 0 <= area.top - w.area.bottom < 2 * w.area.height
        and w.area.left < area.right
        and w.area.right > area.left
    ]
    return max(above, key=lambda w: w.area.bottom).text if above else ""


def _label_left_of(area: Area, layout: Layout) -> str:
    y = area.middle[1]
    beside = [
        w
        for w in layout.words
        if (w.area.top - 2 <= y <= w.area.bottom + 2 or area.top <= w.area.middle[1] <= area.bottom)
        and w.area.right <= area.left + 3
        and area.left - w.area.right < _REACH
    ]  # fmt: skip
    return max(beside, key=lambda w: w.area.right).text if beside else ""


def _words_after(area: Area, layout: Layout) -> str:
    y, reach = area.middle[1], 3 * area.height
    after = [
        w for w in layout.words if w.area.top <= y <= w.area.bottom and -2 <= w.area.left - area.right < reach
    ]
    return min(after, key=lambda w: w.area.left).text if after else ""


# Labels and ruled cells.


def _by_labels(
    layout: Layout, page: int, preferred: Collection[str], fields: Sequence[Area]
) -> Iterator[Suggestion]:
    taken = list(fields)
    for suggestion in (*_drawn_boxes(layout, page, preferred), *_typed_boxes(layout, page, preferred)):
        if not _covered(suggestion.area, fields):
            taken.append(suggestion.area)
            yield suggestion
    for label in (part for words in layout.words for part in _labels(words)):
        if any(_follows(area, label, layout) for area in taken):
            continue
        for suggestion in _beside(label, layout, page, preferred):
            if not _covered(suggestion.area, taken):
                taken.append(suggestion.area)
                yield suggestion


def _follows(area: Area, label: _Label, layout: Layout) -> bool:
    """What a label is for stands there already, with nothing between."""
    y = label.area.middle[1]
    beside = area.top <= y <= area.bottom and 0 <= area.left - label.area.right < _REACH
    return beside and not _between(label.area.right, area.left, y, layout)


def _labels(words: Words) -> Iterator[_Label]:
    """The labels of a line: they end with a colon or where underscores begin."""
    label: list[tuple[str, Area]] = []
    line: list[Area] = []
    for char, area in (*words.chars, ("", Area(0, 0, 0, 0))):
        if char and char in _UNDERSCORES:
            line.append(area)
            continue
        if label and (line or not char or label[-1][0] in "：:"):
            text = "".join(char for char, _ in label)
            if len(text) <= _LONGEST_LABEL and not set(text) & set(BOXES):
                yield _Label(text, around([area for _, area in label]), around(line) if line else None)
            label = []
        line = []
        label.append((char, area))


def _beside(label: _Label, layout: Layout, page: int, preferred: Collection[str]) -> Iterator[Suggestion]:
    values = matches(label.text, preferred)
    if label.line:
        high = label.area.height * _ABOVE_LINE
        area = Area(label.line.left, label.line.bottom - high, label.line.width, high)
        yield _suggestion(label, page, area, values)
        return
    slot, comb = _slot(label, layout, matched=bool(values))
    if slot is None:
        return
    inside = layout.words_in(slot)
    if comb or not inside:
        yield _suggestion(label, page, slot, values, comb)
    elif "".join(w.text for w in inside) == _DATE_PARTS:
        yield from _date_parts(label, page, slot, inside, values)


def _suggestion(label: _Label, page: int, area: Area, values: tuple[str, ...], comb: int = 0) -> Suggestion:
    kind, format_ = kind_for(values, label.text, area.height)
    area = _rounded(area if comb else _inset(area))
    words = label.text.strip("：: ")
    return Suggestion(OnPage(page, area), page, area, words, values, kind, "", format_, comb)


def _date_parts(
    label: _Label, page: int, slot: Area, inside: Sequence[Words], values: tuple[str, ...]
) -> Iterator[Suggestion]:
    """年, 月 and 日 are printed already: a place before each."""
    left = slot.left
    for part, area in sorted((char for w in inside for char in w.chars), key=lambda char: char[1].left):
        before = _rounded(Area(left, slot.top, area.left - left, slot.height))
        left = area.right
        if before.width >= _LOW:
            place = OnPage(page, before)
            words = f"{label.text.strip('：: ')}（{part}）"
            yield Suggestion(place, page, before, words, values, DATE, "", part)


def _slot(label: _Label, layout: Layout, *, matched: bool) -> tuple[Area | None, int]:
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
        alone = beside is None or label.text[-1] in "：:"
        if alone and own.width > 3 * label.area.height and not layout.words_in(own):
            return own, 0
        below = layout.cell_at(x, cell.bottom + _INSET)
        if below and _free(below, layout):
            return below, 0
    return None, 0


def _free(cell: Area, layout: Layout) -> bool:
    """Large enough, and nothing printed in it but perhaps 年月日."""
    inside = "".join(words.text for words in layout.words_in(cell))
    return cell.width >= _NARROW and cell.height >= _LOW and inside in ("", _DATE_PARTS)


def _open_slot(label: _Label, layout: Layout) -> tuple[Area | None, int]:
    """At the right of a label that stands in no cell: a line to write on, or a box."""
    x, y, high = label.area.right, label.area.middle[1], label.area.height
    lines = [
        line
        for line in layout.across
        if 0 <= line.start - x < _REACH / 2 and -0.3 * high <= line.at - label.area.bottom <= high
        and line.end - line.start >= _NARROW
    ]  # fmt: skip
    rule = layout.next_rule(x, y)
    if rule is not None and rule - x < _REACH:
        combed = _comb(rule + 1, y, layout)
        if combed[1]:
            return combed
        box = layout.cell_at(rule + 1, y)
        if box and _free(box, layout) and not _between(x, rule, y, layout):
            return box, 0
    if lines:
        line = min(lines, key=lambda line: line.start)
        return Area(line.start, line.at - _ABOVE_LINE * high, line.end - line.start, _ABOVE_LINE * high), 0
    return None, 0


def _between(left: float, right: float, y: float, layout: Layout) -> bool:
    return any(left < w.area.middle[0] < right and w.area.top <= y <= w.area.bottom for w in layout.words)


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


def _rounded(area: Area) -> Area:
    return Area(*(round(number, 1) for number in (area.left, area.top, area.width, area.height)))


# Boxes to tick.


def _typed_boxes(layout: Layout, page: int, preferred: Collection[str]) -> Iterator[Suggestion]:
    """□博士 □硕士: characters."""
    for words in layout.words:
        at = [n for n, (char, _) in enumerate(words.chars) if char in BOXES]
        if not at:
            continue
        choices = [
            "".join(char for char, _ in words.chars[start + 1 : stop]).strip("，,、;；")
            for start, stop in zip(at, [*at[1:], len(words.chars)], strict=True)
        ]
        opening = "".join(char for char, _ in words.chars[: at[0]])
        group = opening or _label_left_of(words.area, layout)
        values = matches(group, preferred) or having_choices(choices)
        for n, word in zip(at, choices, strict=True):
            area = _rounded(words.chars[n][1])
            yield box_suggestion(OnPage(page, area), page, area, plain(group), word, values)


def _drawn_boxes(layout: Layout, page: int, preferred: Collection[str]) -> Iterator[Suggestion]:
    """Small squares drawn before words."""
    boxes = []
    for words in layout.words:
        x, y = words.area.left, words.area.middle[1]
        square = max((line.at for line in layout.down if line.at < x and line.covers(y)), default=None)
        cell = layout.cell_at(square - 1, y) if square is not None and x - square < _BOX_SIDE else None
        if (
            cell
            and abs(cell.width - cell.height) < 4
            and cell.width <= _BOX_SIDE
            and not layout.words_in(cell)
        ):
            boxes.append((_rounded(cell), words.text))
    for row in _rows(boxes):
        group = _label_left_of(row[0][0], layout)
        values = matches(group, preferred) or having_choices([word for _, word in row])
        for area, word in row:
            yield box_suggestion(OnPage(page, area), page, area, plain(group), word, values)
