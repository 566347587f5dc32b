"""Telling how far the work on a packet is; whoever is told may end it by raising."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""What is under way, how much of it is done, and of how much (0: not known). May raise to end the work."""

LAYING_OUT, DRAWING, WRITING, JOINING, READING_BACK = "排版", "画页", "写出", "合入附件", "核对"
_STEP = 500
"""Rows or objects between two tellings: some milliseconds."""


def silent(what: str, done: int, total: int) -> None:
    """For whoever does not want to know how far it is."""


def tick(progress: Progress, what: str, done: int, total: int) -> None:
    """Tell now and then of what is many and small."""
    if not done % _STEP:
        progress(what, done, total)


def counted(rows: Sequence[T], progress: Progress, what: str = LAYING_OUT) -> Iterator[T]:
    """The rows one after the other, told as they go."""
    for done, row in enumerate(rows):
        tick(progress, what, done, len(rows))
        yield row
