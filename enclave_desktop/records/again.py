"""What was refused only because others were writing at that moment is done again, a few times."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from enclave_desktop.errors import UserError

T = TypeVar("T")
_WAIT_SECONDS = 0.1
"""Before the second try; each is about twice as long as the one before."""


class ContendedError(UserError):
    """Others were changing the same at the same moment; done again, it succeeds."""


def again(work: Callable[[], T], tries: int = 4) -> T:
    """What `work` gives; a transaction of its own, done anew while others are in the way. ContendedError at last."""
    for left in reversed(range(tries)):
        try:
            return work()
        except ContendedError:
            if not left:
                raise
            apart = random.uniform(0.5, 1.5)  # so that two do not meet again
            time.sleep(_WAIT_SECONDS * 2 ** (tries - 1 - left) * apart)
    raise AssertionError("a try either gives something or raises")
