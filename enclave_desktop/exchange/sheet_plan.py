"""What one sheet's rows come to: new, changed or equal, each held against what is on record."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.fields import Kind, Sheet
from enclave_desktop.dossier.reading import BadValue
from enclave_desktop.exchange.columns import CLEAR
from enclave_desktop.exchange.references import Targets
from enclave_desktop.exchange.sheet_rows import SheetRows

Progress = Callable[[str, int, int], None]
"""Told what is being worked on (a sheet's title), how much of it is done, and how much there is."""

STEP = 10_000
"""Rows between two tellings."""


def silent(what: str, done: int, total: int) -> None:
    """The progress that tells nobody."""


@dataclass(slots=True)
class SheetPlan:
    """What is to be done with one sheet's rows."""

    title: str
    added: list[Any] = field(default_factory=list)
    updated: list[tuple[Any, Any]] = field(default_factory=list)
    """Before and after."""
    equal: int = 0
    bad: int = 0
    """Rows with an error."""
    examples: int = 0


def rows_by_key(spec: Sheet, rows: tuple[Any, ...]) -> dict[tuple[Any, ...], Any]:
    """Rows by their key's values."""
    parts = [attrgetter(field.name) for field in spec.key]
    return {tuple([part(row) for part in parts]): row for row in rows}


def plan_sheet(
    rows: SheetRows, recorded: dict[tuple[Any, ...], Any], target: Targets, today: date, progress: Progress
) -> SheetPlan:
    """Decide every row, report what is wrong with whole rows, and enter its keys in `target`."""
    plan = SheetPlan(rows.spec.title, examples=rows.examples)
    first_rows: dict[tuple[Any, ...], int] = {}
    single = len(rows.spec.key) == 1
    for done, (index, key) in enumerate(rows.keys()):
        if done % STEP == 0:
            progress(rows.spec.title, done, len(rows.filled))
        if key is not None and first_rows.setdefault(key, index) != index:
            _report_duplicate(rows, index, first_rows[key])
        before = recorded.get(key) if key is not None else None
        after = _decide(rows, index, before, today)
        if after is None:
            plan.bad += 1
            if key is not None and single and before is None:
                target.unsound.add(key[0])
        elif before is None:
            plan.added.append(after)
        elif before == after:
            plan.equal += 1
        else:
            plan.updated.append((before, after))
        if after is not None and key is not None and single:
            target.sound[key[0]] = after
    progress(rows.spec.title, len(rows.filled), len(rows.filled))
    return plan


def _report_duplicate(rows: SheetRows, index: int, first: int) -> None:
    key = rows.spec.key
    labels = "、".join(field.label for field in key)
    rows.complain(
        index, key[0].name, f"与第 {rows.number(first)} 行重复（{labels}相同）", "删去其中一行，或改正这几列"
    )


def _decide(rows: SheetRows, index: int, before: Any, today: date) -> Any:
    """The row as it will be on record; None when it has an error, which is reported."""
    said = rows.values(index)
    if index in rows.bad:
        _report(rows, index, _partly(rows.spec, said, before), today)
        return None
    if before is not None:
        said = {name: value for name, value in said.items() if value is not None}
    if CLEAR in said.values():
        said = {name: None if value is CLEAR else value for name, value in said.items()}
    after = rows.spec.entity(**said) if before is None else dataclasses.replace(before, **said)
    _report(rows, index, after, today)
    return None if index in rows.bad else after


def _report(rows: SheetRows, index: int, row: Any, today: date) -> None:
    problems = check_row(row, today)
    faulty = set(rows.bad.get(index, ())) if problems else ()
    for problem in problems:
        if problem.field not in faulty:
            reason, remedy, warning = problem.reason, problem.remedy, problem.warning
            rows.complain(index, problem.field, reason, remedy, row=row, warning=warning)


def _partly(spec: Sheet, said: dict[str, Any], before: Any) -> Any:
    """The row as far as it can be read, so that one bad cell hides no other fault."""
    values = {field.name: getattr(before, field.name, None) for field in spec.fields}
    for name, value in said.items():
        if value is None:
            continue
        known = None if value is CLEAR else value
        if isinstance(value, BadValue):
            # A choice that is none of those offered is at least not the one that an empty cell stands for.
            known = value.reason if spec.field(name).kind is Kind.CHOICE else None
        values[name] = known
    return spec.entity(**values)
