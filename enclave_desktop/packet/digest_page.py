"""The last page: every piece with its SHA-256, and a code with the digest of all of them; no personal data."""

from collections.abc import Iterator

import segno

from enclave_desktop.packet.annexes.sheet import note
from enclave_desktop.packet.document import Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import Block, Flowing, baseline, flow, gap, paragraph
from enclave_desktop.packet.manifest import Manifest
from enclave_desktop.packet.squares import QUIET, draw_squares
from enclave_desktop.packet.style import (
    CODE_GAP,
    CODE_LABEL,
    CODE_LEADING,
    FRAME,
    LABEL,
    PART_ROOM,
    QR_SIZE,
    RUNNING_ROOM,
    SMALL_HEADING,
    SUBTITLE,
    TITLE_ROOM,
    VALUE,
    Box,
)
from enclave_desktop.packet.tables import TEXT_LOOK, Cells, Column, Table

TITLE = "材料校验页"
COLUMNS = (
    Column("序号", 12, align="centre"),
    Column("内容", 78),
    Column("SHA-256", 66),
)
NOTES = (
    "本页供核对：同一编号的材料再次打印，内容完全相同；任何一处改动，编号都会不同。",
    "二维码只含本册的摘要，不含个人信息。",
)


def digest_part(manifest: Manifest) -> Part:
    """材料校验页 on as many pages as its pieces take."""
    running = [*paragraph(f"{TITLE}（续）", SMALL_HEADING, FRAME.width), gap(RUNNING_ROOM)]
    return Part("digest", TITLE, flow(_blocks(manifest), running=running))


def _blocks(manifest: Manifest) -> Iterator[Flowing]:
    yield from paragraph(TITLE, SUBTITLE, FRAME.width, "centre")
    yield gap(TITLE_ROOM)
    yield _code(manifest)
    yield gap(PART_ROOM)
    rows: list[Cells] = [
        (str(number), words, f"{sha[:32]}\n{sha[32:]}")
        for number, (words, sha) in enumerate(manifest.pieces(), 1)
    ]
    yield Table(COLUMNS, rows, look=TEXT_LOOK, name=TITLE)
    for text in NOTES:
        yield from note(text)


def _code(manifest: Manifest) -> Block:
    """The code at the left, beside it the number and the digest."""
    modules = segno.make_qr(manifest.qr, error="m", boost_error=False).matrix
    module = QR_SIZE / (len(modules) + 2 * QUIET)
    digest = manifest.digest
    lines = [
        ("材料编号", manifest.number),
        ("全册摘要", digest[:32]),
        ("", digest[32:]),
    ]

    def draw(pen: Pen, box: Box, places: Places) -> None:
        draw_squares(pen, Box(box.x, box.top - QR_SIZE, QR_SIZE, QR_SIZE), modules)
        y = box.top - QUIET * module
        left = box.x + QR_SIZE + CODE_GAP
        for label, words in lines:
            y -= CODE_LEADING
            pen.text(left, baseline(y + VALUE.leading, LABEL), label, LABEL)
            pen.text(left + CODE_LABEL, baseline(y + VALUE.leading, VALUE), words, VALUE)

    return Block(QR_SIZE, draw)
