"""The reference forms: an A4 grid of labelled cells as data, read strictly from `forms/<form>/form.toml`.

A section's rows are lists of cells, or the name of a block of `forms/blocks.toml` that several forms share.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from enclave_desktop import paths
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Approval, Filing
from enclave_desktop.errors import UserError
from enclave_desktop.packet.binding import VALUES
from enclave_desktop.packet.style import COLUMNS, FRAME, MM
from enclave_desktop.policy.loading import shipped_packs
from enclave_desktop.policy.pack import Programme
from enclave_desktop.toml_table import Table, load_toml, nearest

BLOCKS_FILE = "blocks.toml"
FORM_FILE = "form.toml"
HIGHEST = 150
"""mm; a row is never torn by the end of a page."""

_OFFICES = SHEETS[Filing].field("authority").choices
_CATEGORIES = SHEETS[Approval].field("category").choices


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and beside it what is on record, boxes to tick, or room for a hand."""

    label: str
    value: str | None = None
    """Name of a value of `binding`; None is left to a hand."""
    choices: tuple[str, ...] = ()
    """Boxes; the one that the value names is ticked."""
    hint: str | None = None
    """Name of a value set small beside the first, or into an empty cell."""
    height: float = 0.0
    """Least height in mm, where more than a row's."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A box for a photograph, at the right of as many rows as `rows` says."""

    words: str
    rows: int


@dataclass(frozen=True, slots=True)
class Signature:
    """A statement, lines to sign on, and where there is one the place of a seal; always left empty."""

    statement: str
    lines: tuple[str, ...]
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """Where an office writes, signs and seals; always left empty."""

    label: str
    lines: tuple[str, ...]
    seal: str


Item = Entry | Photo | Signature | Opinion
Row = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading; without a heading they go on from those before."""

    heading: str | None
    rows: tuple[Row, ...]
    only: tuple[str, ...] = ()
    """Programmes that have it; empty is all."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What a form says for one of its programmes."""

    title: str
    office: str | None = None
    """With which office the enclave's filing is shown."""
    category: str | None = None
    """类别 of the approval that turns its packet into one for payment."""
    receiver: str | None = None
    """受理单位; None is left to a hand."""


@dataclass(frozen=True, slots=True)
class Form:
    """One reference form, for one programme or several."""

    id: str
    usual: Variant
    variants: dict[str, Variant]
    """By programme, where it says something else than usual."""
    sections: tuple[Section, ...]
    columns: tuple[float, ...]
    """Widths in mm; empty is the usual grid."""
    annexes: tuple[str, ...]
    """Annex tables that go with it, in order."""
    personal: bool
    """The person whom it is about signs as well."""
    place: str
    """What the commitment letter calls the enclave: 飞地, 飞地孵化器, 载体."""

    def variant(self, programme: Programme) -> Variant:
        """What it says for that programme. Of a measure that does not ship it names no office: that is left to a hand."""
        if programme.measure.id in {pack.measure.id for pack in shipped_packs()}:
            return self.variants.get(programme.id, self.usual)
        return Variant(self.usual.title)

    def sections_for(self, programme: str) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if not section.only or programme in section.only)


@cache
def load_form(form: str) -> Form:
    """The form in the folder of that name; UserError, with the nearest name, when there is none."""
    folder = paths.forms()
    known = form_ids()
    if form not in known:
        raise UserError(f"没有名为“{form}”的表样{nearest(form, known)}（可用：{'、'.join(known)}）。")
    return read_form(folder / form / FORM_FILE, folder / BLOCKS_FILE)


def form_ids() -> tuple[str, ...]:
    """The folders that hold a form."""
    return tuple(sorted(file.parent.name for file in paths.forms().glob(f"*/{FORM_FILE}")))


def read_form(file: Path, blocks_file: Path) -> Form:
    """A form and the blocks it may name; UserError with file and key path when something in it is not known."""
    blocks = parse_blocks(load_toml(blocks_file), blocks_file.name)
    name = f"{file.parent.name}/{file.name}"
    return parse_form(load_toml(file), name, file.parent.name, blocks)


def parse_blocks(data: dict[str, Any], file: str) -> dict[str, tuple[Row, ...]]:
    """Blocks by name."""
    with Table(data, file) as table:
        return {name: _rows(table, name, file, name, {}) for name in table.names()}


def parse_form(data: dict[str, Any], file: str, form: str, blocks: dict[str, tuple[Row, ...]]) -> Form:
    """A form from TOML data; `file` names it in errors."""
    with Table(data, file) as table:
        columns = _columns(table)
        usual = _variant(table, Variant(table.text("title")))
        variants = _variants(table, usual)
        return Form(
            id=form,
            usual=usual,
            variants=variants,
            sections=tuple(
                _section(t, f"sections[{index}]", file, blocks, variants, len(columns) or len(COLUMNS))
                for index, t in enumerate(table.tables("sections"))
            ),
            columns=columns,
            annexes=table.words("annexes"),
            personal=table.flag("personal"),
            place=table.optional_text("place") or "飞地",
        )


def _variants(table: Table, usual: Variant) -> dict[str, Variant]:
    given = table.optional_table("variants")
    if given is None:
        return {}
    with given:
        variants = {}
        for name in given.names():
            with given.table(name) as variant:
                variants[name] = _variant(variant, usual)
        return variants


def _variant(table: Table, usual: Variant) -> Variant:
    """What a programme says otherwise than the form does for all."""
    return Variant(
        title=table.optional_text("title") or usual.title,
        office=table.word("office", _OFFICES) if "office" in table else usual.office,
        category=table.word("category", _CATEGORIES) if "category" in table else usual.category,
        receiver=table.optional_text("receiver") or usual.receiver,
    )


def _section(
    table: Table,
    path: str,
    file: str,
    blocks: dict[str, tuple[Row, ...]],
    programmes: dict[str, Variant],
    columns: int,
) -> Section:
    with table:
        rows = _rows(table, "rows", file, f"{path}.rows", blocks)
        _check_grid(rows, columns, table)
        return Section(table.optional_text("heading"), rows, table.words("only", programmes))


def _check_grid(rows: tuple[Row, ...], columns: int, table: Table) -> None:
    """Refuse rows with more cells than the grid has columns, and photographs that do not fit in."""
    beside_photo = 0
    for index, row in enumerate(rows):
        for item in row:
            if isinstance(item, Photo):
                if item is not row[-1] or len(row) < 2 or not 1 <= item.rows <= len(rows) - index:
                    raise table.error("rows", "中的照片应在一行之末，所占行数不超过本节余下的行数")
                beside_photo = index + item.rows
        cells = [item for item in row if not isinstance(item, Photo)]
        if len(cells) > 1 and any(isinstance(item, Signature | Opinion) for item in cells):
            raise table.error("rows", "中的签字或意见栏应独占一行")
        if 2 * len(cells) > columns - (index < beside_photo):
            raise table.error("rows", f"中有一行多于 {columns // 2} 项")


def _rows(
    table: Table, key: str, file: str, path: str, blocks: dict[str, tuple[Row, ...]]
) -> tuple[Row, ...]:
    found: list[Row] = []
    given = table.raw(key)
    if not isinstance(given, list) or not given:
        raise table.error(key, "应为行的列表，至少一行")
    for index, row in enumerate(given):
        place = f"{key}[{index}]"
        if isinstance(row, str):
            if row not in blocks:
                raise table.error(place, f"没有名为“{row}”的公用块{nearest(row, blocks)}")
            found.extend(blocks[row])
        elif isinstance(row, list) and row and all(isinstance(cell, dict) for cell in row):
            found.append(tuple(_item(Table(c, file, f"{path}[{index}][{at}]")) for at, c in enumerate(row)))
        else:
            raise table.error(place, "应为一行单元格，或一个公用块的名字")
    return tuple(found)


def _item(table: Table) -> Item:
    with table:
        if "photo" in table:
            return Photo(table.text("photo"), table.whole("rows"))
        if "statement" in table:
            return Signature(table.text("statement"), table.words("lines"), table.optional_text("seal"))
        if "opinion" in table:
            return Opinion(table.text("opinion"), table.words("lines"), table.text("seal"))
        return Entry(
            label=table.text("label"),
            value=_binding(table, "value"),
            choices=table.words("choices"),
            hint=_binding(table, "hint"),
            height=_height(table),
        )


def _height(table: Table) -> float:
    height = table.optional_whole("height") or 0
    if not 0 <= height <= HIGHEST:
        raise table.error("height", f"应在 0 至 {HIGHEST} 毫米之间")
    return float(height)


def _binding(table: Table, key: str) -> str | None:
    name = table.optional_text(key)
    if name is not None and name not in VALUES:
        raise table.error(key, f"没有名为“{name}”的数据项{nearest(name, VALUES)}")
    return name


def _columns(table: Table) -> tuple[float, ...]:
    columns = table.raw("columns") if "columns" in table else []
    if not isinstance(columns, list) or not all(type(n) in (int, float) and n > 0 for n in columns):
        raise table.error("columns", "应为正数的列表（毫米）")
    if columns and abs(sum(columns) * MM - FRAME.width) > 0.01:
        raise table.error("columns", f"合计应为 {FRAME.width / MM:g} 毫米")
    return tuple(float(number) for number in columns)
