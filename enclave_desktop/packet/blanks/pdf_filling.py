"""A PDF blank filled in: our text drawn flat over its pages, its form fields gone.

The result holds the pages as they are seen and nothing else: no form, no script, no action, no attached file.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2

from enclave_desktop.errors import UserError
from enclave_desktop.packet.application_form import addendum_pages
from enclave_desktop.packet.attached.cleaning import Cleaning
from enclave_desktop.packet.attached.foreign_pdf import leave_unused_fonts
from enclave_desktop.packet.blanks.mapping import Area, Cell, InField, Mapping, OnPage
from enclave_desktop.packet.blanks.page_shape import PageShape, page_shape
from enclave_desktop.packet.blanks.pdf_blank import PdfBlank, Widget, damaged
from enclave_desktop.packet.blanks.saying import name_of, said
from enclave_desktop.packet.blanks.setting import SetCell, set_cell
from enclave_desktop.packet.document import Places
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.fonts import MissingGlyph
from enclave_desktop.packet.given import Given
from enclave_desktop.packet.style import A4, RULE, Box
from enclave_desktop.packet.verify import Misprint, missing
from enclave_desktop.pdfium import PDFIUM
from enclave_desktop.toml_table import nearest

_KEPT = frozenset(
    {"/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group"}
)
"""What of a page is taken over."""
_BLANK, _OVERLAY = "/EnclaveBlank", "/EnclaveText"
_SAME_SIZE = 0.5


@dataclass(frozen=True, slots=True)
class FilledPdf:
    """A filled blank."""

    data: bytes
    printed: tuple[tuple[str, ...], ...]
    """Our texts on each page."""
    rests: tuple[tuple[str, str], ...]
    """Label and words of what had no room and stands on the pages after the blank's own."""


def fill_pdf(data: bytes, mapping: Mapping, given: Given) -> FilledPdf:
    """The blank filled in for one finding, and after it addendum pages for what has no room; read back.

    UserError when the blank cannot be used, a cell names a field or page that it does not have, or a character
    cannot be printed (naming the field). The same things given, the same bytes.
    """
    with PdfBlank(data, mapping.blank) as blank:
        cells = [set_ for cell in mapping.cells for set_ in _set(cell, blank, given)]
        rests = tuple((label, cell.rest) for _, cell, label in cells if cell.rest)
        by_page: dict[int, list[SetCell]] = {}
        for page, cell, _ in cells:
            by_page.setdefault(page, []).append(cell)
        overlay, printed = _overlay(blank, by_page, rests)
        try:
            joined = _joined(blank, overlay, mapping.title)
        except pikepdf.PikepdfError as error:
            raise damaged(mapping.blank) from error
        filled = FilledPdf(joined, printed, rests)
        _verify(filled, blank.shapes)
        return filled


def _set(cell: Cell, blank: PdfBlank, given: Given) -> Iterator[tuple[int, SetCell, str]]:
    """Everywhere it stands: page, what is drawn, what it is called."""
    label, says = name_of(cell), said(cell, given)
    for page, area, comb in places_of(cell, blank):
        try:
            done = set_cell(cell, says, _box(area, blank.shapes[page - 1].height), comb)
        except MissingGlyph as glyph:
            raise says.blame(glyph, cell, given) from None
        if done:
            yield page, done, label


def places_of(cell: Cell, blank: PdfBlank) -> list[tuple[int, Area, int]]:
    """Page, rectangle and comb of each place of a cell. UserError when the blank has none."""
    match cell.place:
        case OnPage(page, area):
            if page > len(blank.shapes):
                raise UserError(
                    f"“{name_of(cell)}”在第 {page} 页，空白表只有 {len(blank.shapes)} 页。",
                    "请重新对应这一格。",
                )
            return [(page, area, 0)]
        case InField(field, state):
            found = [w for w in blank.widgets if w.field == field and state in ("", w.state)]
            if not found:
                names = {w.field for w in blank.widgets}
                raise UserError(
                    f"空白表里没有名为“{field}”的填写域{nearest(field, names)}。", "请重新对应这一格。"
                )
            return [(w.page, w.area, w.comb) for w in found]
    raise TypeError(f"{type(cell.place).__name__} is no place in a PDF")


def _box(area: Area, height: float) -> Box:
    """From the upper left corner to the lower left."""
    return Box(area.left, height - area.bottom, area.width, area.height)


def _overlay(
    blank: PdfBlank, cells: Dictionary[int, Sequence[SetCell]], rests: Sequence[tuple[str, str]]
) -> tuple[bytes, tuple[tuple[str, ...], ...]]:
    """A page of ours for each of the blank's, and the addendum."""
    file = BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    for number, shape in enumerate(blank.shapes, 1):
        sheets.setPageSize((shape.width, shape.height))
        with Pen(sheets) as pen:
            for widget in blank.widgets:
                if widget.page == number:
                    _frame(pen, widget, shape)
            for cell in cells.get(number, ()):
                cell.draw(pen)
        sheets.showPage()
    sheets.setPageSize(A4)
    for page in addendum_pages(rests):
        with Pen(sheets) as pen:
            page.draw(pen, Places({}, 0))
        sheets.showPage()
    sheets.save()
    return file.getvalue(), tuple(map(tuple, sheets.printed))


def _frame(pen: Pen, widget: Widget, shape: PageShape) -> None:
    """The frame that the field drew around itself is part of the blank."""
    if widget.border is None or widget.kind == "push":
        return
    box = _box(widget.area, shape.height).inset(RULE / 2, RULE / 2)
    if widget.radio:
        middle = box.x + box.width / 2, box.y + box.height / 2
        pen.circle(*middle, min(box.width, box.height), RULE, widget.border)
    else:
        pen.frame(box, RULE, widget.border)


def _joined(blank: PdfBlank, overlay: bytes, title: str) -> bytes:
    with pikepdf.new() as out, pikepdf.open(BytesIO(overlay)) as ours:
        if "/AcroForm" in blank.pdf.Root:
            del blank.pdf.Root.AcroForm
        cleaning = Cleaning()
        for page in blank.pdf.pages:
            _strip(page)
            for _ in cleaning.clean(page.obj.get("/Resources", pikepdf.Dictionary())):
                pass
        leave_unused_fonts(blank.pdf)
        out.pages.extend(blank.pdf.pages)
        for page, drawn in zip(list(out.pages), list(ours.pages), strict=False):
            _draw_over(out, page, drawn)
        out.pages.extend(list(ours.pages)[len(blank.shapes) :])
        if "/OCProperties" in blank.pdf.Root:  # layers that are hidden stay so
            out.Root.OCProperties = out.copy_foreign(blank.pdf.Root.OCProperties)
        out.Root.Lang = pikepdf.String("zh-CN")
        out.docinfo["/Title"] = title
        out.docinfo["/Creator"] = out.docinfo["/Producer"] = "Enclave Desktop"
        file = BytesIO()
        out.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return file.getvalue()


def _strip(page: pikepdf.Page) -> None:
    """Leaves of a page what shows it."""
    for key in set(page.obj.keys()) - _KEPT - {"/Parent"}:
        del page.obj[key]


def _draw_over(out: pikepdf.Pdf, page: pikepdf.Page, drawn: pikepdf.Page) -> None:
    """The page is made of two: the blank's own content, whatever state that ends in, and ours over it.

    Not every reader knows of units: the page is made as large as it is meant.
    """
    shape = page_shape(page)
    forms = {_BLANK: _own_form(out, page, shape), _OVERLAY: out.copy_foreign(drawn.as_form_xobject())}
    k = shape.unit
    if "/UserUnit" in page.obj:
        del page.obj["/UserUnit"]
    box = pikepdf.Array([round(k * edge, 4) for edge in (shape.x0, shape.y0, shape.x1, shape.y1)])
    page.obj["/MediaBox"] = page.obj["/CropBox"] = box
    page.obj["/Rotate"] = shape.turn
    matrix = " ".join(f"{number:.6g}" for number in page_shape(page).matrix)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
    content = f"q {k:.6g} 0 0 {k:.6g} 0 0 cm {_BLANK} Do Q q {matrix} cm {_OVERLAY} Do Q"
    page.obj.Contents = out.make_stream(content.encode())


def _own_form(out: pikepdf.Pdf, page: pikepdf.Page, shape: PageShape) -> pikepdf.Object:
    """The page's own content by itself."""
    if "/Contents" in page.obj:
        page.contents_coalesce()
    found = page.obj.get("/Contents")
    content = found.read_bytes() if isinstance(found, pikepdf.Stream) else b""
    form = out.make_stream(content)
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([shape.x0, shape.y0, shape.x1, shape.y1])
    form.Resources = page.obj.get("/Resources", pikepdf.Dictionary())
    if "/Group" in page.obj:
        form.Group = page.obj.Group
        del page.obj["/Group"]
    return form


def _verify(filled: FilledPdf, shapes: Sequence[PageShape]) -> None:
    """Misprint unless pages, sizes and our texts come back as they went in."""
    with PDFIUM, pypdfium2.PdfDocument(filled.data) as document:
        if len(document) != len(filled.printed):
            raise Misprint(f"{len(document)} pages in the file, {len(filled.printed)} drawn")
        for number, texts in enumerate(filled.printed):
            page = document[number]
            text_page = page.get_textpage()
            lost = missing(texts, text_page.get_text_range())
            size = page.get_size()
            text_page.close()
            page.close()
            if lost:
                raise Misprint(f"{lost} of {len(texts)} texts on page {number + 1} cannot be read back")
            wanted = (shapes[number].width, shapes[number].height) if number < len(shapes) else A4
            if max(abs(a - b) for a, b in zip(size, wanted, strict=True)) > _SAME_SIZE:
                raise Misprint(f"page {number + 1} has another size than the blank's")
