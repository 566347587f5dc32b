"""Opening an encrypted record by what the user typed."""

import time
from collections.abc import Callable
from pathlib import Path

from enclave_desktop.records import attempts, sqlite_file
from enclave_desktop.records.cipher import Key, WrongPassphrase, key_of_recovery_code, passphrase_key, salt_of
from enclave_desktop.records.recovery_code import is_like_a_code, is_meant_as_a_code, secret_of
from enclave_desktop.records.sqlite_errors import Damaged


def unlock(path: Path, typed: str, now: Callable[[], float] = time.time) -> Key:
    """The key of an encrypted record or backup, tried on it, even where the file is damaged; `typed` is its passphrase
    or its recovery code.

    WrongPassphrase when neither opens it, RecoveryCodeWrong for a mistyped code, and after some of them TooSoon, which
    says how long to wait; any other UserError of opening. The file is only read.
    """
    salt = salt_of(path)
    attempts.count(salt, now)
    for key in _keys(typed, salt):
        try:
            sqlite_file.opened(path, key=key, read_only=True).close()
        except WrongPassphrase:
            continue
        except Damaged:
            pass  # opening it tells more, and what can be done
        attempts.forget(salt)
        return key
    if is_meant_as_a_code(typed):
        secret_of(
            typed
        )  # says which groups are wrong; of a code without an error, that it is another file's:
    raise WrongPassphrase(path)


def _keys(typed: str, salt: bytes) -> "list[Key]":
    codes = [key_of_recovery_code(typed, salt)] if is_like_a_code(typed) else []
    return [*codes, passphrase_key(typed, salt)]
