"""What the record holds for a packet: the evidence to bind in, and packets printed before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from enclave_desktop import __version__
from enclave_desktop.dossier.difference import Difference, differences
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import Evidence, page_edits
from enclave_desktop.dossier.frozen import thaw
from enclave_desktop.errors import UserError
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.attached.inspected import Attached
from enclave_desktop.packet.attached.reading import inspect
from enclave_desktop.packet.blanks.mapping import OwnBlank, parse_mapping
from enclave_desktop.packet.manifest import read_manifest
from enclave_desktop.packet.options import Options
from enclave_desktop.packet.packet import Made, write_packet
from enclave_desktop.packet.progress import Progress, silent
from enclave_desktop.packet.windows_fonts import hold_against
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.loading import load_packs, pack_of_text
from enclave_desktop.policy.proof import proofs
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.packets import FrozenPacket
from enclave_desktop.records.record import Record
from enclave_desktop.toml_table import parse_toml

Read = Callable[[str], bytes]
"""Gives the file of a digest."""


class Keeper(Protocol):
    """What gives packets and files: a record, or what was read of one before."""

    def packet(self, number: str) -> FrozenPacket: ...

    def content(self, sha: str) -> bytes: ...


def evidence_for(dossier: Dossier, findings: Sequence[Finding], year: int) -> dict[str, list[Evidence]]:
    """What goes behind the divider of each piece, by the key of the piece; each file once, subject by subject."""
    context = Context(dossier, year)
    bound: dict[str, dict[str, Evidence]] = {}
    for finding in findings:
        for number, proof in enumerate(proofs(context, finding), 1):
            for row in proof.rows:
                bound.setdefault(f"evidence:{number}", {})[row.number] = row
    return {
        key: list(rows.values()) for key, rows in sorted(bound.items(), key=lambda item: _number(item[0]))
    }


def _number(key: str) -> int:
    return int(key.partition(":")[2])


def attachments_of(
    rows: Mapping[str, Sequence[Evidence]], read: Read, *, masked: bool
) -> dict[str, tuple[Attached, ...]]:
    """The files as a packet takes them; UserError, naming the kind, when one cannot be read any more."""
    return {key: tuple(_attached(row, read, masked) for row in held) for key, held in rows.items()}


def _attached(row: Evidence, read: Read, masked: bool) -> Attached:
    try:
        content = read(row.content)
        return Attached(content, inspect(content), row.edits, masked)
    except UserError as error:
        raise UserError(f"证明材料“{row.kind}”不能装入：{error.message}", *error.details) from None


def keep_packet(
    record: Record, application: Application, made: Made, pdf: bytes, now: datetime
) -> FrozenPacket:
    """Keep a packet that was just made, with everything it was made from; the one already kept when it is the same.

    UserError when the record cannot be written, or another packet of the same number was made of other parts.
    """
    manifest = made.manifest
    for packet in record.packets():
        if packet.number == manifest.number:
            return packet
    data = dict(manifest.data) | {
        "program": __version__,
        "pages": made.pages,
        "names": [subject.name for subject in application.subjects],
    }
    with record.transaction(Origin(Action.PRINTED, f"打印{application.programme.title}")) as transaction:
        return transaction.freeze(
            number=manifest.number,
            made_at=now.isoformat(timespec="minutes"),
            programme=application.programme.id,
            manifest=data,
            parts=manifest.parts,
            pdf=pdf,
            named=[entry["sha256"] for entry in manifest.data["evidence"]],
        )


@dataclass(frozen=True, slots=True)
class Thawed:
    """A packet printed before, with what it was made from."""

    packet: FrozenPacket
    manifest: Mapping[str, Any]
    dossier: Dossier
    pack: str
    """The text of its rule pack."""

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(self.manifest["subjects"])


def thawed(record: Keeper, number: str) -> Thawed:
    """UserError when there is none of that number, or a part of it is no longer what it was."""
    packet = record.packet(number)
    with _as_kept(number):
        manifest = kept_manifest(record, packet)
        dossier = thaw(record.content(manifest["dossier"]))
        return Thawed(packet, manifest, dossier, record.content(manifest["pack"]["sha256"]).decode())


def kept_manifest(record: Keeper, packet: FrozenPacket) -> dict[str, Any]:
    """What is kept of how a packet was made; UserError when it is no longer what it was."""
    with _as_kept(packet.number):
        return read_manifest(record.content(packet.manifest))


@contextmanager
def _as_kept(number: str) -> Iterator[None]:
    """What makes no sense in a kept packet was never kept by us."""
    try:
        yield
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise UserError(
            f"档案里编号为 {number} 的申报材料已损坏，不能据以重做。", "请用备份恢复档案，或另做一份材料。"
        ) from error


def files_of(manifest: Mapping[str, Any]) -> list[str]:
    """Digests of all that a kept packet was made from."""
    blank = manifest.get("own_blank")
    own = [blank["mapping"], blank["sha256"]] if blank else []
    evidence = [entry["sha256"] for entry in manifest["evidence"]]
    return list(dict.fromkeys([manifest["dossier"], manifest["pack"]["sha256"], *own, *evidence]))


def made_again(record: Keeper, number: str, out: Path, progress: Progress = silent) -> Made:
    """The packet made once more from its frozen parts; by the same build it is the same to the byte."""
    frozen = thawed(record, number)
    with _as_kept(number):
        application = _application(frozen, record, progress)
    return write_packet(application, out)


def _application(frozen: Thawed, record: Keeper, progress: Progress) -> Application:
    manifest = frozen.manifest
    unsigned = manifest["pack"].get("unsigned") is True
    pack = pack_of_text(frozen.pack, manifest["pack"]["file"], unsigned=unsigned)
    options = Options.from_data(manifest["options"])
    hold_against(manifest.get("fonts", ()))
    findings = check(frozen.dossier, [pack], manifest["year"], {manifest["programme"]})
    by_key = {finding.subject.key: finding for finding in findings}
    return Application.of(
        frozen.dossier,
        [by_key[key] for key in frozen.subjects],
        manifest["year"],
        attachments=_attachments(manifest, record.content, options),
        options=options,
        own_blank=_own_blank(manifest, record.content),
        draft=manifest["draft"],
        remarks=tuple(manifest.get("remarks", ())),
        progress=progress,
    )


def _own_blank(manifest: Mapping[str, Any], read: Read) -> OwnBlank | None:
    held = manifest.get("own_blank")
    if held is None:
        return None
    mapping = parse_mapping(parse_toml(read(held["mapping"]).decode(), held["title"]), held["title"])
    return OwnBlank(mapping, read(held["sha256"]), held["besides"])


def _attachments(
    manifest: Mapping[str, Any], read: Read, options: Options
) -> dict[str, tuple[Attached, ...]]:
    held: dict[str, tuple[Attached, ...]] = {}
    for entry in manifest["evidence"]:
        content = read(entry["sha256"])
        edits = page_edits(entry["edits"]) if entry["edits"] else ()
        attached = Attached(content, inspect(content), edits, options.masked)
        held[entry["piece"]] = (*held.get(entry["piece"], ()), attached)
    return held


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a packet was printed."""

    rows: tuple[Difference, ...]
    pack: bool
    """The program's rule pack is another one now."""
    program: str | None
    """The version that printed it, where it is not this one."""

    def __bool__(self) -> bool:
        return bool(self.rows or self.pack or self.program)


def changed_since(frozen: Thawed, now: Dossier) -> Since:
    """Holds what a packet was made from against the record and the program as they are now."""
    current = {pack.measure.id: pack.measure.pack for pack in load_packs()}
    measure = frozen.manifest["pack"]["file"].removesuffix(".toml")
    printed_by = frozen.manifest.get("program")
    return Since(
        tuple(differences(frozen.dossier, now)),
        current.get(measure) != frozen.pack,
        printed_by if printed_by != __version__ else None,
    )
