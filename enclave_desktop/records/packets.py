"""Packets as they were printed: the PDF itself, and everything it was made from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from enclave_desktop.errors import UserError
from enclave_desktop.records import contents, packet_rows
from enclave_desktop.records.tables import ERASED_PACKET, PACKET, PACKET_PART


@dataclass(frozen=True, slots=True)
class FrozenPacket:
    """One packet that was printed."""

    number: str
    made_at: str
    """Local time, ISO 8601, to the minute."""
    programme: str
    pdf: str
    """Digest of the file."""
    manifest: str
    """Digest of the JSON that names all it was made from; see `packet.freezing`."""


def freeze(
    connection: Connection,
    *,
    number: str,
    made_at: str,
    programme: str,
    manifest: Mapping[str, Any],
    parts: Sequence[bytes],
    pdf: bytes,
    named: Iterable[str] = (),
) -> FrozenPacket:
    """Keep a packet: its PDF, its manifest, the `parts` that the manifest names by their digests,
    and hold on to those `named` that the record keeps already (evidence).
    """
    words = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    kept_pdf, kept_manifest, *kept = contents.keep(connection, [pdf, words, *parts])
    row = {
        "number": number,
        "made_at": made_at,
        "programme": programme,
        "pdf": kept_pdf,
        "manifest": kept_manifest,
    }
    connection.execute(insert(PACKET).values(row))
    held = sorted({*kept, *named})
    if held:
        connection.execute(insert(PACKET_PART), [{"packet": number, "content": sha} for sha in held])
    packet_rows.enter(connection, number, manifest, packet_rows.dossier_among(parts, manifest))
    return FrozenPacket(**row)


def frozen_packets(connection: Connection) -> list[FrozenPacket]:
    """All of them, the newest first."""
    columns = (PACKET.c[name] for name in FrozenPacket.__slots__)
    newest_first = select(*columns).order_by(PACKET.c.made_at.desc(), PACKET.c.number.desc())
    return [FrozenPacket(*row) for row in connection.execute(newest_first)]


def erased_figures(connection: Connection) -> dict[str, dict[str, Any]]:
    """What is still known of packets that a person's data were erased from, by their numbers."""
    rows = connection.execute(select(ERASED_PACKET.c.packet, ERASED_PACKET.c.figures))
    return {number: json.loads(figures) for number, figures in rows}


def frozen_packet(connection: Connection, number: str) -> FrozenPacket:
    """The one of that number; UserError when there is none."""
    for packet in frozen_packets(connection):
        if packet.number == number:
            return packet
    raise UserError(f"档案里没有编号为 {number} 的申报材料。", "请从“已打印”的列表里选择。")
