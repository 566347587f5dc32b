"""Folders for what is under work: only this user may look into them, and none is left behind for long."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "enclave-desktop-"
_LEFT_SECONDS = 3600
"""A folder as old as that was left by a program that was killed."""


@contextmanager
def own_temporary() -> Iterator[Path]:
    """A folder that is gone afterwards; and so is what a program that was killed left of its own."""
    clear_up(Path(tempfile.gettempdir()))
    # A file that is still open in another program, as Windows has it, is taken away another time.
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        yield Path(name)


def clear_up(folder: Path) -> None:
    """Take away what was left there."""
    before = time.time() - _LEFT_SECONDS
    for left in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if left.is_dir() and not left.is_symlink() and left.stat().st_mtime < before:
                shutil.rmtree(left, ignore_errors=True)
