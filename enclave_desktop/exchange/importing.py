"""Importing a workbook into a record in one transaction, and saying how it went."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.exchange.plan import ImportPlan, plan_import
from enclave_desktop.exchange.sheet_plan import Progress, silent
from enclave_desktop.exchange.workbook import Book, read_book
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record

MOST_LINES = 200
"""Bad cells that are listed one by one; and as many of those to look at."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A workbook held against a record, and perhaps imported."""

    book: Book
    plan: ImportPlan
    dry_run: bool

    @property
    def done(self) -> bool:
        """Everything went in that was asked for, or in a dry run would have."""
        return self.plan.accepted


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Rows by the hundred thousand, all alive to the end: to look for garbage in them is a tenth of the work."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collecting()
def import_book(
    record: Record,
    path: Path,
    *,
    today: date,
    programmes: Collection[str] = (),
    dry_run: bool = False,
    good_rows: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Read, check and write: all of it, with `good_rows` what has no error, or nothing.

    `programmes`: the ids that a claim may name. UserError when the book cannot be read or holds none of our sheets.
    """
    book = read_book(path, partial(progress, f"读取 {path.name}"))
    how = {"today": today, "programmes": programmes, "good_rows": good_rows, "progress": progress}
    if dry_run:
        plan = plan_import(book, record.dossier(today), **how)  # type: ignore[arg-type]
    else:
        with record.transaction(Origin(Action.IMPORTED, f"导入 {path.name}", path.name)) as transaction:
            plan = plan_import(book, transaction.dossier(today), **how)  # type: ignore[arg-type]
            transaction.apply(plan.changes, partial(progress, "写入档案"))
    if not plan.sheets and not plan.remarks.error_count:
        raise UserError(
            f"{path.name} 里没有可以导入的表", *plan.notices, "表名要与空白工作簿（template 命令）里的一致"
        )
    return Outcome(book, plan, dry_run)


def report_lines(plan: ImportPlan) -> Iterator[str]:
    """One line a bad cell, then what to look at, what was passed over, and each sheet's sums."""
    remarks = plan.remarks
    yield from map(str, remarks.errors[:MOST_LINES])
    if remarks.error_count > MOST_LINES:
        yield f"……另有 {remarks.error_count - MOST_LINES} 处错误没有列出（用 --report 写出带“错误原因”的工作簿）"
    yield from (f"提示 {warning}" for warning in remarks.warnings[:MOST_LINES])
    if remarks.warning_count > MOST_LINES:
        yield f"……另有 {remarks.warning_count - MOST_LINES} 处提示没有列出"
    yield from (f"说明 {notice}" for notice in plan.notices)
    for sheet in plan.sheets:
        bad = f"，有错误 {sheet.bad}" if sheet.bad else ""
        yield f"{sheet.title}：新增 {len(sheet.added)}，更改 {len(sheet.updated)}，未变 {sheet.equal}{bad}"


def summary(outcome: Outcome) -> str:
    """The one line that says how it ended."""
    plan = outcome.plan
    sums = f"新增 {plan.new} 行，更改 {plan.changed} 行，未变 {plan.equal} 行"
    faults = f"{plan.remarks.error_count} 处错误" if plan.remarks.error_count else ""
    if plan.barred:
        return f"没有导入：{faults}；工作簿与档案不是同一家企业，或写了不止一家"
    if not plan.accepted:
        return f"没有导入：{faults}。改正后再导入，或用 --good-rows 只导入没有错误的行"
    left_out = f"；{plan.bad} 行有错误，没有导入（{faults}）" if faults else ""
    if outcome.dry_run:
        return f"试运行，没有写入：将{sums}{left_out}"
    return f"已导入：{sums}{left_out}"
