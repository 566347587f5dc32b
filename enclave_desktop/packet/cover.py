"""封面: what is applied for, by whom and for whom; not numbered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from enclave_desktop.packet.application import Application
from enclave_desktop.packet.cells import balanced
from enclave_desktop.packet.document import Page, Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import baseline
from enclave_desktop.packet.folios import COVER, COVER_LABELS
from enclave_desktop.packet.letters import YEAR_AND_DATE, load_letters
from enclave_desktop.packet.style import (
    COVER_CLOSEST,
    COVER_FEW_LINES,
    COVER_ITEM,
    COVER_ITEM_ROOM,
    COVER_ITEMS,
    COVER_LABEL,
    COVER_LABEL_GAP,
    COVER_LINE_ROOM,
    COVER_MARK,
    COVER_MARK_BOX,
    COVER_NOTE,
    COVER_RULE_DROP,
    COVER_SMALL_ITEM,
    COVER_SMALL_LINE_ROOM,
    COVER_TITLE,
    COVER_TITLE_ROOM,
    COVER_TOP,
    FRAME,
    LINE_GAP,
    NOTE,
    RULE,
    SUBTITLE,
    Type,
)
from enclave_desktop.packet.text import break_lines
from enclave_desktop.policy.pack import YearlyRule

MARK = "参考样表"
CUT_SHORT = "…"
_MIDDLE = FRAME.x + FRAME.width / 2
_NAMED = 4
"""So many subjects are named, of more their number."""


def cover_part(application: Application, *, receiver: str | None) -> Part:
    """The cover; `receiver` is the 受理单位, left to a hand when it is not known."""
    whole = [_Item.of(label, value) for label, value in _items(application, receiver)]

    def draw(pen: Pen, places: Places) -> None:
        _mark(pen)
        top = _titles(pen, application) - COVER_TITLE_ROOM[1]
        items = _fitting(whole, (top - COVER_ITEMS.y) / COVER_CLOSEST)
        height = _height(items)
        scale = min(1.0, (top - COVER_ITEMS.y) / height)
        y = min(top, max(COVER_ITEMS.top, COVER_ITEMS.y + height))
        for item in items:
            y = item.draw(pen, y, scale)
        pen.text(_MIDDLE, COVER_NOTE, load_letters().cover_note, NOTE, "centre")

    return Part(COVER, COVER_LABELS[0], (Page(draw),), numbered=False)


@dataclass(frozen=True, slots=True)
class _Item:
    """A label, and beside it each line of its value over a rule."""

    label: str
    lines: tuple[str, ...]
    type: Type = COVER_ITEM
    line_room: float = COVER_LINE_ROOM

    @classmethod
    def of(cls, label: str, value: str) -> Self:
        """A value of many lines is set small."""
        room = COVER_ITEMS.width - 2 * LINE_GAP
        lines = balanced(value, COVER_ITEM, room)
        if len(lines) <= COVER_FEW_LINES:
            return cls(label, tuple(lines))
        small = COVER_SMALL_ITEM
        return cls(label, tuple(balanced(value, small, room)), small, COVER_SMALL_LINE_ROOM)

    @property
    def height(self) -> float:
        return COVER_ITEM_ROOM + (len(self.lines) - 1) * self.line_room

    def shortened(self) -> Self:
        """By a line."""
        return replace(self, lines=(*self.lines[:-2], f"{self.lines[-2][:-1]}{CUT_SHORT}"))

    def draw(self, pen: Pen, top: float, scale: float) -> float:
        """Gives where the next begins."""
        y = top - COVER_ITEM_ROOM * scale
        pen.text(COVER_ITEMS.x - COVER_LABEL_GAP, y, self.label, COVER_LABEL, "right")
        for number, line in enumerate(self.lines):
            y = top - (COVER_ITEM_ROOM + number * self.line_room) * scale
            pen.text(COVER_ITEMS.x + LINE_GAP, y, line, self.type)
            pen.rule(COVER_ITEMS.x, y - COVER_RULE_DROP, COVER_ITEMS.right, y - COVER_RULE_DROP)
        return y


def _height(items: Iterable[_Item]) -> float:
    return sum(item.height for item in items)


def _fitting(items: Iterable[_Item], room: float) -> list[_Item]:
    """The items, the longest of them cut until all have room; in full they stand on the form."""
    fitting = list(items)
    while _height(fitting) > room:
        at = max(range(len(fitting)), key=lambda n: fitting[n].height)
        fitting[at] = fitting[at].shortened()
    return fitting


def _mark(pen: Pen) -> None:
    box = COVER_MARK_BOX
    pen.frame(box, RULE, COVER_MARK.grey)
    y = baseline(box.y + (box.height + COVER_MARK.leading) / 2, COVER_MARK)
    pen.text(box.x + box.width / 2, y, MARK, COVER_MARK, "centre")


def _titles(pen: Pen, application: Application) -> float:
    """What is applied for; gives where it ends."""
    top = COVER_TOP
    for line in break_lines(application.programme.title, COVER_TITLE.face, COVER_TITLE.size, FRAME.width):
        pen.text(_MIDDLE, baseline(top, COVER_TITLE), line, COVER_TITLE, "centre")
        top -= COVER_TITLE.leading
    top -= COVER_TITLE_ROOM[0]
    pen.text(_MIDDLE, baseline(top, SUBTITLE), "申　报　材　料", SUBTITLE, "centre")
    return top - SUBTITLE.leading


def _items(application: Application, receiver: str | None) -> Iterator[tuple[str, str]]:
    firm, programme = application.firm, application.programme
    yield "申报项目", programme.marked_title
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
    yield "填报日期", YEAR_AND_DATE


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
