"""What one entry of the history says, line by line, and how its lines are kept.

A line is JSON: what was done in words, what else happened, a sheet with the names of its fields, and after that its
rows as pairs of before and after. Each line has a salt of its own, and the entry's digest is made of the lines'
digests: a line whose content and salt are gone leaves its digest, and the chain holds without it.
"""

import json
import os
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import Any

from enclave_desktop.dossier.fields import KEPT, Field, Kind, Sheet
from enclave_desktop.dossier.frozen import plain
from enclave_desktop.records.changes import Changes

NOTHING_BEFORE = "0" * 64
"""What the first entry follows, in place of a digest."""
SALT = 16
"""Bytes: what is left of an emptied line cannot be found by trying."""
_GONE = b"-"
"""What an emptied line starts with; its digest follows, in hex."""
_CHECK = 4
"""Bytes of the check sum before the compressed lines: of each byte it shows whether it is still what it was."""
MOST = 512 * 1024 * 1024
"""Bytes of all lines of an entry together, more than any workbook gives. They are never in memory together."""
_MOST_LINES = 2_000_000
_LONGEST = 16 * 1024 * 1024
"""Bytes of one line."""
_PIECE = 1024 * 1024
"""Bytes that are unpacked at a time."""
_FIRST = 64 * 1024
"""Bytes of an entry's first line at most."""
_LEVEL = 6

MOVED_OUT, BROUGHT_BACK = "移出", "移回"
"""What happened to a row that a kept packet was made from, instead of removal and addition."""

encoded: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class SpoiltEntryError(ValueError):
    """What is kept of an entry is not what was written."""


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of one entry as they are kept."""

    salts: bytes
    rows: bytes
    digests: bytes
    """Of all lines, one after another; kept only as part of the entry's digest."""


def first_line(words: str, workbook: str | None) -> bytes:
    """Every entry's first: what it is called, and the workbook it comes from."""
    return encoded({"words": words, "workbook": workbook}).encode()


def fact_line(what: str, value: Any) -> bytes:
    """Something that happened besides rows: files kept, a packet printed."""
    return encoded({"what": what, "value": value}).encode()


def change_lines(changes: Changes, moved: Collection[Any] = ()) -> Iterator[bytes]:
    """The rows of a change, sheet by sheet; those in `moved` were not removed or added, but moved out or back."""
    for entity, sheet in KEPT.items():
        removed, added = changes.removed.get(entity, ()), changes.added.get(entity, ())
        updated = changes.updated.get(entity, ())
        if not (removed or added or updated):
            continue
        yield encoded({"sheet": sheet.title, "fields": [field.name for field in sheet.fields]}).encode()
        for row, values in zip(removed, _values(sheet, removed), strict=True):
            how = (MOVED_OUT,) if moved and row in moved else ()
            yield encoded((values, None, *how)).encode()
        before, after = (_values(sheet, [pair[at] for pair in updated]) for at in (0, 1))
        yield from (encoded(pair).encode() for pair in zip(before, after, strict=True))
        for row, values in zip(added, _values(sheet, added), strict=True):
            how = (BROUGHT_BACK,) if moved and row in moved else ()
            yield encoded((None, values, *how)).encode()


def _values(sheet: Sheet, rows: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows' values as JSON knows them, by columns: of an import each day is written once."""
    columns = (_plain(field, list(map(attrgetter(field.name), rows))) for field in sheet.fields)
    return zip(*columns, strict=True)


def _plain(field: Field, column: list[Any]) -> Sequence[Any]:
    if field.kind not in (Kind.DATE, Kind.AREA) and field.refers is None:
        return column
    known = {value: plain(value) for value in set(column)}
    return [known[value] for value in column]


def pack(lines: Iterable[bytes]) -> Body:
    """Lines that are new, each with a fresh salt."""
    held = list(lines)
    return pack_with(held, os.urandom(SALT * len(held)))


def pack_with(lines: Sequence[bytes], salts: bytes) -> Body:
    """Lines with the salts they have; emptied ones stay so."""
    digests = b"".join(line_digests(lines, salts))
    compressed = zlib.compress(b"\n".join(lines), _LEVEL)
    return Body(salts, zlib.crc32(compressed).to_bytes(_CHECK, "big") + compressed, digests)


def unpack(rows: bytes) -> Iterator[bytes]:
    """The lines, one by one; SpoiltEntryError when they are no longer what was kept, or more than an entry holds."""
    compressed = memoryview(rows)[_CHECK:]
    if zlib.crc32(compressed).to_bytes(_CHECK, "big") != rows[:_CHECK]:
        raise SpoiltEntryError("not as it was written")
    begun, count = b"", 0
    for piece in _inflated(compressed):
        *lines, begun = (begun + piece).split(b"\n")
        count += len(lines)
        if len(begun) > _LONGEST or count > _MOST_LINES:
            raise SpoiltEntryError("more than an entry holds")
        yield from lines
    yield begun


def _inflated(compressed: memoryview) -> Iterator[bytes]:
    reader, total = zlib.decompressobj(), 0
    for at in range(0, len(compressed), _PIECE):
        left = bytes(compressed[at : at + _PIECE])
        while left:
            piece = _decompressed(reader, left, _PIECE)
            left = reader.unconsumed_tail
            total += len(piece)
            if total > MOST:
                raise SpoiltEntryError("more than an entry holds")
            yield piece
    # What is held back for want of room comes without anything more to read.
    while piece := _decompressed(reader, b"", _PIECE):
        yield piece
    if not reader.eof:
        raise SpoiltEntryError("not all of it")


def unpack_first(rows: bytes) -> bytes:
    """The first line, from the beginning of what is kept; empty when it is longer than that."""
    first, separator, _ = _decompressed(zlib.decompressobj(), rows[_CHECK:], _FIRST).partition(b"\n")
    return first if separator or first.endswith(b"}") or is_gone(first) else b""


def _decompressed(reader: "zlib._Decompress", compressed: bytes, most: int) -> bytes:
    try:
        return reader.decompress(compressed, most)
    except zlib.error as error:
        raise SpoiltEntryError("not as it was written") from error


def emptied(line: bytes, salt: bytes) -> bytes:
    """The line without what it said."""
    return line if is_gone(line) else _GONE + _digest(line, salt).hex().encode()


def is_gone(line: bytes) -> bool:
    return line.startswith(_GONE)


def line_digests(lines: Iterable[bytes], salts: bytes) -> Iterator[bytes]:
    """The lines' digests; SpoiltEntryError when they and their salts do not belong together."""
    at = 0
    for line in lines:
        salt = salts[at : at + SALT]
        if len(salt) < SALT:
            break
        yield _digest(line, salt)
        at += SALT
    else:
        if at == len(salts):
            return
    raise SpoiltEntryError("not a salt for each line")


def _digest(line: bytes, salt: bytes) -> bytes:
    if not line.startswith(_GONE):
        return sha256(salt + line).digest()
    try:
        return bytes.fromhex(line[len(_GONE) :].decode("ascii"))
    except ValueError as error:
        raise SpoiltEntryError("an emptied line without its digest") from error


def entry_digest(head: Sequence[Any], digests: bytes) -> str:
    """What an entry is chained by, in hex: `head` is all that stands beside its lines, the previous digest too."""
    return sha256(encoded(list(head)).encode() + b"\n" + digests).hexdigest()
