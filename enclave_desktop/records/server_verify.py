"""Whether a shared record is whole: its history, every kept file and every row. Structure is the server's own care."""

from datetime import date, datetime

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.errors import UserError
from enclave_desktop.records.history_verify import BrokenHistoryError, check_chain
from enclave_desktop.records.places import place_name
from enclave_desktop.records.reading import Rows, read_rows
from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA, table_name
from enclave_desktop.records.verify import Contents, Told, damaged_words, unheard

_AT_ONCE = 50
"""Files whose digests the server works out between two words on how far it is."""


def verify_server(record: Record, as_of: date, told: Told = unheard) -> Contents:
    """Look through all of an open shared record, at one moment; UserError with what is wrong with it."""
    contents = record.read(lambda rows: _look_through(rows, record, as_of, told))
    if contents.damaged:
        raise UserError(
            f"共享档案{place_name(record.place)}里有 {damaged_words(contents)}。",
            "请用备份恢复，或重新附上这些材料。",
        )
    return contents


def _look_through(rows: Rows, record: Record, as_of: date, told: Told) -> Contents:
    try:
        chain = check_chain(rows, told)
    except BrokenHistoryError as error:
        raise UserError(
            f"共享档案{place_name(record.place)}的{error}。", "请用备份恢复，并告诉管理服务器的人。"
        ) from error
    ((changed_at,),) = rows('SELECT "at" FROM "history" ORDER BY "number" DESC LIMIT 1')
    files = rows('SELECT "sha256", length("data") FROM "content" ORDER BY "sha256"')
    counts = {
        sheet.title: count for entity, sheet in KEPT.items() if (count := _count(rows, table_name(entity)))
    }
    return Contents(
        SCHEMA,
        counts,
        _count(rows, "packet"),
        len(files),
        sum(size for _, size in files),
        datetime.fromisoformat(changed_at).astimezone().replace(tzinfo=None),
        Dossier.of(as_of, read_rows(rows)),
        chain,
        _spoilt(rows, [sha for sha, _ in files], told),
    )


def _spoilt(rows: Rows, files: list[str], told: Told) -> tuple[str, ...]:
    """Files that are no longer what they were; those that were emptied on request are as they should be."""
    bad: list[str] = []
    for done in range(0, len(files), _AT_ONCE):
        told("核对附件", done, len(files))
        named = ", ".join(
            f"'{sha}'" for sha in files[done : done + _AT_ONCE]
        )  # digests: the table holds them to it
        bad += (
            sha
            for (sha,) in rows(
                f'SELECT "sha256" FROM "content" WHERE "sha256" IN ({named})'  # noqa: S608
                ' AND encode(sha256("data"), \'hex\') <> "sha256" AND NOT (length("data") = 0'
                ' AND "sha256" IN (SELECT "sha256" FROM "erased_content"))'
            )
        )
    return tuple(bad)


def _count(rows: Rows, table: str) -> int:
    ((count,),) = rows(f'SELECT count(*) FROM "{table}"')  # noqa: S608  # names of our own tables
    return int(count)
