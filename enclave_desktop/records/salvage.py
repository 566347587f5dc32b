"""Reading what can still be read of a damaged database, row by row; pages that cannot be read are stepped over.

Only plain statements of SQLite's own: a table is walked by its row numbers, and past a hole the next number that
gives a row is sought. Indexes, which are other pages, then tell which rows there should have been.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from enclave_desktop.records.bounds import LEAST_ROW

Row = Sequence[Any]
_FIRST, _LAST = -(2**63), 2**63 - 1
_ONE_BY_ONE = 2000
"""So many numbers are tried in turn; a page holds fewer rows."""


class Source(Protocol):
    """A connection of either driver's."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Any: ...


@dataclass(slots=True)
class Walk:
    """One table's rows, read as they are taken."""

    source: Source
    failing: type[Exception] | tuple[type[Exception], ...]
    """How the driver says that something cannot be read."""
    table: str
    columns: Sequence[str]
    most: int
    """Bytes of the file: where more comes out of it, its pages lead in a ring."""
    long_rows: bool = False
    """Take each by itself, so that SQLite has let go of it before the next one goes anywhere."""
    seen: set[int] = field(default_factory=set)
    holes: int = 0
    """How often something could not be read."""

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row that can be read with its number; first from the front, then what an index knows of besides."""
        yield from self._from_the_front()
        if self.holes:
            for number in sorted(self._known() - self.seen):
                row = self._one(number)
                if row is not None:
                    self.seen.add(number)
                    yield number, row

    def lost(self) -> dict[int, dict[str, Any]]:
        """The rows that an index knows of and that could not be read, with what it holds of them, by number."""
        lost: dict[int, dict[str, Any]] = {}
        if not self.holes:
            return lost
        for index, columns in self._indexes():
            for number, *values in self._of_index(index, columns):
                if number not in self.seen:
                    lost.setdefault(number, {}).update(zip(columns, values, strict=True))
        return lost

    @property
    def _words(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)

    def _from_the_front(self) -> Iterator[tuple[int, Row]]:
        after: int | None = _FIRST
        read = 0
        words = "" if self.long_rows else f", {self._words}"
        walk = f'SELECT rowid{words} FROM "{self.table}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid'  # noqa: S608
        while after is not None:
            try:
                for number, *held in self.source.execute(walk, (after,)):
                    row = self._one(number) if self.long_rows else held
                    if row is None:
                        self.holes += 1
                        continue
                    self.seen.add(number)
                    yield number, row
                    after = number + 1
                    read += LEAST_ROW + sum(len(value) for value in row if isinstance(value, (str, bytes)))
                    if read > self.most:
                        self.holes += 1
                        return
            except self.failing:
                self.holes += 1
                after = self._past_the_hole(after)
            else:
                return

    def _past_the_hole(self, start: int) -> int | None:
        """The first number from `start` on at which something can be read again; None when nothing can."""
        start = max(start, 0)
        bad, step = start, 1
        for tried in range(10_000):
            at = bad + step
            if at >= _LAST:
                return None
            found = self._at(at)
            if found is not _BAD:
                break
            bad = at
            if tried >= _ONE_BY_ONE:
                step *= 2
        else:
            return None
        while at - bad > 1:  # the last one that cannot be read lies between
            middle = (bad + at) // 2
            if self._at(middle) is _BAD:
                bad = middle
            else:
                at = middle
        found = self._at(at)
        return found if isinstance(found, int) and found > start else None

    def _at(self, number: int) -> object:
        """The number of the first row from `number` on, None behind the last, `_BAD` where it cannot be read."""
        look = f'SELECT rowid, {self._words} FROM "{self.table}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1'  # noqa: S608
        try:
            found = self.source.execute(look, (number,)).fetchone()
        except self.failing:
            return _BAD
        return found[0] if found else None

    def _one(self, number: int) -> Row | None:
        one = f'SELECT {self._words} FROM "{self.table}" NOT INDEXED WHERE rowid = ?'  # noqa: S608
        try:
            found: Row | None = self.source.execute(one, (number,)).fetchone()
        except self.failing:
            return None
        return found

    def _known(self) -> set[int]:
        return {number for index, _ in self._indexes() for number, *_ in self._of_index(index, [])}

    def _indexes(self) -> list[tuple[str, list[str]]]:
        """The table's indexes, with those of their columns that have names."""
        try:
            names = [row[1] for row in self.source.execute(f'PRAGMA index_list("{self.table}")')]
            return [
                (name, [row[2] for row in self.source.execute(f'PRAGMA index_info("{name}")') if row[2]])
                for name in names
            ]
        except self.failing:
            return []

    def _of_index(self, index: str, columns: Sequence[str]) -> Iterator[Row]:
        """Row numbers and what the index holds of the rows, as far as it can be read."""
        held = "".join(f', "{column}"' for column in columns)
        try:
            found = self.source.execute(f'SELECT rowid{held} FROM "{self.table}" INDEXED BY "{index}"')  # noqa: S608
            yield from islice(found, self.most // LEAST_ROW)
        except self.failing:
            return


_BAD = object()


def legible(source: Any, told: Callable[[], None]) -> None:
    """Let the connection give letters that are no letters as �, and tell each time that it does."""

    def letters(data: bytes) -> str:
        try:
            return data.decode()
        except UnicodeDecodeError:
            told()
            return data.decode(errors="replace")

    source.text_factory = letters
