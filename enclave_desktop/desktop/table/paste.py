"""What pasting a block would change: each cell held against its field before anything is saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enclave_desktop.desktop.table.editing import check_key, errors, read_text
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import Field, Sheet
from enclave_desktop.dossier.reading import BadValue, is_blank, is_clear, read_value
from enclave_desktop.dossier.showing import show_masked

Progress = Callable[[str, int, int], None]
_TWIN = "粘贴的内容里有两行是同一条"


@dataclass(slots=True)
class PastedCell:
    """One cell of the block."""

    field: Field
    text: str
    before: str = ""
    """What stands there now, masked where it is sensitive."""
    changes: bool = False
    value: Any = None
    wrong: str | None = None


@dataclass(slots=True)
class PastedRow:
    """One row of the block and the row of the record it would change; None where it would be a new one."""

    texts: list[str | None]
    """As pasted and mended, by column; None where the block has no such cell."""
    target: Any
    """The row that lies under it in the table."""
    before: Any
    cells: dict[str, PastedCell]
    """By the field's name."""
    after: Any = None
    """None when the row may not be saved."""
    key: tuple[Any, ...] | None = None
    """What it will be known by."""
    wrong: str | None = None
    """What is wrong with the row as a whole."""
    unfit: bool = False
    """Its cells make sense, but not together."""
    twin: bool = False
    """A row above it is the same one."""

    @property
    def is_wrong(self) -> bool:
        return self.faults > 0

    @property
    def faults(self) -> int:
        """How many things are wrong: cells, or the row as a whole."""
        if self.after is not None and not self.unfit and self.wrong is None and not self.twin:
            return 0
        return max(sum(1 for cell in self.cells.values() if cell.wrong), 1)

    @property
    def is_changed(self) -> bool:
        return self.after is not None and self.after != self.before

    @property
    def told(self) -> str:
        """Everything that is wrong with it."""
        told = [f"{cell.field.label}：{cell.wrong}" for cell in self.cells.values() if cell.wrong]
        return "；".join([*told, *filter(None, [self.wrong, _TWIN if self.twin else None])])


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a block are, and what its rows are held against."""

    sheet: Sheet
    dossier: Dossier
    fields: list[Field | None]
    """None for a column that is not pasted."""
    recorded: Mapping[tuple[Any, ...], Any]
    """Rows on record by their keys."""
    by_key: bool
    """Rows are found by their keys, not by where they lie."""

    def row(self, texts: list[str | None], target: Any) -> PastedRow:
        """One row, held against its fields and the record."""
        before = self._by_key(texts) if self.by_key else target
        row = PastedRow(texts, target, before, {})
        for field_, text in zip(self.fields, texts, strict=True):
            if field_ is not None and _is_pasted(field_, text, before):
                row.cells[field_.name] = _cell(field_, text or "", before, self.dossier)
        if not any(cell.wrong for cell in row.cells.values()):
            self._build(row)
        return row

    def _by_key(self, texts: Sequence[str | None]) -> Any:
        said = {f.name: text for f, text in zip(self.fields, texts, strict=True) if f and text is not None}
        try:
            return self.recorded.get(
                tuple(_or_none(part, said.get(part.name, "")) for part in self.sheet.key)
            )
        except BadValue:
            return None

    def _build(self, row: PastedRow) -> None:
        """What the row would be."""
        values = {name: cell.value for name, cell in row.cells.items()}
        after = self.sheet.entity(**values) if row.before is None else replace(row.before, **values)
        for problem in errors(after):
            told = f"{problem.reason}。{problem.remedy}"
            if problem.field in row.cells:
                row.cells[problem.field].wrong = told
                row.unfit = True
            else:
                row.wrong = told
        try:
            check_key(row.before, after, self.dossier, self.recorded)
        except BadValue as bad:
            row.wrong = f"{bad.reason}。{bad.remedy}"
        row.after, row.key = after, self.sheet.key_of(after)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a plan has, and of which kinds."""

    rows: int
    changed: int
    added: int
    wrong: int
    faults: int
    """Things that are wrong, in all wrong rows together."""

    @property
    def good(self) -> int:
        return self.changed + self.added


@dataclass(slots=True)
class PastePlan:
    """The whole block."""

    columns: Columns
    rows: list[PastedRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headers that no column has."""

    @property
    def sheet(self) -> Sheet:
        return self.columns.sheet

    @property
    def good(self) -> list[PastedRow]:
        """Rows that change something and may be saved."""
        return [row for row in self.rows if row.is_changed and not row.is_wrong]

    def tally(self) -> "Tally":
        """What would become of the rows."""
        changed = added = wrong = faults = 0
        for row in self.rows:
            if row.faults:
                wrong += 1
                faults += row.faults
            elif row.before is None:
                added += 1
            elif row.is_changed:
                changed += 1
        return Tally(len(self.rows), changed, added, wrong, faults)

    def mend(self, at: int, column: int, text: str) -> None:
        """Another text in one cell of the block."""
        row = self.rows[at]
        texts = [text if place == column else old for place, old in enumerate(row.texts)]
        self.rows[at] = self.columns.row(texts, row.target)
        self.mark_twins()

    def mark_twins(self) -> None:
        """Of several rows that are the same one only the first may be saved."""
        taken: set[Any] = set()
        for row in self.rows:
            row.twin = row.key in taken
            if row.key is not None:
                taken.add(row.key)


def plan_paste(
    sheet: Sheet,
    block: Sequence[Sequence[str]],
    fields: Sequence[Field | None],
    targets: Sequence[Any],
    dossier: Dossier,
    progress: Progress = lambda what, done, total: None,
) -> PastePlan:
    """`fields` are those of the columns from the current cell rightwards, `targets` the rows from it downwards.

    A block that begins with the table's own headers finds its columns by them, and its rows by their keys
    when it holds all of the key. What a new row must have and the block lacks becomes a column to fill in.
    """
    heads = _headers(sheet, block)
    rows = block[1:] if heads else block
    used = (
        [heads.get(label) for label in block[0]] if heads else list(fields[: max(map(len, block), default=0)])
    )
    by_key = bool(heads) and set(sheet.key) <= set(used)
    if by_key or len(rows) > len(targets):
        used += [part for part in sheet.fields if part.required and part not in used]
    recorded = {sheet.key_of(row): row for row in dossier.rows(sheet.entity)}
    plan = PastePlan(
        Columns(sheet, dossier, used, recorded, by_key),
        ignored=[label for label in block[0] if label.strip() and label not in heads] if heads else [],
    )
    for at, given in enumerate(rows):
        progress("核对粘贴的内容", at, len(rows))
        texts = [*given[: len(used)], *[None] * (len(used) - len(given))]
        plan.rows.append(plan.columns.row(texts, targets[at] if at < len(targets) else None))
    plan.mark_twins()
    return plan


def _headers(sheet: Sheet, block: Sequence[Sequence[str]]) -> dict[str, Field]:
    """The fields by the headers of the first row; empty when it is none."""
    labels = {field.label: field for field in sheet.fields}
    labels |= {f"{field.label}（元）": field for field in sheet.fields}
    first = [label for label in (block[0] if block else ()) if label.strip()]
    found = {label: labels[label] for label in first if label in labels}
    return found if len(block) > 1 and found and 2 * len(found) >= len(first) else {}


def _is_pasted(field_: Field, text: str | None, before: Any) -> bool:
    """A blank cell empties what is on record; in a new row it says nothing, unless something must stand there."""
    if before is not None:
        return text is not None
    return field_.required or (text is not None and not is_blank(text))


def _cell(field_: Field, text: str, before: Any, dossier: Dossier) -> PastedCell:
    cell = PastedCell(field_, text)
    if before is not None:
        cell.before = show_masked(field_, getattr(before, field_.name))
    try:
        # As in a workbook a dash clears.
        cell.value = read_text(field_, "" if is_clear(text) else text, dossier)
    except BadValue as bad:
        cell.wrong = f"{bad.reason}。{bad.remedy}"
    else:
        cell.changes = before is None or cell.value != getattr(before, field_.name)
    return cell


def _or_none(part: Field, text: str) -> Any:
    return None if is_blank(text) else read_value(part, text)
