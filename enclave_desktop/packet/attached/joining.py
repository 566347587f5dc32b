"""Foreign pages laid under the pages of a packet that were drawn for them.

The packet is drawn first, with a page for every attached one that holds nothing but its stamp. So page numbers,
contents, bookmarks and fonts are those of the packet itself, and joining only puts a ground under these pages:
an image or a form XObject, set by a matrix and a clip, its data as it came.
"""

import copy
import io
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name
from PIL import Image

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.foreign_pdf import ForeignPdf
from enclave_desktop.packet.attached.image_stream import coded, picture_stream
from enclave_desktop.packet.attached.inspected import PDF, Attached, Content, Ground
from enclave_desktop.packet.attached.limits import MB
from enclave_desktop.packet.attached.pictures import frame, seen_matrix
from enclave_desktop.packet.attached.placing import Placed, place, window_of

_NAME = "/Attached"
_HELD = Name("/EnclaveDesktopHeld")
"""Where a packet under work keeps what its pages may ask for again; not in the finished one."""
_MASKED_DPI = 300.0
_MOST_PENDING = 80 * MB
"""What is taken in lies in memory until it is written down; later a third of the whole may."""


def join(
    base: Path | bytes, grounds: Sequence[Ground], out: Path, progress: Callable[[int], None] = lambda _: None
) -> None:
    """Writes the packet `base` to `out` with the attached pages under those drawn for them.

    The same page attached twice is held once. The same input gives the same bytes. Where masks are asked for, a
    page with masks or cropped is made into pixels at 300 dpi of what is seen of it: a rectangle drawn over a text,
    or an edge cut off by a clip, would leave the text in the file. UserError when a file cannot be read; `progress` is told each page.
    """
    file = io.BytesIO(base) if isinstance(base, bytes) else base
    folder = TemporaryDirectory(prefix=".joining-", dir=out.parent, ignore_cleanup_errors=True)
    with folder as name, _Packet(file, Path(name)) as packet:
        for done, ground in enumerate(grounds, 1):
            packet.lay(ground)
            progress(done)
        packet.write(out, _identity(grounds))


def _identity(grounds: Sequence[Ground]) -> bytes:
    """16 bytes, the same for the same input; qpdf's own, a digest of all that is written, costs a third of the work."""
    digest = sha256()
    for ground in grounds:
        digest.update(
            f"{ground.page} {_length(ground.attached.content)} {ground.edit} {ground.back}".encode()
        )
    return digest.digest()[:16]


def _length(content: Content) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


class _Packet(AbstractContextManager["_Packet"]):
    """A packet under work, written down in `folder` whenever it has taken in much."""

    def __init__(self, base: Any, folder: Path) -> None:
        self._folder = folder
        self._source: tuple[Content, ForeignPdf] | None = None
        self._drawings: dict[tuple[Content, int], tuple[int, Matrix]] = {}
        self._operators: dict[bytes, int] = {}
        self._layers: list[tuple[int, bool]] = []
        self._pending = self._written = 0
        self._read(base)

    def __exit__(self, *_: object) -> None:
        self._leave_source()
        self._pdf.close()

    def lay(self, ground: Ground) -> None:
        """Puts the ground under its page."""
        attached, edit = ground.attached, ground.edit
        if attached.masked and (edit.masks or edit.crop):
            drawing, matrix, placed = self._blacked_out(ground)
        else:
            at, matrix = self._drawing(attached, edit.page)
            drawing, placed = self._held[at], place(attached.inspected.pages[edit.page], edit, ground.back)
        page = self._pages[ground.page].obj
        page.Resources = copy.copy(page.Resources)
        page.Resources.XObject = Dictionary({_NAME: drawing})
        page.Contents = Array([self._ground(_operators(matrix, placed)), page.Contents])
        if self._pending > max(_MOST_PENDING, self._written // 2):
            self._write_down()

    def write(self, out: Path, identity: bytes) -> None:
        """The finished packet, each stream coded as it is."""
        hidden = [self._held[at] for at, shown in self._layers if not shown]
        if hidden:
            everything = Array([self._held[at] for at, _ in self._layers])
            default = Dictionary(OFF=Array(hidden), Order=Array())
            self._pdf.Root.OCProperties = Dictionary(OCGs=everything, D=default)
        if _HELD in self._pdf.Root:
            del self._pdf.Root[_HELD]
        self._pdf.trailer.ID = Array([pikepdf.String(identity)] * 2)
        self._save(out)

    def _save(self, path: Path) -> None:
        """`static_id` keeps the first half of the identity that the file has."""
        generate = pikepdf.ObjectStreamMode.generate
        self._pdf.save(path, static_id=True, compress_streams=False, object_stream_mode=generate)

    def _read(self, file: Any) -> None:
        """As a stream: a mapped file would count as memory once it is written on."""
        self._pdf = pikepdf.open(file, access_mode=pikepdf.AccessMode.stream, inherit_page_attributes=False)
        self._pages = list(self._pdf.pages)
        self._held: list[Any] = list(self._pdf.Root.get(_HELD, Array()))

    def _write_down(self) -> None:
        """Frees the memory; objects are found again by their place among those held."""
        self._written += self._pending
        self._pending = 0
        self._pdf.Root[_HELD] = Array(self._held)
        path = self._folder / f"{self._written}.pdf"
        self._save(path)
        self._pdf.close()
        for earlier in self._folder.iterdir():
            if earlier != path:
                earlier.unlink()
        self._leave_source()
        self._read(path)

    def _hold(self, thing: Any) -> int:
        self._held.append(thing)
        return len(self._held) - 1

    def _ground(self, operators: bytes) -> Any:
        if operators not in self._operators:
            self._operators[operators] = self._hold(self._pdf.make_stream(operators))
        return self._held[self._operators[operators]]

    def _drawing(self, attached: Attached, number: int) -> tuple[int, Matrix]:
        """The place of a page among what is held, and the matrix from it to the page as it is seen."""
        key = attached.content, number
        if key not in self._drawings:
            take = self._from_pdf if attached.inspected.media_type == PDF else self._from_picture
            drawing, matrix = take(attached, number)
            self._drawings[key] = self._hold(drawing), matrix
        return self._drawings[key]

    def _from_picture(self, attached: Attached, number: int) -> tuple[Any, Matrix]:
        self._pending += _length(attached.content)
        with frame(attached.content, attached.inspected.media_type, number) as picture:
            matrix = seen_matrix(picture)
            return picture_stream(self._pdf, attached.content, picture), matrix

    def _from_pdf(self, attached: Attached, number: int) -> tuple[Any, Matrix]:
        source = self._source_of(attached.content)
        return self._pdf.copy_foreign(source.page_form(number)), source.seen(number)[0]

    def _source_of(self, content: Content) -> ForeignPdf:
        """The file, kept open while its pages follow one another."""
        if self._source is None or self._source[0] != content:
            self._leave_source()
            self._pending += _length(content)
            self._source = content, ForeignPdf(content)
            for layer, shown in self._source[1].layers():
                self._layers.append((self._hold(self._pdf.copy_foreign(layer)), shown))
        return self._source[1]

    def _leave_source(self) -> None:
        if self._source is not None:
            self._source[1].close()
        self._source = None

    def _blacked_out(self, ground: Ground) -> tuple[Any, Matrix, Placed]:
        from enclave_desktop.packet.attached.rendering import page_picture

        attached, edit = ground.attached, ground.edit
        window = window_of(attached.inspected.pages[edit.page], edit)[1]
        picture = page_picture(attached.content, attached.inspected, edit, _MASKED_DPI, masked=True)
        drawing = coded(self._pdf, _grey_if_grey(picture), lossy=True)
        self._pending += picture.width * picture.height // 4
        onto = Matrix(window.width, 0, 0, window.height, 0, 0)
        return drawing, onto, place(window, PageEdit(edit.page), ground.back)


def _grey_if_grey(picture: Image.Image) -> Image.Image:
    red, green, blue = (band.tobytes() for band in picture.split())
    return picture.getchannel(0) if red == green == blue else picture


def _operators(matrix: Matrix, placed: Placed) -> bytes:
    """What draws the ground: nothing of it reaches beyond its window, and nothing of its state the stamp."""
    window = placed.window
    clip = f"{window.x:.3f} {window.y:.3f} {window.width:.3f} {window.height:.3f} re W n\n"
    numbers = " ".join(f"{number:.6f}" for number in (matrix @ placed.matrix).shorthand)
    return f"q\n{clip if placed.clipped else ''}{numbers} cm\n{_NAME} Do\nQ\n".encode()
