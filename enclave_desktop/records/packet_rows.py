"""Which rows a kept packet was made from: its subjects, what refers to them, and what those refer to.

They are put down by their ids when the packet is kept, so that a key that is corrected later does not hide them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT, Kind, Sheet
from enclave_desktop.dossier.frozen import plain
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Contract,
    Enclave,
    Expense,
    Filing,
    Person,
    Project,
)
from enclave_desktop.records import contents
from enclave_desktop.records.history_lines import encoded
from enclave_desktop.records.reading import rows_by_id
from enclave_desktop.records.schema import table_name
from enclave_desktop.records.tables import PACKET, PACKET_ROW

SUBJECTS = (Enclave, Person, Carrier)
STAYING = (
    *SUBJECTS,
    Filing,
    Contract,
    Project,
    Expense,
    Agreement,
    Assessment,
    Approval,
    Evidence,
)
"""What a packet prints or proves itself by; claims and settings are about packets, not in them."""
_SHEETS = {KEPT[entity].title: KEPT[entity] for entity in STAYING}

Frozen = Mapping[str, Any]
"""A row as `dossier.frozen` writes it: values by the names of fields, as JSON knows them."""


def enter(connection: Connection, number: str, manifest: Mapping[str, Any], frozen: bytes | None) -> None:
    """Put down the rows of one packet, as far as they are still on record; without a frozen dossier none."""
    if frozen is None:
        return
    chosen = made_from(manifest, json.loads(frozen)["rows"])
    held = rows_by_id(lambda sql: connection.exec_driver_sql(sql).all())
    rows = [
        {"packet": number, "sheet": table_name(sheet.entity), "row": row_id}
        for sheet, keys in chosen.items()
        for row_id, row in held[sheet.entity].items()
        if encoded([plain(part) for part in sheet.key_of(row)]) in keys
    ]
    if rows:
        connection.execute(insert(PACKET_ROW), rows)


def enter_all(connection: Connection) -> None:
    """The same for the packets that a program kept before it knew of this."""
    for number, sha in connection.execute(select(PACKET.c.number, PACKET.c.manifest)).all():
        manifest = json.loads(contents.read(connection, sha))
        dossier = manifest.get("dossier")
        enter(connection, number, manifest, contents.read(connection, dossier) if dossier else None)


def made_from(manifest: Mapping[str, Any], rows: Mapping[str, list[Frozen]]) -> dict[Sheet, set[str]]:
    """The rows by their sheets, each as its key in JSON."""
    subjects = set(manifest.get("subjects", ()))
    files = {entry["sha256"] for entry in manifest.get("evidence", ())}
    chosen = [
        (sheet, row)
        for title, sheet in _SHEETS.items()
        for row in rows.get(title, ())
        if _is_of(sheet, row, subjects, manifest.get("year")) or row.get("content") in files
    ]
    found: dict[Sheet, set[str]] = {sheet: set() for sheet in _SHEETS.values()}
    by_key = {
        title: {_key(sheet, row): row for row in rows.get(title, ())} for title, sheet in _SHEETS.items()
    }
    while chosen:
        sheet, row = chosen.pop()
        if (key := _key(sheet, row)) not in found[sheet]:
            found[sheet].add(key)
            chosen += _referred(sheet, row, by_key)
    return found


def _is_of(sheet: Sheet, row: Frozen, subjects: set[str], year: int | None) -> bool:
    """Whether it is a subject or refers to one; of the ledger what is booked in the packet's year."""
    if sheet.entity is Expense and not str(row["booked_on"]).startswith(f"{year}-"):
        return False
    if sheet.entity in SUBJECTS:
        (key,) = sheet.key
        return row.get(key.name) in subjects
    return any(
        row.get(field.name) in subjects
        for field in sheet.fields
        if (field.refers in _SHEETS and len(_SHEETS[field.refers].key) == 1) or field.kind is Kind.SUBJECT
    )


def _referred(
    sheet: Sheet, row: Frozen, by_key: Mapping[str, Mapping[str, Frozen]]
) -> Iterator[tuple[Sheet, Frozen]]:
    for field in sheet.fields:
        reference = row.get(field.name)
        if field.refers in _SHEETS and reference is not None:
            key = encoded(reference if isinstance(reference, list) else [reference])
            if found := by_key[field.refers].get(key):
                yield _SHEETS[field.refers], found


def _key(sheet: Sheet, row: Frozen) -> str:
    return encoded([row.get(field.name) for field in sheet.key])


def packets_by_row(connection: Connection, entity: type[Any]) -> dict[int, list[str]]:
    """Numbers of the packets that rows of a class stand in, by their ids; empty where none does."""
    found: dict[int, list[str]] = {}
    rows = select(PACKET_ROW.c.row, PACKET_ROW.c.packet).where(PACKET_ROW.c.sheet == table_name(entity))
    for row_id, packet in connection.execute(rows.order_by(PACKET_ROW.c.packet)):
        found.setdefault(row_id, []).append(packet)
    return found


def dossier_among(parts: Iterable[bytes], manifest: Mapping[str, Any]) -> bytes | None:
    """The frozen dossier that the manifest names."""
    wanted = manifest.get("dossier")
    return next((part for part in parts if contents.digest(part) == wanted), None)
