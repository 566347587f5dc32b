"""What a table of changes shows, a line each field that became another; read in the record's thread."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.work import Job

if TYPE_CHECKING:  # imported by the worker
    from enclave_desktop.records.history_reading import Entry, RowChange
    from enclave_desktop.records.history_search import Told, Wanted
    from enclave_desktop.records.reading import Rows

MOST_ENTRIES = 500
"""So many are listed; who looks for an older one says a day or a word."""
_BETWEEN = "　"
"""Between the parts of what a row is known by."""
MOST_ROWS = 500
"""Rows of one entry that are shown one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one row in one entry; of a row that is new or gone one line says so."""

    when: str
    who: str
    what: str
    """新增, 更改, 删除, 移出, 移回; 其他 for what is no row."""
    sheet: str
    row: str
    field: str = ""
    was: str = ""
    became: str = ""
    clear: "Line | None" = None
    """The same unmasked."""


def find(wanted: "Wanted", held: Held, job: Job) -> "list[Entry]":
    """Entries that fit, the newest first."""
    from enclave_desktop.records.history_search import search

    def look(rows: "Rows") -> "list[Entry]":
        found = []
        for entry in islice(search(rows, wanted), MOST_ENTRIES):
            job.stop_if_cancelled()
            found.append(entry)
        return found

    return held.record.read(look)


def accounts(held: Held, job: Job) -> list[str]:
    """Everybody who changed something."""
    told = held.record.read(lambda rows: rows('SELECT DISTINCT "account" FROM "history"'))
    return sorted(account for (account,) in told)


def of_entry(entry: "Entry", held: Held, job: Job) -> list[Line]:
    """All that one entry says."""
    from enclave_desktop.records.history_reading import lines_of
    from enclave_desktop.records.history_words import fact_lines

    lines = held.record.read(partial(lines_of, number=entry.number))
    changes = list(islice(lines.changes(), MOST_ROWS + 1))
    told = _by_title(_lines((entry, change) for change in changes[:MOST_ROWS]))
    if len(changes) > MOST_ROWS:
        rows = sum(map(sum, entry.counts.values()))
        told.append(_other(entry, f"……共 {rows:,} 行，导出后可以看全"))
    return [*told, *(_other(entry, fact) for fact in fact_lines(lines))]


def of_person(number: str, held: Held, job: Job) -> list[Line]:
    """What changed of a person and of what concerns them."""
    from enclave_desktop.records.history_search import of_person as found

    return _told(held.record.read(lambda rows: list(islice(found(rows, number), MOST_ROWS))))


def of_field(row: object, name: str, held: Held, job: Job) -> list[Line]:
    """What one field of a row was before."""
    from enclave_desktop.dossier.fields import KEPT
    from enclave_desktop.records.history_search import of_row

    sheet = KEPT[type(row)]
    told = held.record.read(lambda rows: list(of_row(rows, sheet, sheet.key_of(row), name)))
    label = sheet.field(name).label
    changed = [one for one in told if one.change.before is not None and one.change.after is not None]
    first = [one for one in told if one not in changed]
    fields = (line for line in _told(changed) if line.field == label)
    return _by_title([*fields, *_values_of(first, name)])


def _told(told: "Iterable[Told]") -> list[Line]:
    return _by_title(_lines((one.entry, one.change) for one in told))


def _lines(changes: "Iterable[tuple[Entry, RowChange]]") -> Iterator[Line]:
    from enclave_desktop.records.history_words import fields_words, row_name, what, when, who

    for entry, change in changes:
        head = (when(entry), who(entry), what(change), change.sheet.title)
        masked, clear = (row_name(change, masked=hidden) for hidden in (True, False))
        if change.before is None or change.after is None:
            yield Line(*head, masked, clear=Line(*head, clear))
            continue
        both = zip(fields_words(change), fields_words(change, masked=False), strict=True)
        for hidden, seen in both:
            yield Line(*head, masked, *hidden, clear=Line(*head, clear, *seen))


def _values_of(told: "Iterable[Told]", name: str) -> Iterator[Line]:
    """Of the rows that came or went what they held in the field."""
    from enclave_desktop.records.history_words import row_name, shown, what, when, who

    for one in told:
        change, field = one.change, one.change.sheet.field(name)
        both = [(held or {}).get(name) for held in (change.before, change.after)]
        hidden, seen = ([shown(field, value, masked=masked) for value in both] for masked in (True, False))
        line = Line(
            when(one.entry),
            who(one.entry),
            what(change),
            change.sheet.title,
            row_name(change),
            field.label,
            hidden[0],
            hidden[1],
        )
        yield replace(line, clear=replace(line, was=seen[0], became=seen[1]))


def _by_title(lines: Iterable[Line]) -> list[Line]:
    """Programmes by their titles: what a workbook calls them says nothing to who reads."""
    from enclave_desktop.dossier.fields import KEPT
    from enclave_desktop.policy.loading import load_packs

    titles = {programme.id: programme.title for pack in load_packs() for programme in pack.programmes}
    named = {sheet.title for sheet in KEPT.values() if any(one.name == "programme" for one in sheet.fields)}

    def titled(words: str) -> str:
        return _BETWEEN.join(titles.get(part, part) for part in words.split(_BETWEEN))

    def told(line: Line) -> Line:
        clear = told(line.clear) if line.clear else None
        return replace(
            line, row=titled(line.row), was=titled(line.was), became=titled(line.became), clear=clear
        )

    return [told(line) if line.sheet in named else line for line in lines]


def _other(entry: "Entry", words: str) -> Line:
    from enclave_desktop.records.history_words import when, who

    return Line(when(entry), who(entry), "其他", "", words)
