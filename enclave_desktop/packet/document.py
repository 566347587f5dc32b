"""A packet as parts of pages: laid out first, so that every page number is known, then drawn."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.inspected import Attached, Ground
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.style import FRAME, NOTE

BLANK_BACK = "（此页空白）"


@dataclass(frozen=True, slots=True)
class Places:
    """Where every part stands once all are laid out; pages count from the first numbered one."""

    ranges: Mapping[str, tuple[int, int]]
    """First and last page by the key of the part."""
    total: int

    def words(self, key: str) -> str:
        """The pages of a part: 12, 12–14; KeyError when the packet has no such part."""
        first, last = self.ranges[key]
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page that draws its own content; header, footer and marks are not its business."""

    draw: Callable[[Pen, Places], None]
    """Draws within `style.FRAME`, or `style.TURNED_FRAME` with a turned pen when it is landscape."""
    landscape: bool = False
    ground: tuple[Attached, PageEdit] | None = None
    """The foreign page that is laid under it once all is drawn; it is then an upright page with a stamp only."""
    own_sheet: bool = False
    """It begins a sheet that is handed out and signed by itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the contents list as one entry: a form, an annex, a piece of evidence."""

    key: str
    """What refers to it: form:1, T4:1, evidence:3. Unique in a packet."""
    title: str
    """Empty for what stands in neither contents nor bookmarks."""
    pages: tuple[Page, ...]
    numbered: bool = True
    """Cover and contents are not counted."""
    level: int = 0
    """Depth in contents and bookmarks."""


def is_back(before: int) -> bool:
    """Whether the page that so many come before is on the back of its sheet, printed on both sides."""
    return before % 2 == 1


def with_backs(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, each on a right-hand page: before one whose turn it is not, a back stays blank.

    So it does within a part before a page that begins a sheet of its own.
    """
    pages, numbered = 0, False
    for number, part in enumerate(parts):
        if pages % 2 and part.pages:
            yield Part(f"back:{number}", "", (Page(_blank),), numbered)
            pages += 1
        whole = replace(part, pages=tuple(_on_own_sheets(part.pages)))
        yield whole
        pages, numbered = pages + len(whole.pages), part.numbered


def _on_own_sheets(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages of a part that begins on a sheet, with blank backs before those that begin one too."""
    count = 0
    for page in pages:
        if page.own_sheet and count % 2:
            yield Page(_blank)
            count += 1
        yield page
        count += 1


def _blank(pen: Pen, places: Places) -> None:
    pen.text(FRAME.x + FRAME.width / 2, FRAME.y + FRAME.height / 2, BLANK_BACK, NOTE, "centre")


@dataclass(frozen=True, slots=True)
class Document:
    """All parts in their order."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Self:
        """The parts without those that came out empty."""
        return cls(tuple(part for part in parts if part.pages))

    @property
    def places(self) -> Places:
        """The page range of each numbered part."""
        ranges: dict[str, tuple[int, int]] = {}
        last = 0
        for part in self.parts:
            if part.numbered:
                ranges[part.key] = (last + 1, last + len(part.pages))
                last += len(part.pages)
        return Places(ranges, last)

    def grounds(self, *, double_sided: bool = False) -> list[Ground]:
        """What is to be laid under pages, each with the number of its page in the file."""
        pages = (page for part in self.parts for page in part.pages)
        return [
            Ground(at, *page.ground, back=double_sided and is_back(at))
            for at, page in enumerate(pages)
            if page.ground
        ]
