"""What has changed from one dossier to another, row by row and field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT, Field, Sheet

ADDED, REMOVED, CHANGED = "新增", "删除", "改动"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is new, gone, or has other values."""

    what: str
    """ADDED, REMOVED or CHANGED."""
    sheet: Sheet
    row: Any
    """As it is now; as it was where it is gone."""
    fields: tuple[tuple[Field, Any, Any], ...] = ()
    """Of a row with other values: each field that differs, what it was and what it is."""


def differences(before: Dossier, after: Dossier) -> Iterator[Difference]:
    """Sheet by sheet in the workbook's order, rows in the order of their keys; rows are the same by their keys."""
    for entity, sheet in KEPT.items():
        was = {sheet.key_of(row): row for row in before.rows(entity)}
        now = {sheet.key_of(row): row for row in after.rows(entity)}
        for key, row in was.items():
            if key not in now:
                yield Difference(REMOVED, sheet, row)
            elif now[key] != row:
                yield Difference(CHANGED, sheet, now[key], tuple(_changed(sheet, row, now[key])))
        for key, row in now.items():
            if key not in was:
                yield Difference(ADDED, sheet, row)


def _changed(sheet: Sheet, was: Any, now: Any) -> Iterator[tuple[Field, Any, Any]]:
    for field in sheet.fields:
        old, new = getattr(was, field.name), getattr(now, field.name)
        if old != new:
            yield field, old, new
