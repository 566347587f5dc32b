"""`history`: what was changed in a record, from what to what, when and by whom."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from enclave_desktop.cli.opening import open_record
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.records.history_reading import Entry, Lines
    from enclave_desktop.records.history_search import Told
    from enclave_desktop.records.reading import Rows

_MOST_ROWS = 20
"""Rows of one entry that are told one by one; an import has thousands."""


def run(call: Namespace) -> int:

    with open_record(call.record, read_only=True) as record:
        out = call.csv or call.xlsx
        record.read(partial(_export if out else _print, call))
    if out:
        print(f"已写出 {out}（含完整的证件号码和账号，请妥善保管）")
    return 0


def _print(call: Namespace, rows: "Rows") -> None:
    for line in _person_lines(_of_person(call, rows)) if call.person else _lines(_entries(call, rows)):
        print(line)


def _export(call: Namespace, rows: "Rows") -> None:
    from enclave_desktop.exchange import history_table

    if call.person:
        found = _of_person(call, rows)
        told = chain.from_iterable(history_table.rows_of_change(one.entry, one.change) for one in found)
    else:
        told = chain(history_table.rows_of(_entries(call, rows)))
    (history_table.write_csv if call.csv else history_table.write_xlsx)(told, call.csv or call.xlsx)


def _entries(call: Namespace, rows: "Rows") -> "Iterator[tuple[Entry, Lines]]":
    from enclave_desktop.records.history_reading import entries_with_lines
    from enclave_desktop.records.history_search import Wanted

    wanted = Wanted(since=call.since)
    return ((entry, lines) for entry, lines in entries_with_lines(rows) if wanted.fits(entry))


def _of_person(call: Namespace, rows: "Rows") -> "Iterator[Told]":
    from enclave_desktop.dossier.showing import mask_number
    from enclave_desktop.records.history_search import Wanted, of_person

    wanted = Wanted(since=call.since)
    found = [one for one in of_person(rows, call.person) if wanted.fits(one.entry)]
    if not found:
        raise UserError(f"历史里没有与证件号码 {mask_number(call.person)} 有关的更改。", "请核对证件号码。")
    return iter(found)


def _lines(held: "Iterable[tuple[Entry, Lines]]") -> Iterator[str]:
    from enclave_desktop.records.history_words import change_line, fact_lines

    for entry, lines in held:
        yield _head(entry)
        for number, change in enumerate(lines.changes()):
            if number == _MOST_ROWS:
                yield f"    ……共 {sum(map(sum, entry.counts.values()))} 行，用 --csv 或 --xlsx 写出全部"
                break
            yield f"    {change_line(change)}"
        yield from (f"    {fact}" for fact in fact_lines(lines))


def _person_lines(told: "Iterable[Told]") -> Iterator[str]:
    from enclave_desktop.records.history_words import change_line

    number = None
    for one in told:
        if one.entry.number != number:
            number = one.entry.number
            yield _head(one.entry)
        yield f"    {change_line(one.change)}"


def _head(entry: "Entry") -> str:
    from enclave_desktop.records.history_words import title, when, who

    workbook = f"　{entry.workbook}" if entry.workbook and entry.workbook not in entry.words else ""
    return f"{entry.number}　{when(entry)}　{who(entry)}　{entry.action}　{title(entry)}{workbook}"
