"""What every annex table has: its number, title, what it is about, 单位：元, numbered rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enclave_desktop.dossier.money import grouped
from enclave_desktop.packet import fonts
from enclave_desktop.packet.document import Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import Block, Flowing, baseline, flow, gap
from enclave_desktop.packet.style import (
    FORM_ROOM,
    FRAME,
    HAND_DROP,
    HEADING,
    HEADING_ROOM,
    NOTE,
    NOTE_ROOM,
    SIGNATURE,
    SIGNING_ROOM,
    SMALL_HEADING,
    SUBTITLE,
    TABLE_CELL,
    TABLE_HAND_LABEL,
    TABLE_HAND_RISE,
    TABLE_HAND_ROW,
    TURNED_FRAME,
    Box,
    Type,
)
from enclave_desktop.packet.tables import Cells, Column, Table
from enclave_desktop.packet.text import break_lines

UNIT = "单位：元"
_RUNNING_LINES = 2
"""Over a table that goes on: what is cut there stands in full at its beginning."""
ORDINAL = Column("序号", 10, align="centre")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One annex table before it has its number."""

    title: str
    blocks: Sequence[Flowing]
    about: str = ""
    """Whom or what it is about, when an annex has a sheet for each subject."""
    line: str = ""
    """Said above the table, at the left."""
    landscape: bool = False
    money: bool = False


def annex_part(sheet: Sheet, code: str, label: str) -> Part:
    """The sheet on its pages; `label` is its number on paper (附表1), `code` what refers to it."""
    title = f"{sheet.title}（{sheet.about}）" if sheet.about else sheet.title
    unit = UNIT if sheet.money else ""
    room = _width(sheet.landscape)
    head = [_title(label, sheet.title), _sides(sheet.line, unit, TABLE_CELL, room)]
    running = [_sides(f"{label}　{title}（续）", unit, SMALL_HEADING, room, most=_RUNNING_LINES)]
    pages = flow([*head, *sheet.blocks], landscape=sheet.landscape, running=running)
    return Part(code, f"{label}　{title}", pages)


def _title(label: str, title: str) -> Block:
    def draw(pen: Pen, box: Box, places: Places) -> None:
        y = baseline(box.top, SUBTITLE)
        pen.text(box.x, y, label, HEADING)
        pen.text(box.x + box.width / 2, y, title, SUBTITLE, "centre")

    return Block(SUBTITLE.leading + FORM_ROOM, draw, keep=1)


def _width(landscape: bool) -> float:
    return (TURNED_FRAME if landscape else FRAME).width


def _sides(left: str, right: str, type_: Type, room: float, most: int | None = None) -> Block:
    """A line over the table with something at both ends; the left goes on below, on `most` lines at most."""
    free = room - fonts.width(right, TABLE_CELL.face, TABLE_CELL.size) - type_.size
    lines = break_lines(left, type_.face, type_.size, free)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]

    def draw(pen: Pen, box: Box, places: Places) -> None:
        y = baseline(box.top, type_)
        pen.lines(box.x, y, lines, type_)
        pen.text(box.right, y, right, TABLE_CELL, "right")

    return Block(len(lines) * type_.leading + NOTE_ROOM, draw, keep=1)


def heading(text: str, *, landscape: bool = False) -> list[Block]:
    """A heading over one of several tables."""
    above, below = HEADING_ROOM
    lines = break_lines(text, SMALL_HEADING.face, SMALL_HEADING.size, _width(landscape))

    def draw(pen: Pen, box: Box, places: Places) -> None:
        pen.lines(box.x, baseline(box.top, SMALL_HEADING), lines, SMALL_HEADING)

    return [gap(above), Block(len(lines) * SMALL_HEADING.leading + below, draw, keep=1)]


def note(text: str) -> list[Block]:
    """A line under a table."""

    def draw(pen: Pen, box: Box, places: Places) -> None:
        pen.text(box.x, baseline(box.top, NOTE), text, NOTE)

    return [gap(NOTE_ROOM), Block(NOTE.leading, draw)]


def signatures(*labels: str) -> list[Block]:
    """Who signs a table, two side by side: always empty."""
    pairs = [labels[at : at + 2] for at in range(0, len(labels), 2)]
    return [gap(SIGNING_ROOM), *(_signature_row(pair) for pair in pairs)]


def _signature_row(labels: Sequence[str]) -> Block:
    def draw(pen: Pen, box: Box, places: Places) -> None:
        y = box.y + TABLE_HAND_RISE
        for at, label in enumerate(labels):
            x = box.x + at * box.width / 2
            pen.text(x, y, f"{label}：", TABLE_CELL)
            line = x + TABLE_HAND_LABEL
            pen.rule(line, y - HAND_DROP, line + SIGNATURE, y - HAND_DROP)

    return Block(TABLE_HAND_ROW, draw)


def listing(columns: Sequence[Column], rows: Iterable[Any], name: str, totals: Sequence[Cells] = ()) -> Table:
    """A numbered list of rows by their columns; none on record gives one blank row, for a hand."""
    cells: list[Cells] = [
        (str(number), *(column.value(row) or "" if column.value else "" for column in columns))
        for number, row in enumerate(rows, 1)
    ]
    return Table((ORDINAL, *columns), cells or [("",) * (len(columns) + 1)], totals, name=name)


def iso(day: date | None) -> str:
    """2025-06-03; blank when not recorded."""
    return day.isoformat() if day else ""


def money(fen: int | None) -> str:
    return "" if fen is None else grouped(fen)


def course(starts_on: date | None, ends_on: date | None) -> str:
    """Start and end under one another."""
    if starts_on is None and ends_on is None:
        return ""
    return f"{iso(starts_on)} 至\n{iso(ends_on)}" if ends_on else f"{iso(starts_on)} 至"
