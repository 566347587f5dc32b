"""Foreign files joined to a bare packet, and what PDFium then shows of it."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.inspected import Attached, Ground
from enclave_desktop.packet.attached.joining import join
from enclave_desktop.packet.attached.reading import inspect
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.style import VALUE
from tests.unit.packet.attached.files import BLUE, GREEN, RED, YELLOW

COLOURS = {"R": RED, "G": GREEN, "B": BLUE, "Y": YELLOW, "W": (255, 255, 255), "K": (0, 0, 0)}


def attached(content: bytes | Path, *edits: PageEdit, masked: bool = False) -> Attached:
    return Attached(content, inspect(content), edits, masked)


def bare_packet(pages: int) -> bytes:
    """So many sheets, each with a word at its foot."""
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    for number in range(1, pages + 1):
        with Pen(sheets) as pen:
            pen.text(250, 20, f"第{number}页", VALUE)
        sheets.showPage()
    sheets.save()
    return file.getvalue()


def joined(folder: Path, *pieces: Attached) -> Path:
    """A packet that holds these and nothing else."""
    pages = [(piece, edit) for piece in pieces for edit in piece.pages]
    out = folder / "joined.pdf"
    join(bare_packet(len(pages)), [Ground(n, *page) for n, page in enumerate(pages)], out)
    return out


def shown(path: Path, page: int = 0, scale: float = 1.0) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        return document[page].render(scale=scale).to_pil().convert("RGB")


def text_on(path: Path, page: int = 0) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return document[page].get_textpage().get_text_range()


def nearest(colour: Any) -> str:
    """The letter of the colour it looks most like."""
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], colour, strict=True)))


def quarters(picture: Image.Image, box: tuple[float, float, float, float] | None = None) -> str:
    """The colours in the middle of its quarters: upper left, upper right, lower left, lower right."""
    left, top, right, bottom = box or (0, 0, *picture.size)
    return "".join(
        nearest(picture.getpixel((int(left + (right - left) * x), int(top + (bottom - top) * y))))
        for y in (0.25, 0.75)
        for x in (0.25, 0.75)
    )
