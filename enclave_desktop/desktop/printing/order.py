"""What is to be printed, and on which sheets it comes to lie."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from enclave_desktop.errors import UserError

_RANGE = re.compile(r"(\w+?)(?:[-–—~至](\w+))?")


class Sides(StrEnum):
    """Of a sheet; named as IPP names them."""

    ONE = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


@dataclass(frozen=True, slots=True)
class Order:
    """One printing."""

    printer: str
    pages: tuple[int, ...]
    """From 0, in the order they are printed."""
    copies: int = 1
    collated: bool = True
    """Copy after copy, not page after page."""
    sides: Sides = Sides.ONE
    colour: bool = True


def pages_of(words: str, labels: Sequence[str]) -> list[int]:
    """The pages, from 0, that 1-3，5 names by what they are called, each once and in its order.

    UserError when there is no such page.
    """
    pages: dict[int, None] = {}
    for piece in filter(None, re.split(r"[,，、;；\s]+", words.strip())):
        found = _RANGE.fullmatch(piece)
        if not found:
            raise UserError(f"看不懂“{piece}”", "页码写成 1-3，5 这样")
        ends = [found[1], found[2] or found[1]]
        if not {*ends} <= {*labels} or (first := labels.index(ends[0])) > (last := labels.index(ends[1])):
            raise UserError(f"没有第 {piece} 页", f"印在纸上的页码到 {labels[-1]} 为止")
        pages |= dict.fromkeys(range(first, last + 1))
    if not pages:
        raise UserError("还没有写页码", "写成 1-3，5 这样")
    return list(pages)


def sheet_sides(order: Order) -> list[int | None]:
    """The pages of all copies, one a side of paper; None is a side left blank, so that a copy begins on a sheet."""
    pages = order.pages
    if not order.collated:
        return [side for page in pages for side in _with_blank([page] * order.copies, order.sides)]
    return [page for _ in range(order.copies) for page in _with_blank(pages, order.sides)]


def _with_blank(pages: Sequence[int], sides: Sides) -> list[int | None]:
    odd = sides is not Sides.ONE and len(pages) % 2
    return [*pages, None] if odd else [*pages]
