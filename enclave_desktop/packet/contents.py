"""目录 with page ranges, and under it how the forms are to be filled in."""

from collections.abc import Sequence

from enclave_desktop.packet.document import Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import Block, baseline, flow, gap, kept_together, paragraph
from enclave_desktop.packet.fonts import width
from enclave_desktop.packet.letters import load_letters, numbered
from enclave_desktop.packet.style import (
    CONTENTS,
    CONTENTS_INDENT,
    CONTENTS_PAGES,
    CONTENTS_SUB,
    FRAME,
    HAIRLINE,
    INSTRUCTIONS_ROOM,
    LEADER_GREY,
    LEADER_RISE,
    LINE_GAP,
    LONG_TITLE_ROOM,
    NOTE,
    RUNNING_ROOM,
    SMALL_HEADING,
    TITLE,
    Box,
)
from enclave_desktop.packet.text import break_lines


def contents_part(parts: Sequence[Part]) -> Part:
    """One line for each of the parts with the pages it takes, known when it is drawn."""
    blocks = [*paragraph("目　录", TITLE, FRAME.width, "centre"), gap(LONG_TITLE_ROOM)]
    for part in parts:
        blocks += _entry(part)
    blocks += kept_together(_instructions())
    running = [*paragraph("目录（续）", SMALL_HEADING, FRAME.width), gap(RUNNING_ROOM)]
    return Part("contents", "目录", flow(blocks, running=running), numbered=False)


def _entry(part: Part) -> list[Block]:
    """The title, over several lines when it is long, the pages at the right of the last."""
    type_ = CONTENTS_SUB if part.level else CONTENTS
    indent = part.level * CONTENTS_INDENT
    lines = break_lines(part.title, type_.face, type_.size, FRAME.width - CONTENTS_PAGES - indent)

    def draw(pen: Pen, box: Box, places: Places) -> None:
        x = box.x + indent
        for number, line in enumerate(lines):
            y = baseline(box.top - number * type_.leading, type_)
            pen.text(x, y, line, type_)
        pages = places.words(part.key)
        pen.text(box.right, y, pages, type_, "right")
        left = x + width(lines[-1], type_.face, type_.size) + LINE_GAP
        right = box.right - width(pages, type_.face, type_.size) - LINE_GAP
        pen.rule(left, y + LEADER_RISE, right, y + LEADER_RISE, HAIRLINE, LEADER_GREY)

    return [Block(len(lines) * type_.leading, draw)]


def _instructions() -> list[Block]:
    letters = load_letters()
    blocks = [gap(INSTRUCTIONS_ROOM), *paragraph("填表说明", SMALL_HEADING, FRAME.width)]
    for text in (*numbered(letters.instructions),):
        blocks += paragraph(text, NOTE, FRAME.width)
    return blocks
