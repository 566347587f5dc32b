"""What pasting a block would change: each cell held against its field before anything is saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from enclave_desktop.desktop.table.editing import check_key, errors, read_text
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import Field, Sheet
from enclave_desktop.dossier.reading import BadValue, is_blank, is_clear, read_value
from enclave_desktop.dossier.showing import show_masked


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

    before: Any
    cells: list[PastedCell]
    after: Any = None
    """None when the row may not be saved."""
    wrong: str | None = None
    """What is wrong with the row as a whole."""

    @property
    def is_wrong(self) -> bool:
        return self.wrong is not None or any(cell.wrong for cell in self.cells)

    @property
    def is_changed(self) -> bool:
        return self.after is not None and self.after != self.before


@dataclass(slots=True)
class PastePlan:
    """The whole block."""

    sheet: Sheet
    rows: list[PastedRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headers that no column has."""

    @property
    def good(self) -> list[PastedRow]:
        """Rows that change something and may be saved."""
        return [row for row in self.rows if row.is_changed and not row.is_wrong]

    @property
    def wrong_cells(self) -> int:
        return sum(
            max(sum(1 for cell in row.cells if cell.wrong), int(row.wrong is not None)) for row in self.rows
        )


def plan_paste(
    sheet: Sheet,
    block: Sequence[Sequence[str]],
    fields: Sequence[Field | None],
    targets: Sequence[Any],
    dossier: Dossier,
) -> PastePlan:
    """`fields` are those of the columns from the current cell rightwards, `targets` the rows from it downwards.

    A block that begins with the table's own headers finds its columns by them, and its rows by their keys
    when it holds all of the key.
    """
    heads = _headers(sheet, block)
    if not heads:
        width = max(map(len, block), default=0)
        plan = PastePlan(sheet)
        used, rows = list(fields[:width]), list(block)
        known = list(targets[: len(rows)])
    else:
        plan = PastePlan(sheet, ignored=[label for label in block[0] if label.strip() and label not in heads])
        used, rows = [heads.get(label) for label in block[0]], list(block[1:])
        by_key = set(sheet.key) <= set(used)
        known = _by_key(sheet, rows, used, dossier) if by_key else list(targets[: len(rows)])
    known += [None] * (len(rows) - len(known))
    taken: set[Any] = set()
    recorded = set(map(sheet.key_of, dossier.rows(sheet.entity)))
    for texts, before in zip(rows, known, strict=True):
        row = _row(sheet, texts, used, before, dossier)
        _build(sheet, row, dossier, recorded)
        _refuse_twins(sheet, row, taken)
        plan.rows.append(row)
    return plan


def _headers(sheet: Sheet, block: Sequence[Sequence[str]]) -> dict[str, Field]:
    """The fields by the headers of the first row; empty when it is none."""
    labels = {field.label: field for field in sheet.fields}
    labels |= {f"{field.label}（元）": field for field in sheet.fields}
    first = [label for label in (block[0] if block else ()) if label.strip()]
    found = {label: labels[label] for label in first if label in labels}
    return found if len(block) > 1 and found and 2 * len(found) >= len(first) else {}


def _by_key(
    sheet: Sheet, rows: Sequence[Sequence[str]], used: Sequence[Field | None], dossier: Dossier
) -> list[Any]:
    recorded = {sheet.key_of(row): row for row in dossier.rows(sheet.entity)}
    found = []
    for texts in rows:
        said = {field.name: text for field, text in zip(used, texts, strict=False) if field}
        try:
            key = tuple(_or_none(part, said.get(part.name, "")) for part in sheet.key)
        except BadValue:
            key = ()
        found.append(recorded.get(key))
    return found


def _or_none(part: Field, text: str) -> Any:
    return None if is_blank(text) else read_value(part, text)


def _row(
    sheet: Sheet, texts: Sequence[str], used: Sequence[Field | None], before: Any, dossier: Dossier
) -> PastedRow:
    row = PastedRow(before, [])
    for field_, text in zip(used, texts, strict=False):
        if field_ is None or (before is None and is_blank(text) and not field_.required):
            continue
        cell = PastedCell(field_, text)
        row.cells.append(cell)
        if before is not None:
            cell.before = show_masked(field_, getattr(before, field_.name))
        try:
            cell.value = _value(field_, text, dossier)
        except BadValue as bad:
            cell.wrong = f"{bad.reason}。{bad.remedy}"
        else:
            cell.changes = before is None or cell.value != getattr(before, field_.name)
    return row


def _value(field_: Field, text: str, dossier: Dossier) -> Any:
    """As in a workbook a dash clears."""
    return read_text(field_, "" if is_clear(text) else text, dossier)


def _build(sheet: Sheet, row: PastedRow, dossier: Dossier, recorded: Collection[Any]) -> None:
    """What the row would be, where all its cells make sense."""
    if any(cell.wrong for cell in row.cells):
        return
    values = {cell.field.name: cell.value for cell in row.cells}
    lacking = [f.label for f in sheet.fields if f.required and row.before is None and f.name not in values]
    if lacking:
        row.wrong = f"新的一行缺{'、'.join(lacking)}"
        return
    after = sheet.entity(**values) if row.before is None else replace(row.before, **values)
    for problem in errors(after):
        told = f"{problem.reason}。{problem.remedy}"
        cell = next((cell for cell in row.cells if cell.field.name == problem.field), None)
        if cell:
            cell.wrong = told
        else:
            row.wrong = told
    try:
        check_key(row.before, after, dossier, recorded)
    except BadValue as bad:
        row.wrong = f"{bad.reason}。{bad.remedy}"
    row.after = after


def _refuse_twins(sheet: Sheet, row: PastedRow, taken: set[Any]) -> None:
    if row.after is None:
        return
    key = sheet.key_of(row.after)
    if key in taken:
        row.wrong = "粘贴的内容里有两行是同一条"
    taken.add(key)
