"""What is known of a foreign file before it is laid on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from enclave_desktop.dossier.evidence import PageEdit

Content = Path | bytes
"""A foreign file: where it lies, or its bytes."""

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
HEIC = "image/heic"


_HEAD = 1024
"""A PDF may begin this late (Adobe's own readers take it so)."""


def head_of(content: Content) -> bytes:
    """Its first bytes, by which a file is known."""
    if isinstance(content, bytes):
        return content[:_HEAD]
    with content.open("rb") as file:
        return file.read(_HEAD)


@dataclass(frozen=True, slots=True)
class Size:
    """A page as it is seen, before any edit; points."""

    width: float
    height: float
    true: bool = True
    """False where a picture does not tell its resolution: the size is then a guess."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that can be printed."""

    media_type: str
    pages: tuple[Size, ...]
    warnings: tuple[str, ...] = ()
    """What may look different on paper, in Chinese."""


@dataclass(frozen=True, slots=True)
class Attached:
    """One file as a packet takes it."""

    content: Content
    inspected: Inspected
    edits: tuple[PageEdit, ...] = ()
    """The pages in the order they are printed; empty: all as they are."""
    masked: bool = False
    """Whether the masks of the edits are blacked out."""

    @property
    def pages(self) -> tuple[PageEdit, ...]:
        """What is printed, page by page."""
        return printed_pages(self.inspected, self.edits)


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under one page of a packet."""

    page: int
    """Of the packet, counted from 0."""
    attached: Attached
    edit: PageEdit
    back: bool = False
    """Whether the page is printed on the back of a sheet."""


def printed_pages(inspected: Inspected, edits: Sequence[PageEdit]) -> tuple[PageEdit, ...]:
    """The edits themselves, or every page as it is when there are none; edits of pages that are not there fall away."""
    if not edits:
        return tuple(map(PageEdit, range(len(inspected.pages))))
    return tuple(edit for edit in edits if edit.page < len(inspected.pages))


def page_count(inspected: Inspected, edits: Sequence[PageEdit] = ()) -> int:
    """How many pages of a packet it takes."""
    return len(printed_pages(inspected, edits))
