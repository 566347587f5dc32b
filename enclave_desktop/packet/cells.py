"""What stands in the cells of a form's grid: each knows the least height it needs and draws itself in a box."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from enclave_desktop.packet import fonts
from enclave_desktop.packet.draw import Align, Pen
from enclave_desktop.packet.flow import anchor, baseline
from enclave_desktop.packet.style import (
    BOXES_GAP,
    CELL_PADDING,
    CELL_PADDING_VERTICAL,
    CUT,
    HAND_LINE,
    HINT,
    LABEL,
    LABEL_PADDING,
    LINE_DROP,
    LINE_RISE,
    ONE_LINE_FROM,
    OPINION,
    PHOTO,
    RULE,
    SEAL_CLEAR,
    SEAL_DATE,
    SECTION,
    SECTION_SHADE,
    SIGNATURE,
    SIGNED_ROW,
    SMALLEST,
    TALLEST_TEXT,
    VALUE,
    Box,
    Type,
)
from enclave_desktop.packet.text import Fitted, break_lines, fit

EMPTY_BOX, TICKED_BOX = "☐", "☑"
CONTINUED_WORDS = "（下接续页）"
DATE_WORDS = "年　　月　　日"


class Cell(Protocol):
    """One cell; `height` is the least it needs, in points."""

    @property
    def height(self) -> float: ...

    def draw(self, pen: Pen, box: Box) -> None: ...


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text in the middle of a cell's height, the hint beside or below them."""

    lines: tuple[str, ...]
    type: Type
    align: Align = "left"
    hint: str = ""
    beside: bool = True
    """The hint has room on the last line."""
    least: float = 0.0
    """Height that was asked for."""
    rest: str = ""
    """What had no room, for an addendum page."""

    @property
    def _text_height(self) -> float:
        below = HINT.leading if self.hint and not self.beside else 0.0
        return len(self.lines) * self.type.leading + below

    @property
    def height(self) -> float:
        return max(self.least, self._text_height + 2 * CELL_PADDING_VERTICAL)

    def draw(self, pen: Pen, box: Box) -> None:
        inner = box.inset(CELL_PADDING if self.align != "centre" else 0.0, 0.0)
        top = box.y + (box.height + self._text_height) / 2
        pen.lines(anchor(inner, self.align), baseline(top, self.type), self.lines, self.type, self.align)
        if not self.hint:
            return
        opposite: Align = "left" if self.align == "right" else "right"
        last = max(len(self.lines) - 1, 0) + (not self.beside and bool(self.lines))
        y = (
            baseline(top, self.type) - last * self.type.leading
            if self.lines
            else box.y + box.height / 2 - HINT.size / 3
        )
        pen.text(anchor(inner, opposite), y, self.hint, HINT, opposite)


def label(words: str, width: float) -> Lines:
    """A label, its lines about equally long; what is in brackets has its own line where there is more than one."""
    room = width - 2 * LABEL_PADDING
    name, bracket, rest = words.partition("（")
    if fonts.width(words, LABEL.face, LABEL.size) <= room or not bracket or "\n" in words:
        lines = balanced(words, LABEL, room)
    else:
        lines = [*balanced(name, LABEL, room), *balanced(bracket + rest, LABEL, room)]
    return Lines(tuple(lines), LABEL, "centre")


def balanced(words: str, style: Type, width: float) -> list[str]:
    """Lines as few as the width allows, and then as equal as may be."""
    lines = break_lines(words, style.face, style.size, width)
    while len(lines) > 1:
        width -= 1.0
        narrower = break_lines(words, style.face, style.size, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a section, over the whole width."""

    words: str
    height: float = 0.0

    def draw(self, pen: Pen, box: Box) -> None:
        pen.shade(box, SECTION_SHADE)
        top = box.y + (box.height + SECTION.leading) / 2
        pen.text(box.x + CELL_PADDING, baseline(top, SECTION), self.words, SECTION)


def value(text: str, width: float, *, money: bool = False, hint: str = "", least: float = 0.0) -> Lines:
    """What is on record: a little smaller if that saves a line, wrapped, smaller still, and at last cut."""
    align: Align = "right" if money else "left"
    room = width - 2 * CELL_PADDING
    if not text:
        return Lines((), VALUE, align, hint, least=least)
    fitted = fit_value(text, VALUE, room, max(TALLEST_TEXT, least - 2 * CELL_PADDING_VERTICAL))
    style = replace(VALUE, size=fitted.size, leading=fitted.leading)
    last = fonts.width(fitted.lines[-1], style.face, style.size)
    beside = last + fonts.width(hint, HINT.face, HINT.size) + CELL_PADDING <= room
    return Lines(fitted.lines, style, align, hint, beside, least, fitted.rest)


def fit_value(text: str, style: Type, room: float, tallest: float) -> Fitted:
    """The text in `room` × `tallest` points: a little smaller if that saves a line, wrapped, smaller still.

    What does not fit even then is the rest; CONTINUED_WORDS are the last line, in the size of the others.
    """
    ratio = style.leading / style.size
    fitted = fit(text, style.face, style.size, room, style.leading, min(ONE_LINE_FROM, style.size), ratio)
    if fitted.rest:
        fitted = fit(text, style.face, style.size, room, tallest, min(SMALLEST, style.size), ratio)
    if fitted.rest:
        cut = min(CUT, style.size)
        fitted = fit(text, style.face, cut, room, tallest - cut * ratio, cut, ratio)
        fitted = replace(fitted, lines=(*fitted.lines, CONTINUED_WORDS))
    return fitted


def boxes(choices: Sequence[str], ticked: Iterable[str], width: float) -> "Boxes":
    """Choices with their boxes, as many on a line as have room."""
    marked = [f"{TICKED_BOX if choice in ticked else EMPTY_BOX} {choice}" for choice in choices]
    return Boxes(tuple(_in_rows(marked, width - 2 * CELL_PADDING)))


def _in_rows(items: Sequence[str], room: float) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [()]
    used = 0.0
    for item in items:
        width = fonts.width(item, VALUE.face, VALUE.size)
        if rows[-1] and used + width > room:
            rows.append(())
            used = 0.0
        rows[-1] += (item,)
        used += width + BOXES_GAP
    return rows


@dataclass(frozen=True, slots=True)
class Boxes:
    """Rows of choices."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        return len(self.rows) * VALUE.leading + 2 * CELL_PADDING_VERTICAL

    def draw(self, pen: Pen, box: Box) -> None:
        y = baseline(box.y + (box.height + len(self.rows) * VALUE.leading) / 2, VALUE)
        for row in self.rows:
            x = box.x + CELL_PADDING
            for item in row:
                pen.text(x, y, item, VALUE)
                x += fonts.width(item, VALUE.face, VALUE.size) + BOXES_GAP
            y -= VALUE.leading


@dataclass(frozen=True, slots=True)
class PhotoBox:
    """Room for a photograph."""

    words: str

    @property
    def height(self) -> float:
        return PHOTO[1] + 2 * CELL_PADDING

    def draw(self, pen: Pen, box: Box) -> None:
        x, y = box.x + box.width / 2, box.y + box.height / 2
        pen.frame(Box(x - PHOTO[0] / 2, y - PHOTO[1] / 2, *PHOTO), RULE, HINT.grey)
        pen.text(x, y - HINT.size / 3, self.words, HINT, "centre")


@dataclass(frozen=True, slots=True)
class Signing:
    """Lines to sign on at the left, at the right the place of the seal over the date; all empty."""

    statement: str
    lines: tuple[str, ...]
    seal: str | None
    marked: bool = True
    """The circle of the seal is drawn."""
    least: float = 0.0
    foot: bool = False
    """The lines stand at the foot, leaving room to write above."""

    @property
    def _lines_height(self) -> float:
        return len(self.lines) * HAND_LINE + (VALUE.leading if self.statement else 0.0)

    @property
    def height(self) -> float:
        if self.seal is None:
            return max(self.least, SIGNED_ROW)
        return max(self.least, self._lines_height + 2 * CELL_PADDING, SEAL_CLEAR + 2 * CELL_PADDING)

    def draw(self, pen: Pen, box: Box) -> None:
        if self.seal is None:
            self._draw_in_line(pen, box)
            return
        foot = CELL_PADDING if self.foot else (box.height - self._lines_height) / 2
        x, y = box.x + CELL_PADDING, box.y + foot + self._lines_height
        if self.statement:
            pen.text(x, baseline(y, VALUE), self.statement, VALUE)
            y -= VALUE.leading
        start = x + max(fonts.width(f"{line}：", VALUE.face, VALUE.size) for line in self.lines)
        for line in self.lines:
            y -= HAND_LINE
            _line_for_hand(pen, x, y + LINE_RISE, line, start)
        self._draw_seal(pen, box, self.seal)

    def _draw_seal(self, pen: Pen, box: Box, seal: str) -> None:
        x = box.right - CELL_PADDING - SEAL_CLEAR / 2
        y = box.y + (CELL_PADDING + SEAL_CLEAR / 2 if self.foot else box.height / 2)
        if self.marked:
            pen.seal(x, y, seal)
        else:
            pen.text(x, y - VALUE.size / 3, seal, VALUE, "centre")
        pen.text(x, y - SEAL_DATE, DATE_WORDS, VALUE, "centre")

    def _draw_in_line(self, pen: Pen, box: Box) -> None:
        y = box.y + box.height / 2 - VALUE.size / 3
        x = box.x + CELL_PADDING
        pen.text(x, y, self.statement, VALUE)
        x += fonts.width(self.statement, VALUE.face, VALUE.size) + 2 * CELL_PADDING
        for line in self.lines:
            x = _line_for_hand(pen, x, y, line) + 2 * CELL_PADDING
        pen.text(box.right - CELL_PADDING, y, DATE_WORDS, VALUE, "right")


def _line_for_hand(pen: Pen, x: float, y: float, words: str, start: float | None = None) -> float:
    """Words and a line to write on from `start`; gives its right end."""
    text = f"{words}："
    pen.text(x, y, text, VALUE)
    begin = x + fonts.width(text, VALUE.face, VALUE.size) if start is None else start
    pen.rule(begin, y - LINE_DROP, begin + SIGNATURE, y - LINE_DROP, RULE)
    return begin + SIGNATURE


def opinion(lines: tuple[str, ...], seal: str, marked: bool) -> Signing:
    """Where an office writes above, and signs and seals below."""
    return Signing("", lines, seal, marked, least=OPINION, foot=True)
