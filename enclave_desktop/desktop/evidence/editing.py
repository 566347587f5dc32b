"""How pages are turned, cropped, straightened, covered, put in order and left out: only numbers change."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from enclave_desktop.dossier.evidence import PageEdit, Rectangle

Edits = tuple[PageEdit, ...]
MOST_ASKEW = 15
"""Degrees that a page can be straightened by."""
LEAST_SIDE = Decimal("0.02")
"""Of a page: a smaller part shows nothing."""
WHOLE: Rectangle = (Decimal(0), Decimal(0), Decimal(1), Decimal(1))
_PLACES = Decimal("0.0001")


def whole(pages: int) -> Edits:
    """All pages as they are."""
    return tuple(map(PageEdit, range(pages)))


def kept(edits: Edits, pages: int) -> Edits:
    """What is recorded: nothing where all pages are as they are."""
    return () if edits == whole(pages) else edits


def changed(edits: Edits, at: int, edit: PageEdit) -> Edits:
    return (*edits[:at], edit, *edits[at + 1 :])


def turned(edit: PageEdit, degrees: int) -> PageEdit:
    """Clockwise by 90, 180 or 270; what is cropped and covered turns with it."""
    for _ in range(degrees // 90 % 4):
        crop = _quarter(edit.crop) if edit.crop else None
        edit = replace(edit, turn=(edit.turn + 90) % 360, crop=crop, masks=tuple(map(_quarter, edit.masks)))
    return edit


def straightened(edit: PageEdit, degrees: Decimal) -> PageEdit:
    """Clockwise, −15 to 15."""
    return replace(edit, straighten=max(Decimal(-MOST_ASKEW), min(Decimal(MOST_ASKEW), degrees)))


def cropped(edit: PageEdit, crop: Rectangle | None) -> PageEdit:
    """To a part of the page; the whole page when it is none or all of it."""
    return replace(edit, crop=None if crop == WHOLE else crop)


def covered(edit: PageEdit, mask: Rectangle) -> PageEdit:
    """With one more area that holds numbers."""
    return replace(edit, masks=(*edit.masks, mask))


def moved(edits: Edits, at: int, to: int) -> Edits:
    """A page put elsewhere in the order."""
    rest = [*edits[:at], *edits[at + 1 :]]
    rest.insert(max(0, min(to, len(rest))), edits[at])
    return tuple(rest)


def left_out(edits: Edits, at: int) -> Edits:
    """Without a page; the last that is left stays."""
    return edits if len(edits) == 1 else (*edits[:at], *edits[at + 1 :])


def as_it_was(edits: Edits, at: int) -> Edits:
    """One page without any edit, where it stands."""
    return changed(edits, at, PageEdit(edits[at].page))


def rectangle(left: float, top: float, right: float, bottom: float) -> Rectangle | None:
    """The part between two corners, within the page; None when it is too small to be meant."""
    sides = [min(left, right), min(top, bottom), max(left, right), max(top, bottom)]
    a, b, c, d = (Decimal(min(1.0, max(0.0, side))).quantize(_PLACES) for side in sides)
    return (a, b, c, d) if c - a >= LEAST_SIDE and d - b >= LEAST_SIDE else None


def nudged(part: Rectangle, steps: Sequence[int]) -> Rectangle:
    """Its sides moved by hundredths of the page; unchanged when that makes no sensible part."""
    sides = [float(side) + step / 100 for side, step in zip(part, steps, strict=True)]
    return rectangle(*sides) or part


def _quarter(part: Rectangle) -> Rectangle:
    left, top, right, bottom = part
    return 1 - bottom, left, 1 - top, right
