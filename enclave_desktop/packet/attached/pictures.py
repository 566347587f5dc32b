"""Pictures looked at with Pillow: their pages, sizes and directions, and whether they can be decoded."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pikepdf import Matrix
from PIL import Image, TiffImagePlugin  # noqa: F401 - so that Pillow knows TIFF

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.inspected import HEIC, JPEG, PNG, TIFF, Content, Size, head_of
from enclave_desktop.packet.attached.limits import MOST_PAGES, MOST_PIXELS

FORMATS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "TIFF": TIFF, "HEIF": HEIC}
"""What Pillow calls a format, and its media type. An MPO is a JPEG with further pictures behind it."""
ORIENTATION = 0x0112
"""The tag of EXIF and TIFF that says how the camera was held."""
_POINTS = 72.0
_GUESSED_DPI = 100.0
"""For a picture that does not tell: no more than this coarse on paper, so that small ones are not blown up."""
_TOLD_DPI = (97.0, 4_800.0)
"""72 and 96 are what cameras and programs write that do not know."""
_DAMAGES = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error)
"""What Pillow raises for files that are not what they say."""
_ORIENTED = {
    2: Matrix(-1, 0, 0, 1, 1, 0),
    3: Matrix(-1, 0, 0, -1, 1, 1),
    4: Matrix(1, 0, 0, -1, 0, 1),
    5: Matrix(0, -1, -1, 0, 1, 1),
    6: Matrix(0, -1, 1, 0, 0, 1),
    7: Matrix(0, 1, 1, 0, 0, 0),
    8: Matrix(0, 1, -1, 0, 1, 0),
}
"""How the unit square of a picture as stored comes to be as it is seen, by its EXIF orientation."""
_LYING = range(5, 9)
"""Orientations that swap width and height."""


@contextmanager
def opened(content: Content) -> Iterator[Image.Image]:
    """The picture, not decoded yet; UserError when it is none, or larger than `MOST_PIXELS`."""
    if head_of(content)[4:8] == b"ftyp":
        _know_heif()
    stream: Any = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        picture = Image.open(stream, formats=_opened())
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _huge() from None
    except _DAMAGES as error:
        raise _damaged() from error
    with picture:
        _refuse_huge(picture)
        yield picture


def _know_heif() -> None:
    """Pillow learns of HEIC when the first comes: that takes as long as a whole packet of JPEGs."""
    if "HEIF" not in Image.ID:
        import pi_heif

        pi_heif.register_heif_opener()


def _opened() -> tuple[str, ...]:
    """What Pillow may take it for: nothing but these, though it knows fifty."""
    Image.preinit()
    return tuple(kind for kind in ("JPEG", "PNG", "TIFF", "HEIF") if kind in Image.OPEN)


def _damaged() -> UserError:
    return UserError("图片已损坏或不完整，无法读取。", "请重新扫描或拍照，或向提供者再要一份。")


def _huge() -> UserError:
    return UserError(
        f"图片超过 {MOST_PIXELS // 10_000} 万像素，太大了。",
        "请用 300 dpi 重新扫描，或先用看图软件缩小后再附上。",
    )


def _refuse_huge(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _huge()


def inspect_picture(content: Content) -> tuple[str, tuple[Size, ...], tuple[str, ...]]:
    """Media type, the size of each frame, warnings; every frame is decoded once, so that none fails later.

    UserError when a frame is damaged or too large, or there are too many.
    """
    with opened(content) as picture:
        try:
            media_type, sizes = _decoded(picture)
        except _DAMAGES as error:
            raise _damaged() from error
    warnings = () if all(size.true for size in sizes) else ("图片没有写明分辨率，打印尺寸是估计的。",)
    return media_type, sizes, warnings


def _decoded(picture: Image.Image) -> tuple[str, tuple[Size, ...]]:
    media_type = FORMATS[picture.format or ""]
    sizes = []
    for _ in frames(picture, media_type):
        sizes.append(seen_size(picture))
        picture.draft("L", (max(1, picture.width // 8), max(1, picture.height // 8)))
        picture.load()
    return media_type, tuple(sizes)


def frames(picture: Image.Image, media_type: str) -> Iterator[int]:
    """Goes through the pages of a picture; all but TIFF and HEIC have one."""
    yield 0
    number = 1
    while media_type in (TIFF, HEIC):
        try:
            picture.seek(number)
        except EOFError:
            return
        if number >= MOST_PAGES:
            raise UserError(f"图片超过 {MOST_PAGES} 页。", "请分成几个文件附上。")
        _refuse_huge(picture)
        yield number
        number += 1


@contextmanager
def frame(content: Content, media_type: str, number: int) -> Iterator[Image.Image]:
    """One page of a picture, counted from 0, not decoded yet; UserError as in `opened`."""
    with opened(content) as picture:
        for at in frames(picture, media_type):
            if at == number:
                yield picture
                return
        raise _damaged()


def orientation(picture: Image.Image) -> int:
    """EXIF's, 1 to 8, as far as Pillow does not follow it by itself; what it is not is taken as 1."""
    if (picture.format not in ("JPEG", "MPO") and "exif" not in picture.info) or picture.format == "TIFF":
        return 1
    try:
        told = picture.getexif().get(ORIENTATION)
    except _DAMAGES:
        return 1
    return told if isinstance(told, int) and told in _ORIENTED else 1


def seen_size(picture: Image.Image) -> Size:
    """The size of the frame in hand, turned as its file says."""
    across, down = _resolution(picture)
    width = picture.width / (across or _GUESSED_DPI) * _POINTS
    height = picture.height / (down or _GUESSED_DPI) * _POINTS
    if orientation(picture) in _LYING:
        width, height = height, width
    return Size(width, height, true=bool(across and down))


def _resolution(picture: Image.Image) -> tuple[float, float] | tuple[None, None]:
    try:
        across, down = map(float, picture.info.get("dpi", (0, 0)))
    except (ArithmeticError, *_DAMAGES):
        return None, None
    least, most = _TOLD_DPI
    return (across, down) if least <= across <= most and least <= down <= most else (None, None)


def seen_matrix(picture: Image.Image) -> Matrix:
    """From the unit square of a picture in a PDF to the picture as it is seen."""
    size = seen_size(picture)
    return _ORIENTED.get(orientation(picture), Matrix()) @ Matrix(size.width, 0, 0, size.height, 0, 0)


def on_white(picture: Image.Image) -> Image.Image:
    """In black and white, grey or colour of 8 bits; what can be seen through lies on white paper."""
    if picture.mode in ("1", "L", "RGB") and "transparency" not in picture.info:
        return picture
    if picture.mode == "CMYK":
        return picture.convert("RGB")
    if picture.mode.startswith(("I", "F")):
        return _from_16_bits(picture)
    through = picture.convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(through)
    return paper.convert("L" if picture.mode in ("LA", "La", "L", "1") else "RGB")


def _from_16_bits(picture: Image.Image) -> Image.Image:
    return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
