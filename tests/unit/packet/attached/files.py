"""Foreign files as they come: pictures made by Pillow, PDFs by pikepdf and by hand."""

import io
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (40, 60, 200), (230, 200, 40)


def quartered(width: int = 200, height: int = 300) -> Image.Image:
    """Red upper left, green upper right, blue lower left, yellow lower right."""
    picture = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return picture


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def jpeg(
    picture: Image.Image | None = None, dpi: int | None = 150, orientation: int = 1, **options: Any
) -> bytes:
    picture = picture or quartered()
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if dpi:
        options["dpi"] = (dpi, dpi)
    return saved(picture, "JPEG", quality=90, exif=exif, **options)


def pdf_bytes(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    file = io.BytesIO()
    pdf.save(file, static_id=True, **options)
    return file.getvalue()


QUARTERS = (
    b"0.784 0.118 0.118 rg 0 0.5 0.5 0.5 re f 0.118 0.627 0.235 rg 0.5 0.5 0.5 0.5 re f"
    b" 0.157 0.235 0.784 rg 0 0 0.5 0.5 re f 0.902 0.784 0.157 rg 0.5 0 0.5 0.5 re f"
)
"""The same four quarters on the unit square."""


def quartered_pdf(
    pages: int = 1,
    box: tuple[float, float, float, float] = (0, 0, 595.276, 841.89),
    content: bytes = b"",
    **page: Any,
) -> pikepdf.Pdf:
    """A PDF whose pages show the four quarters within `box`."""
    pdf = pikepdf.new()
    left, bottom, right, top = box
    for _ in range(pages):
        drawing = (
            f"q {right - left} 0 0 {top - bottom} {left} {bottom} cm ".encode() + QUARTERS + b" Q\n" + content
        )
        pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array(list(box)),
                    Resources=Dictionary(),
                    Contents=pdf.make_stream(drawing),
                    **page,
                )
            )
        )
    return pdf


def words_pdf(words: str, **page: Any) -> pikepdf.Pdf:
    """One page of A4 with a line of Latin words in a font that is not embedded."""
    pdf = quartered_pdf(content=f"BT /F1 24 Tf 100 700 Td ({words}) Tj ET".encode(), **page)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=font))
    return pdf


def squeezed(pdf: pikepdf.Pdf, size: int, times: int = 1) -> pikepdf.Stream:
    """A stream that decodes to so many bytes."""
    data = bytes(size)
    for _ in range(times):
        data = zlib.compress(data, 1)
    stream = pdf.make_stream(data)
    stream.Filter = Array([Name.FlateDecode] * times)
    return stream
