"""Wrong passphrases slow down: the first three cost nothing, then each waiting is twice the one before.

One small file a record, named by a digest of its salt, holds a byte for each try that did not succeed; its time is
that of the last one. So windows and commands count together, and a copy of the record counts with it. Who has the
file can try elsewhere: against that stands only the time that making a key takes. Where it cannot be written, tries
are not counted.
"""

import math
import os
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.paths import state_folder

FREE = 3
LONGEST = 300
"""Seconds."""


class TooSoon(UserError):
    """The next try comes too soon after wrong ones."""

    def __init__(self, seconds: int) -> None:
        super().__init__("口令连续输错，请稍候再试。", f"还要等 {seconds} 秒。")
        self.seconds = seconds
        """To wait, at least 1."""


def seconds_to_wait(salt: bytes, now: Callable[[], float] = time.time) -> int:
    """How long the next try has to wait; 0 when it may be made."""
    path, moment = _file(salt), now()
    try:
        tries = path.stat()
        if tries.st_mtime > moment + 1:  # the clock was put back: waiting starts anew, and ends
            os.utime(path, (moment, moment))
    except OSError:
        return 0
    delay = min(2.0 ** (tries.st_size - FREE), LONGEST) if tries.st_size >= FREE else 0
    passed = max(moment - tries.st_mtime, 0)
    return max(math.ceil(delay - passed), 0)


def count(salt: bytes, now: Callable[[], float] = time.time) -> None:
    """Put down a try before it is made, so that many at once count too; TooSoon when it has to wait."""
    if wait := seconds_to_wait(salt, now):
        raise TooSoon(wait)
    with suppress(OSError):
        path = _file(salt)
        with path.open("ab") as file:
            file.write(b".")
        os.utime(path, (now(), now()))


def forget(salt: bytes) -> None:
    """The right one was given."""
    with suppress(OSError):
        _file(salt).unlink()


def _file(salt: bytes) -> Path:
    return state_folder() / f"tries-{sha256(salt).hexdigest()[:16]}"
