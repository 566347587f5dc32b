"""One count over all stages of making a packet, each of which counts by itself."""

from itertools import accumulate

from enclave_desktop.packet.progress import (
    DRAWING,
    JOINING,
    LAYING_OUT,
    READING_BACK,
    WRITING,
    Progress,
)

WHOLE = 1000
_SHARES = {LAYING_OUT: 120, DRAWING: 200, WRITING: 30, JOINING: 50, READING_BACK: 600}
"""What each stage takes of the whole, as a ledger of 100 000 rows took them; joining as 300 attachments did."""
_BEGINS = dict(zip(_SHARES, accumulate(_SHARES.values(), initial=0), strict=False))


def over_all(progress: Progress) -> Progress:
    """Tells `progress` the stage under way, and how much of `WHOLE` is done: never less than before."""
    furthest = 0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal furthest
        if what in _SHARES and total:
            furthest = max(furthest, _BEGINS[what] + _SHARES[what] * done // total)
        progress(what, furthest, WHOLE)

    return tell
