"""封面: what is applied for, by whom and for whom; not numbered."""

from collections.abc import Iterator, Sequence

from enclave_desktop.packet.application import Application
from enclave_desktop.packet.document import Page, Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import baseline
from enclave_desktop.packet.letters import DATE, load_letters
from enclave_desktop.packet.style import (
    A4,
    COVER_ITEM,
    COVER_LABEL,
    COVER_MARK,
    COVER_TITLE,
    FRAME,
    MM,
    NOTE,
    RULE,
    SUBTITLE,
    Box,
)
from enclave_desktop.packet.text import break_lines
from enclave_desktop.policy.pack import YearlyRule

MARK = "参考样表"
_LABELS = 42 * MM
_VALUES = Box(FRAME.x + _LABELS, 36 * MM, FRAME.width - _LABELS - 8 * MM, 119 * MM)
"""Where the items stand; with long names they take room from above."""
_ITEM, _LINE = 12 * MM, 8.5 * MM
_NAMED = 4
"""So many subjects are named, of more their number."""


def cover_part(application: Application, *, receiver: str | None) -> Part:
    """The cover; `receiver` is the 受理单位, left to a hand when it is not known."""
    items = [(label, _lines(value)) for label, value in _items(application, receiver)]
    height = sum(_ITEM + (len(lines) - 1) * _LINE for _, lines in items)

    def draw(pen: Pen, places: Places) -> None:
        _mark(pen)
        titles_end = _titles(pen, application, A4[1] - 72 * MM)
        room = titles_end - 12 * MM - _VALUES.y
        scale = min(1.0, room / height)
        y = min(titles_end - 12 * MM, max(_VALUES.top, _VALUES.y + height))
        for label, lines in items:
            y = _item(pen, label, lines, y, scale)
        pen.text(A4[0] / 2, 24 * MM, load_letters().cover_note, NOTE, "centre")

    return Part("cover", "封面", (Page(draw),), numbered=False)


def _lines(value: str) -> list[str]:
    return break_lines(value, COVER_ITEM.face, COVER_ITEM.size, _VALUES.width - 4 * MM)


def _mark(pen: Pen) -> None:
    box = Box(FRAME.right - 24 * MM, A4[1] - 26 * MM, 24 * MM, 8 * MM)
    pen.frame(box, RULE, COVER_MARK.grey)
    pen.text(
        box.x + box.width / 2,
        baseline(box.y + (8 * MM + COVER_MARK.leading) / 2, COVER_MARK),
        MARK,
        COVER_MARK,
        "centre",
    )


def _titles(pen: Pen, application: Application, top: float) -> float:
    middle = FRAME.x + FRAME.width / 2
    for line in break_lines(application.programme.title, COVER_TITLE.face, COVER_TITLE.size, FRAME.width):
        pen.text(middle, baseline(top, COVER_TITLE), line, COVER_TITLE, "centre")
        top -= COVER_TITLE.leading
    top -= 3 * MM
    pen.text(middle, baseline(top, SUBTITLE), "申　报　材　料", SUBTITLE, "centre")
    return top - SUBTITLE.leading


def _item(pen: Pen, label: str, lines: Sequence[str], top: float, scale: float) -> float:
    """A label, and beside it each line of its value over a rule; gives where the next begins."""
    y = top - _ITEM * scale
    pen.text(_VALUES.x - 4 * MM, y, label, COVER_LABEL, "right")
    for number, line in enumerate(lines):
        y = top - (_ITEM + number * _LINE) * scale
        pen.text(_VALUES.x + 2 * MM, y, line, COVER_ITEM)
        pen.rule(_VALUES.x, y - 1.6 * MM, _VALUES.right, y - 1.6 * MM)
    return y


def _items(application: Application, receiver: str | None) -> Iterator[tuple[str, str]]:
    firm, programme = application.firm, application.programme
    yield "申报项目", programme.title
    yield "申报单位（公章）", firm.name if firm else ""
    if application.people:
        yield "申报人员", _named([person.name for person in application.people], "人")
    if application.carriers:
        yield "申报载体", _named([carrier.name for carrier in application.carriers], "个载体")
    if application.enclaves:
        yield "飞地", _named([enclave.name for enclave in application.enclaves], "处")
    if label := _year_label(application):
        yield label, f"{application.year}年"
    yield "联系人", (firm.contact or "") if firm else ""
    yield "联系电话", (firm.phone or "") if firm else ""
    yield "受理单位", receiver or ""
    yield "填报日期", DATE


def _year_label(application: Application) -> str | None:
    """What the year is, where the programme is about one."""
    programme = application.programme
    if isinstance(programme.award, YearlyRule):
        return "费用年度"
    return "考核年度" if any(c.fact == "enclave.assessment" for c in programme.criteria) else None


def _named(names: list[str], unit: str) -> str:
    if len(names) <= _NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:_NAMED])}等{len(names)}{unit}"
