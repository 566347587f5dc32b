"""Where a foreign page comes to stand on an upright A4 sheet: by matrices only, so that nothing is recoded.

A page passes through three frames, all in points with the origin at the lower left: as it is *seen* (turned as
its file says), its *window* (turned, straightened and cropped as the user says), and the sheet.
"""

from dataclasses import dataclass

from pikepdf import Matrix

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.packet.attached.inspected import Size
from enclave_desktop.packet.style import A4, ATTACHED_BACK_FRAME, ATTACHED_FRAME, Box

SHEET = Box(0, 0, *A4)
_SLACK = 1.03
"""Scanners miss A4 by so much, and American paper is so much wider: it is reduced to the sheet, no further."""
_QUARTERS = {
    0: lambda w, h: (Matrix(), w, h),
    90: lambda w, h: (Matrix(0, -1, 1, 0, 0, w), h, w),
    180: lambda w, h: (Matrix(-1, 0, 0, -1, w, h), w, h),
    270: lambda w, h: (Matrix(0, 1, -1, 0, h, 0), h, w),
}
"""Turning clockwise: the matrix, and width and height afterwards."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on its sheet."""

    matrix: Matrix
    """From the page as it is seen to the sheet."""
    window: Box
    """What of the sheet it takes; nothing outside is to show."""
    clipped: bool
    """Whether it would reach beyond its window."""


def turned(width: float, height: float, degrees: int) -> tuple[Matrix, float, float]:
    """A page turned clockwise by quarters: the matrix, and its width and height then."""
    return _QUARTERS[degrees % 360](width, height)


def window_of(seen: Size, edit: PageEdit) -> tuple[Matrix, Size]:
    """From the page as it is seen to its window, and the window's size."""
    matrix, width, height = turned(seen.width, seen.height, edit.turn)
    if edit.straighten:
        middle = width / 2, height / 2
        about = Matrix().translated(*middle).rotated(-float(edit.straighten))
        matrix = matrix @ about.translated(-middle[0], -middle[1])
    left, top, right, bottom = map(float, edit.crop or (0, 0, 1, 1))
    matrix = matrix @ Matrix(1, 0, 0, 1, -left * width, -(1 - bottom) * height)
    return matrix, Size((right - left) * width, (bottom - top) * height, seen.true)


def place(seen: Size, edit: PageEdit, back: bool = False) -> Placed:
    """Puts a page on the sheet, or on its back with the margins mirrored, never larger than it is.

    What fits between the margins stands there in its true size. A page of A4 takes the sheet. What is larger
    still, or a picture of unknown size, is reduced to fit between the margins.
    What is wide and would have to be reduced is turned, its head at the left, bound, edge (forms.md §6).
    """
    matrix, window = window_of(seen, edit)
    width, height, flip = window.width, window.height, Matrix()
    if width > height and _scale(window, ATTACHED_FRAME) < 1 and not _takes_sheet(window):
        flip, width, height = turned(width, height, 270)
    size = Size(width, height, window.true)
    scale, box = _fit(size, ATTACHED_BACK_FRAME if back else ATTACHED_FRAME)
    left = box.x + (box.width - width * scale) / 2
    bottom = box.y + (box.height - height * scale) / 2
    onto = Matrix(scale, 0, 0, scale, left, bottom)
    clipped = bool(edit.crop or edit.straighten)
    return Placed(matrix @ flip @ onto, Box(left, bottom, width * scale, height * scale), clipped)


def _fit(size: Size, frame: Box) -> tuple[float, Box]:
    """The scale, and within what it is centred: `frame` are the margins."""
    between = _scale(size, frame)
    if between >= 1:
        return 1.0, frame
    if _takes_sheet(size):
        return min(1.0, _scale(size, SHEET)), SHEET
    return between, frame


def _takes_sheet(size: Size) -> bool:
    """A whole A4 page, or part of one as wide as that: an invoice."""
    return size.true and _scale(size, SHEET) * _SLACK >= 1


def _scale(size: Size, box: Box) -> float:
    """By how much it may grow until it fills the box."""
    return min(box.width / size.width, box.height / size.height)
