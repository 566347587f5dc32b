"""Blanks as departments publish them, made for a test: a table of words, as a Word file or ruled on a PDF's page."""

from collections.abc import Sequence
from io import BytesIO

import docx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from enclave_desktop.packet.blanks.filling import new_mapping, suggest
from enclave_desktop.packet.blanks.labels import Suggestion
from enclave_desktop.packet.blanks.mapping import Cell, Mapping, OwnBlank
from enclave_desktop.paths import resources

Rows = Sequence[Sequence[str]]
PROGRAMME = "nx-phd-allowance"
FONT = "office"
_SIZE, _LINE = 10.5, 14.9
_LEFT, _TOP, _HEIGHT, _PAD = 60.0, 90.0, 842.0, 4.0
_COLUMN = 200.0


def word_form(rows: Rows, *paragraphs: str) -> bytes:
    """A Word file with these paragraphs, and a table; a line's end in a cell begins a paragraph."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                first, *more = words.split("\n")
                cell.paragraphs[0].text = first
                for line in more:
                    cell.add_paragraph(line)
    return _saved(document)


def _saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_form(rows: Rows, *paragraphs: str) -> bytes:
    """A page with these lines of words above a ruled table; a line's end in a cell begins a line, rows touch."""
    out = BytesIO()
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(
            TTFont(FONT, resources() / "fonts" / "noto-serif-sc" / "NotoSerifSC_400Regular.ttf")
        )
    canvas = Canvas(out, (595, _HEIGHT))
    canvas.setFont(FONT, _SIZE)
    for number, words in enumerate(paragraphs):
        canvas.drawString(_LEFT, _HEIGHT - 40 - 20 * number, words)
    top = _TOP
    for cells in rows:
        high = _LINE * max(words.count("\n") + 1 for words in cells)
        for number, words in enumerate(cells):
            left = _LEFT + number * _COLUMN
            canvas.rect(left, _HEIGHT - top - high, _COLUMN, high)
            for line, part in enumerate(words.split("\n")):
                canvas.drawString(left + _PAD, _HEIGHT - top - 11 - line * _LINE, part)
        top += high
    canvas.save()
    return out.getvalue()


def mapping(data: bytes, *cells: Cell) -> Mapping:
    """For one of these, with these cells; with everything that is suggested when none are said."""
    name = "form.pdf" if data.startswith(b"%PDF") else "form.docx"
    empty = new_mapping(name, data, programmes=(PROGRAMME,))
    suggested = tuple(cell for s in suggest(empty, data) if (cell := s.cell()))
    return Mapping(empty.title, empty.programmes, empty.blank, empty.sha256, empty.kind, cells or suggested)


def own_blank(data: bytes, *cells: Cell) -> OwnBlank:
    return OwnBlank(mapping(data, *cells), data)


def suggested(data: bytes) -> dict[str, Suggestion]:
    """By label."""
    return {one.label: one for one in suggest(mapping(data), data)}


def held(data: bytes) -> dict[str, str]:
    """What each place is suggested to hold, by its label; nothing where nothing fits."""
    return {label: one.values[0] if one.values else "" for label, one in suggested(data).items()}
