"""The backups of a record that are there: beside it, and in other places that are known."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from enclave_desktop.records.made import BESIDE, Made, made_of


class Found(NamedTuple):
    """A backup that is there."""

    path: Path
    made: Made


def backups_of(record: Path, folders: Iterable[Path] = ()) -> list[Found]:
    """The newest first; whether each is still whole shows when it is looked into."""
    places = dict.fromkeys([record.parent / BESIDE, *folders])
    found = [Found(folder / made.name, made) for folder in places for made in made_of(record, folder)]
    there = [one for one in found if one.path.is_file()]
    return sorted(there, key=lambda one: one.made.made_at, reverse=True)


def backup_line(found: Found) -> str:
    """When it was made, when the record had last been changed then, and where it lies."""
    made = found.made
    return f"{made.made_at:%Y-%m-%d %H:%M}（内容到 {made.changed_at:%Y-%m-%d %H:%M}）　{found.path}"
