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
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from docx.oxml.simpletypes import ST_Merge

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.limits import MB
from enclave_desktop.packet.blanks.docx_text import text_of

LARGEST_FILE = 50 * MB
_LARGEST_INSIDE = 200 * MB
_LARGEST_XML = 16 * MB
"""Of all parts that become objects in memory, twenty times their size."""
_MOST_TAGS = 400_000
_MOST_PARTS = 2_000
_MOST_COLUMNS = 200
"""Of one row; Word itself ends at 63."""
_MOST_CELLS = 50_000
_CHUNK = MB
PLACEHOLDER = re.compile(r"\{\{[^{}]{1,40}\}\}|«[^«»]{1,40}»")
"""Words that stand for others."""
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DAMAGE = (
    OpcError,
    PythonDocxError,
    XmlchemyError,
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,  # also what a zip says of a part under a password, or squeezed in an unknown way
    EOFError,
    OSError,
    LookupError,
    ValueError,
    SyntaxError,
    AttributeError,
    TypeError,
    ArithmeticError,
)
"""What zipfile, lxml and python-docx raise of files that are not whole."""
_TEMPLATE = "attachedTemplate"
_LETS_IN = frozenset(
    (
        "image",
        "oleObject",
        "subDocument",
        "frame",
        "aFChunk",
        "mailMergeSource",
        "mailMergeHeaderSource",
        "package",
    )
)
"""Relations that bring something into the document; none may reach outside it."""
_MACROS = frozenset(("vbaProject", "attachedToolbars", "keyMapCustomizations"))
_FOREIGN = frozenset(("oleObject", "control", "activeXControlBinary", "aFChunk", "package"))
"""Relations by which other programs' files lie within; behind a chart lie its own figures."""
_CHARTS = "/word/charts/"
_LINKS = ("http://", "https://", "mailto:", "#")
_FETCHING = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|EMBED|MACROBUTTON|RD)\b",
    re.IGNORECASE,
)
"""Fields that call a program or bring in what lies elsewhere."""


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
            _check_grids(self.document, name)
            self.cells: tuple[GridCell, ...] = tuple(_grid(self.document))
            _refuse_what_reaches_outside(self.document, name)
            for root in self._roots():
                _refuse_fetching_fields(root, name)
        except _DAMAGE as error:
            raise _no_word_file(name) from error

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
            if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _LARGEST_INSIDE:
                raise _too_large(name)
            if any(info.filename.lower().endswith(("vbaproject.bin", ".ocx")) for info in infos):
                raise _with_macros(name)
            _unpack(parts, infos, name)
    except _DAMAGE:
        raise _no_word_file(name) from None


def _unpack(parts: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> None:
    """Everything once, without keeping it: so nothing is damaged, and what is to be parsed is bounded."""
    size = tags = 0
    for info in infos:
        is_xml = info.filename.lower().endswith((".xml", ".rels"))
        with parts.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                if is_xml:
                    size, tags = size + len(chunk), tags + chunk.count(b"<")
                    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                        raise _no_word_file(name)
                if size > _LARGEST_XML or tags > _MOST_TAGS:
                    raise _too_large(name)


def _too_large(name: str) -> UserError:
    return UserError(f"{name} 展开后过大，不像是空白表。", "请在 Word 或 WPS 中打开核对后另存再试。")


def _with_macros(name: str) -> UserError:
    return UserError(f"{name} 带有宏，不能使用。", "请在 Word 或 WPS 中打开，另存为不带宏的 .docx 再试。")


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
            what = relation.reltype.rpartition("/")[2]
            if what in _MACROS:
                raise _with_macros(name)
            if not relation.is_external:
                if what in _FOREIGN and not str(part.partname).startswith(_CHARTS):
                    raise UserError(
                        f"{name} 里嵌入了别的程序的文件，不能使用。",
                        "请在 Word 或 WPS 中删去嵌入的对象，或转成图片后另存再试。",
                    )
                continue
            if what == _TEMPLATE:
                del part.rels[key]
            elif what in _LETS_IN or not str(relation.target_ref).lower().startswith(_LINKS):
                raise _reaching_outside(name)


def _reaching_outside(name: str) -> UserError:
    return UserError(
        f"{name} 里有链接到别处的图片或文件，不能使用。", "请在 Word 或 WPS 中断开链接后另存再试。"
    )


def _refuse_fetching_fields(root: Any, name: str) -> None:
    """Each field's words put together, for they may be cut into pieces."""
    fields = [""]
    for node in root.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple")):
        if node.tag == qn("w:instrText"):
            fields[-1] += node.text or ""
        else:
            fields += [node.get(qn("w:instr")) or "", ""]
    if any(map(_FETCHING.search, fields)):
        raise _reaching_outside(name)


def _check_grids(document: Document, name: str) -> None:
    """What python-docx makes a cell of for each column is a number in the file."""
    cells = 0
    for row in document.element.body.iter(qn("w:tr")):
        spans = row.iter(qn("w:gridSpan"), qn("w:gridBefore"), qn("w:gridAfter"))
        widths = [int(span.get(qn("w:val")) or 1) for span in spans]
        cells += sum(widths) + len(row)
        if max(widths, default=1) > _MOST_COLUMNS or cells > _MOST_CELLS:
            raise _too_large(name)


def _grid(document: Document) -> Iterator[GridCell]:
    for number, table in enumerate(document.tables, 1):
        places: dict[Any, list[tuple[int, int]]] = {}
        above: dict[int, Any] = {}
        # Not by the library's own cells: it climbs from each merged one to the first, over and over.
        for row_number, row in enumerate(table._tbl.tr_lst, 1):  # noqa: SLF001
            before = left = row.grid_before
            here: dict[int, Any] = {}
            for cell in row.tc_lst:
                element = above.get(left, cell) if cell.vMerge == ST_Merge.CONTINUE else cell
                for column in range(left, left + cell.grid_span):
                    here[column] = element
                    places.setdefault(element, []).append((row_number, column - before + 1))
                left += cell.grid_span
            above = here
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
