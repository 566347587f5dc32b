"""A record's key in the system's credential store, where its owner asked for that.

What is kept is the recovery code, not the passphrase: who reads it there learns no passphrase that opens more. The
name it is kept under tells no more than a digest of the record's path. A store that is missing or broken is never
in anybody's way: one is asked for the passphrase then.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.errors import UserError
from enclave_desktop.records.remembered import SERVICE

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key


def remember(path: Path, key: "Key") -> None:
    """UserError where the system has no such store, or it does not answer."""
    from enclave_desktop.records.cipher import recovery_code

    try:
        import keyring

        keyring.set_password(SERVICE, name_of(path), recovery_code(key))
        kept = keyring.get_password(SERVICE, name_of(path)) == recovery_code(key)
    except Exception as error:
        raise _unavailable() from error
    if not kept:
        raise _unavailable()


def recall(path: Path) -> "Key | None":
    """The key that is remembered; None when there is none, or the store does not answer."""
    from enclave_desktop.records.cipher import key_of_recovery_code, salt_of

    try:
        import keyring

        code = keyring.get_password(SERVICE, name_of(path))
        return key_of_recovery_code(code, salt_of(path)) if code else None
    except Exception:  # noqa: BLE001 - then one is asked
        return None


def forget(path: Path) -> None:
    """Whatever is remembered of the record is not any more."""
    try:
        import keyring

        if keyring.get_password(SERVICE, name_of(path)) is not None:
            keyring.delete_password(SERVICE, name_of(path))
    except Exception as error:
        raise UserError(
            "系统的密码库没有回应，记住的口令可能还在那里。",
            f"可以在系统的“凭据管理器”里删去“{SERVICE}”的那一条。",
        ) from error


def name_of(path: Path) -> str:
    """What it is kept under."""
    return sha256(os.fsencode(path.resolve())).hexdigest()[:24]


def _unavailable() -> UserError:
    return UserError("这台电脑的系统密码库用不了，没有记住口令。", "每次打开时输入口令即可；档案没有受影响。")
