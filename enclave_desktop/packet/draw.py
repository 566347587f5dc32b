"""Drawing on paper: text in faces, rules, frames, the place of the seal.

A pen gathers what one layer of a page shows and puts it down at once: shapes first, then one text object
with as few operators as the text needs. Points; the origin is the lower left corner.
"""

from collections.abc import Iterable, Sized
from dataclasses import replace
from types import TracebackType
from typing import BinaryIO, Self

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import (
    BasicFonts,
    NoEncryption,
    PDFObjectReference,
    PDFPage,
    PDFResourceDictionary,
)
from reportlab.pdfgen.canvas import Canvas

from enclave_desktop.packet import fonts
from enclave_desktop.packet.embedding import Subset
from enclave_desktop.packet.progress import WRITING, Progress, silent, tick
from enclave_desktop.packet.style import (
    A4,
    SEAL,
    SEAL_DASH,
    SEAL_GREY,
    SEAL_RULE,
    SEAL_WORDS,
    Box,
    Side,
    Type,
)

Align = Side
_CURVE = 0.5523
"""The control arm of a quarter circle drawn as a Bézier curve, in radii."""


class Sheets(Canvas):  # type: ignore[misc]
    """A canvas of A4 sheets: compressed, in Chinese, the same bytes for the same drawing.

    Everything of ReportLab's canvas may be used (bookmarks, images, states) except its fonts.
    """

    def __init__(self, file: BinaryIO, *, title: str, author: str, subject: str, keywords: str = "") -> None:
        rl_config.useA85 = 0
        super().__init__(file, A4, pageCompression=1, invariant=1, pdfVersion=(1, 7), lang="zh-CN")
        self.setTitle(title)
        self.setAuthor(author)
        self.setSubject(subject)
        self.setKeywords(keywords)
        self.setCreator("Enclave Desktop")
        self.setProducer("Enclave Desktop")
        self.printed: list[list[str]] = []
        """The texts on each finished page, in the order drawn; for `verify`."""
        self.words: list[str] = []
        """The texts on the page in hand."""
        self._subsets: dict[str, Subset] = {}
        resources = PDFResourceDictionary(Font=PDFObjectReference(BasicFonts))
        self._fonts_only = self._doc.Reference(resources, "FontsOnly")

    def _make_preamble(self) -> None:
        """ReportLab begins each page with Helvetica, which is not embedded."""
        self._preamble = ""

    def subset(self, key: str) -> Subset:
        """What this document draws from a font."""
        if key not in self._subsets:
            self._subsets[key] = Subset(key, f"F{len(self._subsets) + 1}")
            self._doc.delayedFonts.append(self._subsets[key])
        return self._subsets[key]

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Ends the page."""
        super().showPage()
        self._share_resources(self._doc.Pages.pages[-1])
        self.printed.append(self.words)
        self.words = []

    def save(self, progress: Progress = silent) -> None:
        """Writes the file; nothing more can be drawn."""
        self._doc.encrypt = _Listening(self._doc.idToObject, progress)
        super().save()

    def _share_resources(self, page: PDFPage) -> None:
        """Pages of text and rules need only the fonts: that is written once, not on each of a thousand pages."""
        page.Trans = None
        if not (page.XObjects or page.ExtGState):
            page.Resources = self._fonts_only


class _Listening(NoEncryption):  # type: ignore[misc]
    """What ReportLab tells of each object it writes; of a thousand pages that takes a while."""

    def __init__(self, objects: Sized, progress: Progress) -> None:
        self._objects = objects
        self._progress = progress

    def register(self, number: int, _version: int) -> None:
        tick(self._progress, WRITING, number, len(self._objects))


class Pen:
    """Draws on the page in hand of `sheets`; nothing is there before `finish`, or the end of its `with`.

    `turned` draws on a landscape page: 297 mm wide, its head at the left edge of the upright sheet. All of it
    is moved `aside` on the sheet.
    """

    def __init__(self, sheets: Sheets, turned: bool = False, aside: float = 0.0) -> None:
        self._sheets = sheets
        moved = [f"1 0 0 1 {aside:.2f} 0 cm"] if aside else []
        self._shapes = [f"0 1 -1 0 {A4[0] + aside:.2f} 0 cm"] if turned else moved
        self._texts: list[str] = []
        self._font: tuple[str, float] = ("", 0.0)
        self._grey = 0.0
        self._spacing = 0.0
        self._at = (0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.finish()

    def text(self, x: float, y: float, text: str, style: Type, align: Align = "left") -> None:
        """One line on the baseline `y`; `x` is its left end, centre or right end.

        MissingGlyph when a character has no font.
        """
        if not text:
            return
        if align != "left":
            width = fonts.width(text, style.face, style.size) + len(text) * style.spacing
            x -= width if align == "right" else width / 2
        at, was = (round(x * 100), round(y * 100)), self._at
        self._at = at
        runs = fonts.runs(text, style.face)
        if style.grey != self._grey:
            self._grey = style.grey
            self._texts.append(f"{style.grey:g} g")
        if style.spacing != self._spacing:
            self._spacing = style.spacing
            self._texts.append(f"{style.spacing:.3f} Tc")
        self._texts.append(f"{(at[0] - was[0]) / 100:g} {(at[1] - was[1]) / 100:g} Td")
        for key, run in runs:
            subset = self._sheets.subset(key)
            if self._font != (key, style.size):
                self._font = (key, style.size)
                self._texts.append(f"/{subset.name} {style.size:g} Tf")
            self._texts.append(f"({subset.encode(run)}) Tj")
        self._sheets.words.append(text)

    def lines(self, x: float, y: float, lines: Iterable[str], style: Type, align: Align = "left") -> None:
        """Lines one below the other by the type's leading, the first on the baseline `y`."""
        for n, line in enumerate(lines):
            self.text(x, y - n * style.leading, line, style, align)

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, grey: float = 0.0) -> None:
        """A straight line."""
        self._stroke(f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l", width, grey)

    def frame(self, box: Box, width: float = 0.5, grey: float = 0.0) -> None:
        """The outline of a box."""
        self._stroke(f"{box.x:.2f} {box.y:.2f} {box.width:.2f} {box.height:.2f} re", width, grey)

    def shade(self, box: Box, grey: float) -> None:
        """A filled box, below all text."""
        self._shapes.append(f"{grey:g} g {box.x:.2f} {box.y:.2f} {box.width:.2f} {box.height:.2f} re f")

    def seal(
        self, x: float, y: float, words: str = "（公章）", diameter: float = SEAL, grey: float = SEAL_GREY
    ) -> None:
        """The place of a seal: a grey dashed circle about (x, y) with its words in the middle."""
        self._shapes.append(f"[{SEAL_DASH[0]} {SEAL_DASH[1]}] 0 d")
        self.circle(x, y, diameter, SEAL_RULE, grey)
        self._shapes.append("[] 0 d")
        self.text(x, y - SEAL_WORDS.size / 3, words, replace(SEAL_WORDS, grey=grey), "centre")

    def circle(self, x: float, y: float, diameter: float, width: float = 0.5, grey: float = 0.0) -> None:
        """The outline of a circle about (x, y)."""
        r, arm = diameter / 2, diameter / 2 * _CURVE
        self._stroke(
            f"{x + r:.2f} {y:.2f} m"
            f" {x + r:.2f} {y + arm:.2f} {x + arm:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c"
            f" {x - arm:.2f} {y + r:.2f} {x - r:.2f} {y + arm:.2f} {x - r:.2f} {y:.2f} c"
            f" {x - r:.2f} {y - arm:.2f} {x - arm:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c"
            f" {x + arm:.2f} {y - r:.2f} {x + r:.2f} {y - arm:.2f} {x + r:.2f} {y:.2f} c",
            width,
            grey,
        )

    def finish(self) -> None:
        """Puts down what was gathered."""
        body = [*self._shapes, "0 g BT", *self._texts, "ET"] if self._texts else self._shapes
        if body:
            self._sheets.addLiteral("\n".join(("q", *body, "Q")))
        self._shapes, self._texts, self._font = [], [], ("", 0.0)
        self._grey, self._spacing, self._at = 0.0, 0.0, (0, 0)

    def _stroke(self, path: str, width: float, grey: float) -> None:
        self._shapes.append(f"{width:g} w {grey:g} G {path} S")
