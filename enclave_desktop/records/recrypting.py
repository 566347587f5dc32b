"""Encrypting a record that is there, decrypting it, and changing its passphrase.

Each makes a whole new file in a folder of its own beside the record, holds it against the old one row by row, and
then puts it in the record's place in one step. Killed at any moment, the record is the old one or the new one; what is
left in the folder goes when the record is next opened to be written, or recrypted.

What was plain is overwritten once before it is deleted. That is all that can be done: on an SSD or a memory stick, and
on file systems that never write in place, the old bytes may stay until they are used for something else.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.records import sqlite_file
from enclave_desktop.records.backup import settle
from enclave_desktop.records.cipher import Key, fitting, new_key
from enclave_desktop.records.exporting import export, first_difference
from enclave_desktop.records.lock import Lock
from enclave_desktop.records.recognising import recognise
from enclave_desktop.records.sqlite_errors import code_of, explained
from enclave_desktop.records.unfinished import left_of, workshop
from enclave_desktop.records.verify import Told, look_through, unheard
from enclave_desktop.whole_file import cannot_write, settle_names

PURPOSE = "加密"
_OLD = "old"
_CHUNK = 1024 * 1024


def encrypt(path: Path, passphrase: str, told: Told = unheard) -> Key:
    """Encrypt a plain record that nobody has open; its key. UserError, and it is as it was, when it cannot be.

    Its backups stay as they are: see `plain_copies.py`.
    """
    key = new_key(passphrase)
    recrypt(path, None, key, told)
    return key


def decrypt(path: Path, key: Key, told: Told = unheard) -> None:
    """Make an encrypted record a plain one; UserError, and it is as it was, when it cannot be."""
    recrypt(path, key, None, told)


def change_passphrase(path: Path, key: Key, passphrase: str, told: Told = unheard) -> Key:
    """Encrypt the record anew, with a salt of its own; the new key. The recovery code is another one then.

    Earlier backups keep the passphrase and the recovery code that they were made under.
    """
    fresh = new_key(passphrase)
    recrypt(path, key, fresh, told)
    return fresh


def recrypt(path: Path, old: Key | None, new: Key | None, told: Told = unheard) -> None:
    """From one key to another, where None is a plain file's; UserError when the record is in use, not whole, or not
    opened by `old`, and when there is no room.
    """
    recognise(path)
    old = fitting(path, old)
    lock = Lock.take(path, PURPOSE)
    try:
        clear_left(path)
        told("核对档案", 0, 0)
        look_through(path, date.today(), told, key=old)
        _write_down(path, old)
        if old is None:  # plain copies too, of which nobody would be told
            for left in left_of(path):
                _take_away(left)
        _make_and_put(path, old, new, told)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            clear_left(path)
        lock.release()


def clear_left(path: Path) -> None:
    """Take away what recrypting this record left unfinished, overwriting what is plain; for who has its lock only."""
    folder = workshop(path)
    if folder.is_dir() and not folder.is_symlink():
        _take_away(folder)


def _take_away(folder: Path) -> None:
    for left in folder.iterdir():
        wipe(left)
    shutil.rmtree(folder)
    settle_names(folder.parent)


def wipe(path: Path) -> None:
    """Overwrite a plain database, unless it bears another name besides or somebody reads it. Its name stays."""
    with suppress(OSError, sqlite3.Error), closing(sqlite3.connect(path, timeout=0)) as connection:
        if path.stat().st_nlink != 1:
            return
        connection.execute("BEGIN EXCLUSIVE")
        with path.open("rb+") as file:
            for _ in range(0, path.stat().st_size, _CHUNK):
                file.write(bytes(min(_CHUNK, path.stat().st_size - file.tell())))
            file.flush()
            os.fsync(file.fileno())


def _write_down(path: Path, key: Key | None) -> None:
    """Bring what is in the log into the file, and the log away; UserError when somebody has the record open."""
    try:
        with explained(path), closing(sqlite_file.opened(path, key=key)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except UserError as error:
        held = (
            isinstance(error.__cause__, Exception) and code_of(error.__cause__) & 0xFF == sqlite3.SQLITE_BUSY
        )
        raise (_in_use(path) if held else error) from None
    if mode != "delete":
        raise _in_use(path)


def _in_use(path: Path) -> UserError:
    return UserError(f"档案 {path} 正在使用，没有改动。", "请关闭正在使用它的窗口或命令，再试一次。")


def _make_and_put(path: Path, old: Key | None, new: Key | None, told: Told) -> None:
    real = path.resolve()
    before = real.stat()
    folder = workshop(path)
    folder.mkdir(mode=0o700)
    fresh = folder / "new"
    told("加密" if new else "解密", 0, 0)
    with explained(path):
        export(real, old, fresh, new)
        told("逐行核对", 0, 0)
        if table := first_difference(real, old, fresh, new):
            raise RuntimeError(f"{table} is not the same after recrypting")
    look_through(fresh, date.today(), told, key=new)
    settle(fresh)
    now = real.stat()
    if (now.st_size, now.st_mtime_ns, now.st_ino) != (before.st_size, before.st_mtime_ns, before.st_ino):
        raise _in_use(path)
    if old is None:
        with suppress(OSError):  # no second names there, as on a memory stick: it is deleted only
            os.link(real, folder / _OLD)
    fresh.chmod(before.st_mode & 0o777)
    fresh.replace(real)
    settle_names(real.parent)
