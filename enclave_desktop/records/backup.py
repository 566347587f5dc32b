"""Backups of a record: copied by SQLite's own means, opened again and verified before they get their names."""

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.records import sqlite_file
from enclave_desktop.records.made import Made, identity, made_in, put_down
from enclave_desktop.records.thinning import Decision, decide
from enclave_desktop.records.verify import Contents, Told, digest, last_changed, unheard, verify
from enclave_desktop.whole_file import cannot_write

BESIDE = "备份"
"""The folder beside the record that backups go to unless another is chosen."""
UNFINISHED = ".backup-"
_LEFT_SECONDS = 3600
"""An unfinished backup as old as that was left by a program that was killed."""
_PAGES = 1024
"""Copied between two words about how far it is."""
_ELSEWHERE = "请检查磁盘或 U 盘是否仍然连接、是否已满，或换一个文件夹备份。档案本身没有改动。"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and verified."""

    path: Path
    contents: Contents
    new: bool
    """False when nothing has changed since an earlier one, which was verified again in its place."""
    gone: tuple[Decision, ...]
    """Earlier ones that were deleted, with reasons."""


def folder_beside(record: Path) -> Path:
    return record.parent / BESIDE


def back_up(
    source: sqlite3.Connection, record: Path, folder: Path, now: datetime, told: Told = unheard
) -> Backup:
    """Make a backup of what is on record now, and thin out the earlier ones; UserError when it cannot be.

    The record may be in use meanwhile. The file is named after the record and the time, and is its owner's alone.
    The folder must be there, unless it is the one beside the record.
    """
    wanted = folder / f"{record.stem}-{now:%Y%m%d-%H%M%S}{record.suffix}"
    try:
        if folder == folder_beside(record):
            folder.mkdir(exist_ok=True)
        clear_up(folder)
        clear_up(record.parent)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as temporary:
            unfinished = Path(temporary) / record.name
            changed_at = last_changed(record)
            copy(source, record, unfinished, told)
            contents = _verified(unfinished, record, now, told)
            made = Made(wanted.name, identity(record), digest(unfinished), now, changed_at)
            same = _same(folder, made)
            if same is None:
                path = _named(unfinished, wanted)
                made = Made(path.name, made.of, made.sha256, now, changed_at)
                put_down(folder, [made, *made_in(folder)])
    except OSError as error:
        raise cannot_write(wanted, error) from None
    if same:
        return Backup(folder / same.name, contents, False, ())
    return Backup(path, contents, True, thin(folder, made.of))


def thin(folder: Path, of: str) -> tuple[Decision, ...]:
    """Delete backups of a record that the rules let go, and only what is still as it was made; what went."""
    made = made_in(folder)
    ours = [one for one in made if one.of == of and (folder / one.name).is_file()]
    going = {
        decision.made_at: decision for decision in decide(one.made_at for one in ours) if not decision.stays
    }
    gone = [one for one in ours if one.made_at in going and _deleted(folder, one)]
    if gone:
        with suppress(UserError):  # the list then names files that are gone, and the next backup mends that
            put_down(folder, [one for one in made if one not in gone])
    return tuple(going[one.made_at] for one in gone)


def copy(source: sqlite3.Connection, record: Path, path: Path, told: Told = unheard) -> None:
    """A whole copy, on disk: copying the file of an open record would lose what is in its log."""
    path.touch(0o600)  # identity numbers and pay: the owner's alone
    with (
        sqlite_file.snapshot(source),
        _explained(record, path),
        closing(sqlite3.connect(path, isolation_level=None)) as target,
    ):
        source.backup(target, pages=_PAGES, progress=lambda _, left, total: told("备份", total - left, total))
        # One file on its own, which opens even where nothing can be written.
        target.execute("PRAGMA journal_mode = DELETE").fetchall()
    settle(path)


def settle(path: Path) -> None:
    """On disk, not only on its way there."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def settle_names(folder: Path) -> None:
    """The names in a folder on disk, where the system lets folders be written so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def free_name(wanted: Path) -> Iterator[Path]:
    """`wanted`, then the same with a number."""
    yield wanted
    for number in range(2, 1000):
        yield wanted.with_stem(f"{wanted.stem}-{number}")


@contextmanager
def _explained(record: Path, path: Path) -> Iterator[None]:
    """Say what SQLite reports while copying: of the record that it is damaged, of the copy what the system would."""
    try:
        yield
    except sqlite3.Error as error:
        code = (error.sqlite_errorcode or 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, "", str(path)) from error
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise UserError("备份没有做成：读写出错。", _ELSEWHERE) from error
        with sqlite_file.explained(record):
            raise


def _verified(unfinished: Path, record: Path, now: datetime, told: Told) -> Contents:
    try:
        return verify(unfinished, now.date(), told)
    except UserError as error:
        words = error.message.replace(str(unfinished), str(record))
        raise UserError(f"备份没有通过核对，没有留下：{words}", *error.details) from None


def _same(folder: Path, made: Made) -> Made | None:
    """An earlier backup with the same in it, still what it was."""
    earlier = [one for one in made_in(folder) if one.of == made.of]
    if earlier and earlier[0].sha256 == made.sha256 and _is_as_made(folder, earlier[0]):
        return earlier[0]
    return None


def _is_as_made(folder: Path, made: Made) -> bool:
    path = folder / made.name
    return path.is_file() and not path.is_symlink() and digest(path) == made.sha256


def _deleted(folder: Path, made: Made) -> bool:
    try:
        if not _is_as_made(folder, made):
            return False
        (folder / made.name).unlink()
    except OSError:  # in use, or the stick is gone: another time
        return False
    return True


def _named(unfinished: Path, wanted: Path) -> Path:
    for path in free_name(wanted):
        try:
            sqlite_file.name(unfinished, path)
        except FileExistsError:
            continue
        settle_names(path.parent)
        return path
    raise FileExistsError(errno.EEXIST, "", str(wanted))


def clear_up(folder: Path) -> None:
    """Take away what a backup or restoring that was killed left unfinished."""
    before = time.time() - _LEFT_SECONDS
    for left in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if left.is_dir() and not left.is_symlink() and left.stat().st_mtime < before:
                shutil.rmtree(left)
