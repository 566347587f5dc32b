"""Whether the history is still what was written: every line, every entry, the chain and its end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enclave_desktop.records.history_lines import (
    NOTHING_BEFORE,
    SpoiltEntryError,
    entry_digest,
    is_gone,
    line_digests,
    unpack,
)
from enclave_desktop.records.history_reading import Lines, whole_entries
from enclave_desktop.records.origin import Action
from enclave_desktop.records.reading import Rows

Told = Callable[[str, int, int], None]


class BrokenHistoryError(Exception):
    """In plain Chinese: which entry is not what was written, or where some are missing."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A history that holds."""

    length: int
    digest: str
    """Of its last entry."""
    erased: int
    """Lines whose content was erased on request."""
    first: str
    """The digest of its first entry."""


NO_CHAIN = Chain(0, "", 0, "")
"""Of a record of a program that kept no history yet."""


def check_chain(rows: Rows, told: Told, known: Mapping[int, str] | None = None) -> Chain:
    """Follow the chain from its first entry to its head; BrokenHistoryError with the number where it breaks.

    `known` are digests that entries of these numbers had when a backup was made: they show what the record itself
    can no longer tell, that its last entries are missing or others. What a restored backup left behind is not missed.
    """
    ((total,),) = rows('SELECT count(*) FROM "history"')
    head = rows('SELECT "number", "digest" FROM "history_head"')
    unexplained = dict(known or {})
    number, previous, erased, first = 0, NOTHING_BEFORE, 0, ""
    for row in whole_entries(rows):
        told("核对历史", number, total)
        erased += check_entry(row, number + 1, previous)
        number, previous = number + 1, row[7]
        first = first or previous
        if row[4] == Action.RESTORED:
            _forgive(unexplained, number, row[9])
        if number in unexplained and unexplained[number] == previous:
            del unexplained[number]
    if [tuple(one) for one in head] != [(number, previous)]:
        raise BrokenHistoryError(f"历史记录第 {number} 条之后缺了末尾，或末尾的标记被改过")
    if unexplained:
        at = min(unexplained)
        what = f"缺了末尾：备份时已有第 {at} 条" if at > number else f"第 {at} 条与备份时的不同"
        raise BrokenHistoryError(f"历史记录{what}")
    return Chain(number, previous, erased, first)


def check_entry(row: Sequence[Any], expected: int, previous: str) -> int:
    """How many of the entry's lines are erased."""
    *beside, digest, salts, body = row
    if row[0] != expected:
        raise BrokenHistoryError(f"历史记录缺了第 {expected} 条")
    erased = 0

    def lines() -> Iterator[bytes]:
        nonlocal erased
        for line in unpack(bytes(body)):
            erased += is_gone(line)
            yield line

    try:
        made = entry_digest(beside, b"".join(line_digests(lines(), bytes(salts))))
    except (SpoiltEntryError, TypeError) as error:
        raise BrokenHistoryError(f"历史记录第 {expected} 条被改动过或已损坏") from error
    if made != digest:
        raise BrokenHistoryError(f"历史记录第 {expected} 条被改动过或已损坏")
    if row[6] != previous:
        raise BrokenHistoryError(f"历史记录第 {expected} 条与上一条接不上")
    return erased


def _forgive(unexplained: dict[int, str], number: int, body: bytes) -> None:
    """Restoring began a new course at this entry: those from here on that were there before are left behind."""
    for what, value in Lines(bytes(body)).facts():
        if what == "restored":
            for other in [one for one in unexplained if number <= one <= value]:
                del unexplained[other]
