"""Opening the record of a call: a file or a shared record; a passphrase or password is asked for, never an argument."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.errors import UserError
from enclave_desktop.records.places import Place, place_name
from enclave_desktop.records.server_address import ServerAddress

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key
    from enclave_desktop.records.record import Record
    from enclave_desktop.records.server_password import ServerPassword
    from enclave_desktop.records.sqlite_errors import UpgradeWanted

PASSPHRASE_FILE, PASSWORD_FILE = "ENCLAVE_PASSPHRASE_FILE", "ENCLAVE_PASSWORD_FILE"
"""Environment variables: files whose first line is the passphrase of a file, or the password of a server."""
_TRIES = 3
_known: "dict[Place, Key | ServerPassword]" = {}


def open_record(
    place: Place, *, read_only: bool = False, purpose: str = "命令", upgrade: bool = False
) -> "Record":
    """Open it, asking for what it takes; UserError when it does not open.

    `purpose` is told to whoever wants to write it too. An older record is upgraded only to be written, and only when
    that was said (`upgrade`) or is answered now.
    """
    from enclave_desktop.records.record import Record
    from enclave_desktop.records.sqlite_errors import UpgradeWanted

    key = key_of(place)
    try:
        record = Record.open(place, key=key, read_only=read_only, purpose=purpose)
    except UpgradeWanted as wanted:
        if read_only or not (upgrade or _agreed(wanted)):
            raise
        upgrade_record(wanted.path)
        record = Record.open(place, key=key, purpose=purpose)
    if not read_only:
        for notice in record.notices:
            print(notice.words, file=sys.stderr)
    return record


def upgrade_record(path: Path) -> None:
    """Back up an older record and bring it up to date, saying so."""
    from datetime import datetime

    from enclave_desktop.cli.progress import show_progress
    from enclave_desktop.records.backup import folder_beside
    from enclave_desktop.records.cipher import Key
    from enclave_desktop.records.upgrading import upgrade_file

    key = key_of(path)
    opener = key if isinstance(key, Key) else None
    done = upgrade_file(path, folder_beside(path), datetime.now(), show_progress, key=opener)
    print(
        f"已升级 {path}：格式 {done.before} → {done.after}；升级前的备份在 {done.backup.path}",
        file=sys.stderr,
    )


def _agreed(wanted: "UpgradeWanted") -> bool:
    """Only somebody at a terminal can be asked."""
    if not sys.stdin.isatty():
        return False
    print(wanted.message, "升级前会先备份并核对，旧程序将不能再打开它。", file=sys.stderr)
    print("现在升级吗？[y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是", "好"}


def file_key(path: Path) -> "Key | None":
    """What opens a file, or None for a plain one; see `key_of`."""
    from enclave_desktop.records.cipher import Key

    key = key_of(path)
    return key if isinstance(key, Key) else None


def key_of_damaged(path: Path) -> "Key | None":
    """The same, also where an encrypted file is cut off: opening that, one is told so and not asked."""
    from enclave_desktop.records.cipher import looks_cut_off

    return _unlocked(path) if path.is_file() and looks_cut_off(path) else file_key(path)


def key_of(place: Place) -> "Key | ServerPassword | None":
    """What opens the place; asked for where it is needed, three times at most, and once in a call."""
    if place not in _known:
        key = _password(place) if isinstance(place, ServerAddress) else _key(place)
        if key is None:
            return None
        _known[place] = key
    return _known[place]


def _password(address: ServerAddress) -> "ServerPassword | None":
    from enclave_desktop.records import server_password
    from enclave_desktop.records.postgres_connecting import connect
    from enclave_desktop.records.postgres_errors import PasswordWanted
    from enclave_desktop.records.server_password import ServerPassword

    given = first_line(PASSWORD_FILE)
    if given is not None:
        return ServerPassword(given)
    password = server_password.remembered(address)
    for left in reversed(range(_TRIES)):
        try:
            connect(address, password).close()
        except PasswordWanted:
            if not (left and sys.stdin.isatty()):
                raise
            password = ServerPassword(_asked(f"{place_name(address)}的密码："))
        else:
            break
    return password


def _key(path: Path) -> "Key | None":
    from enclave_desktop.records.cipher import is_encrypted

    return _unlocked(path) if path.is_file() and is_encrypted(path) else None


def _unlocked(path: Path) -> "Key | None":
    from enclave_desktop.records.cipher import PassphraseWanted, RecoveryCodeWrong, WrongPassphrase
    from enclave_desktop.records.unlocking import unlock

    given = first_line(PASSPHRASE_FILE)
    if given is not None:
        return unlock(path, given)
    if not sys.stdin.isatty():
        raise PassphraseWanted(path)
    for left in reversed(range(_TRIES)):
        try:
            return unlock(path, _asked(f"{path.name} 的口令（或恢复码）："))
        except (WrongPassphrase, RecoveryCodeWrong) as error:
            if not left:
                raise
            print(error.message, file=sys.stderr)
    return None


def _asked(question: str) -> str:
    from getpass import getpass

    return getpass(question)


def first_line(variable: str) -> str | None:
    """The first line of the file that an environment variable names; None where it names none."""
    name = os.environ.get(variable)
    if not name:
        return None
    return read_first_line(Path(name), variable)


def read_first_line(file: Path, given_by: str) -> str:
    """A passphrase or password from a file; UserError where there is none."""
    try:
        return file.read_text("utf-8-sig").splitlines()[0]
    except (OSError, ValueError, IndexError):
        raise UserError(
            f"{given_by} 指明的文件 {file} 读不出来。", "第一行应为口令或密码，编码 UTF-8。"
        ) from None
