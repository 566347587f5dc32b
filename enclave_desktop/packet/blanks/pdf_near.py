"""What stands beside what on a page: the label of a place, the words behind it, what lies between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from enclave_desktop.packet.blanks.labels import BOXES
from enclave_desktop.packet.blanks.mapping import Area
from enclave_desktop.packet.blanks.pdf_layout import Layout, Words, around

LONGEST_LABEL = 24
UNDERSCORES = "_＿"
COLONS = "：:"
DATE_PARTS = "年月日"
REACH = 220.0
"""Points from a label to what it labels, at most."""
_SAME_LINE = 0.5
_TOUCHING, _CLOSE = 2.0, 16.0
"""Points from a place to words that belong to it."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Label:
    """Words that may say what is to be written, and the underscores after them."""

    text: str
    area: Area
    line: Area | None = None


def whole_label(inside: Sequence[Words]) -> Label | None:
    """What a cell holds as one label, 统一社会 and 信用代码 below it; None where it is more than a label."""
    lines = rows([(words.area, words) for words in inside], _SAME_LINE)
    text = "".join(words.text for line in lines for _, words in line)
    one = len(text) <= LONGEST_LABEL and not set(text) & set(BOXES + UNDERSCORES)
    if not one or set(text[:-1]) & set(COLONS) or text == DATE_PARTS:
        return None
    return Label(text, around([words.area for words in inside]))


def rows(boxes: Sequence[tuple[Area, _T]], apart: float = 1.0) -> list[list[tuple[Area, _T]]]:
    """Those beside each other, from the left; what is so many heights lower begins the next row."""
    found: list[list[tuple[Area, _T]]] = []
    for box in sorted(boxes, key=lambda box: (box[0].middle[1], box[0].left)):
        if found and box[0].middle[1] - found[-1][0][0].middle[1] < apart * box[0].height:
            found[-1].append(box)
        else:
            found.append([box])
    return [sorted(row, key=lambda box: box[0].left) for row in found]


def label_beside(area: Area, layout: Layout) -> str:
    """The words at the left on the same line; else those right above."""
    left = label_left_of(area, layout)
    if left:
        return left
    above = [
        w
        for w in layout.words
        if 0 <= area.top - w.area.bottom < 2 * w.area.height
        and w.area.left < area.right
        and w.area.right > area.left
    ]
    return _in_full(max(above, key=lambda w: w.area.bottom), layout) if above else ""


def _in_full(words: Words, layout: Layout) -> str:
    """With the other lines of the label's cell."""
    cell = layout.cell_at(*words.area.middle)
    whole = whole_label(layout.words_in(cell)) if cell else None
    return whole.text if whole else words.text


def label_left_of(area: Area, layout: Layout) -> str:
    y = area.middle[1]
    beside = [
        w
        for w in layout.words
        if (w.area.top - 2 <= y <= w.area.bottom + 2 or area.top <= w.area.middle[1] <= area.bottom)
        and not set(w.text) & set(BOXES)
        and w.area.right <= area.left + 3
        and area.left - w.area.right < REACH
    ]  # fmt: skip
    return _in_full(max(beside, key=lambda w: w.area.right), layout) if beside else ""


def words_after(area: Area, layout: Layout) -> str:
    y, reach = area.middle[1], 3 * area.height
    after = [
        w for w in layout.words if w.area.top <= y <= w.area.bottom and -2 <= w.area.left - area.right < reach
    ]
    return min(after, key=lambda w: w.area.left).text if after else ""


def behind(area: Area, layout: Layout) -> str:
    """The characters that stand right behind a place: 年, 万元."""
    chars = [
        (at.left, char)
        for words in layout.words if area.top <= words.area.middle[1] <= area.bottom
        for char, at in words.chars if at.left >= area.right - _TOUCHING
    ]  # fmt: skip
    near = sorted(chars)
    return "".join(char for _, char in near) if near and near[0][0] - area.right <= _CLOSE else ""


def between(left: float, right: float, y: float, layout: Layout) -> bool:
    return any(left < w.area.middle[0] < right and w.area.top <= y <= w.area.bottom for w in layout.words)
