"""Blocks set one under another onto as many pages as they need."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from enclave_desktop.packet.document import Page, Places
from enclave_desktop.packet.draw import Align, Pen
from enclave_desktop.packet.style import FRAME, TURNED_FRAME, Box, Type
from enclave_desktop.packet.text import break_lines

_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Block:
    """Something of fixed height that is never split."""

    height: float
    draw: Callable[[Pen, Box, Places], None]
    """Draws into a box as wide as the frame and `height` high."""
    keep: int = 0
    """So many blocks that follow stay on its page."""

    def cut(self, start: int, room: float) -> tuple["Block", int] | None:
        return (self, start + 1) if self.height <= room + _SLACK else None

    def __len__(self) -> int:
        return 1


class Flowing(Protocol):
    """What may be cut at the foot of a page."""

    def __len__(self) -> int: ...

    def cut(self, start: int, room: float) -> tuple[Block, int] | None:
        """As much as fits `room` from its item `start` on, and where to go on; None when nothing fits."""


def gap(height: float) -> Block:
    """Empty room."""
    return Block(height, _nothing)


def _nothing(pen: Pen, box: Box, places: Places) -> None:
    pass


def paragraph(text: str, type_: Type, width: float, align: Align = "left", keep: int = 0) -> list[Block]:
    """The text as one block a line."""
    return [_line(line, type_, align, keep) for line in break_lines(text, type_.face, type_.size, width)]


def _line(text: str, type_: Type, align: Align, keep: int) -> Block:
    def draw(pen: Pen, box: Box, places: Places) -> None:
        pen.text(anchor(box, align), baseline(box.top, type_), text, type_, align)

    return Block(type_.leading, draw, keep)


def anchor(box: Box, align: Align) -> float:
    """The x from which text so aligned is set in the box."""
    return {"left": box.x, "centre": box.x + box.width / 2, "right": box.right}[align]


def baseline(top: float, type_: Type) -> float:
    """Where the first line of such text stands under `top`: a Chinese character fills its em from −0.12 to 0.88."""
    return top - (type_.leading - type_.size) / 2 - 0.88 * type_.size


@dataclass(frozen=True, slots=True)
class _Placed:
    block: Block
    box: Box


def flow(
    blocks: Iterable[Flowing],
    *,
    landscape: bool = False,
    running: Sequence[Block] = (),
    upright: Box = FRAME,
) -> tuple[Page, ...]:
    """The blocks on as many pages as they need; every page but the first begins with `running`.

    `upright` is where they may stand on pages that are not landscape.
    """
    frame = TURNED_FRAME if landscape else upright
    pages: list[list[_Placed]] = [[]]
    y = frame.top

    def put(block: Block) -> None:
        nonlocal y
        y -= block.height
        pages[-1].append(_Placed(block, Box(frame.x, y, frame.width, block.height)))

    def turn() -> None:
        nonlocal y
        pages.append([])
        y = frame.top
        for block in running:
            put(block)

    waiting = list(blocks)
    for index, item in enumerate(waiting):
        start = 0
        if pages[-1] and not _has_room(waiting, index, y - frame.y):
            turn()
        while start < len(item):
            cut = item.cut(start, y - frame.y)
            if cut is None:
                if y >= frame.top - sum(block.height for block in running) - _SLACK:
                    raise ValueError(f"block {index} is higher than a page")
                turn()
                continue
            block, start = cut
            put(block)
    return tuple(_page(placed, landscape) for placed in pages)


def _has_room(blocks: Sequence[Flowing], index: int, room: float) -> bool:
    """Whether a block fits with those that stay with it, of a table its first rows."""
    block = blocks[index]
    if not isinstance(block, Block) or not block.keep:
        return True
    for part in blocks[index : index + block.keep + 1]:
        if not isinstance(part, Block):
            return part.cut(0, room) is not None
        room -= part.height
    return room >= -_SLACK


def _page(placed: Sequence[_Placed], landscape: bool) -> Page:
    def draw(pen: Pen, places: Places) -> None:
        for part in placed:
            part.block.draw(pen, part.box, places)

    return Page(draw, landscape)


def kept_together(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, never torn apart by the end of a page."""
    return [replace(block, keep=len(blocks) - 1 - index) for index, block in enumerate(blocks)]
