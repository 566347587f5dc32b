"""The files that a record keeps, each once, by the SHA-256 of what is in them."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import CompoundSelect, Connection, delete, func, insert, literal, select, union, update

from enclave_desktop.errors import UserError
from enclave_desktop.records.tables import CONTENT, ERASED_CONTENT, PACKET, PACKET_PART, metadata

LARGEST = 200 * 1024 * 1024
"""Bytes of one file. What is larger is a book of scans, and better attached in parts."""


class ErasedError(UserError):
    """The file is empty since a person's data were erased from it: nobody lost it."""


def digest(data: bytes) -> str:
    """What the file is known by."""
    return sha256(data).hexdigest()


def keep(connection: Connection, files: Iterable[bytes]) -> list[str]:
    """Keep the files that are not kept whole yet; their digests. UserError when one is too large."""
    digests = []
    for data in files:
        if len(data) > LARGEST:
            limit = LARGEST // 1024 // 1024
            raise UserError(f"文件超过 {limit} MB，没有收入档案。", "请分成几个文件，或降低扫描的分辨率。")
        digests.append(digest(data))
        _keep(connection, digests[-1], data)
    return digests


def _keep(connection: Connection, sha: str, data: bytes) -> None:
    """Once; one that is there but no longer what it was is put right."""
    kept = connection.execute(select(CONTENT.c.data).where(CONTENT.c.sha256 == sha)).scalar()
    if kept is None:
        connection.execute(insert(CONTENT).values(sha256=sha, data=data))
    elif digest(kept) != sha:
        connection.execute(update(CONTENT).where(CONTENT.c.sha256 == sha).values(data=data))
        connection.execute(delete(ERASED_CONTENT).where(ERASED_CONTENT.c.sha256 == sha))


def read(connection: Connection, sha: str) -> bytes:
    """The file; UserError when it is not there, or is no longer what it was."""
    data = connection.execute(select(CONTENT.c.data).where(CONTENT.c.sha256 == sha)).scalar()
    erased = select(ERASED_CONTENT.c.erased_on).where(ERASED_CONTENT.c.sha256 == sha)
    if data == b"" and (day := connection.execute(erased).scalar()):
        raise ErasedError(
            f"这份文件里的个人信息已按要求在 {day} 清除。", "清除后不能再打开或重做；其余不受影响。"
        )
    if data is None or digest(data) != sha:
        what = "不在档案中" if data is None else "已损坏"
        raise UserError(f"一份附件{what}（摘要 {sha[:12]}…）。", "请用备份恢复，或重新附上这份材料。")
    return bytes(data)


def sizes(connection: Connection) -> dict[str, int]:
    """Bytes of every file kept, by its digest."""
    rows = connection.execute(select(CONTENT.c.sha256, func.length(CONTENT.c.data)))
    return {sha: size for sha, size in rows}  # noqa: C416


def damaged(connection: Connection, shas: Sequence[str]) -> list[str]:
    """Those of the files that are missing or no longer what they were."""
    found = []
    for sha in dict.fromkeys(shas):
        try:
            read(connection, sha)
        except UserError:
            found.append(sha)
    return found


def named_by_packets() -> CompoundSelect[Any]:
    """Digests of all that kept packets name."""
    return union(select(PACKET.c.manifest), select(PACKET.c.pdf), select(PACKET_PART.c.content))


def forget_unused(connection: Connection) -> int:
    """Let go of files that nothing names any more; how many. Not while their removal may still be undone."""
    names = [
        select(column.label("sha256"))
        for table in metadata.tables.values()
        for column in table.c
        if any(key.column is CONTENT.c.sha256 for key in column.foreign_keys)
    ]
    named = union(*names).subquery()
    unused = delete(CONTENT).where(~select(literal(1)).where(named.c.sha256 == CONTENT.c.sha256).exists())
    return connection.execute(unused).rowcount
