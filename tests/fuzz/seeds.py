"""What each reader is first given: our own fixtures, and what the program itself writes."""

import io
import json
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.dossier.values import Person
from enclave_desktop.exchange.export import export_book
from enclave_desktop.packet.blanks.filling import new_mapping, suggest
from enclave_desktop.packet.blanks.mapping import Cell, as_toml
from enclave_desktop.packet.forms import parse_blocks
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.on_record import keep_packet
from enclave_desktop.packet.packet import Made
from enclave_desktop.paths import forms as forms_folder
from enclave_desktop.paths import resources
from enclave_desktop.policy.loading import pack_files
from enclave_desktop.records.made import LIST, put_down
from enclave_desktop.records.made import Made as MadeBackup
from enclave_desktop.records.record import Record
from enclave_desktop.toml_table import load_toml
from tests.packet import sample
from tests.unit.packet.attached.files import jpeg, quartered, quartered_pdf, saved
from tests.unit.records.filled import EVERYTHING, make
from tests.unit.rows import dossier as small_dossier

FIXTURES = Path(__file__).parents[1] / "fixtures"
_SMALL = 40_000

XLSX_WORDS = (
    't="s"',
    't="e"',
    't="inlineStr"',
    "<f>",
    "<mergeCell ",
    "<!DOCTYPE x [",
    "sharedStrings",
    "<si>",
    "<row r=",
)
PDF_WORDS = (
    "/Kids", "/Parent", "/Contents", "/Resources", "/XObject", "/Form", "/Annots", "/AcroForm", "/Fields", "/Widget",
    "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/OCProperties", "/Length", "endobj", "stream", " 0 R", "<<", ">>",
)  # fmt: skip
DOCX_WORDS = (
    "<w:tbl>",
    "<w:tr>",
    "<w:tc>",
    "<w:gridSpan",
    "<w:vMerge/>",
    "<w:sdt>",
    "{{姓名}}",
    "TargetMode",
    "External",
    "□",
)
TOML_WORDS = (
    "[[programme]]", "[[programme.criterion]]", "value = ", "from = 2024-01-01", "until = ", "assumptions = [",
    "[[case]]", "set = {", "clear = [", "add = {", "drop = [", "[[cells]]", "box = [", "= nan", "= inf", "'''", "[[[", "{a=",
)  # fmt: skip
JSON_WORDS = (
    '{"',
    '":',
    '["',
    "null",
    "NaN",
    "[[[[",
    '"rows"',
    '"evidence"',
    '"options"',
    '"edits"',
    '"own_blank"',
)
CELL_WORDS = (
    "\t",
    "\r\n",
    '"',
    '""',
    "姓名",
    "证件号码",
    "出生日期",
    "2024年1月5日",
    "=",
    "-",
    "是",
    "博士",
    "万元",
)
NAME_WORDS = ("身份证", "劳动合同", "2024年1-6月", "202401-202413", "社保", "-", "至", ".pdf", "/")


def _book(dossier: Dossier) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "book.xlsx"
        export_book(dossier, path)
        return path.read_bytes()


def xlsx() -> Iterator[bytes]:
    yield _book(small_dossier(*EVERYTHING))
    for file in sorted(FIXTURES.glob("*.xlsx")):
        yield file.read_bytes()


def xls() -> Iterator[bytes]:
    for file in sorted(FIXTURES.glob("*.xls")):
        yield file.read_bytes()


def plain_pdf(data: bytes) -> bytes:
    """The same with its objects one by one and nothing squeezed, so that a change is a change of what it says."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            static_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def pdfs() -> Iterator[bytes]:
    yield _saved(quartered_pdf(2))
    yield _saved(quartered_pdf(Rotate=90, UserUnit=2))
    yield _with_layers_and_forms()
    for file in sorted((FIXTURES / "blanks").glob("*.pdf")):
        data = plain_pdf(file.read_bytes())
        if len(data) < _SMALL:
            yield data


def _with_layers_and_forms() -> bytes:
    pdf = quartered_pdf(content=b"/OC /L BDC /F Do EMC")
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="a"))
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    )
    form = pdf.make_stream(
        b"0 0 9 9 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, 9, 9]),
    )
    page = pdf.pages[0].obj
    page.Resources.XObject = pikepdf.Dictionary(F=form)
    page.Resources.Properties = pikepdf.Dictionary(L=layer)
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Stamp,
                Rect=pikepdf.Array([0, 0, 20, 20]),
                AP=pikepdf.Dictionary(N=form),
            )
        ]
    )
    return _saved(pdf)


def pictures() -> Iterator[bytes]:
    small = quartered(24, 36)
    yield jpeg(small)
    yield jpeg(small, orientation=6)
    yield saved(small, "PNG")
    yield saved(small.convert("RGBA"), "PNG")
    yield saved(small.convert("P"), "PNG", transparency=0)
    yield saved(small, "TIFF", compression="tiff_lzw")
    yield saved(small.convert("1"), "TIFF", compression="group4")
    yield saved(small, "TIFF", save_all=True, append_images=[small, Image.new("I;16", (9, 9))])
    yield (FIXTURES / "attached" / "telephone.heic").read_bytes()


def blank_pdfs() -> Iterator[bytes]:
    for file in sorted((FIXTURES / "blanks").glob("*.pdf")):
        data = plain_pdf(file.read_bytes())
        yield data if len(data) < 1 << 17 else file.read_bytes()


def docx() -> Iterator[bytes]:
    for file in sorted((FIXTURES / "blanks").glob("*.docx")):
        yield file.read_bytes()


def packs() -> Iterator[bytes]:
    for file in pack_files(resources() / "policies"):
        yield from _pieces(file.read_bytes(), b"[[programme]]")


def _pieces(data: bytes, mark: bytes) -> Iterator[bytes]:
    """The head of a file with each of its parts, so that one change falls on few words; and the whole."""
    head, *parts = data.split(mark)
    for part in parts[:4]:
        yield head + mark + part
    yield data


def cases() -> Iterator[bytes]:
    for file in sorted((resources() / "policies").rglob("*.cases.toml")):
        head, *parts = file.read_bytes().split(b"[[case]]")
        for at in range(0, min(len(parts), 12), 3):
            yield head + b"".join(b"[[case]]" + part for part in parts[at : at + 3])


def mappings() -> Iterator[bytes]:
    for file in sorted((FIXTURES / "blanks").glob("*.*")):
        if file.suffix in (".pdf", ".docx"):
            data = file.read_bytes()
            mapping = new_mapping(file.name, data)
            found = [one for one in suggest(mapping, data) if one.values][:8]
            cells = tuple(Cell(one.values[0], one.place, label=one.label) for one in found)
            yield as_toml(
                type(mapping)(mapping.title, (), mapping.blank, mapping.sha256, mapping.kind, cells)
            ).encode()


def forms() -> Iterator[bytes]:
    for file in sorted(forms_folder().glob("*/form.toml")):
        yield file.read_bytes()


@cache
def blocks() -> Any:
    file = forms_folder() / "blocks.toml"
    return parse_blocks(load_toml(file), file.name)


def form_blocks() -> Iterator[bytes]:
    yield (forms_folder() / "blocks.toml").read_bytes()


def printing() -> Iterator[bytes]:
    yield (forms_folder() / "printing.toml").read_bytes()


def records() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as name:
        empty, full = Path(name) / "empty.enclave", Path(name) / "full.enclave"
        Record.create(empty).close()
        yield empty.read_bytes()
        with Record.open(make(full, *EVERYTHING)) as record:
            asked = sample.application("nx-phd-allowance", 1)
            keep_packet(record, asked, Made(3, manifest_of(asked)), b"%PDF-1.7", datetime(2025, 6, 30))
        yield full.read_bytes()


@cache
def _parts() -> dict[str, bytes]:
    asked = sample.application("nx-phd-allowance", 1)
    return {sha256(part).hexdigest(): part for part in manifest_of(asked).parts}


def part(sha: str) -> bytes:
    """What the seeds' manifest names; nothing of it where a reader asks for something else."""
    return _parts().get(sha, b"")


@cache
def manifest_words() -> bytes:
    asked = sample.application("nx-phd-allowance", 1)
    more = {"program": "0", "pages": 3, "names": ["示例"]}
    return json.dumps(dict(manifest_of(asked).data) | more, ensure_ascii=False).encode()


def manifests() -> Iterator[bytes]:
    yield manifest_words()
    data = json.loads(manifest_words())
    edits = '[{"page":0,"turn":90,"crop":["0","0","0.5","1"],"masks":[["0","0","0.1","0.1"]]}]'
    data["evidence"] = [{"piece": "evidence:1", "label": "附件 1-1", "sha256": "0" * 64, "edits": edits}]
    data["own_blank"] = {
        "file": "表.pdf",
        "title": "表",
        "sha256": "0" * 64,
        "mapping": "1" * 64,
        "besides": False,
    }
    yield json.dumps(data, ensure_ascii=False).encode()


def dossiers() -> Iterator[bytes]:
    yield freeze(small_dossier(*EVERYTHING))


def made() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as name:
        now = datetime(2025, 6, 30, 12)
        put_down(Path(name), [MadeBackup("本企业-20250630-120000.enclave", "0" * 16, "0" * 64, now, now)])
        yield (Path(name) / LIST).read_bytes()


def pasted() -> Iterator[bytes]:
    fields = SHEETS[Person].fields
    heads = "\t".join(field.label for field in fields)
    example = "\t".join(str(field.example or "") for field in fields)
    yield f"{heads}\r\n{example}\r\n".encode()
    yield "姓名\t证件号码\n示例\t64010419900101123X\n".encode()
    yield '"一\n二"\t"=1+1"\t\t2024-1-5\n'.encode()


def names() -> Iterator[bytes]:
    yield "张三-身份证.jpg\n社保 2024年1-6月.pdf\n合同/HT-2024-01 付款.pdf\n64010419900101123X 学位证.tif".encode()


def day() -> date:
    return date(2025, 6, 30)
