"""Backups that still hold what was erased from the record since."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from enclave_desktop.errors import UserError
from enclave_desktop.records.erasing_plan import backups_with
from enclave_desktop.records.made import put_down, to_be_put_down_again
from enclave_desktop.records.verify import digest


def delete_backups(
    record: Path, first: str, kept: Path | None = None, folders: Iterable[Path] = ()
) -> list[Path]:
    """Delete the backups of the record whose history begins with `first`, but the one to be `kept`, and only what is
    still as it was made; what went.

    One that cannot be deleted stays on its list, and is not among what went.
    """
    gone = []
    for path, made in backups_with(record, tuple(folders)):
        ours = path != kept and made.first in ("", first)
        if ours and not path.is_symlink() and digest(path) == made.sha256:
            with suppress(OSError):
                path.unlink()
                gone.append(path)
    for folder in {path.parent for path in gone}:
        names = {path.name for path in gone if path.parent == folder}
        with suppress(
            UserError, OSError
        ):  # the list then names files that are gone, and the next backup mends that
            put_down(folder, [one for one in to_be_put_down_again(folder) if one.name not in names])
    return gone
