"""Where the user is in a table, and what was typed there and not saved: for the same table made anew after a lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from enclave_desktop.dossier.fields import SHEETS

if TYPE_CHECKING:
    from enclave_desktop.desktop.table.sheet_table import SheetTable


@dataclass(frozen=True, slots=True)
class Mistyped:
    """What stands in a cell and cannot be saved."""

    row: str
    column: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows are named by digests of their keys: nothing of what is on record is in it."""

    search: str
    segment: int
    row: str
    column: int
    adding: Mapping[str, str] | None
    """What was typed of a row to be added, by field."""
    wrong: tuple[Mistyped, ...]

    @property
    def unfinished(self) -> bool:
        return bool(self.wrong) or any((self.adding or {}).values())


def digest_of(row: Any) -> str:
    """Names a row on record, and tells nothing of it; empty for none."""
    return sha256(repr(SHEETS[type(row)].key_of(row)).encode()).hexdigest() if row is not None else ""


def keep(table: "SheetTable") -> Kept:
    wrong = tuple(
        Mistyped(digest_of(held.row), at, held.text, held.why) for (_, at), held in table.model.wrong.items()
    )
    adding = table.pane.form.texts() if table.pane.adding else None
    column = max(table.table.currentIndex().column(), 0)
    search, segment = table.toolbar.search.text(), table.filtering.segment
    return Kept(search, segment, digest_of(table.current_row()), column, adding, wrong)


def bring_back(table: "SheetTable", kept: Kept) -> None:
    """Rows that are gone meanwhile take with them what was typed over them."""
    table.toolbar.search.setText(kept.search)
    table.choose_segment(kept.segment)
    rows = {digest_of(row): row for row in table.model.everything}
    for held in kept.wrong:
        if held.row in rows:
            table.model.mark_wrong(rows[held.row], held.column, held.text, held.why)
    place = table.model.place_of(rows[kept.row]) if kept.row in rows else None
    if place is not None:
        table.table.show_cell(place, kept.column)
    table.table.setFocus()
    if kept.adding is not None:
        table.add()
        table.pane.begin(table.dossier, kept.adding)
    table.show_in_pane()
