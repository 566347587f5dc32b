"""The application form: a reference form filled in for one finding, laid out on its pages."""

from collections.abc import Iterator, Sequence

from enclave_desktop.packet.document import Page, Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.filling import Filling
from enclave_desktop.packet.flow import Block, baseline, flow, gap, paragraph
from enclave_desktop.packet.fonts import width
from enclave_desktop.packet.forms import Form
from enclave_desktop.packet.given import Given
from enclave_desktop.packet.grid import GridRow, draw_rows, paginate
from enclave_desktop.packet.options import USUAL, Options
from enclave_desktop.packet.style import (
    BODY,
    FORM_MARK,
    FORM_NOTE,
    FORM_NOTE_ROOM,
    FORM_ROOM,
    FRAME,
    HEADING,
    PART_ROOM,
    TITLE,
)
from enclave_desktop.packet.text import break_lines
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding

MARK = "（参考样表）"
UNIT = "单位：元"
GOES_ON = "（续表）"
ADDENDUM = "申请表续页"
_ABOVE_FIRST = TITLE.leading + FORM_MARK.leading
_NOTE = FORM_NOTE.leading + FORM_NOTE_ROOM


def form_part(
    form: Form,
    finding: Finding,
    context: Context,
    *,
    key: str = "form:1",
    title: str = "",
    options: Options = USUAL,
) -> Part:
    """The form for one finding, and after it addendum pages for what no cell has room for.

    `title` is what the contents call it (else the form's title).
    MissingGlyph, naming the field, when a character cannot be printed.
    """
    variant = form.variant(finding.programme)
    given = Given(finding, context, variant.office, variant.category, options.hidden)
    filling = Filling(form, given, options.seal_circles)
    note = UNIT if filling.has_money else ""
    above = _ABOVE_FIRST + (_NOTE if note else FORM_ROOM)
    pages = paginate(filling.rows, FRAME.height - above, FRAME.height - _NOTE)
    subject = finding.subject.name
    about = f"{variant.title.partition(MARK)[0]}　{subject}"
    running = _in_a_line(about, subject)
    first, *others = pages
    drawn = [
        _page(first, filling.width, note, title=variant.title),
        *(_page(rows, filling.width, GOES_ON, running=running) for rows in others),
    ]
    return Part(key, title or variant.title, (*drawn, *addendum_pages(filling.rests, about)))


def _in_a_line(about: str, subject: str) -> str:
    """Which form goes on, and whose; the subject only, or as much of it, where there is no more room."""
    room = FRAME.width - width(GOES_ON, FORM_NOTE.face, FORM_NOTE.size) - FORM_NOTE.size
    for words in (about, subject):
        if width(words, FORM_NOTE.face, FORM_NOTE.size) <= room:
            return words
    return f"{break_lines(subject, FORM_NOTE.face, FORM_NOTE.size, room - FORM_NOTE.size)[0]}…"


def _page(rows: Sequence[GridRow], across: float, note: str, *, title: str = "", running: str = "") -> Page:
    """The first has the form's title, each other says at the left what goes on."""

    def draw(pen: Pen, places: Places) -> None:
        top = FRAME.top
        if title:
            top = _draw_title(pen, title, top)
        pen.text(FRAME.x, baseline(top, FORM_NOTE), running, FORM_NOTE)
        pen.text(FRAME.right, baseline(top, FORM_NOTE), note, FORM_NOTE, "right")
        top -= _NOTE if note else FORM_ROOM
        draw_rows(pen, rows, FRAME.x, top, across)

    return Page(draw)


def _draw_title(pen: Pen, title: str, top: float) -> float:
    """The title, （参考样表） on a line of its own; gives where they end."""
    middle = FRAME.x + FRAME.width / 2
    words, mark, _ = title.partition(MARK)
    pen.text(middle, baseline(top, TITLE), words, TITLE, "centre")
    pen.text(middle, baseline(top - TITLE.leading, FORM_MARK), mark, FORM_MARK, "centre")
    return top - _ABOVE_FIRST


def addendum_pages(rests: Sequence[tuple[str, str]], about: str = "") -> tuple[Page, ...]:
    """Pages that hold what had no room, each under the label of its cell; `about` says of which form."""
    if not rests:
        return ()
    running = paragraph(f"{ADDENDUM}（续）　{about}", FORM_NOTE, FRAME.width) if about else ()
    return flow(_addendum_blocks(rests, about), running=running)


def _addendum_blocks(rests: Sequence[tuple[str, str]], about: str) -> Iterator[Block]:
    yield from paragraph(ADDENDUM, TITLE, FRAME.width, "centre", keep=2)
    if about:
        yield from paragraph(about, FORM_NOTE, FRAME.width, "centre", keep=2)
    for label, rest in rests:
        yield gap(PART_ROOM)
        yield from paragraph(f"{label}（续）", HEADING, FRAME.width, keep=1)
        yield from paragraph(rest, BODY, FRAME.width)
