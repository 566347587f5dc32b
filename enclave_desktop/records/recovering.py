"""Saving what can be saved of a damaged record into a new file. The damaged one is read from a copy, never touched."""

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from enclave_desktop.errors import UserError
from enclave_desktop.records import bounds, cipher, creating, migrate, sqlite_file
from enclave_desktop.records.backup import settle
from enclave_desktop.records.cipher import PLAIN_HEADER, Key, WrongPassphrase
from enclave_desktop.records.made import known_heads
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.page_seals import seal_anew, seals_a_page
from enclave_desktop.records.recognising import APPLICATION_ID
from enclave_desktop.records.refilling import Refilled, Refilling
from enclave_desktop.records.salvage import legible
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.sqlite_errors import code_of, explained, newer
from enclave_desktop.records.unfinished import BACKUP, clear_up
from enclave_desktop.records.verify import Contents, Told, look_through, unheard
from enclave_desktop.whole_file import cannot_write

_PAGE = 4096
_HEADER = 100
_TABLE_PAGES = (0x05, 0x0D)
"""How the first page goes on behind the header, if that page is still the list of tables."""
_BROUGHT = (
    ("printsetting", "receiver", 5),
    ("history", "number", 4),
    ("content", "sha256", 3),
    ("confirmation", "id", 2),
    ("firm", "id", 1),
)
"""Which table or column came with which schema, the newest first."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was saved."""

    path: Path
    contents: Contents
    """Of the new file, looked through."""
    lost: tuple[str, ...]
    """What could not be read, a line each; numbers of documents are masked. Empty when everything is there."""


def recover(
    damaged: Path, out: Path, now: datetime, told: Told = unheard, *, key: Key | None = None
) -> Recovered:
    """Read all that can be read of `damaged` into a new record `out`, which must not be there yet.

    UserError when nothing can be read, the key is missing or wrong, or the new file cannot be written.
    """
    for occupied in (out, *sqlite_file.companions(out)):
        if occupied.exists() or occupied.is_symlink():
            raise UserError(f"{occupied} 已经存在，没有恢复。", "请换一个文件名。")
    if not damaged.is_file():
        raise UserError(f"找不到档案 {damaged}。", "请核对文件名和所在文件夹。")
    try:
        clear_up(out.parent)
        with tempfile.TemporaryDirectory(prefix=BACKUP, dir=out.parent) as temporary:
            new = Path(temporary) / "record"
            lost = _save(damaged, new, Path(temporary), told, key)
            contents = look_through(new, now.date(), told, key=key)
            settle(new)
            creating.name(new, out)
    except FileExistsError:
        raise UserError(f"{out} 已经存在，没有恢复。", "请换一个文件名。") from None
    except OSError as error:
        raise cannot_write(out, error) from None
    return Recovered(out, contents, (*lost, *_spoilt(contents)))


def _save(damaged: Path, new: Path, folder: Path, told: Told, key: Key | None) -> Sequence[str]:
    """Fill the new file; what is lost."""
    told("读取损坏的档案", 0, 0)
    key = cipher.fitting(damaged, key)
    driver = cipher.driver(key) or sqlite3
    with closing(_opened(_copied(damaged, folder), damaged, key, driver)) as source:
        replaced: list[None] = []
        legible(source, lambda: replaced.append(None))
        schema = _schema(source, driver.DatabaseError, damaged)
        _make(new, schema, key)
        with explained(new), closing(sqlite_file.opened(new, key=key)) as target:
            done = _refill(source, driver, target, told)
    lost = done.lost
    if replaced:
        lost.append("有的文字里有读不出的字，已写成“�”，请核对")
    if not done.rows:
        raise _nothing(damaged)
    if schema < SCHEMA:
        engine = sqlite_file.connect(new, key=key)
        try:
            migrate.upgrade_file(engine)
        finally:
            engine.dispose()
    _tell(new, damaged, done, key)
    return lost


def _refill(source: Any, driver: Any, target: sqlite3.Connection, told: Told) -> Refilled:
    target.execute("BEGIN IMMEDIATE")
    refilling = Refilling(source, driver.DatabaseError, target, driver.IntegrityError)
    done = refilling.refill(told)
    target.execute("COMMIT")
    return done


def _copied(damaged: Path, folder: Path) -> Path:
    """A copy with its log, in which the last changes may be."""
    copy = folder / "damaged"
    shutil.copyfile(damaged, copy)
    copy.chmod(0o600)
    for companion, beside in zip(sqlite_file.companions(damaged), sqlite_file.companions(copy), strict=True):
        if companion.is_file() and not companion.name.endswith("-shm"):
            shutil.copyfile(companion, beside)
    return copy


def _opened(copy: Path, damaged: Path, key: Key | None, driver: Any) -> Any:
    """A connection that minds no fault in the list of tables; UserError when even that cannot be read."""
    if key is None:
        _mend_header(copy)
    uri = f"{copy.absolute().as_uri()}?mode=rw"
    if key is None:
        source: Any = sqlite3.connect(uri, uri=True, isolation_level=None)
    else:
        if not seals_a_page(copy, key):
            raise WrongPassphrase(damaged)
        seal_anew(copy, key)
        source = cipher.keyed(uri, key, 0)
    try:
        for setting in ("writable_schema = ON", "cell_size_check = ON", "trusted_schema = OFF"):
            source.execute(f"PRAGMA {setting}").fetchall()
        bounds.load_schema(source)
    except driver.DatabaseError as error:
        if code_of(error) != sqlite3.SQLITE_CORRUPT:  # up to a spoilt page the list of tables can be read
            source.close()
            raise _nothing(damaged) from None
    return source


def _tables(source: Any, failing: type[Exception]) -> set[str]:
    """The names of those in the list of tables, as far as it can be read; SQLite knows no others either."""
    found = set()
    with suppress(failing):
        for (name,) in source.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"):
            found.add(name)
    return found


def _nothing(damaged: Path) -> UserError:
    return UserError(
        f"档案 {damaged} 损坏得太厉害，读不出内容。", "请用最近的备份恢复；在此之前请不要删除这个文件。"
    )


def _mend_header(copy: Path) -> None:
    """Write the header anew where it is spoilt and the page it stands on is not: it holds nothing but known numbers."""
    with copy.open("rb+") as file:
        start = file.read(_PAGE)
        if len(start) < _PAGE or start[_HEADER] not in _TABLE_PAGES:
            return
        with tempfile.TemporaryDirectory() as folder:
            sound = Path(folder) / "sound"
            with closing(sqlite3.connect(sound)) as connection:
                connection.execute(f"PRAGMA page_size = {_PAGE}")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            fresh = bytearray(sound.read_bytes()[:_HEADER])
        if start[: len(PLAIN_HEADER)] == PLAIN_HEADER and start[16:18] == fresh[16:18]:
            return
        fresh[28:32] = (copy.stat().st_size // _PAGE).to_bytes(4, "big")
        file.seek(0)
        file.write(fresh)


def _schema(source: Any, failing: type[Exception], damaged: Path) -> int:
    """By the number in the header, if it makes sense with the tables and columns that are there."""
    try:
        columns = {
            (table, row[1])
            for table in _tables(source, failing) & {table for table, *_ in _BROUGHT}
            for row in source.execute(f'PRAGMA table_info("{table}")')
        }
        (number,) = source.execute("PRAGMA user_version").fetchone()
    except failing:
        raise _nothing(damaged) from None
    least = next((schema for *column, schema in _BROUGHT if tuple(column) in columns), 0)
    if not least:
        raise _nothing(damaged)
    if number > SCHEMA and number < SCHEMA + 100:
        raise newer(damaged)
    return number if least <= number <= SCHEMA else least


def _make(new: Path, schema: int, key: Key | None) -> None:
    """An empty record of that schema, without any entry in its history."""
    new.touch(0o600)
    engine = sqlite_file.connect(new, key=key)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            migrate.bring(connection, schema)
            connection.exec_driver_sql(f"PRAGMA user_version = {schema}")
    finally:
        engine.dispose()


def _tell(new: Path, damaged: Path, done: Refilled, key: Key | None) -> None:
    """Put down in the history that this was recovered, and how far it went before."""
    from enclave_desktop.records.record import Record

    origin = Origin(Action.RESTORED, f"从损坏的档案救回（{damaged.name}），{len(done.lost)} 处没有救回")
    with Record.open(new, key=key) as record, record.transaction(origin) as transaction:
        transaction.restored(max([done.history, *known_heads(damaged)]))
    with explained(new):
        sqlite_file.bring_log_in(new, key)


def _spoilt(contents: Contents) -> list[str]:
    """The kept files that are no longer what they were, by the name they were taken under."""
    names = {row.content: row.file_name for row in contents.dossier.evidence} if contents.dossier else {}
    return [
        f"附件 {sha[:12]}…（{names.get(sha, '已打印的材料')}）内容已损坏，请重新附上"
        for sha in contents.damaged
    ]
