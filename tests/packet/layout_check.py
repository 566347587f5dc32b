"""Pages watched while they are drawn: what leaves its frame, its cell, or lies on something else."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from enclave_desktop.packet import fonts
from enclave_desktop.packet.document import Page, Places
from enclave_desktop.packet.draw import Align, Pen, Sheets
from enclave_desktop.packet.style import A4, FRAME, MM, TURNED_FRAME, Box, Type

_COVER = Box(FRAME.x, 15 * MM, FRAME.width, A4[1] - 30 * MM)
_BAND = 12.0
_TOUCH = 1.0
"""Points that may overlap: side bearings."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A text with the room its characters take."""

    words: str
    box: Box


@dataclass
class Watched:
    """What is wrong on the pages drawn so far; a word or two of each text."""

    faults: list[str] = field(default_factory=list)
    pages: int = 0
    cover: bool = False
    """The first page is a cover, which stands free of the frame."""
    upright: Box = FRAME
    """Where the content of an upright page may stand."""

    def pen(self, *given: Any, **named: Any) -> Pen:
        """A pen whose page is looked at when it is done."""
        return _WatchedPen(self, *given, **named)


def faults_of(pages: Iterable[Page], watched: Watched | None = None) -> list[str]:
    """What is wrong on these pages."""
    watched = watched or Watched()
    sheets = Sheets(io.BytesIO(), title="", author="", subject="")
    for page in pages:
        with watched.pen(sheets, turned=page.landscape) as pen:
            page.draw(pen, Places({}, 0))
        sheets.showPage()
    return watched.faults


class _WatchedPen(Pen):
    def __init__(self, watched: Watched, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._watched = watched
        self._turned = bool(named.get("turned"))
        self._placed: list[Placed] = []
        self._rules: list[tuple[float, float, float, float]] = []

    def text(self, x: float, y: float, text: str, style: Type, align: Align = "left") -> None:
        super().text(x, y, text, style, align)
        words = text.strip()
        width = fonts.width(words, style.face, style.size) + len(words) * style.spacing
        left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        if width:
            self._placed.append(Placed(text, Box(left, y - 0.12 * style.size, width, style.size)))

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, grey: float = 0.0) -> None:
        super().rule(x1, y1, x2, y2, width, grey)
        self._rules.append((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self._watched.pages += 1
        number = self._watched.pages
        self._watched.faults += [
            f"page {number}: {fault}" for fault in self._faults(cover=self._watched.cover and number == 1)
        ]

    def _faults(self, *, cover: bool) -> Iterator[str]:
        frame = TURNED_FRAME if self._turned else _COVER if cover else self._watched.upright
        for placed in self._placed:
            if not _holds(frame, placed.box):
                yield f"{placed.words[:12]!r} leaves the frame"
        yield from self._crossed()
        yield from self._overlapping()

    def _crossed(self) -> Iterator[str]:
        """Texts that a rule runs through."""
        rules: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
        for rule in self._rules:
            for band in range(int(rule[1] // _BAND), int(rule[3] // _BAND) + 1):
                rules[band].append(rule)
        for placed in self._placed:
            box = placed.box.inset(_TOUCH, 0.2 * placed.box.height)
            bands = range(int(box.y // _BAND), int(box.top // _BAND) + 1)
            if any(
                x1 < box.right and x2 > box.x and y1 < box.top and y2 > box.y
                for band in bands
                for x1, y1, x2, y2 in rules[band]
            ):
                yield f"a rule runs through {placed.words[:12]!r}"

    def _overlapping(self) -> Iterator[str]:
        bands: dict[int, list[Placed]] = defaultdict(list)
        for placed in self._placed:
            near = int(placed.box.y // _BAND)
            for other in (other for band in (near - 1, near, near + 1) for other in bands[band]):
                if _overlap(placed.box, other.box):
                    yield f"{placed.words[:12]!r} lies on {other.words[:12]!r}"
            bands[near].append(placed)


def _holds(frame: Box, box: Box) -> bool:
    return (
        frame.x - _TOUCH <= box.x
        and box.right <= frame.right + _TOUCH
        and frame.y - _TOUCH <= box.y
        and box.top <= frame.top + _TOUCH
    )


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    along = min(one.top, other.top) - max(one.y, other.y)
    return across > _TOUCH and along > 0.2 * min(one.height, other.height)
