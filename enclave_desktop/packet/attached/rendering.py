"""A foreign page as pixels: thumbnails for the window, and pages on which something is blacked out."""

import io
from collections.abc import Iterable
from contextlib import closing

import pypdfium2
from PIL import Image, ImageDraw

from enclave_desktop.dossier.evidence import PageEdit, Rectangle
from enclave_desktop.packet.attached.foreign_pdf import damaged
from enclave_desktop.packet.attached.inspected import PDF, Content, Inspected, Size
from enclave_desktop.packet.attached.pictures import frame, on_white, orientation
from enclave_desktop.packet.attached.placing import window_of
from enclave_desktop.pdfium import PDFIUM

_POINTS = 72.0
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Clockwise; Pillow turns the other way."""
_ORIENTED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture as stored comes to be as it is seen, by its EXIF orientation."""


def thumbnail(
    content: Content, inspected: Inspected, edit: PageEdit, box: tuple[int, int], *, masked: bool = True
) -> bytes:
    """The page as it will be printed, as a PNG that fits in a box of so many pixels.

    UserError when it cannot be read.
    """
    window = window_of(inspected.pages[edit.page], edit)[1]
    scale = min(box[0] / window.width, box[1] / window.height)
    picture = page_picture(content, inspected, edit, scale * _POINTS, masked=masked)
    picture.thumbnail(box)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def page_picture(
    content: Content, inspected: Inspected, edit: PageEdit, dpi: float, *, masked: bool
) -> Image.Image:
    """The page with its edits, on white, about so many pixels to the inch of its true size; UserError as above.

    A picture is never made finer than it is.
    """
    size = inspected.pages[edit.page]
    if inspected.media_type == PDF:
        picture = _pdf_page(content, edit.page, dpi / _POINTS)
    else:
        picture = _seen_picture(content, inspected.media_type, edit.page, _pixels(size, dpi))
    return _edited(picture, edit, masked)


def _pixels(size: Size, dpi: float) -> tuple[int, int]:
    return max(1, round(size.width * dpi / _POINTS)), max(1, round(size.height * dpi / _POINTS))


def _pdf_page(content: Content, number: int, scale: float) -> Image.Image:
    source = content if isinstance(content, bytes) else str(content)
    try:
        with PDFIUM, closing(pypdfium2.PdfDocument(source)) as document, closing(document[number]) as page:
            picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise damaged() from error
    return picture


def _seen_picture(content: Content, media_type: str, number: int, wanted: tuple[int, int]) -> Image.Image:
    with frame(content, media_type, number) as picture:
        turn = orientation(picture)
        picture.draft(
            None, wanted if turn < 5 else wanted[::-1]
        )  # a JPEG is then decoded no finer than needed
        flat = on_white(picture).convert("RGB")
    if turn in _ORIENTED:
        flat = flat.transpose(_ORIENTED[turn])
    if flat.width > wanted[0]:
        flat = flat.resize(wanted, Image.Resampling.LANCZOS)
    return flat


def _edited(picture: Image.Image, edit: PageEdit, masked: bool) -> Image.Image:
    if edit.turn:
        picture = picture.transpose(_TURNS[edit.turn])
    if edit.straighten:
        picture = picture.rotate(-float(edit.straighten), Image.Resampling.BICUBIC, fillcolor="white")
    if masked:
        _black_out(picture, edit.masks)
    if edit.crop:
        picture = picture.crop(_rectangle(picture, edit.crop))
    return picture


def _black_out(picture: Image.Image, masks: Iterable[Rectangle]) -> None:
    draw = ImageDraw.Draw(picture)
    for mask in masks:
        left, top, right, bottom = _rectangle(picture, mask)
        draw.rectangle((left, top, right, bottom), fill="black")


def _rectangle(picture: Image.Image, part: Rectangle) -> tuple[int, int, int, int]:
    """In pixels, rounded outwards."""
    left, top, right, bottom = part
    x1, y1 = int(left * picture.width), int(top * picture.height)
    x2, y2 = -int(-right * picture.width // 1), -int(-bottom * picture.height // 1)
    return x1, y1, max(x1 + 1, x2), max(y1 + 1, y2)
