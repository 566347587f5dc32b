"""Putting the rows that were salvaged into a new record, each held to what the record demands; what is lost is told.

A reference to a row that is gone is emptied where it may be; a kept file that is gone leaves an empty place behind,
so that what names it stays and the file can be taken in again.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from enclave_desktop.dossier.fields import KEPT, Field, Sheet
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.records.bounds import LONGEST, LONGEST_KEPT, widen
from enclave_desktop.records.cipher import kept_bytes
from enclave_desktop.records.history_lines import NOTHING_BEFORE
from enclave_desktop.records.history_verify import BrokenHistoryError, check_entry
from enclave_desktop.records.reading import makes_sense, meant
from enclave_desktop.records.salvage import Source, Walk
from enclave_desktop.records.schema import column_name, table_name
from enclave_desktop.records.shape import only_keeps

_SHEETS = {table_name(entity): sheet for entity, sheet in KEPT.items()}
_TITLES = {
    "content": "附件",
    "packet": "已打印的材料",
    "packet_part": "材料的组成",
    "packet_row": "材料用到的行",
    "moved_out": "移出的行",
    "erased_content": "已清除的附件",
    "erased_packet": "已清除的材料",
    "history": "更改历史",
}
_KNOWN_BY = {"content": "sha256", "packet": "number", "packet_part": "packet", "erased_packet": "packet"}
_FILES, _HISTORY, _HEAD = "content", "history", "history_head"
_APART = {"alembic_version", _HEAD}
"""Written by the new record itself."""


@dataclass(slots=True)
class Refilled:
    """What came of it."""

    rows: int = 0
    lost: list[str] = field(default_factory=list)
    """A line each, without personal data."""
    history: int = 0
    """The highest number of an entry that there is a trace of."""


@dataclass(slots=True)
class _Reference:
    column: str
    parent: str
    parent_column: str
    may_be_empty: bool


class Refilling:
    """From a damaged source into an empty record of the same schema."""

    def __init__(
        self, source: Source, failing: type[Exception], target: sqlite3.Connection, breach: type[Exception]
    ) -> None:
        """`failing` is how the source's driver says that something cannot be read, `breach` how the target's says
        that a row may not be."""
        self._source, self._failing, self._target, self._breach = source, failing, target, breach
        self.done = Refilled()

    def refill(self, told: Callable[[str, int, int], None]) -> Refilled:
        """All tables, what is referred to first."""
        tables = self._tables()
        for at, table in enumerate(tables):
            told("救回内容", at, len(tables))
            self._table(table)
        return self.done

    def _tables(self) -> list[str]:
        found = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        waiting = {name for (name,) in self._target.execute(found)} - _APART
        ordered: list[str] = []
        while waiting:
            free = sorted(t for t in waiting if not {r.parent for r in self._references(t)} & (waiting - {t}))
            ordered += free
            waiting -= set(free)
        return ordered

    def _table(self, table: str) -> None:
        for connection in (self._source, self._target):
            widen(connection, LONGEST_KEPT if table == _FILES else LONGEST)
        columns = self._columns(table)
        if not columns:
            self._lose(table, "整张表读不出来")
            return
        walk = Walk(self._source, self._failing, table, columns, self._bytes(), table == _FILES)
        if table == _HISTORY:
            self._history(walk)
        else:
            references = self._references(table)
            for number, row in walk.rows():
                self._insert(table, dict(zip(columns, row, strict=True)), references, number)
        lost = walk.lost()
        for number, known in lost.items():
            self._lose(table, f"{self._words(table, known, number)}读不出来")
        if walk.holes and not lost:
            self._lose(table, "有一处读不出来，丢了哪些行无从得知")

    def _bytes(self) -> int:
        """Of the damaged file; SQLCipher gives words."""
        ((pages,),) = self._source.execute("PRAGMA page_count").fetchall()
        ((size,),) = self._source.execute("PRAGMA page_size").fetchall()
        return int(pages) * int(size)

    def _columns(self, table: str) -> list[str]:
        """Those that both have, as the damaged one tells; its own list may be damaged too, or made to harm."""
        wanted = [row[1] for row in self._target.execute(f'PRAGMA table_info("{table}")')]
        if not all(only_keeps(*row) for row in self._definitions(table)):
            return []
        try:
            held = {row[1] for row in self._source.execute(f'PRAGMA table_info("{table}")')}
        except self._failing:
            return []
        return wanted if held >= set(wanted) else []

    def _definitions(self, table: str) -> list[tuple[Any, Any]]:
        """Type and SQL of whatever has the name, as far as the list can be read; SQLite knows no others either."""
        words = "SELECT type, sql FROM sqlite_schema WHERE name = ? COLLATE NOCASE"
        found: list[tuple[Any, Any]] = []
        with suppress(self._failing):
            for kind, sql in self._source.execute(words, (table,)):
                found.append((kind, sql))
        return found

    def _references(self, table: str) -> list[_Reference]:
        may = {row[1]: not row[3] for row in self._target.execute(f'PRAGMA table_info("{table}")')}
        rows = self._target.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        return [_Reference(row[3], row[2], row[4], may[row[3]]) for row in rows]

    def _insert(
        self, table: str, values: dict[str, Any], references: Sequence[_Reference], number: int
    ) -> None:
        words = self._words(table, values, number)
        sheet = _SHEETS.get(table)
        for one in sheet.fields if sheet else ():
            column = column_name(one)
            if column in values and not makes_sense(one, values[column]):
                values[column] = None
                self.done.lost.append(f"{words}：{one.label}读不出来，已留空")
        for reference in references:
            self._mend(values, reference, words)
        try:
            self._put(table, values)
        except self._breach:
            self.done.lost.append(f"{words}：内容不完整或自相矛盾，没有保留")
        else:
            self.done.rows += 1

    def _put(self, table: str, values: dict[str, Any]) -> None:
        """A kept file goes where it is to lie without the two further copies that SQLite would make of it."""
        data = values.get("data") if table == _FILES else None
        file = data if isinstance(data, bytes) else None
        held = values if file is None else values | {"data": len(file)}
        names = ", ".join(f'"{name}"' for name in held)
        places = ", ".join("zeroblob(?)" if name == "data" and file is not None else "?" for name in held)
        insert = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608  # names of our own tables
        number = self._target.execute(insert, tuple(held.values())).lastrowid
        if file and number:
            with kept_bytes(self._target, number, readonly=False) as place:
                place.write(file)

    def _mend(self, values: dict[str, Any], reference: _Reference, words: str) -> None:
        """See that what the row refers to is there; what cannot be mended the record itself refuses."""
        value = values[reference.column]
        if value is None:
            return
        there = f'SELECT 1 FROM "{reference.parent}" WHERE "{reference.parent_column}" = ?'  # noqa: S608
        if self._target.execute(there, (value,)).fetchone():
            return
        if reference.parent == _FILES and isinstance(value, str):
            self._target.execute("INSERT INTO content (sha256, data) VALUES (?, x'')", (value,))
            self._lose(_FILES, f"{value[:12]}… 读不出来，请重新附上")
        elif reference.may_be_empty:
            values[reference.column] = None
            self.done.lost.append(f"{words}：它引用的内容已丢失，引用已留空")

    def _history(self, walk: Walk) -> None:
        """The entries as far as they hold together; one after a gap proves nothing and is left out."""
        at = {column: number for number, column in enumerate(walk.columns)}
        order = [at[c] for c in ("number", "at", "account", "machine", "action", "counts", "previous")]
        order += [at[c] for c in ("digest", "salts", "rows")]
        previous, number, left_out = NOTHING_BEFORE, 0, 0
        for _, row in walk.rows():
            entry = [row[position] for position in order]
            if isinstance(entry[0], int):
                self.done.history = max(self.done.history, entry[0])
            if left_out or not _holds(entry, number + 1, previous):
                left_out += 1
                continue
            self._insert(_HISTORY, dict(zip(walk.columns, row, strict=True)), (), number)
            number, previous = number + 1, entry[7]
        if number:
            head = "INSERT INTO history_head (id, number, digest, erasing) VALUES (1, ?, ?, 0)"
            self._target.execute(head, (number, previous))
        if left_out:
            self._lose(_HISTORY, f"第 {number + 1} 条起接不上，{left_out} 条没有保留")

    def _words(self, table: str, values: dict[str, Any], number: int) -> str:
        """What a row is known by, numbers of documents masked."""
        sheet = _SHEETS.get(table)
        if sheet:
            return f"{sheet.title}“{_key_words(sheet, values) or f'第 {number} 行'}”"
        known = str(values.get(_KNOWN_BY.get(table, ""), number))
        return f"{_TITLES.get(table, table)} {known[:12]}"

    def _lose(self, table: str, words: str) -> None:
        sheet = _SHEETS.get(table)
        title = sheet.title if sheet else _TITLES.get(table, table)
        self.done.lost.append(words if words.startswith(title) else f"{title}：{words}")


def _key_words(sheet: Sheet, values: dict[str, Any]) -> str:
    shown = (_shown(one, values.get(one.name)) for one in sheet.key if not one.refers)
    return "　".join(filter(None, shown))


def _shown(one: Field, value: Any) -> str:
    return show_masked(one, meant(one, value)) if makes_sense(one, value) else ""


def _holds(entry: Sequence[Any], number: int, previous: str) -> bool:
    try:
        check_entry(entry, number, previous)
    except BrokenHistoryError:
        return False
    return True
