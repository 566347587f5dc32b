"""Folders in which something is made before it gets its name, and what of them a program that was killed left behind."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

from enclave_desktop.records.made import BESIDE

BACKUP, NEW = ".backup-", ".new-"
"""How they begin: of backups and restoring, and of new records."""
_LEFT_SECONDS = 3600
"""One as old as that is nobody's any more."""


def workshop(record: Path) -> Path:
    """Where a record is recrypted: the same each time, so that what is left of it is found at a glance."""
    real = record.resolve()
    return real.with_name(f".{real.name}.recrypt")


def clear_up(folder: Path) -> None:
    """Take away what was left unfinished in a folder."""
    before = time.time() - _LEFT_SECONDS
    for beginning in (BACKUP, NEW):
        for left in folder.glob(f"{beginning}*"):
            with suppress(OSError):
                if (
                    left.is_dir()
                    and not left.is_symlink()
                    and left.stat().st_mtime < before
                    and _is_ours(left)
                ):
                    shutil.rmtree(left)


def left_of(record: Path) -> list[Path]:
    """What was left unfinished of a record's backups, and of its being restored: nobody's, once nobody has it open."""
    folders = (record.parent, record.parent / BESIDE)
    return [
        left.parent
        for folder in folders
        for left in folder.glob(f"{BACKUP}*/*")
        if left.name == record.name and not left.parent.is_symlink() and _is_ours(left.parent)
    ]


def _is_ours(left: Path) -> bool:
    """Whether nothing is in it but files, as we make them: no folder of somebody else's that happens to begin so."""
    return all(inside.is_file() and not inside.is_symlink() for inside in left.iterdir())
