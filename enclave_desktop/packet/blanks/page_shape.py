"""The shape of a PDF's page: how what is displayed (turned, cropped, scaled) lies in the page's own coordinates."""

from dataclasses import dataclass
from typing import Any

import pikepdf

from enclave_desktop.packet.blanks.mapping import Area
from enclave_desktop.packet.style import A4

_BOX = (0.0, 0.0, *A4)
_LEAST = 1.0


@dataclass(frozen=True, slots=True)
class PageShape:
    """What is displayed of a page; the box in the page's own units, the turn clockwise in degrees."""

    x0: float
    y0: float
    x1: float
    y1: float
    turn: int
    unit: float = 1.0
    """Points that one of the page's own units is."""

    @property
    def width(self) -> float:
        """As displayed, in points."""
        return self.unit * (self.y1 - self.y0 if self.turn % 180 else self.x1 - self.x0)

    @property
    def height(self) -> float:
        """As displayed, in points."""
        return self.unit * (self.x1 - self.x0 if self.turn % 180 else self.y1 - self.y0)

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """From displayed points, up from the lower left corner, to the page's own coordinates (PDF's cm)."""
        k = 1 / self.unit
        match self.turn:
            case 90:
                return 0, k, -k, 0, self.x1, self.y0
            case 180:
                return -k, 0, 0, -k, self.x1, self.y1
            case 270:
                return 0, -k, k, 0, self.x0, self.y1
        return k, 0, 0, k, self.x0, self.y0

    def area(self, x0: float, y0: float, x1: float, y1: float) -> Area:
        """A rectangle of the page's own coordinates, any two opposite corners, as it is displayed."""
        u0, v0 = self._displayed(x0, y0)
        u1, v1 = self._displayed(x1, y1)
        return Area(min(u0, u1), self.height - max(v0, v1), abs(u1 - u0), abs(v1 - v0))

    def _displayed(self, x: float, y: float) -> tuple[float, float]:
        match self.turn:
            case 90:
                u, v = y - self.y0, self.x1 - x
            case 180:
                u, v = self.x1 - x, self.y1 - y
            case 270:
                u, v = self.y1 - y, x - self.x0
            case _:
                u, v = x - self.x0, y - self.y0
        return u * self.unit, v * self.unit


def page_shape(page: pikepdf.Page) -> PageShape:
    """The shape of a page, whatever it inherits; the part of its crop box that lies on the sheet."""
    media = _box(inherited(page.obj, "/MediaBox")) or _BOX
    crop = _box(inherited(page.obj, "/CropBox")) or media
    shown = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    if shown[2] - shown[0] < _LEAST or shown[3] - shown[1] < _LEAST:
        shown = media
    turn = inherited(page.obj, "/Rotate")
    unit = page.obj.get("/UserUnit")
    return PageShape(*shown, turn=_turn(turn), unit=_number(unit) or 1.0)


def inherited(page: pikepdf.Object, key: str) -> Any:
    """What the page or one of the nodes above it says; None when none does."""
    node: Any = page
    for _ in range(50):  # a damaged file may go in circles
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _turn(given: Any) -> int:
    number = _number(given)
    return int(number) // 90 * 90 % 360 if number else 0


def _number(given: Any) -> float | None:
    try:
        return float(given)
    except (TypeError, ValueError):
        return None


def _box(given: Any) -> tuple[float, float, float, float] | None:
    """The rectangle, lower left corner first; None where it is none."""
    if not isinstance(given, pikepdf.Array) or len(given) != 4:
        return None
    numbers = [_number(number) for number in given.as_list()]
    if None in numbers:
        return None
    x0, y0, x1, y1 = (number or 0.0 for number in numbers)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
