"""What there is to know of a record once it is open."""

from typing import NamedTuple


class Notice(NamedTuple):
    """A sentence or two."""

    words: str
    quiet: bool
    """Whether it is enough to have said it once, in passing."""
