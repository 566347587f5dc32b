"""What a cell says, set in its rectangle: wrapped and set smaller as in our own forms, never beyond it."""

from dataclasses import dataclass, replace

from enclave_desktop.packet import fonts
from enclave_desktop.packet.blanks.mapping import CHECK, MONEY, MULTILINE, Cell
from enclave_desktop.packet.blanks.saying import Said
from enclave_desktop.packet.cells import CONTINUED_WORDS, fit_value
from enclave_desktop.packet.draw import Align, Pen
from enclave_desktop.packet.flow import anchor, baseline
from enclave_desktop.packet.style import SMALLEST, Box, Type

TICK = "✓"
_TICK_FACE = "hei"
_LEADING = 1.25
_DENSE = 1.1
"""Where that saves an addendum."""
_TIGHT = 1.05
"""A single line needs its size times this."""
_PADDING = 2.0
_SHORTER_WORDS = (CONTINUED_WORDS, "见续页", "续")


@dataclass(frozen=True, slots=True)
class SetCell:
    """What is drawn, and what had no room."""

    box: Box
    lines: tuple[str, ...]
    type: Type
    align: Align = "left"
    at_top: bool = False
    comb: int = 0
    rest: str = ""

    def draw(self, pen: Pen) -> None:
        if self.comb:
            self._draw_comb(pen)
            return
        height = len(self.lines) * self.type.leading
        top = self.box.top - _PADDING if self.at_top else self.box.y + (self.box.height + height) / 2
        inner = _inner(self.box)
        pen.lines(anchor(inner, self.align), baseline(top, self.type), self.lines, self.type, self.align)

    def _draw_comb(self, pen: Pen) -> None:
        step = self.box.width / self.comb
        y = baseline(self.box.y + (self.box.height + self.type.leading) / 2, self.type)
        for number, char in enumerate("".join(self.lines)):
            pen.text(self.box.x + (number + 0.5) * step, y, char, self.type, "centre")


def set_cell(cell: Cell, said: Said, box: Box, comb: int = 0) -> SetCell | None:
    """The cell set in its rectangle; None where it stays as it is. MissingGlyph for what no font has.

    `comb` is what the form field itself says, where the cell does not.
    """
    if cell.kind == CHECK:
        return _tick(box) if said.ticked else None
    if not said.text:
        return None
    comb = cell.comb or comb
    if comb and len(said.text) <= comb:
        return _combed(cell, said.text, box, comb)
    room = _inner(box)
    at_top = cell.kind == MULTILINE
    tallest = room.height if at_top else box.height
    size = max(SMALLEST, min(cell.size, tallest / _TIGHT))
    for leading in (min(_LEADING, max(_TIGHT, tallest / size)), _DENSE):
        style = Type(cell.face, size, size * leading)
        fitted = fit_value(said.text, style, room.width, max(tallest, style.leading))
        if not fitted.rest:
            break
    style = replace(style, size=fitted.size, leading=fitted.leading)
    lines = fitted.lines
    if fitted.rest:
        lines = (*lines[:-1], *_going_on(style, room.width))
    return SetCell(box, lines, style, _align(cell), at_top and len(lines) > 1, rest=fitted.rest)


def _tick(box: Box) -> SetCell:
    size = max(SMALLEST, min(box.height, box.width))
    return SetCell(box, (TICK,), Type(_TICK_FACE, size, size), "centre")


def _combed(cell: Cell, text: str, box: Box, comb: int) -> SetCell:
    widest = max(fonts.width(char, cell.face, 1) for char in text)
    size = max(SMALLEST, min(cell.size, box.height / _TIGHT, box.width / comb / widest))
    return SetCell(box, (text,), Type(cell.face, size, size), comb=comb)


def _inner(box: Box) -> Box:
    return box.inset(min(_PADDING, box.width / 10), min(_PADDING, box.height / 10))


def _align(cell: Cell) -> Align:
    return cell.align or ("right" if cell.kind == MONEY else "left")


def _going_on(style: Type, room: float) -> tuple[str, ...]:
    """The words that say so, as many as there is room for."""
    words = next((w for w in _SHORTER_WORDS if fonts.width(w, style.face, style.size) <= room), "")
    return (words,) if words else ()
