"""A blank opened for the editor: its pages, what is suggested for it, where each cell stands. Done in the background."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.theme import FAMILIES
from enclave_desktop.desktop.tokens import LIGHT
from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.showing import mask_number
from enclave_desktop.packet.binding import words
from enclave_desktop.packet.blanks.docx_blank import DocxBlank
from enclave_desktop.packet.blanks.docx_sketch import LEADING, SKETCH_SIZE, Sketch, sketch
from enclave_desktop.packet.blanks.filling import suggest
from enclave_desktop.packet.blanks.labels import Suggestion
from enclave_desktop.packet.blanks.mapping import PDF, Area, InField, InTable, Mapping, Place
from enclave_desktop.packet.blanks.pdf_blank import PdfBlank
from enclave_desktop.packet.blanks.vocabulary import placeholders
from enclave_desktop.packet.given import Given

Placed = tuple[int, Area]
"""Page, from 1, and rectangle."""
_PAPER, _INK, _LINE = QColor(LIGHT["card"]), QColor(LIGHT["text"]), QColor(LIGHT["control_line"])
_PAD = 3.0
_HIDDEN = frozenset({Kind.DOCUMENT_NUMBER, Kind.ACCOUNT})


@dataclass(frozen=True, slots=True)
class Opened:
    """What the editor shows of a blank."""

    mapping: Mapping
    data: bytes
    sizes: tuple[tuple[float, float], ...]
    """Of each page as displayed, in points."""
    suggestions: tuple[Suggestion, ...]
    places: dict[Place, Placed]
    """Where fields, cells of tables, placeholders and controls stand."""
    paper: Paper | None
    """The pages of a PDF."""
    units: tuple[float, ...]
    """Points that one of each page's own units is."""
    drawn: Sketch | None
    """The pages of a Word file."""

    def image(self, number: int, scale: float) -> QImage:
        """Page `number`, from 0, at so many pixels a point."""
        if self.paper:
            return self.paper.image(number, scale * self.units[number])
        assert self.drawn
        return _draw(self.drawn, number + 1, scale)

    def cell_at(self, number: int, x: float, y: float) -> InTable | None:
        """The cell of a Word file's table at a point of page `number`, from 0."""
        here = [
            (area.width * area.height, place)
            for place, (page, area) in self.places.items()
            if isinstance(place, InTable) and page == number + 1 and area.holds(x, y)
        ]
        return min(here, key=lambda one: one[0])[1] if here else None

    def printed_in(self, place: Place) -> str:
        """The words of a cell of a Word file's table; nothing of any other place."""
        return self.drawn.words_in(place) if self.drawn and isinstance(place, InTable) else ""

    def close(self) -> None:
        if self.paper:
            self.paper.close()


def open_blank(mapping: Mapping, data: bytes) -> Opened:
    """UserError when the blank cannot be used."""
    suggestions = suggest(mapping, data)
    if mapping.kind == PDF:
        with PdfBlank(data, mapping.blank) as blank:
            places: dict[Place, Placed] = {}
            for widget in blank.widgets:
                for place in (InField(widget.field, widget.state), InField(widget.field)):
                    places.setdefault(place, (widget.page, widget.area))
            sizes = tuple((shape.width, shape.height) for shape in blank.shapes)
            units = tuple(shape.unit for shape in blank.shapes)
        return Opened(mapping, data, sizes, suggestions, places, Paper(data), units, None)
    drawn = sketch(DocxBlank(data, mapping.blank))
    sizes = ((drawn.width, drawn.height),) * drawn.pages
    return Opened(mapping, data, sizes, suggestions, dict(drawn.places), None, (), drawn)


def values_for(given: Given) -> dict[str, str]:
    """What each data item says for the subject; numbers of people and accounts are masked."""
    found = {}
    for name, placeholder in placeholders().items():
        text = words(name, given).text
        found[name] = mask_number(text) if text and placeholder.kind in _HIDDEN else text
    return found


def _draw(drawn: Sketch, page: int, scale: float) -> QImage:
    """A Word file as it is sketched."""
    image = QImage(
        round(drawn.width * scale), round(drawn.height * scale), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(_PAPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    font = painter.font()
    font.setFamilies(FAMILIES)
    font.setPixelSize(round(SKETCH_SIZE))
    painter.setFont(font)
    for thing in drawn.things:
        if thing.page != page:
            continue
        area = thing.area
        if thing.framed:
            painter.setPen(QPen(_LINE, 0.6))
            painter.drawRect(QRectF(area.left, area.top, area.width, area.height))
        painter.setPen(_INK)
        top = area.top + (area.height - len(thing.lines) * LEADING) / 2
        left = area.left + (_PAD if thing.framed else 0)
        for number, line in enumerate(thing.lines):
            box = QRectF(left, top + number * LEADING, area.width, LEADING)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)
    painter.end()
    return image
