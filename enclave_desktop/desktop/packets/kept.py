"""Packets that were printed before: what is told of them, what has changed since, and whether they can be made again."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from enclave_desktop import __version__
from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.packets.stages import over_all
from enclave_desktop.desktop.work import Job
from enclave_desktop.dossier.evidence import Evidence, edits_in_words
from enclave_desktop.dossier.fields import KEPT, Field, Sheet
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.errors import UserError
from enclave_desktop.temporary import own_temporary

if TYPE_CHECKING:  # imported by the worker
    from enclave_desktop.dossier.difference import Difference
    from enclave_desktop.packet.on_record import Since
    from enclave_desktop.packet.same_file import Sameness
    from enclave_desktop.records.packets import FrozenPacket

_FIRST = 12
"""Rows of a sheet that are told one by one; of more there is a count."""
_PAGES = next(field for field in KEPT[Evidence].fields if field.name == "pages")


@dataclass(frozen=True, slots=True)
class Kept:
    """One packet on record, as the list shows it."""

    packet: "FrozenPacket"
    title: str
    """Of its programme."""
    manifest: Mapping[str, Any]
    """Empty where it can no longer be read."""

    @property
    def number(self) -> str:
        return self.packet.number

    @property
    def when(self) -> str:
        return self.packet.made_at.replace("T", " ")

    @property
    def day(self) -> str:
        return self.packet.made_at.partition("T")[0]

    @property
    def subjects(self) -> str:
        names = self.manifest.get("names", ())
        return "、".join(names) or f"{len(self.manifest.get('subjects', ()))} 个对象"

    @property
    def pages(self) -> str:
        pages = self.manifest.get("pages")
        return f"{pages} 页" if pages else ""

    @property
    def purpose(self) -> str:
        return str(self.manifest.get("options", {}).get("purpose", ""))

    @property
    def spoken(self) -> str:
        told = (self.title, self.when, self.subjects, self.pages, self.purpose, f"编号 {self.number}")
        return "，".join(part for part in told if part)


def list_kept(held: Held, job: Job) -> list[Kept]:
    """All of them, the newest first."""
    from enclave_desktop.packet.on_record import kept_manifest

    titles, found = _titles(), []
    packets, erased = held.record.packets(), held.record.erased_figures()
    for done, packet in enumerate(packets):
        job.progress("读取已打印的材料", done, len(packets))
        try:
            manifest = kept_manifest(held.record, packet)
        except UserError:
            manifest = _of_erased(erased[packet.number]) if packet.number in erased else {}
        found.append(Kept(packet, titles.get(packet.programme, packet.programme), manifest))
    return found


def _titles() -> dict[str, str]:
    """Of the programmes, by their ids."""
    from enclave_desktop.policy.loading import load_packs

    return {programme.id: programme.title for pack in load_packs() for programme in pack.programmes}


def _of_erased(figures: Mapping[str, Any]) -> dict[str, Any]:
    """What the list tells of a packet whose manifest was erased with a person's data."""
    total = figures.get("sums", {}).get("total")
    told = [f"{figures.get('subjects', 0)} 个对象", f"合计 {total} 元" if total else "", "个人信息已清除"]
    return {"names": ["，".join(filter(None, told))], "pages": figures.get("pages")}


def read_kept(held: Held, kept: Kept) -> bytes:
    """The very file that was printed. UserError when it is no longer what it was."""
    from enclave_desktop.records.contents import ErasedError

    try:
        return held.record.content(kept.packet.pdf)
    except ErasedError:
        raise
    except UserError as error:
        raise UserError(
            f"档案里存着的这一册（{kept.number}）已损坏，不能再打印。",
            *error.details,
            "打印出来的那一册仍然有效；也可以试试“重新生成核对”，看能不能照原样重做。",
        ) from None


def changes_since(held: Held, kept: Kept) -> list[str]:
    """In words what is otherwise now; empty where nothing is. UserError when what it was made from is damaged."""
    from enclave_desktop.packet.on_record import changed_since, thawed

    return list(_in_words(changed_since(thawed(held.record, kept.number), held.dossier)))


def _in_words(since: "Since") -> Iterator[str]:
    if since.program:
        yield f"程序：当时是 {since.program} 版，现在是 {__version__} 版"
    if since.pack:
        yield "规则包：现在用的与当时不同"
    by_sheet: dict[tuple[str, str], list[Difference]] = defaultdict(list)
    for row in since.rows:
        by_sheet[row.sheet.title, row.what].append(row)
    for (title, what), rows in by_sheet.items():
        if len(rows) > _FIRST:
            yield f"{title}：{what} {len(rows):,} 行"
        else:
            yield from (f"{title}：{what} {_row_in_words(row)}" for row in rows)


def _row_in_words(row: "Difference") -> str:
    told = [f"{field.label} {_value(field, was)} → {_value(field, now)}" for field, was, now in row.fields]
    return f"{_name_of(row.sheet, row.row)}{'　' if told else ''}{'；'.join(told)}"


def _name_of(sheet: Sheet, row: Any) -> str:
    if isinstance(name := getattr(row, "name", None), str):
        return name
    return " ".join(filter(None, (_value_of(field, row) for field in sheet.known_by)))


def _value_of(field: Field, row: Any) -> str:
    if field.name == "programme":
        return _titles().get(row.programme, row.programme)
    return show_masked(field, getattr(row, field.name))


def _value(field: Field, value: Any) -> str:
    if value and field == _PAGES:
        return edits_in_words(value)
    return show_masked(field, value) or "未填"


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that one packet was made from, read from the record: for another thread than the record's."""

    frozen: "FrozenPacket"
    files: Mapping[str, bytes]

    def packet(self, number: str) -> "FrozenPacket":
        assert number == self.frozen.number
        return self.frozen

    def content(self, sha: str) -> bytes:
        return self.files[sha]


def read_parts(held: Held, kept: Kept, job: Job) -> Parts:
    """UserError when one of them is damaged."""
    from enclave_desktop.packet.on_record import files_of, kept_manifest

    manifest = kept.packet.manifest
    files = {manifest: held.record.content(manifest)}
    named = files_of(kept_manifest(held.record, kept.packet))
    for done, sha in enumerate(named):
        job.progress("读取存档", done, len(named))
        files[sha] = held.record.content(sha)
    return Parts(kept.packet, files)


@dataclass(frozen=True, slots=True)
class Again:
    """A packet made once more."""

    data: bytes
    sameness: "Sameness"
    """With the file that was printed, or with its digest where that can no longer be read."""


def make_again(parts: Parts, printed: bytes | None, job: Job) -> Again:
    """Make the packet anew from its frozen parts and hold it against what was printed."""
    from enclave_desktop.packet.on_record import made_again
    from enclave_desktop.packet.same_file import Sameness, compared

    with own_temporary() as folder:
        out = folder / "packet.pdf"
        made_again(parts, parts.frozen.number, out, over_all(job.progress))
        data = out.read_bytes()
    if sha256(data).hexdigest() == parts.frozen.pdf:
        return Again(data, Sameness.BYTES)
    return Again(data, compared(printed, data) if printed is not None else Sameness.OTHER)
