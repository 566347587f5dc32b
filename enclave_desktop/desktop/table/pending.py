"""Changes of rows that are on their way to the record: shown at once, as the next change builds on them."""

from collections.abc import Sequence
from typing import Any


class Pending:
    """Pairs of rows before and after that no view of the record shows yet."""

    def __init__(self) -> None:
        self._pairs: dict[int, tuple[Any, Any]] = {}
        """By the id of the row before, which it keeps alive."""

    def note(self, before: Any, after: Any) -> None:
        self._pairs[id(before)] = before, after

    def forget(self) -> None:
        """They were refused."""
        self._pairs.clear()

    def laid_over(self, rows: Sequence[Any]) -> Sequence[Any]:
        """What a view of the record will show once all are saved; those it shows already are forgotten."""
        if not self._pairs:
            return rows
        here = set(map(id, rows))
        waiting: dict[int, tuple[Any, Any]] = {}
        reached = here
        for before, pair in self._pairs.items():
            if before in reached:
                waiting[before] = pair
                reached = reached | {id(pair[1])}
        self._pairs = waiting
        return [self.latest(row) for row in rows]

    def latest(self, row: Any) -> Any:
        """What a row is on its way to be."""
        while pair := self._pairs.get(id(row)):
            row = pair[1]
        return row
