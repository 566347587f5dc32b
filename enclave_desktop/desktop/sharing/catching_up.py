"""What others have changed since the window last looked."""

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enclave_desktop.records.history_reading import Entry, Head
    from enclave_desktop.records.record import Record

_MOST = 200
"""Entries that are looked through; of more than that, it is enough to know that there were many."""


def by_others(record: "Record", seen: "Head") -> "tuple[Entry, ...]":
    """The entries after `seen` that were not made here, the newest first."""
    from enclave_desktop.records import origin
    from enclave_desktop.records.history_reading import entries
    from enclave_desktop.records.reading import Rows

    account, machine = record.account, origin.machine()

    def read(rows: Rows) -> "list[Entry]":
        new = takewhile(lambda entry: entry.number > seen.number, entries(rows))
        return [entry for entry, _ in zip(new, range(_MOST), strict=False)]

    found = record.read(read)
    return tuple(one for one in found if (one.account, one.machine) != (account, machine))


def others_words(found: "Sequence[Entry]") -> str:
    """王五刚刚修改了示例人的学位；另有 2 处改动。"""
    last = found[0]
    what = last.words or last.action
    if last.workbook:
        what = f"{last.action}了 {last.workbook}"
    more = f"；另有 {len(found) - 1} 处改动" if len(found) > 1 else ""
    return f"{last.account}：{what}{more}。表格已更新"
