"""Blanks made to harm: each is refused in plain words or read as it is, within 512 MB and 30 s of one process."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks.docx_blank import DocxBlank
from enclave_desktop.packet.blanks.library import beside
from enclave_desktop.packet.blanks.mapping import parse_mapping
from enclave_desktop.toml_table import parse_toml
from tests.unit.packet.attached import test_hostile as evidence

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by /proc")
FIXTURES = Path(__file__).parents[3] / "fixtures" / "blanks"
MEMORY, SECONDS = 512, 30
_WORK = """
import json, re, sys, time
from pathlib import Path
from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks.filling import new_mapping, suggest
said = []
for name in sys.argv[1:]:
    path, start = Path(name), time.monotonic()
    try:
        data = path.read_bytes()
        mapping = new_mapping(path.name, data)
        suggest(mapping, data)
        words = ""
    except UserError as error:
        words = str(error)
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    said.append([words, peak, time.monotonic() - start])
json.dump(said, sys.stdout)
"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
Parts = dict[str, bytes]


def parts() -> Parts:
    """A Word blank as LibreOffice writes it."""
    with zipfile.ZipFile(FIXTURES / "libreoffice.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(**changed: bytes) -> bytes:
    """The blank with other parts; names with a slash for two underscores."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in (parts() | changed).items():
            archive.writestr(name, data)
    return file.getvalue()


def document(body: str, head: str = "") -> bytes:
    return packed(**{DOCUMENT: f"{head}<w:document {W}><w:body>{body}</w:body></w:document>".encode()})


def cell(words: str = "", more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def related(kind: str, target: str, mode: str = "") -> bytes:
    more = f'<Relationship Id="rId999" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'
    return packed(
        **{
            RELATIONS: parts()[RELATIONS].replace(b"</Relationships>", more.encode()),
            "word/harm.xml": b"<x/>",
        }
    )


def field(words: str) -> bytes:
    return document(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{words}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)
REFUSED_WORD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a part of gigabytes": ("过大", lambda: packed(**{"word/x.xml": b" " * (1 << 28)})),
    "words of gigabytes": ("过大", lambda: document(f"<w:p><w:r><w:t>{'长' * 30_000_000}</w:t></w:r></w:p>")),
    "millions of paragraphs": ("过大", lambda: document("<w:p/>" * 3_000_000)),
    "three thousand parts": ("过大", lambda: packed(**{f"word/{n}.xml": b"<a/>" for n in range(3_000)})),
    "entities in entities": ("Word", lambda: document("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", LAUGHS)),
    "an entity that names a file": (
        "Word",
        lambda: document(
            "<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
        ),
    ),
    "a cell over a thousand million columns": (
        "过大",
        lambda: document(table(row(cell("一", '<w:gridSpan w:val="1000000000"/>')))),
    ),
    "a row that begins a million columns later": (
        "过大",
        lambda: document(
            table("<w:tr><w:trPr><w:gridBefore w:val='1000000000'/></w:trPr>" + cell("一") + "</w:tr>")
        ),
    ),
    "cells of many columns, many times": (
        "过大",
        lambda: document(table(*(row(cell("", '<w:gridSpan w:val="60"/>') * 50) for _ in range(2_000)))),
    ),
    "elements nested without end": ("Word", lambda: document("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)),
    "macros": ("宏", lambda: related("vbaProject", "harm.xml")),
    "an object": ("嵌入", lambda: related("oleObject", "harm.xml")),
    "a control": ("嵌入", lambda: related("control", "harm.xml")),
    "a document within": ("嵌入", lambda: related("aFChunk", "harm.xml")),
    "a picture elsewhere": (
        "别处",
        lambda: related("image", "http://x.test/a.png", ' TargetMode="External"'),
    ),
    "a field that calls a program": ("别处", lambda: field(' DDEAUTO c:\\\\cmd.exe "/k calc"')),
    "a field that calls in small letters": ("别处", lambda: field("dde x y")),
    "a field that brings in a file": ("别处", lambda: field(' INCLUDETEXT "\\\\\\\\server\\\\a.docx"')),
    "a field that brings in a picture": (
        "别处",
        lambda: field(' INCLUDEPICTURE "http://x.test/a.png" \\\\d'),
    ),
}
MERGED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
READ_WORD: dict[str, Callable[[], bytes]] = {
    "a table of ten thousand cells": lambda: document(table(*(row(*[cell("一")] * 10) for _ in range(1_000)))),
    "cells merged a thousand deep": lambda: document(
        table(row(cell("一", MERGED[0])), *(row(cell("", MERGED[1])) for _ in range(1_000)))
    ),
    "tables in tables": lambda: document(
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>" * 40 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 40
    ),
    "a merged cell with nothing above": lambda: document(table(row(cell("一", MERGED[1])))),
    "a span that is no number": lambda: document(table(row(cell("一", '<w:gridSpan w:val="x"/>')))),
    "a span of less than one": lambda: document(table(row(cell("一", '<w:gridSpan w:val="-5"/>')))),
    "a part outside": lambda: packed(**{"../../escaped.txt": b"x"}),
    "a relation outside": lambda: related("image", "../../../../../etc/passwd"),
    "a long run of placeholders": lambda: document(f"<w:p><w:r><w:t>{'{{' * 50_000}</w:t></w:r></w:p>"),
}  # fmt: skip
PDFS = {
    maker.__name__: maker
    for maker in (
        evidence.bomb_in_a_bomb,
        evidence.bomb_in_the_table_of_objects,
        evidence.huge_image_in_a_pdf,
        evidence.page_tree_in_a_circle,
        evidence.doubling_page_tree,
    )
}


def drawn(content: str) -> bytes:
    return evidence.with_contents(lambda pdf: pdf.make_stream(content.encode()))


def lines(count: int) -> str:
    return "".join(f"{n % 590} {n % 831} m {n % 590} {n % 831 + 9} l S\n" for n in range(count))


def words(count: int) -> str:
    return (
        "BT /F1 5 Tf " + "".join(f"1 0 0 1 {n % 590} {n % 831} Tm (words) Tj\n" for n in range(count)) + "ET"
    )


LYING_PDFS = {
    maker.__name__: maker for maker in (evidence.untrue_count, evidence.form_in_itself, evidence.deep_arrays)
} | {
    "twenty thousand lines": lambda: drawn(lines(20_000)),
    "words among lines": lambda: drawn(lines(3_000) + words(5_000)),
    "a line of a hundred thousand pieces": lambda: drawn("0 0 m " + "9 9 l 0 9 l " * 100_000 + "S"),
}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by /proc")


def fates(folder: Path, makers: dict[str, Callable[[], bytes]], suffix: str) -> dict[str, str]:
    """What is said of each, all read in one process."""
    paths = []
    for number, make in enumerate(makers.values()):
        paths.append(folder / f"{number}{suffix}")
        paths[-1].write_bytes(make())
    call = [sys.executable, "-c", _WORK, *map(str, paths)]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=SECONDS)
    told = dict(zip(makers, json.loads(done.stdout), strict=True))
    assert all(peak < MEMORY for _, peak, _ in told.values()), {
        name: peak for name, (_, peak, _) in told.items()
    }
    return {name: words for name, (words, _, _) in told.items()}


def test_that_word_blanks_made_to_harm_are_refused(tmp_path):
    told = fates(tmp_path, {name: make for name, (_, make) in REFUSED_WORD.items()}, ".docx")
    assert [name for name, (because, _) in REFUSED_WORD.items() if because not in told[name]] == []


def test_that_odd_word_blanks_are_read_as_they_are_or_told(tmp_path):
    told = fates(tmp_path, READ_WORD, ".docx")
    assert all(words == "" or "请" in words for words in told.values()), told
    assert told["a table of ten thousand cells"] == ""
    assert told["cells merged a thousand deep"] == ""
    assert not list(tmp_path.parent.rglob("escaped*"))


def test_that_pdf_blanks_made_to_harm_are_refused(tmp_path):
    told = fates(tmp_path, PDFS, ".pdf")
    assert [name for name, words in told.items() if "请" not in words] == []


def test_that_pdf_blanks_that_lie_are_read_as_they_are_or_told(tmp_path):
    told = fates(tmp_path, LYING_PDFS, ".pdf")
    assert all(words == "" or "请" in words for words in told.values()), told


@pytest.mark.parametrize("name", ["libreoffice.docx", "word-like.docx"])
def test_that_honest_blanks_pass(name):
    assert DocxBlank((FIXTURES / name).read_bytes(), name).cells


def mapping(blank: str) -> str:
    return (
        f'title = "表"\nprogrammes = []\nblank = {json.dumps(blank)}\nsha256 = "{"0" * 64}"\nkind = "pdf"\n'
    )


@pytest.mark.parametrize(
    "blank",
    ["../secret.pdf", "/etc/passwd", "C:\\secret.pdf", "a\\b.pdf", "..", "", "a\0b", "C:b.pdf", "x" * 300],
)
def test_that_no_mapping_names_a_blank_outside_its_folder(blank):
    with pytest.raises(UserError, match="blank"):
        parse_mapping(parse_toml(mapping(blank), "对应.toml"), "对应.toml")


@pytest.mark.usefixtures("links")
def test_that_a_link_in_the_place_of_a_blank_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "表.pdf").symlink_to(secret)
    given = parse_mapping(parse_toml(mapping("表.pdf"), "对应.toml"), "对应.toml")
    with pytest.raises(UserError):
        beside(given, folder)
