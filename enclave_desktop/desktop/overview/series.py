"""How the parts of a stack are told apart, in grey too: by fill, hatch and outline."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from enclave_desktop.desktop.sharp import Sharp
from enclave_desktop.desktop.theme import theme


@dataclass(frozen=True, slots=True)
class SeriesLook:
    """One part; tokens of the theme."""

    fill: str
    line: str
    rising: bool | None = None
    """The way its hatch runs; None without."""


_LOOKS = (
    SeriesLook("c1", "c1"),
    SeriesLook("c3", "c1", rising=True),
    SeriesLook("c4", "c4"),
    SeriesLook("card", "text2", rising=False),
)


def look(at: int) -> SeriesLook:
    """The look of the part at that place."""
    return _LOOKS[at % len(_LOOKS)]


def draw_part(sharp: Sharp, rect: QRectF, look: SeriesLook) -> None:
    """A bar, or a part of one."""
    colours = theme()
    sharp.fill(rect, colours.colour(look.fill))
    if look.rising is not None:
        sharp.hatch(rect, colours.colour(look.line), rising=look.rising)
        sharp.outline(rect, colours.colour(look.line))
