"""恢复单: the recovery code of an encrypted record on one A4 page, to be locked away.

The sheet is the secret itself: whoever has it and the file needs no passphrase. So it holds nothing else.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import segno

from enclave_desktop.packet import fonts
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.squares import draw_squares
from enclave_desktop.packet.style import (
    A4,
    CODE_GAP,
    FRAME,
    HEADING,
    HEADING_ROOM,
    ITEM_ROOM,
    LABEL,
    PART_ROOM,
    QR_SIZE,
    SECRET,
    SECRET_CELL,
    SECRET_NUMBER,
    SECRET_NUMBER_ROOM,
    SECRET_ROOM,
    SHEET_LABEL,
    TITLE,
    VALUE,
    Box,
)
from enclave_desktop.packet.text import break_lines

NAME = "档案恢复单"
_ACROSS = 5
_NO_FONT = "〓"
"""Printers' sign for a character that they lack."""
_USING = (
    "1. 打开档案时，在要求输入口令的地方改为输入恢复码（不分大小写，空格和短横可以省略，没有字母 I、L、O、U），或用扫码枪扫二维码。",
    "2. 打开后请设一个新口令。换过口令，本单对档案作废，请打印新的一张；换口令以前的备份仍要用本单。",
    "3. 命令行：在要求输入口令时输入恢复码即可。",
)
_KEEPING = (
    "1. 和公章、存折放在一起，装入信封封好；不要和电脑、U 盘放在一起。",
    "2. 不要拍照、扫描或用聊天软件发送；不要存成文件留在电脑里。",
    "3. 经手人离职、本单遗失或可能被人看过：换一次口令，打印新的一张，旧的销毁。",
)
_WARNING = (
    "忘了口令又没有本单，任何人都打不开这份档案，包括本程序的作者。得到本单和档案文件的人，不用口令就能打开。"
)


def recovery_sheet(record: str, code: str, *, firm: str = "", day: date | None = None) -> bytes:
    """The sheet as a PDF of one page: the record's name, the firm's if given, and the code as `recovery_code` made it.

    `day` is today unless given.
    """
    file = io.BytesIO()
    sheets = Sheets(file, title=NAME, author="", subject=NAME)
    about = [("企业", firm), ("档案", record), ("日期", f"{day or date.today():%Y-%m-%d}")]
    with Pen(sheets) as pen:
        y = FRAME.top - TITLE.size
        pen.text(A4[0] / 2, y, NAME, TITLE, "centre")
        y = _values(pen, y - TITLE.leading, [(label, words) for label, words in about if words])
        y = _code(pen, y - PART_ROOM, code.split("-"))
        y = _square(pen, y - PART_ROOM, code)
        y = _list(pen, y, "怎样用", _USING)
        _list(pen, y, "怎样保管", _KEEPING)
    sheets.showPage()
    sheets.save()
    return file.getvalue()


def _values(pen: Pen, y: float, values: Sequence[tuple[str, str]]) -> float:
    for label, words in values:
        pen.text(FRAME.x, y, label, LABEL)
        lines = break_lines(_drawable(words), VALUE.face, VALUE.size, FRAME.width - SHEET_LABEL)
        pen.lines(FRAME.x + SHEET_LABEL, y, lines, VALUE)
        y -= len(lines) * VALUE.leading + ITEM_ROOM
    return y


def _drawable(words: str) -> str:
    """A file may be named by what no font has, and the sheet is wanted all the same."""
    homes = fonts.homes(VALUE.face)
    return "".join(char if _is_drawable(char, homes) else _NO_FONT for char in words)


def _is_drawable(char: str, homes: Mapping[str, str]) -> bool:
    try:
        return bool(homes[char])
    except fonts.MissingGlyph:
        return False


def _code(pen: Pen, top: float, groups: Sequence[str]) -> float:
    """The groups in a frame, each under its number; where it ends."""
    width, height = SECRET_CELL
    rows = -(-len(groups) // _ACROSS)
    frame = Box(FRAME.x, top - rows * height - SECRET_ROOM, FRAME.width, rows * height + SECRET_ROOM)
    pen.frame(frame)
    for number, group in enumerate(groups):
        x = FRAME.x + (number % _ACROSS + 1 / 2) * width
        y = top - number // _ACROSS * height
        pen.text(x, y - SECRET_NUMBER.leading, str(number + 1), SECRET_NUMBER, "centre")
        pen.text(x, y - SECRET_NUMBER_ROOM, group, SECRET, "centre")
    return frame.y


def _square(pen: Pen, top: float, code: str) -> float:
    """The same code to be scanned, at the right; what it means to lose or show the sheet beside it."""
    box = Box(FRAME.right - QR_SIZE, top - QR_SIZE, QR_SIZE, QR_SIZE)
    draw_squares(pen, box, segno.make_qr(code, error="m", boost_error=False).matrix)
    lines = break_lines(_WARNING, LABEL.face, LABEL.size, FRAME.width - QR_SIZE - CODE_GAP)
    pen.lines(FRAME.x, top - LABEL.leading, lines, LABEL)
    return box.y


def _list(pen: Pen, y: float, heading: str, items: Sequence[str]) -> float:
    above, below = HEADING_ROOM
    y -= above + HEADING.size
    pen.text(FRAME.x, y, heading, HEADING)
    y -= HEADING.leading + below
    for words in items:
        lines = break_lines(words, VALUE.face, VALUE.size, FRAME.width)
        pen.lines(FRAME.x, y, lines, VALUE)
        y -= len(lines) * VALUE.leading + ITEM_ROOM
    return y
