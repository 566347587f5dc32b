"""A sheet to try a printer with: rulers along all four edges, two of 100 mm and a circle as large as a seal to measure."""

import io
from collections.abc import Callable, Iterable

from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.style import A4, HAIRLINE, HEADING, MM, NOTE, SEAL, SUBTITLE, VALUE, Box
from enclave_desktop.packet.text import break_lines

TITLE = "打印测试页"
LENGTH = 100
"""mm, of the rulers to be measured."""
ACROSS = (65, 218)
"""Where the lying ruler begins: mm from the left and the lower edge of the sheet."""
UPRIGHT = (40, 118)
"""Where the standing ruler begins."""
_WIDTH, _HEIGHT = 210, 297
_TICKS = {10: 8.0, 5: 5.5, 1: 3.5}
"""How long a tick is, in mm, at each so many mm."""
_INSET = 11.0
"""Of the rulers along the edges: further in than any printer's margin, so that their ends show how wide that is."""
_CROSSING = range(11, 20)
"""Mm from a corner where one ruler would cross the other."""
_NUMBER = 11.5
"""From the line of a ruler to its numbers."""
_WORDS = (
    "1. 用钢直尺量这两把尺：从 0 到 100 各应为 100 毫米。短了，多半是打印机按“适合纸张”缩小了：在打印机的设置里选“实际大小”或 100%，再打一张。",
    "2. 量圆的直径：应为 42 毫米，与公章一样大。横竖不一样，是进纸打滑或校准不准。",
    "3. 看四边的尺：刻度从纸角数起。上边的尺从几毫米起看得见，打印机在左边就有几毫米打不到；其余三边同样看。",
    "4. 左右、上下若差得多，是纸没有放正，或进纸的位置偏了。",
)

Place = Callable[[float, float], tuple[float, float]]
"""From mm along a ruler and mm into the sheet to points."""


def ruler_sheet() -> bytes:
    """The sheet as a PDF of one A4 page."""
    file = io.BytesIO()
    sheets = Sheets(file, title=TITLE, author="", subject=TITLE)
    with Pen(sheets) as pen:
        _edges(pen)
        _ruler(pen, lambda at, depth: ((ACROSS[0] + at) * MM, (ACROSS[1] + depth) * MM))
        _ruler(pen, lambda at, depth: ((UPRIGHT[0] + depth) * MM, (UPRIGHT[1] + at) * MM))
        _circle(pen)
        _words(pen)
    sheets.showPage()
    sheets.save()
    return file.getvalue()


def _edges(pen: Pen) -> None:
    """Counted from the corners of the paper at the left and below."""
    edges: tuple[tuple[int, Place], ...] = (
        (_WIDTH, lambda at, depth: (at * MM, A4[1] - (_INSET + depth) * MM)),
        (_WIDTH, lambda at, depth: (at * MM, (_INSET + depth) * MM)),
        (_HEIGHT, lambda at, depth: ((_INSET + depth) * MM, at * MM)),
        (_HEIGHT, lambda at, depth: (A4[0] - (_INSET + depth) * MM, at * MM)),
    )
    for length, place in edges:
        _ticks(pen, place, [at for at in range(length + 1) if not {at, length - at} & {*_CROSSING}])
        for at in range(30, length - 20, 10):
            x, y = place(at, _NUMBER)
            pen.text(x, y - NOTE.size / 3, str(at), NOTE, "centre")


def _ticks(pen: Pen, place: Place, marks: Iterable[int]) -> None:
    for at in marks:
        depth = next(depth for step, depth in _TICKS.items() if at % step == 0)
        pen.rule(*place(at, 0), *place(at, depth), HAIRLINE)


def _ruler(pen: Pen, place: Place) -> None:
    """A ruler of 100 mm from its first tick to its last, with its numbers."""
    pen.rule(*place(0, 0), *place(LENGTH, 0), HAIRLINE)
    _ticks(pen, place, range(LENGTH + 1))
    for at in range(0, LENGTH + 1, 10):
        x, y = place(at, _NUMBER)
        pen.text(x, y - NOTE.size / 3, str(at), NOTE, "centre")


def _circle(pen: Pen) -> None:
    pen.seal(125 * MM, 185 * MM, "42 毫米", SEAL, 0.0)


def _words(pen: Pen) -> None:
    pen.text(A4[0] / 2, 256 * MM, TITLE, SUBTITLE, "centre")
    pen.text(A4[0] / 2, 247 * MM, "A4　210 × 297 毫米", VALUE, "centre")
    box = Box(65 * MM, 0, 115 * MM, 148 * MM)
    y = box.top
    pen.text(box.x, y, "量什么", HEADING)
    y -= HEADING.leading
    for words in _WORDS:
        lines = break_lines(words, VALUE.face, VALUE.size, box.width)
        pen.lines(box.x, y, lines, VALUE)
        y -= len(lines) * VALUE.leading + 2 * MM
