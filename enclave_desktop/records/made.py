"""The list of the backups that were made in a folder: each was verified before it was put down here.

Whatever is not on it, or is no longer what was put down, is somebody else's and never deleted.
The list holds file names, digests and times, nothing of what is on record.
"""

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from enclave_desktop.whole_file import write_whole

LIST = "备份清单.json"
BESIDE = "备份"
"""The folder beside the record that backups go to unless another is chosen."""


@dataclass(frozen=True, slots=True)
class Made:
    """One backup."""

    name: str
    """Of the file in this folder."""
    of: str
    """Which record's; see `identity`."""
    sha256: str
    made_at: datetime
    changed_at: datetime
    """When the record had last been changed."""
    entries: int = 0
    """How long its history was; 0 where this was not put down."""
    head: str = ""
    """The digest of its last entry."""
    first: str = ""
    """The digest of its first entry, which no other record has: what lay under the same name before was another one.
    Empty where it had no history yet."""

    def is_of_the_same(self, other: "Made") -> bool:
        """Whether both are of one record."""
        return (self.of, self.first) == (other.of, other.first)


_NAMES = frozenset(field.name for field in fields(Made))
"""A later program may put down more."""


def identity(record: Path) -> str:
    """What records of one path are known by, and nothing that tells where it lies."""
    return sha256(os.fsencode(record.resolve())).hexdigest()[:16]


def made_in(folder: Path) -> list[Made]:
    """The backups made in the folder, the newest first; those that are gone too. Empty without a list to be read."""
    with suppress(OSError):
        return to_be_put_down_again(folder)
    return []


def to_be_put_down_again(folder: Path) -> list[Made]:
    """The same for who writes the list anew: OSError where there is one that cannot be read, and would be lost."""
    try:
        entries = json.loads((folder / LIST).read_text("utf-8"))["backups"]
        made = [_read(entry) for entry in entries]
    except FileNotFoundError:
        return []
    except (
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
    ):  # not as we write it: then nothing here is known to be ours
        return []
    return sorted(made, key=lambda one: one.made_at, reverse=True)


def made_of(record: Path, folder: Path) -> list[Made]:
    """Those of a record among them: of its path, and in the folder beside it of its name too, since both may have been
    moved together.
    """
    made = made_in(folder)
    if not made:  # nor need the path be resolved, which not every system can do with a very long one
        return []
    ours = identity(record)
    named = re.compile(rf"{re.escape(record.stem)}-\d{{8}}-\d{{6}}(-\d+)?{re.escape(record.suffix)}")
    beside = folder == record.parent / BESIDE
    return [one for one in made if one.of == ours or (beside and named.fullmatch(one.name))]


def put_down(folder: Path, made: Iterable[Made]) -> None:
    """Write the list."""
    entries = [
        {**asdict(one), "made_at": one.made_at.isoformat(), "changed_at": one.changed_at.isoformat()}
        for one in sorted(made, key=lambda one: one.made_at)
    ]
    words = json.dumps({"backups": entries}, ensure_ascii=False, indent=1)
    write_whole(folder / LIST, lambda path: path.write_text(words, "utf-8"))


def made_as(backup: Path) -> Made | None:
    """What the list beside a backup says of it."""
    return next((one for one in made_in(backup.parent) if one.name == backup.name), None)


def known_heads(record: Path, first: str | None = None) -> dict[int, str]:
    """Digests that entries of a record's history had when backups were made of it, by their numbers; of a backup, that
    it had itself.

    With `first`, only of the record whose history begins so, and not of another one that had its name.
    """
    ours = made_of(record, record.parent / BESIDE)
    if itself := made_as(record):
        ours.append(itself)
    return {one.entries: one.head for one in ours if one.entries and first in (None, one.first)}


def is_there(folder: Path, *, used_before: bool) -> bool:
    """Whether the folder can be reached; where backups were made before, their list is there too.

    The empty folder where a memory stick used to appear is not the stick.
    """
    return (folder / LIST).is_file() if used_before else folder.is_dir()


def _read(entry: Any) -> Made:
    if not isinstance(entry, dict):
        raise TypeError("no entry of ours")
    texts = Made(**{name: value for name, value in entry.items() if name in _NAMES})
    if Path(texts.name).name != texts.name:
        raise ValueError("a name that leads out of the folder")
    return replace(
        texts,
        made_at=datetime.fromisoformat(str(texts.made_at)),
        changed_at=datetime.fromisoformat(str(texts.changed_at)),
    )
