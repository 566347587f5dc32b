"""A Word file that an office hands out, opened: its tables' cells, its placeholders and content controls."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.limits import MB

LARGEST_FILE = 50 * MB
_LARGEST_INSIDE = 200 * MB
_MOST_PARTS = 2_000
PLACEHOLDER = re.compile(r"\{\{[^{}]{1,40}\}\}|«[^«»]{1,40}»")
"""Words that stand for others."""
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DAMAGE = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    SyntaxError,
    AttributeError,
)
"""What zipfile, lxml and python-docx raise of files that are not whole."""
_TEMPLATE = "attachedTemplate"
_LETS_IN = frozenset(("image", "oleObject", "subDocument", "frame", "aFChunk"))
"""Relations that bring something into the document; none may reach outside it."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table; a merged one at its first row and column, all from 1."""

    table: int
    row: int
    column: int
    rows: int
    columns: int
    element: Any

    @property
    def text(self) -> str:
        return text_of(self.element)


class DocxBlank:
    """An opened blank. It is changed by filling it in."""

    def __init__(self, data: bytes, name: str) -> None:
        """UserError, naming the file `name`, when it cannot be used."""
        _look_inside(data, name)
        try:
            self.document: Document = docx.Document(BytesIO(data))
            self.cells: tuple[GridCell, ...] = tuple(_grid(self.document))
        except _DAMAGE as error:
            raise _no_word_file(name) from error
        _refuse_what_reaches_outside(self.document, name)

    @property
    def paragraphs(self) -> Iterator[Any]:
        """Every paragraph wherever it stands: body, tables, text boxes, headers and footers."""
        for root in self._roots():
            yield from root.iter(qn("w:p"))

    @property
    def controls(self) -> Iterator[Any]:
        """Every content control."""
        for root in self._roots():
            yield from root.iter(qn("w:sdt"))

    def _roots(self) -> Iterator[Any]:
        yield self.document.element.body
        seen = set()
        for section in self.document.sections:
            for part in (
                section.header,
                section.footer,
                section.first_page_header,
                section.first_page_footer,
            ):
                if not part.is_linked_to_previous and id(part.part) not in seen:
                    seen.add(id(part.part))
                    yield part._element  # noqa: SLF001 - python-docx tells it in no other way

    def bytes(self) -> bytes:
        """The file, the same bytes for the same content."""
        file, out = BytesIO(), BytesIO()
        self.document.save(file)
        with zipfile.ZipFile(file) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
            for name in made.namelist():
                kept.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def text_of(element: Any) -> str:
    """The words of a cell, paragraph or control; paragraphs on lines of their own."""
    paragraphs = [element] if element.tag == qn("w:p") else list(element.iter(qn("w:p")))
    if not paragraphs:
        return "".join(node.text or "" for node in element.iter(qn("w:t")))
    return "\n".join("".join(node.text or "" for node in p.iter(qn("w:t"))) for p in paragraphs)


def names_of(control: Any) -> tuple[str, ...]:
    """Title and tag of a content control, where it has them."""
    properties = control.find(qn("w:sdtPr"))
    found = [properties.find(qn(f"w:{key}")) for key in ("alias", "tag")] if properties is not None else []
    return tuple(node.get(qn("w:val")) or "" for node in found if node is not None and node.get(qn("w:val")))


def box_of(control: Any) -> Any | None:
    """The w14:checkbox of a control that is a box."""
    properties = control.find(qn("w:sdtPr"))
    return properties.find(f"{_W14}checkbox") if properties is not None else None


def _look_inside(data: bytes, name: str) -> None:
    if len(data) > LARGEST_FILE:
        raise UserError(f"{name} 超过 {LARGEST_FILE // MB} MB，不像是空白表。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            infos = parts.infolist()
            whole = _is_small(infos) and parts.testzip() is None
    except _DAMAGE:
        raise _no_word_file(name) from None
    if not _is_small(infos):
        raise UserError(f"{name} 展开后过大，不像是空白表。", "请在 Word 或 WPS 中打开核对后另存再试。")
    if any(info.filename.lower().endswith(("vbaproject.bin", ".ocx")) for info in infos):
        raise UserError(f"{name} 带有宏，不能使用。", "请在 Word 或 WPS 中打开，另存为不带宏的 .docx 再试。")
    if not whole:
        raise _no_word_file(name)


def _is_small(infos: list[zipfile.ZipInfo]) -> bool:
    return len(infos) <= _MOST_PARTS and sum(info.file_size for info in infos) <= _LARGEST_INSIDE


def _no_word_file(name: str) -> UserError:
    return UserError(
        f"{name} 不是完好的 Word 文件（.docx）。",
        "旧的 .doc 或加了密码的文件，请在 Word 或 WPS 中打开，另存为不加密的 .docx 再试。",
    )


def _refuse_what_reaches_outside(document: Document, name: str) -> None:
    """A template elsewhere is left behind; pictures or documents elsewhere are not fetched, but refused."""
    settings = document.settings.element
    for node in settings.findall(qn("w:attachedTemplate")):
        settings.remove(node)
    for part in document.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            if not relation.is_external:
                continue
            what = relation.reltype.rpartition("/")[2]
            if what == _TEMPLATE:
                del part.rels[key]
            elif what in _LETS_IN:
                raise UserError(
                    f"{name} 里有链接到别处的图片或文件，不能使用。",
                    "请在 Word 或 WPS 中断开链接后另存再试。",
                )


def _grid(document: Document) -> Iterator[GridCell]:
    for number, table in enumerate(document.tables, 1):
        places: dict[Any, list[tuple[int, int]]] = {}
        for row_number, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row.cells, 1):
                places.setdefault(cell._tc, []).append((row_number, column))  # noqa: SLF001
        for element, at in places.items():
            rows, columns = [row for row, _ in at], [column for _, column in at]
            yield GridCell(
                table=number,
                row=min(rows),
                column=min(columns),
                rows=max(rows) - min(rows) + 1,
                columns=max(columns) - min(columns) + 1,
                element=element,
            )
