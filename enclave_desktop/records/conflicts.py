"""Two people changed one row: what it was, what each made of it, and who and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from enclave_desktop.dossier.fields import KEPT, Field, Sheet
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.history_reading import Entry
    from enclave_desktop.records.reading import Rows
    from enclave_desktop.records.record import Record

_NO_DAY = date(2000, 1, 1)
"""What is on record does not depend on the day that it is looked at."""


class ConflictError(UserError):
    """Rows are no longer as they were when they were changed or removed here."""

    def __init__(self, sheet: Sheet, rows: int) -> None:
        message = f"“{sheet.title}”里有 {rows} 行已被别处改动或删除，没有保存任何更改。"
        super().__init__(message, "请重新打开档案，核对后再做一次。")


@dataclass(frozen=True, slots=True)
class Clash:
    """One row that somebody else changed meanwhile."""

    sheet: Sheet
    before: Any
    """As it was seen here."""
    mine: Any
    """What it was to be; None where it was to be removed."""
    now: Any
    """What it is; None where it was removed."""
    who: "Entry | None"
    """The entry of the history that says who changed it last, and when."""

    def fields(self) -> Iterator[tuple[Field, Any, Any, bool]]:
        """Each field that is not the same here and there: mine, theirs, and whether both changed it."""
        for field in self.sheet.fields:
            was, mine, now = (getattr(row, field.name) for row in (self.before, self.mine, self.now))
            if mine != now:
                yield field, mine, now, was not in (mine, now)


def clashes(record: "Record", changes: "Changes") -> list[Clash]:
    """The rows of the changes that are no longer as they were, held against what is on record now.

    What is on record just as it was to be counts as saved: the answer of a server may have been lost on its way.
    """
    dossier = record.dossier(_NO_DAY)
    found = []
    for entity, sheet in KEPT.items():
        pairs = [*changes.updated.get(entity, ()), *((row, None) for row in changes.removed.get(entity, ()))]
        if not pairs:
            continue
        by_key = {sheet.key_of(row): row for row in dossier.rows(entity)}
        for before, mine in pairs:
            now = by_key.get(sheet.key_of(before))
            if now is None and mine is not None and sheet.key_of(mine) != sheet.key_of(before):
                now = by_key.get(sheet.key_of(mine))
            if now not in (before, mine):
                found.append((sheet, before, mine, now))
    return record.read(
        lambda rows: [Clash(*one, _last(rows, one[0], one[1] if one[3] is None else one[3])) for one in found]
    )


def _last(rows: "Rows", sheet: Sheet, row: Any) -> "Entry | None":
    from enclave_desktop.records.history_search import of_row

    key = sheet.key_of(row)
    told = next(of_row(rows, sheet, key if isinstance(key, tuple) else (key,)), None)
    return told.entry if told else None
