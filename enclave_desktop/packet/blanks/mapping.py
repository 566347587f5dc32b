"""Mappings: which cell of an office's blank holds what, read strictly from TOML and written as it.

A mapping is for one file, known by its SHA-256. It holds no personal data and can be handed on.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from enclave_desktop.errors import UserError
from enclave_desktop.packet.binding import VALUES
from enclave_desktop.packet.blanks.vocabulary import placeholders
from enclave_desktop.packet.draw import Align
from enclave_desktop.packet.fonts import CHAINS
from enclave_desktop.packet.style import SMALLEST, WUHAO
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.toml_table import Table, load_toml, nearest
from enclave_desktop.whole_file import write_whole

PDF, DOCX = "pdf", "docx"
TEXT, MULTILINE, CHECK, MONEY, DATE = "text", "multiline", "check", "money", "date"
KINDS = {TEXT: "文字", MULTILINE: "多行文字", CHECK: "方框", MONEY: "金额", DATE: "日期"}
"""Kinds of cells, and what they are called."""
FORMATS = {
    MONEY: ("分节", "不分节", "整元", "万元"),
    DATE: ("年月日", "年-月-日", "年.月.日", "年/月/日", "年", "月", "日"),
}
"""How a kind may be written; the first is meant where none is said."""
ALIGNS: tuple[Align, ...] = ("left", "centre", "right")
LARGEST_SIZE = 36
_SHA256 = 64
_LONGEST_NAME = 255
"""Bytes; what file systems hold."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page as it is displayed (turned, cropped): points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def overlap(self, other: "Area") -> float:
        """Square points that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, across) * max(0.0, down)


@dataclass(frozen=True, slots=True)
class OnPage:
    """A rectangle of a PDF; pages count from 1."""

    page: int
    area: Area


@dataclass(frozen=True, slots=True)
class InField:
    """A form field of a PDF by its full name; of several boxes the one whose state it is."""

    field: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class InTable:
    """A cell of a table in a Word file; all count from 1, a merged cell by its first row and column."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class AtWords:
    """Wherever these words stand in a Word file: {{企业名称}}. They are replaced."""

    words: str


@dataclass(frozen=True, slots=True)
class AtBlank:
    """What a line of a Word file leaves free after these words: 申报单位：＿＿＿＿."""

    after: str
    nth: int = 1
    """Of the blanks after the same words, from 1."""


@dataclass(frozen=True, slots=True)
class InControl:
    """A content control of a Word file, by its tag or title."""

    control: str


Place = OnPage | InField | InTable | AtWords | AtBlank | InControl
PLACES: dict[str, tuple[type[Any], ...]] = {
    PDF: (OnPage, InField),
    DOCX: (InTable, AtWords, AtBlank, InControl),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a blank and what it holds."""

    value: str
    """Name of a value of `binding`."""
    place: Place
    kind: str = TEXT
    label: str = ""
    """What the blank calls it; names it on the addendum page."""
    ticks: str = ""
    """Of a check box: the word that ticks it."""
    format: str = ""
    """One of FORMATS of its kind; empty is the first."""
    align: Align | None = None
    """None: money at the right, boxes in the middle, all else at the left."""
    size: float = WUHAO
    """Points, at most; text that is long is set smaller."""
    face: str = "song"
    comb: int = 0
    """So many equal boxes side by side with one character each; 0 is none."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a whole blank is filled in with."""

    title: str
    programmes: tuple[str, ...]
    blank: str
    """Name of the blank's file."""
    sha256: str
    """Of the blank's bytes, in hexadecimal."""
    kind: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnBlank:
    """An office's blank that is to be filled in."""

    mapping: Mapping
    data: bytes
    besides: bool = False
    """After our own form; else in place of it."""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check_digest(mapping: Mapping, data: bytes, name: str) -> None:
    """UserError unless these are the bytes of the mapping's blank."""
    if digest(data) != mapping.sha256:
        raise UserError(
            f"{name} 不是“{mapping.title}”所对应的那份空白表（内容有出入）。",
            f"对应关系是按 {mapping.blank} 做的，换了表再填会错位。",
            "请找回原来的文件；如果主管部门换了新表，请用新表重新对应一次，原来的格子可以沿用。",
        )


def load_mapping(path: Path) -> Mapping:
    """The mapping in a file; UserError with its key path when something in it is not known."""
    return parse_mapping(load_toml(path), path.name)


def parse_mapping(data: dict[str, Any], file: str) -> Mapping:
    """A mapping from TOML data; `file` names it in errors."""
    known = {programme.id for pack in load_packs() for programme in pack.programmes}
    with Table(data, file) as table:
        kind = table.word("kind", PLACES)
        sha256 = table.text("sha256").lower()
        if len(sha256) != _SHA256 or set(sha256) - set("0123456789abcdef"):
            raise table.error("sha256", "应为 64 位十六进制数字")
        return Mapping(
            title=table.text("title"),
            programmes=table.words("programmes", known),
            blank=_file_name(table, "blank"),
            sha256=sha256,
            kind=kind,
            cells=tuple(_cell(cell, kind) for cell in table.tables("cells")),
        )


def _file_name(table: Table, key: str) -> str:
    """The bare name of a file: none that leads out of its folder, on any system."""
    name = table.text(key)
    if (
        not name.strip(" .")
        or len(name.encode()) > _LONGEST_NAME
        or any(c < " " or c in "/\\:" for c in name)
    ):
        raise table.error(key, "应为不带文件夹的文件名")
    return name


def _cell(table: Table, blank_kind: str) -> Cell:
    with table:
        value = table.text("value")
        if value not in VALUES:
            raise table.error("value", f"没有名为“{value}”的数据项{nearest(value, VALUES)}")
        kind = table.word("kind", KINDS, TEXT)
        return Cell(
            value=value,
            place=_place(table, blank_kind),
            kind=kind,
            label=table.optional_text("label") or "",
            ticks=_ticks(table, value, kind),
            format=_format(table, kind),
            align=_align(table),
            size=_size(table),
            face=table.word("face", CHAINS, "song"),
            comb=_count(table, "comb", 0),
        )


def _place(table: Table, blank_kind: str) -> Place:
    if blank_kind == PDF and "field" in table:
        return InField(table.text("field"), table.optional_text("state") or "")
    if blank_kind == PDF:
        return OnPage(_count(table, "page", 1), _area(table))
    if "words" in table:
        return AtWords(table.text("words"))
    if "after" in table:
        return AtBlank(table.text("after"), _count(table, "nth", 0) or 1)
    if "control" in table:
        return InControl(table.text("control"))
    return InTable(_count(table, "table", 1), _count(table, "row", 1), _count(table, "column", 1))


def _area(table: Table) -> Area:
    numbers = table.raw("box")
    if (
        not isinstance(numbers, list)
        or len(numbers) != 4
        or not all(type(n) in (int, float) for n in numbers)
    ):
        raise table.error("box", "应为四个数字：左、上、宽、高（点）")
    if min(numbers[2:]) <= 0:
        raise table.error("box", "的宽和高应大于 0")
    return Area(*map(float, numbers))


def _count(table: Table, key: str, least: int) -> int:
    if not least and key not in table:
        return 0
    number = table.whole(key)
    if number < 1:
        raise table.error(key, "从 1 起算")
    return number


def _ticks(table: Table, value: str, kind: str) -> str:
    if kind != CHECK:
        return ""
    ticks = table.text("ticks")
    known = placeholders()[value]
    if known.closed and ticks not in known.choices:
        choices = "、".join(known.choices)
        raise table.error("ticks", f"不认识“{ticks}”{nearest(ticks, known.choices)}（可用：{choices}）")
    return ticks


def _format(table: Table, kind: str) -> str:
    return table.word("format", FORMATS[kind], "") if kind in FORMATS and "format" in table else ""


def _align(table: Table) -> Align | None:
    if "align" not in table:
        return None
    word = table.word("align", ALIGNS)
    return next(align for align in ALIGNS if align == word)


def _size(table: Table) -> float:
    if "size" not in table:
        return WUHAO
    size = table.raw("size")
    if type(size) not in (int, float) or not SMALLEST <= size <= LARGEST_SIZE:
        raise table.error("size", f"应为 {SMALLEST:g} 至 {LARGEST_SIZE} 之间的数字（点）")
    return float(size)


def save_mapping(mapping: Mapping, path: Path) -> None:
    """Writes it whole or not at all."""
    text = as_toml(mapping)
    write_whole(path, lambda temporary: temporary.write_text(text, "utf-8", newline="\n"))


def as_toml(mapping: Mapping) -> str:
    """The mapping as a file that `parse_mapping` reads as the same."""
    lines = [
        f"title = {_quoted(mapping.title)}",
        f"programmes = [{', '.join(map(_quoted, mapping.programmes))}]",
        f"blank = {_quoted(mapping.blank)}",
        f'sha256 = "{mapping.sha256}"',
        f'kind = "{mapping.kind}"',
    ]
    for cell in mapping.cells:
        lines += ["", "[[cells]]", *(f"{key} = {value}" for key, value in _lines(cell))]
    return "\n".join([*lines, ""])


def _lines(cell: Cell) -> Iterator[tuple[str, str]]:
    usual = Cell(cell.value, cell.place)
    yield "value", _quoted(cell.value)
    yield from _place_lines(cell.place)
    for key in ("kind", "label", "ticks", "format", "align", "size", "face", "comb"):
        value = getattr(cell, key)
        if value != getattr(usual, key):
            yield key, _quoted(value) if isinstance(value, str) else f"{value:g}"


def _place_lines(place: Place) -> Iterator[tuple[str, str]]:
    match place:
        case OnPage(page, area):
            numbers = (area.left, area.top, area.width, area.height)
            yield "page", str(page)
            yield "box", f"[{', '.join(f'{number:g}' for number in numbers)}]"
        case InField(field, state):
            yield "field", _quoted(field)
            if state:
                yield "state", _quoted(state)
        case InTable(table, row, column):
            yield from (("table", str(table)), ("row", str(row)), ("column", str(column)))
        case AtWords(words):
            yield "words", _quoted(words)
        case AtBlank(after, nth):
            yield "after", _quoted(after)
            if nth > 1:
                yield "nth", str(nth)
        case InControl(control):
            yield "control", _quoted(control)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
