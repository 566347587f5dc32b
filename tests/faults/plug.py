"""What a disk would hold if the power had gone: made from everything that it was told, up to that moment.

A file's bytes are safe once the file was synced, a name once its folder was. Of what is not, any part may be there:
nothing, all, or some of it, writes torn at the sector.
"""

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

SECTOR = 512
_HEAD = struct.Struct("=IIQq")
_FORGOTTEN = "-shm"
"""Memory, that is only called a file: after a start it is made anew."""


class What(IntEnum):
    """As in `disk.c`."""

    WRITE = 1
    TRUNCATE = 2
    SYNC = 3
    CREATE = 4
    RENAME = 5
    LINK = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    NOTE = 10


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that the disk was told."""

    what: What
    file: int
    at: int
    data: bytes

    @property
    def names(self) -> list[str]:
        return self.data.rstrip(b"\0").decode().split("\0")


def read(recording: Path) -> list[Told]:
    """Everything, in order."""
    data, at, told = recording.read_bytes(), 0, []
    while at < len(data):
        what, length, file, where = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        told.append(Told(What(what), file, where, data[at : at + length]))
        at += length
    return told


@dataclass(slots=True)
class File:
    """One file's bytes."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[Told] = field(default_factory=list)


Names = dict[str, File | None]
"""By path; None is a folder."""


class Disk:
    """Files and names as they are safe, and what came after."""

    def __init__(self, folder: Path) -> None:
        """As it lies there now, all of it safe."""
        self.folder = str(folder)
        self.names: Names = {}
        self._safe: Names = {}
        self._pending: list[tuple[Told, File | None]] = []
        self._by_number: dict[int, File] = {}
        for path in sorted(folder.rglob("*")):
            file = None if path.is_dir() else File(bytearray(path.read_bytes()))
            self.names[str(path)] = self._safe[str(path)] = file
            if file:
                self._by_number[path.stat().st_ino] = file

    def tell(self, told: Told) -> None:
        """One thing more."""
        match told.what:
            case What.WRITE | What.TRUNCATE:
                if told.file in self._by_number:
                    self._by_number[told.file].pending.append(told)
            case What.SYNC if told.at:
                self._settle_names(told.names[0])
            case What.SYNC:
                if file := self._by_number.get(told.file):
                    file.safe, file.pending = after(file.safe, file.pending), []
            case What.NOTE:
                pass
            case _:
                self._name(told)

    def _name(self, told: Told) -> None:
        if told.names[-1].endswith(_FORGOTTEN):
            self._by_number.pop(told.file, None)
            return
        file = None
        if told.what is What.CREATE:
            file = self._by_number[told.file] = File()
        self._pending.append((told, file))
        rename(self.names, told, file)

    def _settle_names(self, folder: str) -> None:
        """What was done to names in that folder is safe, in the order in which it was done."""
        there = [one for one in self._pending if _folder(one[0].names[-1]) == folder]
        for told, file in there:
            rename(self._safe, told, file)
        self._pending = [one for one in self._pending if one not in there]

    def without_power(self, dice: random.Random) -> Iterator[tuple[str, bytes | None]]:
        """Path and bytes of what is there after the next start; None is a folder."""
        names = dict(self._safe)
        share = dice.choice((0.0, 0.5, 1.0))
        kept = [one for one in self._pending if dice.random() < share]
        if share == 0.5 and dice.random() < 0.5:  # a journal: no later name without the earlier ones
            kept = self._pending[: dice.randrange(len(self._pending) + 1)]
        for told, file in kept:
            rename(names, told, file)
        some = dice.choice((_none, _all, _any, _torn))
        for path, held in sorted(names.items(), key=lambda item: item[0]):
            yield path, None if held is None else bytes(after(held.safe, some(held.pending, dice)))


def rename(names: Names, told: Told, created: File | None) -> None:
    """Do to the names what was told; what is not there by now is passed over."""
    first, last = told.names[0], told.names[-1]
    match told.what:
        case What.CREATE:
            names[first] = created
        case What.MKDIR:
            names[first] = None
        case What.UNLINK | What.RMDIR:
            names.pop(first, None)
        case What.LINK:
            if first in names:
                names[last] = names[first]
        case What.RENAME:
            if first in names:
                names[last] = names.pop(first)


def after(safe: bytearray, pending: list[Told]) -> bytearray:
    """A file's bytes once the writes have reached it."""
    data = bytearray(safe)
    for told in pending:
        if told.what is What.TRUNCATE:
            del data[told.at :]
            data.extend(bytes(told.at - len(data)))
        else:
            data.extend(bytes(max(0, told.at - len(data))))
            data[told.at : told.at + len(told.data)] = told.data
    return data


Some = Callable[[list[Told], random.Random], list[Told]]


def _none(pending: list[Told], dice: random.Random) -> list[Told]:
    return []


def _all(pending: list[Told], dice: random.Random) -> list[Told]:
    return pending


def _any(pending: list[Told], dice: random.Random) -> list[Told]:
    return [told for told in pending if dice.random() < 0.5]


def _torn(pending: list[Told], dice: random.Random) -> list[Told]:
    """Each sector by itself."""
    sectors = []
    for told in pending:
        if told.what is What.TRUNCATE:
            sectors.append(told)
            continue
        for start in range(0, len(told.data), SECTOR):
            piece = told.data[start : start + SECTOR]
            sectors.append(Told(told.what, told.file, told.at + start, piece))
    return [told for told in sectors if dice.random() < 0.5]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
