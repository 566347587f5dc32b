"""Finding in the history: by day, account, action and words, by row and field, and all that concerns a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from enclave_desktop.dossier.fields import Kind, Sheet
from enclave_desktop.dossier.frozen import plain
from enclave_desktop.dossier.money import parse_yuan
from enclave_desktop.dossier.values import PERSON_REF
from enclave_desktop.records.history_lines import encoded
from enclave_desktop.records.history_reading import (
    Entry,
    RowChange,
    entries,
    entries_with_lines,
)
from enclave_desktop.records.reading import Rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is not said is not asked."""

    text: str = ""
    """In what the change was called, in the workbook's name, or in any value before or after; money in yuan too."""
    since: date | None = None
    until: date | None = None
    account: str = ""
    action: str = ""

    def fits(self, entry: Entry) -> bool:
        """All but the text."""
        day = entry.at.date()
        return (
            (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
            and self.account in ("", entry.account)
            and self.action in ("", entry.action)
        )


@dataclass(frozen=True, slots=True)
class Told:
    """One row's change, and the entry that it stands in."""

    entry: Entry
    change: RowChange


def search(rows: Rows, wanted: Wanted, before: int | None = None) -> Iterator[Entry]:
    """The entries that fit, the newest first; read as they are taken, since they may be many."""
    if not wanted.text:
        yield from filter(wanted.fits, entries(rows, before))
        return
    needles = list(_needles(wanted.text))
    for entry, lines in entries_with_lines(rows, before):
        if wanted.fits(entry) and lines.holds(needles):
            yield entry


def _needles(text: str) -> Iterator[bytes]:
    """How the text would stand in a line: within a text, or as money in fen."""
    yield encoded(text)[1:-1].encode()
    try:
        yield str(parse_yuan(text.replace(",", ""))).encode()
    except ValueError:
        return


def of_row(rows: Rows, sheet: Sheet, key: tuple[Any, ...], field: str | None = None) -> Iterator[Told]:
    """Every change of the row that is known by `key` now, the newest first; only those of one field where it is given.

    Further back the row is looked for by what it was known by then.
    """
    for entry, lines in entries_with_lines(rows):
        earlier = key
        for change in reversed(list(lines.changes(_rarest(key)))):
            if change.sheet is sheet and change.key == key:
                earlier = change.key_before
                if field is None or any(one.name == field for one, _, _ in change.fields()):
                    yield Told(entry, change)
        key = earlier


def _rarest(key: tuple[Any, ...]) -> bytes:
    """What every line of the row holds, and few others: the longest part of its key as it is written."""
    written = (encoded(plain(part)).encode() for part in key if part is not None)
    return max(written, key=len, default=b"")


def of_person(rows: Rows, number: str) -> Iterator[Told]:
    """Every change of a person and of what concerns them: contracts, claims and their steps, evidence; the newest
    first. Further back they are looked for by the number they had then.
    """
    for entry, lines in entries_with_lines(rows):
        earlier = number
        for change in reversed(list(lines.changes(encoded(number)[1:-1].encode()))):
            if concerns(change, number):
                yield Told(entry, change)
            if change.sheet.title == PERSON_REF and change.key == (number,):
                (earlier,) = change.key_before
        number = earlier


def concerns(change: RowChange, number: str) -> bool:
    """Whether a row is of the person with that number, or refers to them by one step or more."""
    return any(
        _names(held.get(field.name), number)
        for held in (change.before, change.after)
        if held is not None
        for field in change.sheet.fields
        if field.kind in (Kind.DOCUMENT_NUMBER, Kind.SUBJECT) or field.refers
    )


def _names(value: Any, number: str) -> bool:
    if isinstance(value, tuple):
        return any(_names(part, number) for part in value)
    return bool(value == number)
