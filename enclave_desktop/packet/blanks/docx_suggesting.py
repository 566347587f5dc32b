"""Where a Word blank looks made to be filled in: cells beside or under labels, placeholders, content controls."""

from collections.abc import Collection, Iterator

from enclave_desktop.packet.blanks.docx_blank import DocxBlank, GridCell, box_of, names_of
from enclave_desktop.packet.blanks.docx_lines import blank_lines
from enclave_desktop.packet.blanks.docx_sketch import Sketch, sketch
from enclave_desktop.packet.blanks.labels import (
    BOXES,
    NOWHERE,
    SPAN,
    SPANS,
    UNITS,
    Suggestion,
    box_suggestion,
    boxed,
    kind_for,
    matches,
    plain,
    preferred_values,
    values_for_boxes,
)
from enclave_desktop.packet.blanks.mapping import AtWords, InControl, InTable, Place
from enclave_desktop.packet.blanks.vocabulary import YES_NO, placeholders

_LONGEST_LABEL = 24
_DATE_PARTS = "年月日"
_FROM, _TO = "自从由", frozenset({"至", "到", "止", "—", "-", "~", "～"})


def suggest_docx(data: bytes, name: str, programmes: Collection[str] = ()) -> tuple[Suggestion, ...]:
    """Every place that looks made to be filled in, in reading order; those nothing fits have no values."""
    preferred = preferred_values(programmes)
    blank = DocxBlank(data, name)
    drawn = sketch(blank)
    found = [
        *(cells := tuple(_in_tables(blank, drawn, preferred))),
        *_in_lines(blank, drawn, preferred, {suggestion.place for suggestion in cells}),
        *_at_words(drawn, preferred),
        *_in_controls(blank, drawn, preferred),
    ]
    return tuple(sorted(found, key=lambda s: (s.page, s.area.top, s.area.left)))


def _in_tables(blank: DocxBlank, drawn: Sketch, preferred: Collection[str]) -> Iterator[Suggestion]:
    labels = {
        (cell.table, row, column): cell
        for cell in blank.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    for cell in blank.cells:
        text = "".join(cell.text.split())
        if set(text) & set(BOXES):
            yield from _boxes(cell, _label_of(cell, labels), drawn, preferred)
        elif text.endswith(("：", ":")) and len(text) <= _LONGEST_LABEL:
            yield _suggestion(_place(cell), text, drawn, preferred)
        elif not text or text in UNITS or text == _DATE_PARTS or SPAN.fullmatch(text):
            label = _label_of(cell, labels)
            if label:
                yield _suggestion(_place(cell), label, drawn, preferred, text)


def _in_lines(
    blank: DocxBlank, drawn: Sketch, preferred: Collection[str], taken: Collection[Place]
) -> Iterator[Suggestion]:
    """Lines to write on, and white that is known to be for something; not in cells that are filled in whole."""
    whole = {cell.element for cell in blank.cells if _place(cell) in taken}
    for line in blank_lines(blank.paragraphs):
        if not whole.isdisjoint(line.paragraph.iterancestors()):
            continue
        spanned: tuple[str, ...] = ()
        for one in line.blanks:
            values, spanned = _values(one.place.after, preferred, spanned)
            if values or one.ruled:
                page, area = drawn.places.get(one.place, (1, NOWHERE))
                kind, format_ = kind_for(values, one.place.after, 0.0, one.behind)
                label = one.place.after.strip("：: ")
                yield Suggestion(one.place, page, area, label, values, kind, "", format_)


def _values(
    label: str, preferred: Collection[str], spanned: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a blank after that label may hold, and what the next is for when the two are a first and a last day."""
    if spanned and label in _TO:
        return spanned, ()
    asked = label.rstrip(_FROM)
    values = matches(asked, preferred)
    days = SPANS.get(values[0], ()) if values else ()
    return (days[:1], days[1:]) if days and asked != label else (values, ())


def _place(cell: GridCell) -> InTable:
    return InTable(cell.table, cell.row, cell.column)


def _label_of(cell: GridCell, cells: dict[tuple[int, int, int], GridCell]) -> str:
    """What stands at the left, or else above."""
    for beside in (
        cells.get((cell.table, cell.row, cell.column - 1)),
        cells.get((cell.table, cell.row - 1, cell.column)),
    ):
        text = "".join(beside.text.split()) if beside else ""
        if text and len(text) <= _LONGEST_LABEL and text not in UNITS and not set(text) & set(BOXES):
            return text
    return ""


def _suggestion(
    place: Place, label: str, drawn: Sketch, preferred: Collection[str], behind: str = ""
) -> Suggestion:
    page, area = drawn.places.get(place, (1, NOWHERE))
    values = matches(label, preferred)
    kind, format_ = kind_for(values, label, 0.0, behind)
    return Suggestion(place, page, area, label.strip("：: "), values, kind, "", format_)


def _boxes(cell: GridCell, beside: str, drawn: Sketch, preferred: Collection[str]) -> Iterator[Suggestion]:
    lines = [boxed(line) for line in cell.text.split("\n")]
    words = [box.word for line in lines for box in line.boxes]
    group = lines[0].opening or beside
    values = values_for_boxes(group, words, preferred)
    place = _place(cell)
    if place not in drawn.places:
        return
    for word in words:
        area = drawn.box_of(place, word)
        yield box_suggestion(place, drawn.places[place][0], area, plain(group), word, values)


def _at_words(drawn: Sketch, preferred: Collection[str]) -> Iterator[Suggestion]:
    for place in drawn.places:
        if isinstance(place, AtWords):
            yield _suggestion(place, place.words.strip("{}«» "), drawn, preferred)


def _in_controls(blank: DocxBlank, drawn: Sketch, preferred: Collection[str]) -> Iterator[Suggestion]:
    for control in blank.controls:
        names = names_of(control)
        if not names:
            continue
        place = InControl(names[0])
        label = next((name for name in names if matches(name, preferred)), names[0])
        if box_of(control) is None:
            yield _suggestion(place, label, drawn, preferred)
            continue
        values = [v for v in matches(label, preferred) if placeholders()[v].choices == YES_NO]
        page, area = drawn.places.get(place, (1, NOWHERE))
        yield box_suggestion(place, page, area, label, YES_NO[0], values)
