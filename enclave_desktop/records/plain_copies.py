"""The copies of an encrypted record that are not encrypted: backups from before, and what was put aside in restoring.

They hold what the record held. Nobody deletes them unasked: they are told, to be encrypted or deleted.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from enclave_desktop.records.backup import folder_beside
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.conflict_copies import conflict_copies
from enclave_desktop.records.first_page import is_plain
from enclave_desktop.records.made import made_in, made_of, put_down
from enclave_desktop.records.recrypting import recrypt, wipe
from enclave_desktop.records.restore import ASIDE
from enclave_desktop.records.verify import Told, digest, unheard
from enclave_desktop.whole_file import cannot_write


def plain_copies(record: Path, folders: Iterable[Path] = ()) -> list[Path]:
    """Those beside the record and in its folder of backups, and in `folders`, other places that it is backed up to."""
    beside = folder_beside(record)
    found = {*conflict_copies(record), *beside.glob(f"{_literal(record.stem)}-{ASIDE}-*{record.suffix}")}
    for folder in (beside, *folders):
        found.update(folder / one.name for one in made_of(record, folder))
    return sorted(path for path in found if path.is_file() and is_plain(path))


def encrypt_copy(copy: Path, key: Key, told: Told = unheard) -> None:
    """Encrypt one under the record's key; what `recrypting.recrypt` says holds."""
    recrypt(copy, None, key, told)
    made = made_in(copy.parent)
    if any(one.name == copy.name for one in made):
        found = digest(copy)
        put_down(copy.parent, [replace(one, sha256=found) if one.name == copy.name else one for one in made])


def delete_copy(copy: Path) -> None:
    """Overwrite and delete one; UserError when it cannot be."""
    try:
        wipe(copy)
        copy.unlink()
    except OSError as error:
        raise cannot_write(copy, error) from None


def _literal(words: str) -> str:
    """For a pattern of file names, in which brackets and stars have a meaning."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in words)
