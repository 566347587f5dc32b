"""Whether a record, or a backup of one, is whole: its structure, references, every kept file and every row."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.errors import UserError
from enclave_desktop.records import sqlite_file
from enclave_desktop.records.bounds import check_size
from enclave_desktop.records.cipher import Key, fitting, kept_bytes
from enclave_desktop.records.first_page import in_use
from enclave_desktop.records.history_reading import first_digest
from enclave_desktop.records.history_verify import BrokenHistoryError, Chain, check_chain
from enclave_desktop.records.made import known_heads
from enclave_desktop.records.reading import Rows, read_rows
from enclave_desktop.records.recognising import recognise
from enclave_desktop.records.schema import SCHEMA, table_name
from enclave_desktop.records.shape import check_shape
from enclave_desktop.records.sqlite_errors import damaged, explained, newer, reading

Told = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is; may raise to end it."""
_REMEDY = "请用另一份备份恢复。"
_CHUNK = 1024 * 1024


def unheard(what: str, done: int, total: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a record that was found whole."""

    schema: int
    counts: Mapping[str, int]
    """Rows by the title of their sheet, where there are any."""
    packets: int
    files: int
    file_bytes: int
    changed_at: datetime
    """When the file was last written, in local time."""
    dossier: Dossier | None
    """None in a record of an older program: its rows are read once they are upgraded."""
    history: Chain | None = None
    """None in a record of a program that kept none yet, or whose upgrade from one was broken off."""
    damaged: tuple[str, ...] = ()
    """Digests of kept files that are no longer what they were; all the rest is whole."""


def verify(path: Path, as_of: date, told: Told = unheard, *, key: Key | None = None) -> Contents:
    """Look through all of a record or backup without changing it; UserError with what is wrong with it."""
    contents = look_through(path, as_of, told, key=key)
    if contents.damaged:
        raise UserError(
            f"档案 {path} 里有 {damaged_words(contents)}。", "请用另一份备份恢复，或重新附上这些材料。"
        )
    return contents


def damaged_words(contents: Contents) -> str:
    """3 份附件已损坏（摘要 …）; empty when none is."""
    if not contents.damaged:
        return ""
    named = "、".join(f"{sha[:12]}…" for sha in contents.damaged[:3])
    return f"{len(contents.damaged)} 份附件已损坏（摘要 {named}）"


def look_through(path: Path, as_of: date, told: Told = unheard, *, key: Key | None = None) -> Contents:
    """The same, where kept files that are damaged are no reason to refuse the rest."""
    recognise(path)
    key = fitting(path, key)
    changed_at = last_changed(path)
    with (
        in_use(path),
        explained(path),
        reading(path),
        closing(sqlite_file.opened(path, key=key, read_only=True)) as connection,
        sqlite_file.snapshot(connection) as rows,
    ):
        schema = _known_schema(rows, path)
        told("核对结构", 0, 0)
        check_size(connection, path)
        _check_structure(rows, path)
        files, file_bytes, bad = _check_files(connection, rows, told)
        tables = {name for (name,) in rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        packets = _count(rows, "packet") if "packet" in tables else 0
        counts = {
            sheet.title: count
            for entity, sheet in KEPT.items()
            if table_name(entity) in tables and (count := _count(rows, table_name(entity)))
        }
        history = _check_history(rows, path, told) if "history" in tables and _begun(rows, schema) else None
        dossier = Dossier.of(as_of, read_rows(rows)) if schema == SCHEMA else None
        return Contents(schema, counts, packets, files, file_bytes, changed_at, dossier, history, bad)


def last_changed(path: Path) -> datetime:
    """When a record's file, or what is in its log, was last written."""
    log = path.with_name(f"{path.name}-wal")
    written = [file.stat() for file in (path, log) if file.exists()]
    last = max(stat.st_mtime for stat in written if stat.st_size)
    return datetime.fromtimestamp(last)  # noqa: DTZ006  # as the clock on the wall


def digest(path: Path) -> str:
    """The SHA-256 of a file as it lies on the disk, as far as the system can be told to forget what it holds of it."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known_schema(rows: Rows, path: Path) -> int:
    ((schema,),) = rows("PRAGMA user_version")
    if schema > SCHEMA:
        raise newer(path)
    check_shape(rows, path)
    if schema < 1:
        raise damaged(path)
    ((version,),) = rows("SELECT version_num FROM alembic_version")
    if int(version) != schema:
        raise damaged(path)
    return int(schema)


def _check_structure(rows: Rows, path: Path) -> None:
    faults = [fault for (fault,) in rows("PRAGMA integrity_check(1)") if fault != "ok"]
    if faults:
        raise UserError(f"档案 {path} 的结构已损坏。", _REMEDY)
    if rows("PRAGMA foreign_key_check"):
        raise UserError(f"档案 {path} 里有的行所引用的内容不在了。", _REMEDY)


def _begun(rows: Rows, schema: int) -> bool:
    """An upgrade that was broken off may have brought the tables of the history, whose first entry its last step makes."""
    return schema == SCHEMA or bool(
        rows("SELECT 1 FROM history UNION ALL SELECT 1 FROM history_head LIMIT 1")
    )


def _check_history(rows: Rows, path: Path, told: Told) -> Chain:
    try:
        return check_chain(rows, told, known_heads(path, first_digest(rows)))
    except BrokenHistoryError as error:
        raise UserError(f"档案 {path} 的{error}。", _REMEDY) from error


def _check_files(connection: sqlite3.Connection, rows: Rows, told: Told) -> tuple[int, int, tuple[str, ...]]:
    """How many files are kept, their bytes, and the digests of those that are not what they were."""
    if not rows("SELECT 1 FROM sqlite_schema WHERE name = 'content'"):
        return 0, 0, ()
    kept = rows("SELECT rowid, sha256, length(data) FROM content ORDER BY rowid")
    total = sum(size for _, _, size in kept)
    done = 0
    bad = []
    erased = _erased(rows)
    for rowid, sha, size in kept:
        told("核对附件", done, total)
        if (size or sha not in erased) and _digest_of_kept(connection, rowid) != sha:
            bad.append(sha)
        done += size
    return len(kept), total, tuple(bad)


def _erased(rows: Rows) -> set[str]:
    """Digests of files that are empty since a person's data were erased."""
    if not rows("SELECT 1 FROM sqlite_schema WHERE name = 'erased_content'"):
        return set()
    return {sha for (sha,) in rows("SELECT sha256 FROM erased_content")}


def _digest_of_kept(connection: sqlite3.Connection, rowid: int) -> str:
    found = hashlib.sha256()
    with kept_bytes(connection, rowid) as blob:
        while chunk := blob.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _count(rows: Rows, table: str) -> int:
    ((count,),) = rows(f'SELECT count(*) FROM "{table}"')  # noqa: S608  # names of our own tables
    return int(count)
