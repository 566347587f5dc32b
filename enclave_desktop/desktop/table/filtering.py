"""Which rows of a table are shown: those of a segment that hold what was typed."""

from collections.abc import Sequence
from typing import Any

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.table.look import SheetLook
from enclave_desktop.desktop.table.model import Filter
from enclave_desktop.desktop.table.search import Search


class Filtering:
    """What is chosen in one table."""

    def __init__(self, look: SheetLook) -> None:
        self._segments = look.segments
        self._search = Search(look.sheet.fields, look.more)
        self.segment = 0
        """0 is all rows."""

    def filter(self, view: View, typed: str) -> Filter | None:
        """None when all rows are shown."""
        matching = self._search.matching(typed)
        if not self.segment:
            return matching
        chosen = self._segments[self.segment - 1].matcher(view)

        def both(rows: Sequence[Any]) -> list[Any]:
            return [row for row in (matching(rows) if matching else rows) if chosen(row)]

        return both

    def counts(self, view: View, rows: Sequence[Any]) -> list[int]:
        """How many rows there are in all, and of each segment."""
        matchers = [segment.matcher(view) for segment in self._segments]
        return [len(rows), *(sum(map(matches, rows)) for matches in matchers)]
