"""Bringing an older record to this program's schema: locked, looked through, backed up, step by step, looked through.

Nobody's record is upgraded unasked: opening one says `UpgradeWanted`.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.errors import UserError
from enclave_desktop.records import migrate, sqlite_file
from enclave_desktop.records.backup import Backup, back_up
from enclave_desktop.records.cipher import Key, fitting
from enclave_desktop.records.lock import held
from enclave_desktop.records.made import known_heads
from enclave_desktop.records.sqlite_errors import explained
from enclave_desktop.records.verify import Contents, Told, look_through, unheard

if TYPE_CHECKING:
    from sqlalchemy import Engine

PURPOSE = "升级"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did."""

    backup: Backup
    """As the record was before."""
    before: int
    after: int


def upgrade_file(
    path: Path, folder: Path, now: datetime, told: Told = unheard, *, key: Key | None = None
) -> Upgraded:
    """Upgrade a record, after a verified backup into `folder`; UserError, and it is as it was, when it cannot be.

    At every moment it is whole, in one schema or the next. When what came of it is not whole, the backup says where
    to go back to.
    """
    sqlite_file.look_first(path, key=key)
    key = fitting(path, key)
    with held(path, PURPOSE):
        before = look_through(path, now.date(), told, key=key)
        with explained(path), closing(sqlite_file.opened(path, key=key)) as source:
            backup = back_up(source, path, folder, now, told, key=key)
        told("升级档案", 0, 0)
        engine = sqlite_file.connect(path, key=key)
        try:
            with explained(path):
                migrate.upgrade_file(engine)
                _tell_what_was_left(engine, path, before)
        finally:
            engine.dispose()
        after = _looked_through(path, now, told, key, backup)
    return Upgraded(backup, before.schema, after.schema)


def _tell_what_was_left(engine: "Engine", path: Path, before: Contents) -> None:
    """Backups that know of a history where none had begun: this is one from before it, which was restored."""
    from enclave_desktop.records.history import tell_restored

    if before.history is None and (left := known_heads(path)):
        tell_restored(engine, "用没有历史的备份恢复", max(left))


def _looked_through(path: Path, now: datetime, told: Told, key: Key | None, backup: Backup) -> Contents:
    try:
        return look_through(path, now.date(), told, key=key)
    except UserError as error:
        remedy = f"升级前的备份在 {backup.path}，请用它恢复，并把这一情况告诉我们。"
        raise UserError(f"升级之后没有通过核对：{error.message}", *error.details, remedy) from error
