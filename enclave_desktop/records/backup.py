"""Backups of a record: copied by SQLite's own means, opened again and verified before they get their names."""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.records import cipher, sqlite_file
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.creating import name
from enclave_desktop.records.exporting import export
from enclave_desktop.records.history_verify import NO_CHAIN
from enclave_desktop.records.made import BESIDE, Made, identity, made_in, put_down, to_be_put_down_again
from enclave_desktop.records.sqlite_errors import code_of, explained
from enclave_desktop.records.thinning import Decision, decide
from enclave_desktop.records.unfinished import BACKUP, clear_up
from enclave_desktop.records.verify import Contents, Told, digest, last_changed, look_through, unheard
from enclave_desktop.whole_file import cannot_write, settle_names

_PAGES = 1024
"""Copied between two words about how far it is."""
_ELSEWHERE = "请检查磁盘或 U 盘是否仍然连接、是否已满，或换一个文件夹备份。档案本身没有改动。"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and verified."""

    path: Path
    contents: Contents
    """Kept files that were damaged in the record already are damaged in it too, and named in here."""
    new: bool
    """False when nothing has changed since an earlier one, which was verified again in its place."""
    gone: tuple[Decision, ...]
    """Earlier ones that were deleted, with reasons."""


def folder_beside(record: Path) -> Path:
    return record.parent / BESIDE


def make_folder_beside(record: Path) -> Path:
    """The same, there from now on; UserError when a file has its name."""
    folder = folder_beside(record)
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise UserError(
            f"{folder} 是一个文件，不是放备份的文件夹。", "请把它改名或移走，再试一次。"
        ) from None
    settle_names(record.parent)
    return folder


def back_up(
    source: sqlite3.Connection,
    record: Path,
    folder: Path,
    now: datetime,
    told: Told = unheard,
    *,
    key: Key | None = None,
) -> Backup:
    """Make a backup of what is on record now, and thin out the earlier ones; UserError when it cannot be.

    `key` is the record's, and the backup's too. Of a plain record it is a new one, under which the backup is made.

    The record may be in use meanwhile. The file is named after the record and the time, and is its owner's alone.
    The folder must be there, unless it is the one beside the record.
    """
    wanted = folder / f"{record.stem}-{now:%Y%m%d-%H%M%S}{record.suffix}"
    try:
        if folder == folder_beside(record):
            make_folder_beside(record)
        clear_up(folder)
        clear_up(record.parent)
        with tempfile.TemporaryDirectory(prefix=BACKUP, dir=folder) as temporary:
            unfinished = Path(temporary) / record.name
            changed_at = last_changed(record)
            copy(source, record, unfinished, told, key=key)
            contents = _verified(unfinished, record, now, told, key)
            chain = contents.history or NO_CHAIN
            found = (identity(record), digest(unfinished), now, changed_at)
            made = Made(wanted.name, *found, chain.length, chain.digest, chain.first)
            same = _same(folder, made, key)
            if same is None:
                earlier = to_be_put_down_again(folder)
                path = _named(unfinished, wanted, {one.name for one in earlier})
                made = replace(made, name=path.name)
                put_down(folder, [made, *earlier])
    except OSError as error:
        raise cannot_write(wanted, error) from None
    if same:
        return Backup(folder / same.name, contents, False, ())
    return Backup(path, contents, True, thin(folder, made, now))


def thin(folder: Path, last: Made, now: datetime) -> tuple[Decision, ...]:
    """Delete backups of the record that `last` is of that the rules let go, and only what is still as it was made; what
    went.
    """
    made = made_in(folder)
    ours = [one for one in made if one.is_of_the_same(last) and (folder / one.name).is_file()]
    decisions = decide((one.made_at for one in ours), now)
    going = {decision.made_at: decision for decision in decisions if not decision.stays}
    gone = [one for one in ours if one.made_at in going and _deleted(folder, one)]
    if gone:
        with suppress(UserError):  # the list then names files that are gone, and the next backup mends that
            put_down(folder, [one for one in made if one not in gone])
    return tuple(going[one.made_at] for one in gone)


def copy(
    source: sqlite3.Connection, record: Path, path: Path, told: Told = unheard, *, key: Key | None = None
) -> None:
    """A whole copy, on disk: copying the file of an open record would lose what is in its log.

    With the key of an encrypted record it is encrypted as that is; of a plain one, it is made under that key.
    """
    if key and isinstance(source, sqlite3.Connection):
        _copy_under(key, source, record, path, told)
        return
    path.touch(0o600)  # identity numbers and pay: the owner's alone
    with (
        sqlite_file.snapshot(source),
        _explained(record, path),
        closing(_blank(path, key)) as target,
    ):
        source.backup(target, pages=_PAGES, progress=lambda _, left, total: told("备份", total - left, total))
        # One file on its own, which opens even where nothing can be written.
        target.execute("PRAGMA journal_mode = DELETE").fetchall()
    settle(path)


def _blank(path: Path, key: Key | None) -> sqlite3.Connection:
    return cipher.blank(path, key) if key else sqlite3.connect(path, isolation_level=None)


def _copy_under(key: Key, source: sqlite3.Connection, record: Path, path: Path, told: Told) -> None:
    """By way of a plain copy that lies only where the plain record lies: SQLCipher must not open a file that is open
    by the other library in this process, since closing it would drop that one's locks.
    """
    with tempfile.TemporaryDirectory(prefix=BACKUP, dir=record.parent) as folder:
        plain = Path(folder) / "plain"
        copy(source, record, plain, told)
        told("加密", 0, 0)
        with _explained(record, path):
            export(plain, None, path, key)
    settle(path)


def settle(path: Path) -> None:
    """On disk, not only on its way there."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
    except Exception as error:
        code = code_of(error) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, "", str(path)) from error
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise UserError("备份没有做成：读写出错。", _ELSEWHERE) from error
        with explained(record):
            raise


def _verified(unfinished: Path, record: Path, now: datetime, told: Told, key: Key | None) -> Contents:
    try:
        return look_through(unfinished, now.date(), told, key=key)
    except UserError as error:
        words = error.message.replace(str(unfinished), str(record))
        raise UserError(f"备份没有通过核对，没有留下：{words}", *error.details) from None


def _same(folder: Path, made: Made, key: Key | None) -> Made | None:
    """An earlier backup with the same in it, still what it was."""
    ours = (one for one in made_in(folder) if one.is_of_the_same(made))
    same = (one for one in ours if _holds_the_same(folder, one, made, key) and _is_as_made(folder, one))
    return next(same, None)


def _holds_the_same(folder: Path, one: Made, made: Made, key: Key | None) -> bool:
    """No two encryptions of the same are alike: there the end of the history tells, under the same key."""
    if key is None:
        return one.sha256 == made.sha256
    path = folder / one.name
    same_key = path.is_file() and cipher.is_encrypted(path) and cipher.salt_of(path) == key.salt
    return same_key and bool(made.head) and one.head == made.head


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


def _named(unfinished: Path, wanted: Path, listed: set[str]) -> Path:
    """Never one that is listed, though its file may be gone: cut off here, this would be taken for that."""
    for path in free_name(wanted):
        if path.name in listed:
            continue
        try:
            name(unfinished, path)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(errno.EEXIST, "", str(wanted))
