"""Foreign PDFs: opened within limits, looked over page by page, and their pages taken as form XObjects."""

import copy
import io
import re
import zlib
from collections import deque
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Stream

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.cleaning import Cleaning, flatten, layers
from enclave_desktop.packet.attached.expanding import Expansion
from enclave_desktop.packet.attached.inspected import Content, Size
from enclave_desktop.packet.attached.limits import (
    LARGEST_SIDE,
    MOST_DECODED,
    MOST_DECODED_TOGETHER,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_STROKES,
    SMALLEST_SIDE,
)
from enclave_desktop.packet.attached.placing import turned
from enclave_desktop.packet.style import A4, Box

pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MOST_DECODED,
    run_length_max_memory=MOST_DECODED,
    png_max_memory=MOST_DECODED,
    tiff_max_memory=MOST_DECODED,
)
_DEEPEST = 50
"""Levels of a page tree; those that are made with sense have four."""
_EMBEDDED = frozenset(map(Name, ("/FontFile", "/FontFile2", "/FontFile3")))
AS_IMAGES = "请用看图或阅读软件打开核对，打印成 PDF 或扫描成图片后再附上。"


def open_pdf(content: Content, *, known: bool = False) -> pikepdf.Pdf:
    """The file, its page attributes told on each page; UserError when it is locked, damaged or has no pages.

    What is `known` was inspected before: its page tree is not walked again.
    """
    try:
        if not known:
            with _open(content, inherit=False) as plain:
                _count_pages(plain)
        return _open(content, inherit=True)
    except pikepdf.PasswordError:
        raise _locked() from None
    except (pikepdf.PikepdfError, ValueError, RecursionError) as error:
        raise damaged() from error


def _open(content: Content, *, inherit: bool) -> pikepdf.Pdf:
    file: Any = io.BytesIO(content) if isinstance(content, bytes) else content
    return pikepdf.open(file, inherit_page_attributes=inherit)


_STROKE = re.compile(rb"(?<!\S)[lcvyq](?!\S)")


def _locked() -> UserError:
    return UserError("PDF 设了打开密码，无法放入材料。", "请用阅读软件打开后打印成没有密码的 PDF，再附上。")


def damaged() -> UserError:
    return UserError("PDF 已损坏或不完整，无法读取。", "请向提供者再要一份，或打印后扫描成图片再附上。")


def _count_pages(pdf: pikepdf.Pdf) -> int:
    """By walking the tree, since what it says of itself may be untrue; UserError when there are none or too many."""
    root = pdf.Root.get(Name.Pages)
    waiting, seen, count = [(root, 0)], {(0, 0)}, 0
    while waiting:
        node, depth = waiting.pop()
        if not isinstance(node, Dictionary):
            continue
        kids = node.get(Name.Kids)
        if kids is None:
            count += 1
        elif (node.objgen in seen and node.is_indirect) or depth > _DEEPEST or not isinstance(kids, Array):
            raise damaged()
        else:
            seen.add(node.objgen)
            if count + len(waiting) + len(kids) > MOST_PAGES * 2:
                raise _too_many()
            waiting += [(kid, depth + 1) for kid in kids]
    if count > MOST_PAGES:
        raise _too_many()
    if not count:
        raise UserError("PDF 里没有页面。", "请向提供者再要一份完整的文件。")
    return count


def _too_many() -> UserError:
    return UserError(f"PDF 超过 {MOST_PAGES} 页，太大了。", "请只保留需要的页，或拆成几个文件附上。")


def inspect_pdf(content: Content) -> tuple[tuple[Size, ...], tuple[str, ...]]:
    """The size of each page, and warnings; UserError when it is locked, damaged, or beyond the limits."""
    try:
        with open_pdf(content) as pdf:
            if bool(pdf.Root.get(Name.NeedsRendering, False)):
                raise UserError(
                    "PDF 是动态表单（XFA），页面要由 Adobe Reader 生成，无法直接放入材料。",
                    "请在 Adobe Reader 中打开，打印成 PDF 后再附上。",
                )
            signed = _is_signed(pdf)
            warnings = flatten(pdf)
            cleaning, expansion = Cleaning(), Expansion()
            sizes, budget = [], MOST_DECODED_TOGETHER
            for number, page in enumerate(pdf.pages, 1):
                sizes.append(_sane_size(page, number))
                budget -= _measure_contents(page)
                for stream in cleaning.clean(page.obj.get(Name.Resources, Dictionary())):
                    budget -= _measure(stream)
                    if budget < 0:
                        raise _too_dense()
                expansion.check(page, _content_streams(page))
            bare = leave_unused_fonts(pdf)
    except (
        pikepdf.PikepdfError,
        ArithmeticError,
        AttributeError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise damaged() from error
    if bare:
        warnings.append(f"有字体没有嵌入（{'、'.join(sorted(bare)[:3])}），打印效果可能与原件不同。")
    if signed:
        warnings.append("带有数字签名：印出可见的签章，但打印件不能再验证签名。")
    return tuple(sizes), tuple(warnings)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get(Name.AcroForm)
    flags = form.get(Name.SigFlags, 0) if isinstance(form, Dictionary) else 0
    return isinstance(flags, int) and bool(flags & 1)


def _measure_contents(page: pikepdf.Page) -> int:
    contents = _content_streams(page)
    size = sum(map(_measure, contents))
    if size >= 2 * MOST_STROKES and sum(map(_strokes, contents)) > MOST_STROKES:
        raise _too_dense()
    return size


def _strokes(stream: Any) -> int:
    """Parts of lines, and states that are put aside: what PDFium takes time and memory for, though they are short."""
    return sum(1 for _ in _STROKE.finditer(stream.read_bytes()))


def _measure(stream: Any) -> int:
    """How many bytes it decodes to; a picture counts nothing, but is refused when it is huge."""
    if stream.get(Name.Subtype) == Name.Image:
        if int(stream.get(Name.Width, 0)) * int(stream.get(Name.Height, 0)) > MOST_PIXELS:
            raise UserError(
                f"PDF 里有超过 {MOST_PIXELS // 10_000} 万像素的图片，太大了。",
                "请用 300 dpi 重新扫描后再附上。",
            )
        return 0
    try:
        return len(stream.read_bytes())
    except pikepdf.DataDecodingError as error:
        if "limit exceeded" in str(error):
            raise _too_dense() from None
        raise damaged() from error


def _too_dense() -> UserError:
    return UserError("PDF 解压后过大，可能是有意做坏的文件，没有读取。", AS_IMAGES)


def leave_unused_fonts(pdf: pikepdf.Pdf) -> set[str]:
    """Takes fonts that the file does not carry and nothing is set in out of the pages; gives the names of others."""
    if not any(map(_fonts_not_embedded, pdf.pages)):
        return set()
    pdf.remove_unreferenced_resources()
    return set().union(*map(_fonts_not_embedded, pdf.pages))


def _fonts_not_embedded(page: pikepdf.Page) -> set[str]:
    """Names of the page's own fonts that the file does not carry."""
    fonts = page.obj.get(Name.Resources, Dictionary()).get(Name.Font)
    bare = set()
    for font in fonts.values() if isinstance(fonts, Dictionary) else ():
        if not isinstance(font, Dictionary) or font.get(Name.Subtype) == Name.Type3:
            continue
        below = font.get(Name.DescendantFonts)
        holder = below[0] if isinstance(below, Array) and len(below) else font
        descriptor = holder.get(Name.FontDescriptor)
        if not isinstance(descriptor, Dictionary) or _EMBEDDED.isdisjoint(map(Name, descriptor.keys())):
            bare.add(str(font.get(Name.BaseFont, "?")).lstrip("/"))
    return bare


def _sane_size(page: pikepdf.Page, number: int) -> Size:
    size = seen_page(page)[1]
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (size.width, size.height)):
        raise UserError(f"PDF 第 {number} 页的尺寸不合理。", AS_IMAGES)
    return size


def seen_page(page: pikepdf.Page) -> tuple[Matrix, Size]:
    """From a page's own coordinates to the page as it is seen, and its size then (CropBox, Rotate, UserUnit)."""
    box = visible_box(page)
    unit = _number(page.obj.get("/UserUnit"), 1.0)
    degrees = round(_number(page.obj.get("/Rotate"), 0.0) / 90) * 90
    matrix, width, height = turned(box.width * unit, box.height * unit, degrees)
    return Matrix(unit, 0, 0, unit, -box.x * unit, -box.y * unit) @ matrix, Size(width, height)


def _number(value: Any, otherwise: float) -> float:
    return float(value) if isinstance(value, (int, float, Decimal)) else otherwise


def visible_box(page: pikepdf.Page) -> Box:
    """The CropBox as far as it lies in the MediaBox; A4 where neither makes sense."""
    media = _box(page.obj.get("/MediaBox")) or Box(0, 0, *A4)
    crop = _box(page.obj.get("/CropBox")) or media
    left, bottom = max(media.x, crop.x), max(media.y, crop.y)
    width, height = min(media.right, crop.right) - left, min(media.top, crop.top) - bottom
    return Box(left, bottom, width, height) if width > 0 and height > 0 else media


def _box(corners: Any) -> Box | None:
    try:
        x1, y1, x2, y2 = map(float, corners)
    except (TypeError, ValueError):
        return None
    box = Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
    return box if box.width and box.height else None


def _content_streams(page: pikepdf.Page) -> list[Any]:
    contents = page.obj.get("/Contents")
    parts = contents if isinstance(contents, Array) else [contents]
    return [part for part in parts if isinstance(part, Stream)]


class ForeignPdf:
    """A file whose pages are taken into a packet; closed when no more are wanted."""

    def __init__(self, content: Content) -> None:
        self._pdf = open_pdf(content, known=True)
        flatten(self._pdf)
        leave_unused_fonts(self._pdf)
        self._pages = list(self._pdf.pages)
        self._cleaning = Cleaning()

    def close(self) -> None:
        self._pdf.close()

    def seen(self, number: int) -> tuple[Matrix, Size]:
        """As `seen_page`, of a page counted from 0."""
        return seen_page(self._pages[number])

    def layers(self) -> list[tuple[Any, bool]]:
        """The optional content groups, cleaned, each with whether it is shown."""
        found = layers(self._pdf)
        for layer, _ in found:
            deque(self._cleaning.clean(layer), 0)
        return found

    def page_form(self, number: int) -> Any:
        """A page as a form XObject of its own file, cleaned; not recoded where its content is one stream."""
        page = self._pages[number]
        parts = _content_streams(page)
        if len(parts) == 1:
            form = copy.copy(parts[0])
        else:
            content = zlib.compress(b"\n".join(part.read_bytes() for part in parts))
            form = self._pdf.make_stream(content, Filter=Name.FlateDecode)
        box = visible_box(page)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = Array([box.x, box.y, box.right, box.top])
        form.Resources = page.obj.get("/Resources", Dictionary())
        group = page.obj.get("/Group")
        if isinstance(group, Dictionary):
            form.Group = group
        deque(self._cleaning.clean(form), 0)
        return form
