"""Reading the history: its entries, what each of them changed, and what of it concerns one row or one person.

Through any connection to the record, by plain SQL, as `reading` does.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from enclave_desktop.dossier.fields import KEPT, Field, Sheet
from enclave_desktop.dossier.frozen import value_of
from enclave_desktop.records.history_lines import SpoiltEntryError, is_gone, unpack, unpack_first
from enclave_desktop.records.reading import Rows

_COLUMNS = '"number", "at", "account", "machine", "action", "counts", "previous", "digest"'
_HEAD = 4096
"""Bytes of an entry's lines that its first one is within."""
_AT_ONCE = 200
"""Entries read in one go at most."""
_BYTES_AT_ONCE = 8 * 1024 * 1024
_LONGEST_COUNTS = 16 * 1024
"""Characters of JSON; there are two dozen sheets."""
_BY_TITLE = {sheet.title: sheet for sheet in KEPT.values()}


class Head(NamedTuple):
    """The last entry: as long as it stays the same, nobody has changed anything."""

    number: int
    digest: str


Values = Mapping[str, Any]
"""A row's values by the names of its fields, as the dossier has them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, without its rows."""

    number: int
    at: datetime
    """With the offset from UTC of where it was made."""
    account: str
    machine: str
    action: str
    counts: Mapping[str, tuple[int, int, int]]
    """Rows added, changed and removed, by the title of their sheet."""
    previous: str
    digest: str
    words: str
    """Empty where nothing was said, or what was said is erased."""
    workbook: str | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that was added, changed, removed, or moved out of the dossier or back."""

    sheet: Sheet
    before: Values | None
    after: Values | None
    moved: str | None = None
    """`history_lines.MOVED_OUT` or `BROUGHT_BACK`."""

    def fields(self) -> Iterator[tuple[Field, Any, Any]]:
        """Each field that is not the same before and after: what it was and what it became."""
        before, after = self.before or {}, self.after or {}
        for field in self.sheet.fields:
            was, became = before.get(field.name), after.get(field.name)
            if was != became:
                yield field, was, became

    @property
    def values(self) -> Values:
        """As it was left; of a removed row as it was."""
        return self.after if self.after is not None else self.before or {}

    @property
    def key(self) -> tuple[Any, ...]:
        """What the row is known by afterwards."""
        return tuple(self.values.get(field.name) for field in self.sheet.key)

    @property
    def key_before(self) -> tuple[Any, ...]:
        """What it was known by before; of a new row the same as afterwards."""
        held = self.before if self.before is not None else self.values
        return tuple(held.get(field.name) for field in self.sheet.key)


class Lines:
    """All of an entry's lines, unpacked each time that they are gone through."""

    def __init__(self, rows: bytes) -> None:
        self._rows = rows

    @property
    def gone(self) -> int:
        """How many were erased."""
        return sum(map(is_gone, unpack(self._rows)))

    def facts(self) -> Iterator[tuple[str, Any]]:
        """What happened besides rows: `files`, `forgotten`, `packet`, `schema`, `on_record`, `restored`, `erased`."""
        for line in self._after_the_first():
            if line.startswith(b'{"what"'):
                held = json.loads(line)
                yield held["what"], held["value"]

    def changes(self, needle: bytes = b"") -> Iterator[RowChange]:
        """The rows; only those whose line holds `needle`."""
        sheet: Sheet | None = None
        names: list[str] = []
        for line in self._after_the_first():
            if line.startswith(b'{"sheet"'):
                held = json.loads(line)
                sheet, names = _BY_TITLE.get(held["sheet"]), held["fields"]
            elif line.startswith(b"[") and sheet and needle in line:
                yield _row_change(sheet, names, *json.loads(line))

    def holds(self, needles: Collection[bytes]) -> bool:
        """Whether one of them is in a line."""
        return any(needle in line for line in unpack(self._rows) for needle in needles)

    @cached_property
    def first(self) -> tuple[str, str | None]:
        return _first(next(unpack(self._rows)))

    def _after_the_first(self) -> Iterator[bytes]:
        return islice(unpack(self._rows), 1, None)


def _row_change(
    sheet: Sheet, names: list[str], before: Any, after: Any, moved: str | None = None
) -> RowChange:
    return RowChange(sheet, _values(sheet, names, before), _values(sheet, names, after), moved)


def _values(sheet: Sheet, names: list[str], held: list[Any] | None) -> Values | None:
    """A field that this program no longer knows is passed over."""
    if held is None:
        return None
    fields = {field.name: field for field in sheet.fields}
    return {
        name: None if value is None else value_of(fields[name], value)
        for name, value in zip(names, held, strict=True)
        if name in fields
    }


def _first(line: bytes) -> tuple[str, str | None]:
    if not line or is_gone(line):
        return "", None
    held = json.loads(line)
    return held["words"], held["workbook"]


def head(rows: Rows) -> Head:
    """The last entry."""
    ((number, digest),) = rows('SELECT "number", "digest" FROM "history_head"')
    return Head(number, digest)


def first_digest(rows: Rows) -> str:
    """The digest of the first entry, by which a record is known from every other; empty without one."""
    found = rows('SELECT "digest" FROM "history" ORDER BY "number" LIMIT 1')
    return str(found[0][0]) if found else ""


def entries(rows: Rows, before: int | None = None) -> Iterator[Entry]:
    """The entries with a number below `before`, the newest first, read as they are taken."""
    columns = f'{_COLUMNS}, substr("rows", 1, {_HEAD})'
    while found := rows(_statement(columns, _below(before), "DESC", _AT_ONCE)):
        for *held, head in found:
            yield _entry(held, _first(unpack_first(bytes(head))))
        before = found[-1][0]


def entries_with_lines(rows: Rows, before: int | None = None) -> Iterator[tuple[Entry, Lines]]:
    """The same with all that they hold; slower where workbooks were imported."""
    while last := _as_many_as_fit(rows, _below(before), "DESC"):
        which = f'{_below(before)} AND "number" >= {last}'
        for *held, body in rows(_statement(f'{_COLUMNS}, "rows"', which, "DESC", _AT_ONCE)):
            lines = Lines(bytes(body))
            yield _entry(held, lines.first), lines
        before = last


def whole_entries(rows: Rows) -> Iterator[Sequence[Any]]:
    """Everything that is kept of them, from the first on."""
    after = 0
    while last := _as_many_as_fit(rows, f'"number" > {after}', ""):
        which = f'"number" > {after} AND "number" <= {last}'
        yield from rows(_statement(f'{_COLUMNS}, "salts", "rows"', which, "", _AT_ONCE))
        after = last


def lines_of(rows: Rows, number: int) -> Lines:
    """One entry's lines; KeyError when there is none of that number."""
    found = rows(f'SELECT "rows" FROM "history" WHERE "number" = {int(number)}')  # noqa: S608
    if not found:
        raise KeyError(number)
    return Lines(bytes(found[0][0]))


def _below(before: int | None) -> str:
    return "1 = 1" if before is None else f'"number" < {int(before)}'


def _as_many_as_fit(rows: Rows, which: str, order: str) -> int:
    """The number of the last entry that is read in one go, since all before it are small together; 0 behind the end."""
    last = total = 0
    sizes = _statement('"number", length("rows") + length("salts")', which, order, _AT_ONCE)
    for number, size in rows(sizes):
        total += size
        if last and total > _BYTES_AT_ONCE:
            break
        last = int(number)
    return last


def _statement(columns: str, which: str, order: str, most: int) -> str:
    return f'SELECT {columns} FROM "history" WHERE {which} ORDER BY "number" {order} LIMIT {most}'  # noqa: S608


def _entry(held: list[Any], first: tuple[str, str | None]) -> Entry:
    number, at, account, machine, action, counts, previous, digest = held
    if len(counts) > _LONGEST_COUNTS:
        raise SpoiltEntryError("more sheets than there are")
    by_title = {title: tuple(three) for title, three in json.loads(counts).items()}
    when = datetime.fromisoformat(at)
    return Entry(number, when, account, machine, action, by_title, previous, digest, *first)
