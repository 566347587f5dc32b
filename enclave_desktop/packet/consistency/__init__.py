"""Whether a packet agrees with itself and with what is on record, looked through before it is printed.

Nothing here is law: a remark is something for the clerk to look at, and printing in spite of it is possible.
"""

from collections.abc import Callable, Collection, Iterator

from enclave_desktop.packet.application import Application
from enclave_desktop.packet.consistency import attachments, claims, dates, doubles, hands, sameness, sums
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.paper import Paper
from enclave_desktop.packet.consistency.remark import Remark, Severity, Spot, in_order
from enclave_desktop.packet.document import Document

__all__ = ["CHECKS", "Remark", "Severity", "Spot", "consistency"]

CHECKS: tuple[Callable[[LookedAt], Iterator[Remark]], ...] = (
    sameness.places_that_differ,
    sameness.employer,
    sameness.credit_codes,
    sameness.strange_numbers,
    sums.sums,
    sums.capitals,
    dates.within_rows,
    dates.not_yet,
    dates.founded_before_filed,
    dates.degree_before_contract,
    dates.born_before_degree,
    dates.age_at_start,
    dates.spend_within_projects,
    claims.course_within_contract,
    claims.claimed_outside_contract,
    claims.amounts_claimed,
    claims.claimed_twice,
    claims.nothing_left,
    doubles.subjects,
    doubles.vouchers,
    doubles.files,
    attachments.flaws,
    attachments.not_masked,
    attachments.may_look_different,
    attachments.returned,
    hands.places_to_sign,
    hands.empty_cells,
)
"""Every check; each gives what it found of one packet."""


def consistency(
    application: Application, document: Document, *, damaged: Collection[str] = ()
) -> list[Remark]:
    """Everything found of the packet, the gravest first.

    `document` is what `packet.build` laid out of the application; `damaged` are digests of files that cannot be
    read any more.
    """
    looked_at = LookedAt(application, Paper.of(document), damaged)
    return in_order(remark for check in CHECKS for remark in check(looked_at))
