"""Making an empty record, whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.errors import UserError
from enclave_desktop.records import migrate, sqlite_file
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.naming import hold_nameable
from enclave_desktop.records.recognising import APPLICATION_ID
from enclave_desktop.records.sqlite_errors import explained
from enclave_desktop.records.unfinished import NEW, clear_up
from enclave_desktop.whole_file import cannot_write, settle_names

if TYPE_CHECKING:
    from sqlalchemy import Connection


def create(path: Path, *, key: Key | None = None, fill: "Callable[[Connection], None] | None" = None) -> None:
    """Make an empty record, whole or not at all, encrypted with `key`; UserError when something is there already or it cannot be.

    `fill` puts in what it is to hold. A log left beside it counts as something: SQLite would play it into the new file.
    """
    hold_nameable(path, new=True)
    for occupied in (path, *sqlite_file.companions(path)):
        if occupied.exists() or occupied.is_symlink():
            raise _taken(occupied)
    try:
        clear_up(path.parent)
        with explained(path), tempfile.TemporaryDirectory(prefix=NEW, dir=path.parent) as folder:
            unfinished = Path(folder) / "record"
            _make(unfinished, key, fill)
            unfinished.chmod(0o600)  # identity numbers and pay: the owner's alone
            name(unfinished, path)
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise cannot_write(path, error) from None


def _taken(path: Path) -> UserError:
    return UserError(f"{path} 已经存在，没有新建档案。", "请换一个文件名，或先把它移到别处。")


def _make(path: Path, key: Key | None, fill: "Callable[[Connection], None] | None") -> None:
    path.touch()
    engine = sqlite_file.connect(path, key=key)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate.make_tables(connection)
            if fill:
                fill(connection)
    finally:
        engine.dispose()
    sqlite_file.bring_log_in(path, key)


def name(unfinished: Path, path: Path) -> None:
    """Give the finished file its name; never over another one."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links there: a memory stick
        if path.exists():
            raise FileExistsError(path) from None
        unfinished.rename(path)
    settle_names(path.parent)
