"""Writing the history: one entry a transaction, chained to the one before it."""

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.records import origin as where
from enclave_desktop.records import packet_rows
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.history_lines import (
    NOTHING_BEFORE,
    change_lines,
    encoded,
    entry_digest,
    fact_line,
    first_line,
    pack,
)
from enclave_desktop.records.history_reading import Head
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.reading import read_rows
from enclave_desktop.records.schema import FIRST_WITH_HISTORY
from enclave_desktop.records.tables import HISTORY, HISTORY_HEAD

_NO_DAY = date(2000, 1, 1)
"""What is on record does not depend on the day that it is looked at."""


class Written:
    """What a transaction has done so far."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._counts: dict[str, list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._lines)

    def fact(self, what: str, value: Any) -> None:
        """Something besides rows, named as `history_reading` reads it."""
        self._lines.append(fact_line(what, value))

    def rows(self, changes: Changes, moved: Collection[Any] = ()) -> None:
        """Rows that were added, changed and removed; those in `moved` were moved out of the dossier or back."""
        self._lines += change_lines(changes, moved)
        for at, held in enumerate((changes.added, changes.updated, changes.removed)):
            for entity, rows in held.items():
                if rows:
                    self._counts.setdefault(KEPT[entity].title, [0, 0, 0])[at] += len(rows)

    @property
    def lines(self) -> list[bytes]:
        return self._lines

    @property
    def counts(self) -> str:
        """Rows added, changed and removed, by the title of their sheet; JSON."""
        return encoded(self._counts)


def hold(connection: Connection) -> Head | None:
    """The head, held to the end of the transaction: nobody else appends meanwhile. None before the first entry."""
    found = connection.execute(select(HISTORY_HEAD.c.number, HISTORY_HEAD.c.digest).with_for_update()).first()
    return Head(*found) if found else None


def append(
    connection: Connection, head: Head | None, origin: Origin, written: Written, account: str | None = None
) -> Head:
    """Put down what was done after the held `head`; `account` where the system's is not the one that counts."""
    number, previous = (head.number + 1, head.digest) if head else (1, NOTHING_BEFORE)
    body = pack([first_line(origin.words, origin.workbook), *written.lines])
    beside = {
        "number": number,
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "account": account or where.account(),
        "machine": where.machine(),
        "action": origin.action.value,
        "counts": written.counts,
        "previous": previous,
    }
    new = Head(number, entry_digest(list(beside.values()), body.digests))
    connection.execute(insert(HISTORY).values(**beside, salts=body.salts, rows=body.rows, digest=new.digest))
    if head:
        connection.execute(update(HISTORY_HEAD).values(number=new.number, digest=new.digest))
    else:
        connection.execute(insert(HISTORY_HEAD).values(id=1, number=1, digest=new.digest, erasing=False))
    return new


def tell_restored(engine: Engine, words: str, left: int) -> None:
    """Put down that a backup is now in a record's place, whose own history had `left` entries; of any schema."""
    written = Written()
    written.fact("restored", left)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        append(connection, hold(connection), Origin(Action.RESTORED, words), written)


def tell_schema(connection: Connection, before: int, after: int) -> None:
    """Put down that the record was made, or brought from one schema to another with what was on it then."""
    if after < FIRST_WITH_HISTORY:
        return
    head, dossier, written = hold(connection), _on_record(connection), Written()
    if head is None and dossier == Dossier(_NO_DAY):
        append(connection, head, Origin(Action.CREATED, "新建档案"), written)
        return
    if head is None:  # from before there was one, perhaps by way of an upgrade that was broken off
        packet_rows.enter_all(connection)
    written.fact("schema", [before, after])
    written.fact("on_record", sha256(freeze(dossier)).hexdigest())
    append(connection, head, Origin(Action.MIGRATED, f"从格式 {before} 升级到 {after}"), written)


def _on_record(connection: Connection) -> Dossier:
    return Dossier.of(_NO_DAY, read_rows(lambda sql: connection.exec_driver_sql(sql).all()))
