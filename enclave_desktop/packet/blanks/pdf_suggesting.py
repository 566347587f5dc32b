"""Where a PDF blank looks made to be filled in, and with what: by its form fields, its labels and its ruled cells."""

import re
from collections.abc import Collection, Iterator, Sequence

import pypdfium2

from enclave_desktop.packet.blanks.labels import (
    Suggestion,
    box_suggestion,
    kind_for,
    matches,
    preferred_values,
    values_for_boxes,
)
from enclave_desktop.packet.blanks.mapping import MULTILINE, TEXT, Area, InField
from enclave_desktop.packet.blanks.pdf_blank import PdfBlank, Widget, damaged
from enclave_desktop.packet.blanks.pdf_labels import all_labels, follows, places_for
from enclave_desktop.packet.blanks.pdf_layout import Layout, read_layout
from enclave_desktop.packet.blanks.pdf_near import label_beside, label_left_of, rows, words_after
from enclave_desktop.packet.blanks.pdf_ticks import drawn_boxes, typed_boxes
from enclave_desktop.pdfium import PDFIUM

_ESCAPED = re.compile(r"(?:#[0-9A-Fa-f]{2})+")
_MOST_COMPARED = 20_000_000
"""Of all pages together; those after it are left for the user to find the places on."""
_SLIVER = 0.02
"""Of a place: by so much another may reach into it. Rows that touch overlap by what rounding adds."""


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
        compared = 0
        for number, shape in enumerate(blank.shapes, 1):
            if compared > _MOST_COMPARED:
                return
            layout = read_layout(document[number - 1], shape)
            compared += layout.compared
            widgets = [w for w in blank.widgets if w.page == number and w.kind != "push"]
            on_page = [*_by_fields(widgets, layout, preferred)]
            taken = [widget.area for widget in widgets]
            on_page += _by_labels(layout, number, preferred, taken)
            yield from sorted(on_page, key=_reading_order)


def _reading_order(suggestion: Suggestion) -> tuple[float, float]:
    return round(suggestion.area.middle[1] / 8), suggestion.area.left


def _covered(area: Area, taken: Sequence[Area]) -> bool:
    return any(area.overlap(other) > _SLIVER * _smaller(area, other) for other in taken)


def _smaller(area: Area, other: Area) -> float:
    return min(area.width * area.height, other.width * other.height)


# Form fields.


def _by_fields(widgets: Sequence[Widget], layout: Layout, preferred: Collection[str]) -> Iterator[Suggestion]:
    boxes = [widget for widget in widgets if widget.kind == "check"]
    yield from _field_boxes(boxes, layout, preferred)
    for widget in widgets:
        if widget.kind == "check":
            continue
        beside = label_beside(widget.area, layout)
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
    for row in rows([(box.area, box) for box in boxes]):
        words = [words_after(area, layout) or box.tooltip or box.state for area, box in row]
        group = label_left_of(row[0][0], layout)
        names = (group, _readable(row[0][1].field))
        name = next((name for name in names if matches(name, preferred)), "")
        values = values_for_boxes(name, words, preferred)
        for (area, box), word in zip(row, words, strict=True):
            place = InField(box.field, box.state)
            yield box_suggestion(place, box.page, area, group, word, values)


# Labels and ruled cells.


def _by_labels(
    layout: Layout, page: int, preferred: Collection[str], fields: Sequence[Area]
) -> Iterator[Suggestion]:
    taken = list(fields)
    for suggestion in (*drawn_boxes(layout, page, preferred), *typed_boxes(layout, page, preferred)):
        if not _covered(suggestion.area, fields):
            taken.append(suggestion.area)
            yield suggestion
    for label in all_labels(layout):
        if any(follows(area, label, layout) for area in taken):
            continue
        for suggestion in places_for(label, layout, page, preferred):
            if not _covered(suggestion.area, taken):
                taken.append(suggestion.area)
                yield suggestion
