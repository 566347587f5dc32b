"""Pictures put into a PDF as they are, wherever PDF can hold what the file holds.

A JPEG's bytes pass through untouched, as do a PNG's without transparency and a fax-coded TIFF's of one strip.
What PDF cannot hold (HEIC, transparency, other TIFFs) is decoded and coded anew, without loss where the
original had none. Colour profiles are left to what the JPEG itself carries.
"""

import io
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, TiffImagePlugin

from enclave_desktop.packet.attached.inspected import JPEG, Content
from enclave_desktop.packet.attached.pictures import FORMATS, ORIENTATION, on_white

_QUALITY = 92
"""Of JPEGs made from what was coded with loss before (HEIC)."""
_LOSSY_TIFF = ("jpeg", "tiff_jpeg", "webp")
_PASSING_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""JPEG frames that PDF can hold: baseline, extended, progressive; not arithmetic or lossless ones."""


def picture_stream(pdf: pikepdf.Pdf, content: Content, picture: Image.Image) -> pikepdf.Stream:
    """The frame in hand as an image of a PDF; `content` is the whole file it comes from."""
    passed = None
    if FORMATS[picture.format or ""] == JPEG:
        passed = _jpeg(pdf, _bytes(content), picture)
    elif picture.format == "PNG":
        passed = _png(pdf, _bytes(content))
    elif picture.format == "TIFF":
        passed = _fax(pdf, picture)
    if passed is not None:
        return passed
    lossless = picture.format == "PNG" or picture.info.get("compression") not in (None, *_LOSSY_TIFF)
    return coded(pdf, picture, lossy=not lossless)


def _bytes(content: Content) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def coded(pdf: pikepdf.Pdf, picture: Image.Image, *, lossy: bool) -> pikepdf.Stream:
    """A decoded picture as an image of a PDF: fax-coded when it is black and white, else JPEG or Flate."""
    plain = on_white(picture)
    if plain.mode == "1":
        return _coded_as_fax(pdf, plain)
    if lossy:
        file = io.BytesIO()
        plain.save(file, "JPEG", quality=_QUALITY, optimize=True)
        return _stream(pdf, file.getvalue(), plain.size, _SPACES[plain.mode], Name.DCTDecode)
    file = io.BytesIO()
    plain.save(file, "PNG")
    passed = _png(pdf, file.getvalue())
    if passed is None:
        raise RuntimeError("a plain picture was coded as one that can be seen through")
    return passed


_SPACES = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}


def _stream(
    pdf: pikepdf.Pdf,
    data: bytes,
    size: tuple[int, int],
    space: Any,
    filter_: Name,
    bits: int = 8,
    **more: Any,
) -> pikepdf.Stream:
    return pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=space,
        BitsPerComponent=bits,
        Filter=filter_,
        **more,
    )


def _jpeg(pdf: pikepdf.Pdf, data: bytes, picture: Image.Image) -> pikepdf.Stream | None:
    """The file itself; None when PDF cannot hold its kind."""
    if picture.mode not in _SPACES or _frame_of(data) not in _PASSING_FRAMES:
        return None
    more: dict[str, Any] = {}
    if picture.mode == "CMYK" and "adobe" in picture.info:
        more["Decode"] = Array([1, 0] * 4)  # Adobe's programs write ink as its absence
    return _stream(pdf, data, picture.size, _SPACES[picture.mode], Name.DCTDecode, **more)


def _frame_of(data: bytes) -> int | None:
    """The marker of a JPEG's frame; None when there is none."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return marker
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


_PNG_COLOURS: dict[int, tuple[int, Any]] = {
    0: (1, Name.DeviceGray),
    2: (3, Name.DeviceRGB),
    3: (1, Name.Indexed),
}
"""PNG's colour types without transparency: components, colour space."""


def _png(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream | None:
    """The compressed rows of the file; None when they are interlaced or can be seen through."""
    chunks = list(_png_chunks(data))
    head = chunks[0][1]
    width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head[:13])
    kinds = {kind for kind, _ in chunks}
    if interlaced or colour not in _PNG_COLOURS or b"tRNS" in kinds or b"acTL" in kinds:
        return None
    components, space = _PNG_COLOURS[colour]
    if colour == 3:
        palette = next((body for kind, body in chunks if kind == b"PLTE"), b"")
        space = Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)])
    rows = b"".join(body for kind, body in chunks if kind == b"IDAT")
    parameters = Dictionary(Predictor=15, Colors=components, BitsPerComponent=bits, Columns=width)
    return _stream(pdf, rows, (width, height), space, Name.FlateDecode, bits, DecodeParms=parameters)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


_STRIPS, _STRIP_BYTES, _COMPRESSION, _FILL, _WHITE, _ROWS, _T6 = 273, 279, 259, 266, 262, 278, 293


def _fax(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream | None:
    """The one strip of a TIFF that is coded as CCITT group 4; None when it is otherwise."""
    tags: Any = picture.tag_v2 if isinstance(picture, TiffImagePlugin.TiffImageFile) else {}
    strips, lengths = tags.get(_STRIPS, ()), tags.get(_STRIP_BYTES, ())
    plain = tags.get(_COMPRESSION) == 4 and tags.get(_FILL, 1) == 1 and not tags.get(_T6, 0)
    plain = plain and tags.get(ORIENTATION, 1) == 1
    file: BinaryIO | None = getattr(picture, "fp", None)
    if not plain or len(strips) != 1 or len(lengths) != 1 or file is None:
        return None
    file.seek(strips[0])
    data = file.read(lengths[0])
    return _fax_stream(pdf, data, picture.size, black_is_one=tags.get(_WHITE, 0) == 1)


def _coded_as_fax(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    file = io.BytesIO()
    plain = Image.frombytes("1", picture.size, picture.tobytes())
    plain.save(file, "TIFF", compression="group4", tiffinfo={_ROWS: picture.height})
    with Image.open(file) as again:
        passed = _fax(pdf, again)
        if passed is None:
            raise RuntimeError("a black and white picture was not coded as fax")
    return passed


def _fax_stream(
    pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], *, black_is_one: bool
) -> pikepdf.Stream:
    parameters = Dictionary(K=-1, Columns=size[0], Rows=size[1], BlackIs1=black_is_one)
    return _stream(pdf, data, size, Name.DeviceGray, Name.CCITTFaxDecode, 1, DecodeParms=parameters)
