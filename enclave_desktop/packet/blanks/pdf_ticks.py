"""Boxes to tick on a page: typed, □博士 □硕士, or drawn as small squares."""

from collections.abc import Collection, Iterator

from enclave_desktop.packet.blanks.labels import (
    BOXES,
    Suggestion,
    box_suggestion,
    boxed,
    plain,
    values_for_boxes,
)
from enclave_desktop.packet.blanks.mapping import OnPage
from enclave_desktop.packet.blanks.pdf_layout import Layout, Words, rounded
from enclave_desktop.packet.blanks.pdf_near import COLONS, label_left_of, rows

_BOX_SIDE = 20.0


def typed_boxes(layout: Layout, page: int, preferred: Collection[str]) -> Iterator[Suggestion]:
    """□博士 □硕士: characters."""
    for words in layout.words:
        if not set(words.text) & set(BOXES):
            continue
        line = boxed(words.text + _rest_below(words, layout))
        group = line.opening or label_left_of(words.area, layout)
        values = values_for_boxes(group, [box.word for box in line.boxes], preferred)
        for box in line.boxes:
            area = rounded(words.chars[box.at][1])
            yield box_suggestion(OnPage(page, area), page, area, plain(group), box.word, values)


def _rest_below(words: Words, layout: Layout) -> str:
    """What of the last word of a line of boxes stands on the next line of its cell: 柔性 and 引进 below it."""
    cell = layout.cell_at(*words.area.middle)
    below = [w for w in layout.words_in(cell) if w.area.top >= words.area.middle[1]] if cell else []
    first = min(below, key=lambda w: w.area.top, default=None)
    near = first and first.area.top - words.area.bottom < words.area.height
    return first.text if first and near and not set(first.text) & set(BOXES + COLONS) else ""


def drawn_boxes(layout: Layout, page: int, preferred: Collection[str]) -> Iterator[Suggestion]:
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
            boxes.append((rounded(cell), words.text))
    for row in rows(boxes):
        group = label_left_of(row[0][0], layout)
        values = values_for_boxes(group, [word for _, word in row], preferred)
        for area, word in row:
            yield box_suggestion(OnPage(page, area), page, area, plain(group), word, values)
