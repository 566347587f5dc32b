"""Erasing a person on request: their data goes from the rows, the kept files, the packets and the history.

What stays are figures: what was claimed and paid, of whom no longer, and each packet's number, programme, sums and
digests. The history's chain is over digests of its lines, so it holds without what they said.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import Claim, Contract, Person
from enclave_desktop.errors import UserError
from enclave_desktop.records import contents
from enclave_desktop.records.erasing_plan import Plan, Traces, plan
from enclave_desktop.records.history_lines import SALT, emptied, pack_with, unpack
from enclave_desktop.records.reading import Rows, rows_by_id
from enclave_desktop.records.schema import table_name
from enclave_desktop.records.tables import (
    CONTENT,
    ERASED_CONTENT,
    ERASED_PACKET,
    HISTORY,
    HISTORY_HEAD,
    MOVED_OUT,
    PACKET,
    PACKET_ROW,
    TABLES,
)

Sums = Mapping[str, Mapping[str, Any]]
"""What a packet came to, by its number: figures without personal data."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased."""

    plan: Plan
    lines: int
    """Of the history."""
    claims_as: str
    """What claims for the person are known by now."""


def erase(connection: Connection, number: str, reason: str, today: date, sums: Sums) -> Erasure:
    """Erase the person with that number within the transaction `connection` is in.

    UserError when there is nobody of that number, or the reason itself names them.
    """
    rows: Rows = lambda sql: connection.exec_driver_sql(sql).all()  # noqa: E731
    planned = plan(rows, number)
    found = planned.traces
    if not reason.strip() or any(word in reason for word in (*found.numbers, *found.names)):
        raise UserError(
            "清除的理由要填写，而且不能写出姓名或证件号码。", "例如：本人申请，2025 年 6 月 30 日。"
        )
    claims_as = f"已清除-{secrets.token_hex(4)}"
    _empty_packets(connection, planned, today, sums)
    _erase_rows(connection, rows_by_id(rows), found.numbers, claims_as)
    _erase_files(connection, planned.files, today)
    lines = _empty_lines(connection, found)
    return Erasure(planned, lines, claims_as)


def _erase_rows(
    connection: Connection,
    held: Mapping[type[Any], Mapping[int, Any]],
    numbers: Iterable[str],
    claims_as: str,
) -> None:
    """The person, contracts and evidence go; claims stay as figures, of a subject that is nobody."""
    known = set(numbers)
    contracts = {i: row for i, row in held[Contract].items() if row.person in known}
    keys = {KEPT[Contract].reference(row) for row in contracts.values()}
    evidence = [i for i, row in held[Evidence].items() if row.person in known or row.contract in keys]
    people = [i for i, row in held[Person].items() if row.id_number in known]
    claims = [i for i, row in held[Claim].items() if row.subject in known]
    for entity, ids in ((Evidence, evidence), (Contract, list(contracts)), (Person, people)):
        _delete(connection, entity, ids)
    table, steps = TABLES[Claim], TABLES[ClaimStep]
    for some in _some(claims):
        connection.execute(update(table).where(table.c.id.in_(some)).values(subject=claims_as, note=None))
        connection.execute(update(steps).where(steps.c.claim_id.in_(some)).values(reason=None))


def _delete(connection: Connection, entity: type[Any], ids: list[int]) -> None:
    table, name = TABLES[entity], table_name(entity)
    for some in _some(ids):
        for mark in (MOVED_OUT, PACKET_ROW):
            connection.execute(delete(mark).where(mark.c.sheet == name, mark.c.row.in_(some)))
        connection.execute(delete(table).where(table.c.id.in_(some)))


def _some(ids: list[int], many: int = 500) -> Iterator[list[int]]:
    for at in range(0, len(ids), many):
        yield ids[at : at + many]


def _erase_files(connection: Connection, shas: Iterable[str], today: date) -> None:
    """Files that a packet names stay by their digests only; the others go altogether."""
    for sha in shas:
        _empty_content(connection, sha, today)
    connection.execute(
        delete(ERASED_CONTENT).where(~ERASED_CONTENT.c.sha256.in_(contents.named_by_packets()))
    )
    contents.forget_unused(connection)


def _empty_content(connection: Connection, sha: str, today: date) -> None:
    connection.execute(update(CONTENT).where(CONTENT.c.sha256 == sha).values(data=b""))
    there = select(ERASED_CONTENT.c.sha256).where(ERASED_CONTENT.c.sha256 == sha)
    if not connection.execute(there).first():
        connection.execute(insert(ERASED_CONTENT).values(sha256=sha, erased_on=today))


def _empty_packets(connection: Connection, planned: Plan, today: date, sums: Sums) -> None:
    """Of a packet that was made from the person's data stays what is no data of theirs."""
    for packet in planned.packets:
        manifest = _manifest(connection, packet.number)
        figures: dict[str, Any] = {
            name: manifest[name]
            for name in ("as_of", "year", "programme", "pages", "draft", "program")
            if name in manifest
        }
        figures |= {
            "subjects": len(manifest.get("subjects", ())),
            "digests": {"dossier": manifest.get("dossier"), "pack": manifest.get("pack", {}).get("sha256")},
            "sums": dict(sums.get(packet.number, {})),
        }
        known = select(ERASED_PACKET.c.packet).where(ERASED_PACKET.c.packet == packet.number)
        if manifest and not connection.execute(known).first():
            words = json.dumps(figures, ensure_ascii=False, sort_keys=True)
            connection.execute(
                insert(ERASED_PACKET).values(packet=packet.number, erased_on=today, figures=words)
            )
        for sha in packet.files:
            _empty_content(connection, sha, today)


def _manifest(connection: Connection, number: str) -> dict[str, Any]:
    sha = connection.execute(select(PACKET.c.manifest).where(PACKET.c.number == number)).scalar_one()
    try:
        held: dict[str, Any] = json.loads(contents.read(connection, sha))
    except UserError:  # erased already, with another person
        return {}
    return held


def _empty_lines(connection: Connection, found: Traces) -> int:
    """Empty every line of the history that names the person; how many."""
    connection.execute(update(HISTORY_HEAD).values(erasing=True))
    gone = 0
    numbers = connection.scalars(select(HISTORY.c.number).order_by(HISTORY.c.number)).all()
    for number in numbers:
        entry = select(HISTORY.c.salts, HISTORY.c.rows).where(HISTORY.c.number == number)
        salts, rows = connection.execute(entry).one()
        lines = list(unpack(bytes(rows)))
        going = [at for at, line in enumerate(lines) if found.stand_in(line)]
        if not going:
            continue
        left = bytearray(salts)
        for at in going:
            lines[at] = emptied(lines[at], bytes(left[SALT * at : SALT * (at + 1)]))
            left[SALT * at : SALT * (at + 1)] = bytes(SALT)
        body = pack_with(lines, bytes(left))
        changed = update(HISTORY).where(HISTORY.c.number == number)
        connection.execute(changed.values(salts=body.salts, rows=body.rows))
        gone += len(going)
    connection.execute(update(HISTORY_HEAD).values(erasing=False))
    return gone
