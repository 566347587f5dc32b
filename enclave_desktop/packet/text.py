"""Lines of Chinese text: where they may break, and how much fits a box.

No line starts with a closing mark (，。；：？！》”…) or ends with an opening one (（《“…); Latin words, numbers
and dates stay whole unless they alone are wider than the line. A line keeps the spaces that end it (they
hang), so that lines and newlines put together are the text again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from enclave_desktop.packet import fonts

NO_START = frozenset("，。、；：？！…—～·）》〉】〕］｝」』”’%‰℃°,.;:?!)]}>")
"""Marks that no line starts with."""
NO_END = frozenset("（《〈【〔［｛「『“‘([{<￥¥$№")
"""Marks that no line ends with."""
_DATE = frozenset("年月日号时分秒")
_STEP = 0.5
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text set in a box."""

    lines: tuple[str, ...]
    size: float
    """Points."""
    leading: float
    """Points from baseline to baseline."""
    rest: str
    """What does not fit even at the smallest size; empty when all is in."""

    @property
    def height(self) -> float:
        """Points that the lines take."""
        return len(self.lines) * self.leading


def break_lines(text: str, face: str, size: float, width: float) -> list[str]:
    """The text in lines of at most `width` points (trailing spaces may hang out).

    A newline always breaks; empty text is one empty line. MissingGlyph when a character has no font.
    """
    if "\n" not in text and fonts.width(text, face, size) <= width:
        return [text]
    return [text[start:end] for start, end in _spans(text, face, size, width)]


def fit(
    text: str, face: str, size: float, width: float, height: float, min_size: float, leading: float = 1.4
) -> Fitted:
    """The text in a box of `width` × `height` points, set smaller by half points down to `min_size` if need be.

    `leading` is a multiple of the size. What does not fit at `min_size` is the rest, for an addendum page.
    """
    while True:
        spans = list(_spans(text, face, size, width))
        if len(spans) * size * leading <= height or size <= min_size:
            break
        size = max(min_size, size - _STEP)
    room = max(0, int(height / (size * leading) + _SLACK))
    rest = text[spans[room][0] :] if room < len(spans) else ""
    return Fitted(tuple(text[start:end] for start, end in spans[:room]), size, size * leading, rest)


def _spans(text: str, face: str, size: float, width: float) -> Iterator[tuple[int, int]]:
    """Start and end of each line."""
    advance = fonts.widths(face).__getitem__
    limit = width * 1000 / size
    start = 0
    for paragraph in text.split("\n"):
        stop = start + len(paragraph)
        if sum(map(advance, paragraph)) <= limit:
            yield start, stop
        else:
            yield from _wrapped(text, start, stop, list(map(advance, paragraph)), limit)
        start = stop + 1


def _wrapped(
    text: str, start: int, stop: int, advances: list[float], limit: float
) -> Iterator[tuple[int, int]]:
    first = start
    while start < stop:
        end, used = start, 0.0
        while end < stop and (used := used + advances[end - first]) <= limit:
            end += 1
        if end < stop:
            end = _break(text, start, end, stop)
        yield start, end
        start = end


def _break(text: str, start: int, end: int, stop: int) -> int:
    """The best place to end a line that starts at `start` and has no room for the character at `end`."""
    hung = end
    while hung < stop and text[hung] == " ":
        hung += 1
    if hung > end and (hung == stop or _may_break(text[hung - 1], text[hung])):
        return hung
    for rule in (_may_break, _may_break_word):
        for place in range(end, start, -1):
            if rule(text[place - 1], text[place]):
                return place
    return max(end, start + 1)


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end with `before` when the next starts with `after`."""
    if not _may_break_word(before, after):
        return False
    if _in_word(before) and _in_word(after):
        return False
    return not ((before.isdigit() and after in _DATE) or (before in "年月" and after.isdigit()))


def _may_break_word(before: str, after: str) -> bool:
    """The same inside a word that is wider than a line."""
    return not (after in NO_START or after == " " or before in NO_END)


def _in_word(char: str) -> bool:
    """Whether the character is part of a Latin word or a number: all such scripts stand below U+2000."""
    return char < "\u2000" and char != " "
