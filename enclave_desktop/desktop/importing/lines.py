"""What a dry run found, as lines of a table: worded when painted, since there may be a hundred thousand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from enclave_desktop.desktop.importing.dry_run import BookCell, DryRun
from enclave_desktop.dossier.fields import SHEETS, Sheet
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.exchange.remarks import Remark
from enclave_desktop.exchange.sheet_plan import SheetPlan

_NAME = "name"
_NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Lines:
    """A table of lines; `words` are the cells of one."""

    title: str
    headers: tuple[str, ...]
    widths: tuple[int, ...]
    """Logical pixels of all columns but the last, which takes what is left."""
    rows: Sequence[Any]
    words: Callable[[Any], tuple[str, ...]]
    editable: int | None = None
    """The column where a wrong cell is mended."""


class Fault(NamedTuple):
    """A wrong cell and where it is; without a place it cannot be mended here."""

    remark: Remark
    place: BookCell | None


def fault_lines(run: DryRun, title: str | None) -> Lines:
    """The wrong cells of one sheet, or of all."""
    faults = [
        Fault(remark, run.place(remark))
        for remark in run.plan.remarks.errors
        if title in (None, remark.sheet)
    ]
    headers = ("表", "行", "列", "值", "原因", "怎么改")
    return Lines("有错", headers, (84, 52, 100, 160, 236), faults, _fault_words, editable=3)


def hint_lines(run: DryRun, title: str | None) -> Lines:
    """What is to be looked at, and what was passed over."""
    hints: list[Remark | str] = [
        remark for remark in run.plan.remarks.warnings if title in (None, remark.sheet)
    ]
    if title is None:
        hints += run.plan.notices
    headers = ("表", "行", "列", "值", "提示", "怎么做")
    return Lines("提示", headers, (84, 52, 100, 140, 280), hints, _hint_words)


def new_lines(run: DryRun, title: str | None) -> Lines:
    """The rows that would be added."""
    rows = [row for sheet in _chosen(run, title) for row in sheet.added]
    return Lines("新增", ("表", "名称或编号", "内容"), (84, 300), rows, _new_words)


def changed_lines(run: DryRun, title: str | None) -> Lines:
    """The rows that would be changed: what they hold, and what they would."""
    pairs = [pair for sheet in _chosen(run, title) for pair in sheet.updated]
    return Lines("更改", ("表", "名称或编号", "改动"), (84, 300), pairs, _changed_words)


def _chosen(run: DryRun, title: str | None) -> list[SheetPlan]:
    return [sheet for sheet in run.plan.sheets if title in (None, sheet.title)]


def _fault_words(fault: Fault) -> tuple[str, ...]:
    found = fault.remark
    return (found.sheet, str(found.row or ""), found.column, found.value, found.reason, found.remedy)


def _hint_words(hint: Remark | str) -> tuple[str, ...]:
    if isinstance(hint, str):
        return ("", "", "", "", hint, "")
    return (hint.sheet, str(hint.row or ""), hint.column, hint.value, hint.reason, hint.remedy)


def _new_words(row: Any) -> tuple[str, ...]:
    spec = SHEETS[type(row)]
    said = (
        f"{field.label} {shown}"
        for field in spec.fields
        if not field.key and field.name != _NAME and (shown := show_masked(field, getattr(row, field.name)))
    )
    return (spec.title, _who(spec, row), "，".join(said))


def _changed_words(pair: tuple[Any, Any]) -> tuple[str, ...]:
    before, after = pair
    spec = SHEETS[type(before)]
    said = []
    for field in spec.fields:
        was, will_be = getattr(before, field.name), getattr(after, field.name)
        if was != will_be:
            shown = (show_masked(field, value) or _NOTHING for value in (was, will_be))
            said.append(f"{field.label}：{' → '.join(shown)}")
    return (spec.title, _who(spec, before), "；".join(said))


def _who(spec: Sheet, row: Any) -> str:
    """A row by what it is known by: its name if it has one, and its key."""
    fields = [field for field in spec.fields if field.key or field.name == _NAME]
    return " · ".join(
        show_masked(field, getattr(row, field.name)) for field in fields if getattr(row, field.name)
    )


class Sums(NamedTuple):
    """How many rows of a sheet are new, changed, equal and wrong."""

    title: str
    new: int
    changed: int
    equal: int
    bad: int


def sums(run: DryRun) -> list[Sums]:
    """All sheets of the book, in the standard order; the first line sums them up."""
    plan = run.plan
    by_sheet = [
        Sums(sheet.title, len(sheet.added), len(sheet.updated), sheet.equal, sheet.bad)
        for sheet in plan.sheets
    ]
    return [Sums("合计", plan.new, plan.changed, plan.equal, plan.bad), *by_sheet]


def wrong_rows(run: DryRun, title: str) -> dict[int, dict[str, str]]:
    """The wrong rows of a sheet by index, each with its wrong fields' labels and what is wrong."""
    sheet = run.sheets.get(title)
    rows: dict[int, dict[str, str]] = {}
    for remark in run.plan.remarks.errors:
        row = sheet.row_of(remark) if sheet and remark.sheet == title else None
        if sheet and row is not None and row > sheet.layout.header:
            rows.setdefault(row, {})[remark.column] = f"{remark.reason} → {remark.remedy}"
    return rows
