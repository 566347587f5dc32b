"""Putting a backup in a record's place: looked into first, and what was there is kept beside it."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from enclave_desktop.dossier.difference import Difference, differences
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.errors import UserError
from enclave_desktop.records import sqlite_file
from enclave_desktop.records.backup import (
    copy,
    free_name,
    make_folder_beside,
    settle,
)
from enclave_desktop.records.cipher import Key, fitting, salt_of, wants_key
from enclave_desktop.records.exporting import export
from enclave_desktop.records.lock import held
from enclave_desktop.records.made import known_heads, made_as
from enclave_desktop.records.sqlite_errors import code_of, explained
from enclave_desktop.records.unfinished import BACKUP, clear_up
from enclave_desktop.records.verify import Contents, Told, digest, look_through, unheard, verify
from enclave_desktop.whole_file import cannot_write, settle_names

ASIDE = "恢复前"
"""In the name of what was there before."""


class PresentKeyWanted(UserError):
    """The backup is plain and the record encrypted, by a key that was not given."""

    def __init__(self, record: Path) -> None:
        super().__init__(
            f"备份没有加密，而现在的档案 {record} 已加密，没有恢复。",
            "请用档案现在的口令再试；口令忘了的，请恢复到另一个文件名。",
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What is in a backup, and what would be otherwise once it is restored."""

    contents: Contents
    made_at: datetime | None
    """None where nothing beside the backup says when it was made."""
    changed_at: datetime
    """When the record had last been changed before the backup."""
    differences: tuple[Difference, ...] | None
    """From the record as it is to the backup; None where one of them cannot be read."""
    present: str
    """Why there is nothing to compare with, in words; empty where there is."""
    opens: str = ""
    """What the record will be opened by, in words, where that will be another thing than now."""


def look(
    backup: Path,
    record: Path,
    as_of: date,
    told: Told = unheard,
    *,
    key: Key | None = None,
    record_key: Key | None = None,
) -> Look:
    """Look into a backup and hold it against the record in whose place it would go; nothing is changed.

    `key` is the backup's, `record_key` the record's where that has another one. UserError when the backup is not whole.
    """
    contents = _sound(backup, as_of, told, key)
    made = made_as(backup)
    made_at, changed_at = (made.made_at, made.changed_at) if made else (None, contents.changed_at)
    found, present = _held_against(contents.dossier, record, as_of, record_key or key)
    return Look(contents, made_at, changed_at, found, present, _opens(backup, record))


def _held_against(
    backup: Dossier | None, record: Path, as_of: date, key: Key | None
) -> tuple[tuple[Difference, ...] | None, str]:
    """What is otherwise in the backup than in the record, or why that cannot be told."""
    if backup is None:
        return None, "备份是较旧的程序保存的，恢复后打开时升级"
    if not record.exists():
        return None, f"{record} 现在没有档案"
    from enclave_desktop.records.record import Record

    try:
        with Record.open(record, key=key, read_only=True) as now:
            present = now.dossier(as_of)
    except UserError as error:
        return None, f"现有的档案读不出来：{error.message}"
    return tuple(differences(present, backup)), ""


def _opens(backup: Path, record: Path) -> str:
    encrypted = record.is_file() and wants_key(record, None)
    if not wants_key(backup, None):
        return "备份没有加密；恢复后仍加密，用档案现在的口令打开" if encrypted else ""
    if encrypted and salt_of(record) == salt_of(backup):
        return ""
    return "恢复后用做这份备份时的口令或恢复码打开"


def restore(
    backup: Path,
    record: Path,
    now: datetime,
    told: Told = unheard,
    *,
    key: Key | None = None,
    record_key: Key | None = None,
) -> Path | None:
    """Put the backup in the record's place, and give where the record that was there lies now; None when none was.

    At every moment the record's name stands for what was there or for the backup, whole; UserError, and nothing is
    changed, when the backup is not whole, the record is in use, or there is no room. The key of an encrypted backup
    is the record's afterwards; an encrypted record stays encrypted as it was where the backup is plain.
    """
    if record.exists() and backup.exists() and record.samefile(backup):
        raise UserError(f"{backup} 就是要恢复到的档案。", "请选择另一个文件作为备份。")
    _sound(backup, now.date(), told, key)
    key = fitting(backup, key)
    afterwards = key or _key_of_present(record, record_key)
    try:
        clear_up(record.parent)
        with (
            held(record, "恢复"),
            tempfile.TemporaryDirectory(prefix=BACKUP, dir=record.parent) as temporary,
        ):
            unfinished = Path(temporary) / record.name
            _copied(backup, key, unfinished, afterwards, told)
            contents = look_through(unfinished, now.date(), told, key=afterwards)
            if contents.history:  # some older programs kept none
                _tell(unfinished, afterwards, backup, record, record_key or key)
            aside = _put_aside(record, now, record_key or key)
            unfinished.replace(record)
            settle_names(record.parent)
            return aside
    except OSError as error:
        raise cannot_write(record, error) from None


def _key_of_present(record: Path, key: Key | None) -> Key | None:
    """What the record that is there is encrypted by; PresentKeyWanted when it is, and that is not known."""
    if not record.is_file() or not wants_key(record, None):
        return None
    try:
        return fitting(record, key)
    except UserError:
        raise PresentKeyWanted(record) from None


def _copied(backup: Path, key: Key | None, unfinished: Path, wanted: Key | None, told: Told) -> None:
    """A whole copy of the backup under the wanted key; of a plain one nothing plain is laid beside the record."""
    if wanted and not key:
        told("加密", 0, 0)
        with explained(backup):
            export(backup, None, unfinished, wanted)
        settle(unfinished)
        return
    with explained(backup), closing(sqlite_file.opened(backup, key=key, read_only=True)) as source:
        copy(source, backup, unfinished, told, key=key)


def _sound(backup: Path, as_of: date, told: Told, key: Key | None) -> Contents:
    """What is in a backup; kept files that are damaged must have been so when it was made."""
    contents = look_through(backup, as_of, told, key=key)
    made = made_as(backup)
    if contents.damaged and (made is None or made.sha256 != digest(backup)):
        return verify(backup, as_of, told, key=key)
    return contents


def _tell(unfinished: Path, key: Key | None, backup: Path, record: Path, record_key: Key | None) -> None:
    """Put down in the restored history that it was restored, and how far that of the record went.

    Past `Record`, which opens none of an older program's.
    """
    from enclave_desktop.records.history import tell_restored
    from enclave_desktop.records.record import Record

    left = list(known_heads(record))
    with suppress(UserError), Record.open(record, key=record_key, read_only=True) as present:
        left.append(present.head().number)
    engine = sqlite_file.connect(unfinished, key=key)
    try:
        with explained(unfinished):
            tell_restored(engine, f"用备份恢复（{backup.name}）", max(left, default=0))
    finally:
        engine.dispose()
    with explained(unfinished):
        sqlite_file.bring_log_in(unfinished, key)


def _put_aside(record: Path, now: datetime, key: Key | None) -> Path | None:
    """A second name for what is there, whole; the record's own name still stands for it afterwards."""
    if not record.exists():
        if left := [file for file in sqlite_file.companions(record) if file.exists()]:
            raise UserError(f"{left[0]} 是一份已不在的档案留下的。", "请先把它移到别处，再恢复。")
        return None
    folder = make_folder_beside(record)
    whole = write_down(record, key)
    wanted = folder / f"{record.stem}-{ASIDE}-{now:%Y%m%d-%H%M%S}{record.suffix}"
    aside = next(path for path in free_name(wanted) if not path.exists())
    _second_name(record, aside)
    if not whole:
        _keep_companions(record, aside)
    settle_names(folder)
    return aside


def write_down(record: Path, key: Key | None = None) -> bool:
    """Bring what is in the log into the file, which nobody else may have open; False when the file is too damaged.

    UserError when the record is in use.
    """
    try:
        with explained(record), closing(sqlite_file.opened(record, key=_fits(record, key))) as connection:
            # Possible only for the last one that has the file open.
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except UserError as error:
        if isinstance(error.__cause__, Exception) and _is_busy(error.__cause__):
            raise _in_use(record) from None
        return False
    except sqlite3.Error:
        return False
    if mode != "delete":
        raise _in_use(record)
    return True


def _fits(record: Path, key: Key | None) -> Key | None:
    """The key, if the record is encrypted by it: where it is not, what is there is put aside as it is."""
    with suppress(UserError):
        return fitting(record, key)
    return None


def _is_busy(error: Exception) -> bool:
    return code_of(error) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _in_use(record: Path) -> UserError:
    return UserError(f"档案 {record} 正在使用，没有恢复。", "请关闭正在使用它的窗口或命令，再试一次。")


def _second_name(path: Path, other: Path) -> None:
    """The same file under another name too; a copy where there are no such names, as on a memory stick."""
    try:
        os.link(path, other)
    except OSError:
        unfinished = other.with_name(f".{other.name}.tmp")
        try:
            shutil.copy2(path, unfinished)
            settle(unfinished)
            unfinished.rename(other)
        finally:
            unfinished.unlink(missing_ok=True)


def _keep_companions(record: Path, aside: Path) -> None:
    """A damaged record's log may be what saves it; beside the restored file it would be played into that."""
    for companion in sqlite_file.companions(record):
        if companion.exists():
            _second_name(companion, aside.with_name(companion.name.replace(record.name, aside.name, 1)))
            companion.unlink()
    with suppress(OSError):
        settle_names(record.parent)
