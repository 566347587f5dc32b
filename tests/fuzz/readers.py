"""Every reader of foreign bytes as one call that takes bytes: whatever they are, only a UserError may come out."""

import io
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from enclave_desktop.desktop.table.clipboard import from_text
from enclave_desktop.desktop.table.paste import plan_paste
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Person
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.evidence_folder import Matcher
from enclave_desktop.exchange.importing import report_lines
from enclave_desktop.exchange.plan import plan_import
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.exchange.workbook import read_book
from enclave_desktop.packet.attached.inspected import Attached
from enclave_desktop.packet.attached.joining import join
from enclave_desktop.packet.attached.reading import inspect
from enclave_desktop.packet.attached.rendering import thumbnail
from enclave_desktop.packet.blanks.filling import new_mapping, suggest
from enclave_desktop.packet.blanks.mapping import as_toml, parse_mapping
from enclave_desktop.packet.forms import parse_blocks, parse_form
from enclave_desktop.packet.on_record import thawed
from enclave_desktop.packet.options import parse_printing
from enclave_desktop.policy.case_file import parse_cases
from enclave_desktop.policy.loading import pack_of_text
from enclave_desktop.records.made import LIST, made_in
from enclave_desktop.records.packets import FrozenPacket
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import verify
from enclave_desktop.toml_table import parse_toml
from tests.fuzz import mutators, seeds

DAY = date(2025, 6, 30)
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")
Target = Callable[[bytes], object]


@dataclass(frozen=True)
class Reader:
    """One reader, what it is first given, and how that is changed."""

    read: Target
    seeds: Callable[[], Iterator[bytes]]
    mutate: mutators.Mutator | None = None
    """None: bytes are changed as libFuzzer does."""
    words: tuple[str, ...] = ()
    """What such files are made of."""
    longest: int = 1 << 16
    hint: str = field(default="", compare=False)
    """What atheris cannot see into."""


def held(target: Target, data: bytes) -> None:
    """Reads; a UserError is an answer, unless it tells somebody's number."""
    try:
        target(data)
    except UserError as error:
        if _NUMBER.search(str(error)):
            raise AssertionError(f"a UserError tells a number: {error}") from error


@cache
def _folder() -> Path:
    memory = Path("/dev/shm")
    kept = tempfile.TemporaryDirectory(prefix="fuzz-", dir=memory if memory.is_dir() else None)
    _kept.append(kept)
    return Path(kept.name)


_kept: list[Any] = []


def _file(data: bytes, name: str) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


@cache
def _dossier() -> Dossier:
    return sample_dossier(DAY)


def workbook(name: str) -> Target:
    def read(data: bytes) -> None:
        book = read_book(_file(data, name))
        plan = plan_import(book, _dossier(), today=DAY, programmes=("nx-phd-allowance",), good_rows=True)
        for line in report_lines(plan):
            line.encode()

    return read


def evidence(data: bytes) -> None:
    inspected = inspect(data)
    attached = Attached(data, inspected)
    for edit in attached.pages[:2]:
        thumbnail(data, inspected, edit, (60, 60))
    _join(attached)


def _join(attached: Attached) -> None:
    from enclave_desktop.packet.attached.inspected import Ground

    pages = attached.pages[:2]
    with suppress(UserError):
        join(
            _bare(len(pages)),
            [Ground(n, attached, edit) for n, edit in enumerate(pages)],
            _folder() / "out.pdf",
        )


@cache
def _bare(pages: int) -> bytes:
    import pikepdf

    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.Contents = pdf.make_stream(b"q Q")
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def blank(name: str) -> Target:
    def read(data: bytes) -> None:
        mapping = new_mapping(name, data)
        for suggestion in suggest(mapping, data):
            str(suggestion)

    return read


def toml(parse: Callable[[dict[str, Any], str], object]) -> Target:
    return lambda data: parse(parse_toml(data.decode("utf-8", "replace"), "手写.toml"), "手写.toml")


def _mapping(data: dict[str, Any], file: str) -> None:
    mapping = parse_mapping(data, file)
    assert parse_mapping(parse_toml(as_toml(mapping), file), file) == mapping


def pack(data: bytes) -> None:
    pack_of_text(data.decode("utf-8", "replace"), "手写.toml")


def record(data: bytes) -> None:
    path = _file(data, "外来.enclave")
    for companion in _folder().glob("外来.enclave-*"):
        companion.unlink()
    with suppress(UserError):
        verify(path, DAY)
    with Record.open(path, read_only=True) as opened:
        opened.dossier(DAY)
        for packet in opened.packets():
            with suppress(UserError):
                thawed(opened, packet.number)


class _Keeper:
    """Keeps one manifest, and gives the seeds' own dossier and pack whatever is asked for."""

    def __init__(self, manifest: bytes) -> None:
        self._manifest = manifest

    def packet(self, number: str) -> FrozenPacket:
        return FrozenPacket(number, "2025-06-30T10:00", "nx-phd-allowance", "pdf", "manifest")

    def content(self, sha: str) -> bytes:
        return self._manifest if sha == "manifest" else seeds.part(sha)


def manifest(data: bytes) -> None:
    thawed(_Keeper(data), "1A2B-3C4D-5E6F")


def frozen(data: bytes) -> None:
    """A frozen dossier, behind an honest manifest."""
    keeper = _Keeper(seeds.manifest_words())
    keeper.content = lambda sha: seeds.manifest_words() if sha == "manifest" else data  # type: ignore[method-assign]
    thawed(keeper, "1A2B-3C4D-5E6F")


def made(data: bytes) -> None:
    _file(data, LIST)
    made_in(_folder())


def pasted(data: bytes) -> None:
    block = from_text(data.decode("utf-8", "replace"))
    spec = SHEETS[Person]
    people = _dossier().people
    if block:
        plan = plan_paste(spec, block, spec.fields, people, _dossier())
        plan.tally()
        for row in plan.rows:
            row.told.encode()


def names(data: bytes) -> None:
    matcher = Matcher(_dossier())
    for line in data.decode("utf-8", "replace").split("\n")[:50]:
        name = line.replace("\0", "").strip("/")[:250]
        if name and name not in (".", ".."):
            matcher.guess(Path("/材料") / name, Path("/材料"))


_SIGHTLESS = "the parser is C++ or Rust and not instrumented; only our own code around it is"

READERS: Mapping[str, Reader] = {
    "xlsx": Reader(
        workbook("填报.xlsx"),
        seeds.xlsx,
        mutators.in_zip,
        seeds.XLSX_WORDS,
        1 << 17,
        "python-calamine: " + _SIGHTLESS,
    ),
    "xls": Reader(workbook("填报.xls"), seeds.xls, mutators.in_place, (), 1 << 17),
    "pdf": Reader(
        evidence, seeds.pdfs, mutators.in_pdf, seeds.PDF_WORDS, 1 << 16, "qpdf and PDFium: " + _SIGHTLESS
    ),
    "picture": Reader(
        evidence, seeds.pictures, mutators.in_picture, (), 1 << 15, "libjpeg, libheif, libtiff: " + _SIGHTLESS
    ),
    "blank-pdf": Reader(
        blank("空白表.pdf"),
        seeds.blank_pdfs,
        mutators.in_pdf,
        seeds.PDF_WORDS,
        1 << 17,
        "qpdf and PDFium: " + _SIGHTLESS,
    ),
    "blank-docx": Reader(
        blank("空白表.docx"), seeds.docx, mutators.in_zip, seeds.DOCX_WORDS, 1 << 17, "lxml: " + _SIGHTLESS
    ),
    "pack": Reader(pack, seeds.packs, mutators.in_toml, seeds.TOML_WORDS),
    "cases": Reader(toml(parse_cases), seeds.cases, mutators.in_toml, seeds.TOML_WORDS),
    "mapping": Reader(toml(_mapping), seeds.mappings, mutators.in_toml, seeds.TOML_WORDS),
    "form": Reader(
        toml(lambda d, f: parse_form(d, f, "person", seeds.blocks())),
        seeds.forms,
        mutators.in_toml,
        seeds.TOML_WORDS,
    ),
    "blocks": Reader(toml(parse_blocks), seeds.form_blocks, mutators.in_toml, seeds.TOML_WORDS),
    "printing": Reader(toml(parse_printing), seeds.printing, mutators.in_toml, seeds.TOML_WORDS),
    "record": Reader(record, seeds.records, mutators.in_record, (), 1 << 20, "SQLite: " + _SIGHTLESS),
    "manifest": Reader(manifest, seeds.manifests, mutators.in_json, seeds.JSON_WORDS),
    "frozen": Reader(frozen, seeds.dossiers, mutators.in_json, seeds.JSON_WORDS),
    "made": Reader(made, seeds.made, mutators.in_json, seeds.JSON_WORDS),
    "pasted": Reader(pasted, seeds.pasted, None, seeds.CELL_WORDS),
    "names": Reader(names, seeds.names, None, seeds.NAME_WORDS, 1 << 12),
}
