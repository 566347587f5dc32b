"""The key of an encrypted record: from a passphrase, from a recovery code, and into SQLCipher.

An encrypted record is a SQLCipher 4 database with that program's own defaults: AES-256 with an HMAC-SHA512 for each
page, and the key made from the passphrase (NFC, UTF-8) by 256 000 rounds of PBKDF2-HMAC-SHA512 with the file's first
16 bytes. So one file holds all that is needed, and other programs that know SQLCipher open it by the passphrase.

Nothing here tells a passphrase or a key: neither `repr` nor an error, nor SQLCipher's own log.
Opening by what the user typed stands in `unlocking.py`; encrypting a record that is there, decrypting it and changing
its passphrase in `recrypting.py`.
"""

import os
import sqlite3
import unicodedata
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import Any, cast

from enclave_desktop.errors import UserError
from enclave_desktop.records.bounds import load_schema
from enclave_desktop.records.first_page import PAGE, PLAIN_HEADER, first_page, is_whole_pages
from enclave_desktop.records.page_seals import seals_a_page
from enclave_desktop.records.recovery_code import RecoveryCodeWrong, code_of, secret_of
from enclave_desktop.records.sqlite_errors import damaged

__all__ = [
    "PLAIN_HEADER",
    "Key",
    "PassphraseWanted",
    "RecoveryCodeWrong",
    "WrongPassphrase",
    "is_encrypted",
    "new_key",
]

_SALT = 16
_SECRET = 32
_ROUNDS = 256_000
_OTHERS = (
    b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG", b"\xff\xd8\xff", b"GIF8",
    b"II*\0", b"MM\0*", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"MZ", b"\x7fELF",
    b"{\\rtf", b"<?xml", b"<!DOCTYPE", b"<html", b"RIFF", b"BM",
)  # fmt: skip
"""How files of other kinds begin, none of which anybody should be asked a passphrase for."""
_MOST_VALUES = 0.6
"""Of the values that a byte has, those that occur in encrypted bytes; text has fewer."""


class PassphraseWanted(UserError):
    """The record is encrypted, and no key was given."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"档案 {path} 已加密，需要口令。", "请输入口令；忘记了可以用恢复码。")


class WrongPassphrase(UserError):
    """The key that was given does not open the record."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"口令打不开档案 {path}。",
            "请检查大小写和输入法再试；改过口令的，以前的备份要用当时的口令。文件开头损坏时也会这样。",
        )


@dataclass(frozen=True, slots=True)
class Key:
    """What opens one encrypted record and its backups."""

    secret: bytes = field(repr=False)
    """32 bytes."""
    salt: bytes = field(repr=False)
    """The file's first 16 bytes."""

    def __post_init__(self) -> None:
        if (len(self.secret), len(self.salt)) != (_SECRET, _SALT):
            raise ValueError("not a key's length")

    @property
    def words(self) -> str:
        """The key as SQLCipher takes it."""
        return f"x'{(self.secret + self.salt).hex()}'"


def passphrase_key(passphrase: str, salt: bytes) -> Key:
    """The key that a passphrase makes with a file's salt. Takes about 0.2 s, on purpose."""
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return Key(pbkdf2_hmac("sha512", typed, salt, _ROUNDS, _SECRET), salt)


def new_key(passphrase: str) -> Key:
    """A key for a new file: the passphrase with a salt of its own."""
    return passphrase_key(passphrase, os.urandom(_SALT))


def recovery_code(key: Key) -> str:
    """The key as a code to print: it opens the record and its backups without the passphrase.

    After a change of passphrase it opens earlier backups only, and a new one is due.
    """
    return code_of(key.secret)


def key_of_recovery_code(typed: str, salt: bytes) -> Key:
    """The key that a typed recovery code stands for; RecoveryCodeWrong where it was mistyped.

    Whether it is this record's shows when it is opened.
    """
    return Key(secret_of(typed), salt)


def is_encrypted(path: Path) -> bool:
    """Whether the file is to all appearances an encrypted database: whole pages of nothing known. False without one.

    Only the key tells for certain.
    """
    try:
        return path.stat().st_size >= PAGE and is_whole_pages(path) and _is_noise(first_page(path))
    except OSError:
        return False


def looks_cut_off(path: Path) -> bool:
    """Whether the file looks like an encrypted database that was not copied to its end."""
    return path.suffix == ".enclave" and not is_whole_pages(path) and _is_noise(first_page(path))


def salt_of(path: Path) -> bytes:
    """The salt of an encrypted record."""
    return first_page(path)[:_SALT]


def wants_key(path: Path, key: Key | None) -> bool:
    """Whether SQLCipher opens the file: a file that is there decides by itself, one that is still empty by the key."""
    return is_encrypted(path) or looks_cut_off(path) if path.stat().st_size else key is not None


def fitting(path: Path, key: Key | None) -> Key | None:
    """The key that opens the file: none for a plain one, whatever was given.

    PassphraseWanted without the key that an encrypted one needs, WrongPassphrase with another file's.
    """
    if not wants_key(path, key):
        return None
    if key is None:
        raise PassphraseWanted(path)
    if path.stat().st_size and key.salt != salt_of(path):
        raise WrongPassphrase(path)
    return key


def driver(key: Key | None) -> Any:
    """The module of the driver for a key; None, for Python's own, without one."""
    if key is None:
        return None
    from sqlcipher3 import dbapi2

    return dbapi2


def connection(uri: str, path: Path, key: Key | None, timeout: float) -> sqlite3.Connection:
    """A connection of SQLCipher's, which is the same as sqlite3's in what is used of it.

    PassphraseWanted without a key, WrongPassphrase when it is not this file's.
    """
    if key is None:
        raise PassphraseWanted(path)
    new = not path.stat().st_size
    made = keyed(uri, key, timeout)
    try:
        if not new:
            _try(made, path, key)
    except BaseException:
        made.close()
        raise
    return made


def keyed(uri: str, key: Key, timeout: float) -> sqlite3.Connection:
    """A connection of SQLCipher's that was given a key which was not tried yet."""
    made = unkeyed(uri, timeout)
    try:
        made.execute(f'PRAGMA key = "{key.words}"').fetchall()
    except BaseException:
        made.close()
        raise
    return made


def unkeyed(uri: str, timeout: float) -> sqlite3.Connection:
    """A connection of SQLCipher's before it was given a key; to a plain file it needs none."""
    from sqlcipher3 import dbapi2

    made = dbapi2.connect(uri, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False)
    made.execute("PRAGMA cipher_log_level = NONE").fetchall()  # it would write to standard error
    made.execute("PRAGMA temp_store = MEMORY").fetchall()
    return cast("sqlite3.Connection", made)


def blank(path: Path, key: Key) -> sqlite3.Connection:
    """A connection to a file that is still empty, with SQLite's own settings; what is written is encrypted."""
    return connection(path.absolute().as_uri() + "?mode=rwc", path, key, 0)


def kept_bytes(connection: sqlite3.Connection, rowid: int, *, readonly: bool = True) -> sqlite3.Blob:
    """A kept file to be read or written piece by piece; the two drivers name this differently."""
    opener = getattr(connection, "blobopen", None) or connection.open_blob  # type: ignore[attr-defined]
    return cast("sqlite3.Blob", opener("content", "data", rowid, readonly=readonly))


def _try(made: sqlite3.Connection, path: Path, key: Key) -> None:
    """WrongPassphrase when the key opens nothing of the file, Damaged when its list of tables is not what was written."""
    from sqlcipher3 import dbapi2

    try:
        load_schema(made)
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (
            sqlite3.SQLITE_NOTADB,
            sqlite3.SQLITE_CORRUPT,
        ):
            raise
        raise (damaged(path) if seals_a_page(path, key) else WrongPassphrase(path)) from None


def _is_noise(start: bytes) -> bool:
    """Whether no known kind of file begins so, and no text: of bytes as if by chance, hardly any value is missing."""
    if start.startswith((PLAIN_HEADER, *_OTHERS)) or len(start) < _SALT:
        return False
    return len(set(start)) > min(len(start), 256) * _MOST_VALUES
