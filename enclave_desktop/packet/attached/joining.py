"""Foreign pages laid under the pages of a packet that were drawn for them.

The packet is drawn first, with a page for every attached one that holds nothing but its stamp. So page numbers,
contents, bookmarks and fonts are those of the packet itself, and joining only puts a ground under these pages:
an image or a form XObject, set by a matrix and a clip, its data as it came.
"""

import copy
import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix
from PIL import Image

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.cleaning import clean_resources, flatten, layers
from enclave_desktop.packet.attached.foreign_pdf import open_pdf, page_form, seen_page
from enclave_desktop.packet.attached.image_stream import coded, picture_stream
from enclave_desktop.packet.attached.inspected import PDF, Attached, Content, Ground
from enclave_desktop.packet.attached.pictures import frame, seen_matrix
from enclave_desktop.packet.attached.placing import Placed, place, window_of
from enclave_desktop.packet.attached.rendering import page_picture

Drawing = tuple[Any, Matrix]
"""An image or form of the packet, and the matrix from it to the page as it is seen."""

_NAME = "/Attached"
_MASKED_DPI = 300.0


def join(
    base: Path | bytes, grounds: Sequence[Ground], out: Path, progress: Callable[[int], None] = lambda _: None
) -> None:
    """Writes the packet `base` to `out` with the attached pages under those drawn for them.

    The same file attached twice is held once. The same input gives the same bytes. A page with masks, where
    they are asked for, is made into pixels at 300 dpi with the rectangles painted: a rectangle drawn over a text
    would leave the text in the file. UserError when a file cannot be read; `progress` is told each page.
    """
    with ExitStack() as stack:
        packet = stack.enter_context(pikepdf.open(io.BytesIO(base) if isinstance(base, bytes) else base))
        pages = list(packet.pages)
        sources = _Sources(packet, stack)
        operators = cache(packet.make_stream)
        for done, ground in enumerate(grounds, 1):
            drawing, matrix, placed = _drawn(packet, sources, ground)
            page = pages[ground.page].obj
            page.Resources = copy.copy(page.Resources)
            page.Resources.XObject = Dictionary({_NAME: drawing})
            page.Contents = Array([operators(_operators(matrix, placed)), page.Contents])
            progress(done)
        sources.tell_layers()
        packet.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _drawn(packet: pikepdf.Pdf, sources: "_Sources", ground: Ground) -> tuple[Any, Matrix, Placed]:
    attached, edit = ground.attached, ground.edit
    seen = attached.inspected.pages[edit.page]
    if not (attached.masked and edit.masks):
        drawing, matrix = sources.drawings(attached)(edit.page)
        return drawing, matrix, place(seen, edit)
    window = window_of(seen, edit)[1]
    picture = page_picture(attached.content, attached.inspected, edit, _MASKED_DPI, masked=True)
    drawing = coded(packet, _grey_if_grey(picture), lossy=True)
    return drawing, Matrix(window.width, 0, 0, window.height, 0, 0), place(window, PageEdit(edit.page))


def _grey_if_grey(picture: Image.Image) -> Image.Image:
    red, green, blue = (band.tobytes() for band in picture.split())
    return picture.getchannel(0) if red == green == blue else picture


def _operators(matrix: Matrix, placed: Placed) -> bytes:
    """What draws the ground: nothing of it reaches beyond its window, and nothing of its state the stamp."""
    window = placed.window
    clip = f"{window.x:.3f} {window.y:.3f} {window.width:.3f} {window.height:.3f} re W n\n"
    numbers = " ".join(f"{number:.6f}" for number in (matrix @ placed.matrix).shorthand)
    return f"q\n{clip if placed.clipped else ''}{numbers} cm\n{_NAME} Do\nQ\n".encode()


class _Sources:
    """The files a packet takes from, each opened once and held until the packet is saved."""

    def __init__(self, packet: pikepdf.Pdf, stack: ExitStack) -> None:
        self._packet, self._stack = packet, stack
        self._by_content: dict[Any, Callable[[int], Drawing]] = {}
        self._layers: list[Any] = []
        self._hidden: list[Any] = []

    def drawings(self, attached: Attached) -> Callable[[int], Drawing]:
        """Gives the pages of a file, each made once."""
        content = attached.content
        key = sha256(content).digest() if isinstance(content, bytes) else content
        if key not in self._by_content:
            is_pdf = attached.inspected.media_type == PDF
            make = (
                self._of_pdf(content) if is_pdf else self._of_picture(content, attached.inspected.media_type)
            )
            self._by_content[key] = cache(make)
        return self._by_content[key]

    def _of_pdf(self, content: Content) -> Callable[[int], Drawing]:
        source = self._stack.enter_context(open_pdf(content))
        flatten(source)
        pages, cleaned = list(source.pages), set[tuple[int, int]]()
        for layer, shown in layers(source):
            for _ in clean_resources(layer, cleaned):
                pass
            (self._layers if shown else self._hidden).append(self._packet.copy_foreign(layer))

        def drawing(number: int) -> Drawing:
            form = page_form(source, pages[number], cleaned)
            return self._packet.copy_foreign(form), seen_page(pages[number])[0]

        return drawing

    def _of_picture(self, content: Content, media_type: str) -> Callable[[int], Drawing]:
        def drawing(number: int) -> Drawing:
            with frame(content, media_type, number) as picture:
                matrix = seen_matrix(picture)
                return picture_stream(self._packet, content, picture), matrix

        return drawing

    def tell_layers(self) -> None:
        """Layers that their own file hides stay hidden; where none is hidden, all show without a word."""
        if self._hidden:
            default = Dictionary(OFF=Array(self._hidden), Order=Array([]))
            self._packet.Root.OCProperties = Dictionary(OCGs=Array([*self._layers, *self._hidden]), D=default)
