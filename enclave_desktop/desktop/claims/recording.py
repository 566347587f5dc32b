"""Steps of claims as changes of the record: the step and the row of 申领 in one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import Claim
from enclave_desktop.policy.claim_course import Course

if TYPE_CHECKING:
    from enclave_desktop.records.changes import Changes

_DIGITS = 6


def _numbers(dossier: Dossier) -> Iterator[str]:
    """Numbers for new steps, above all that are taken: of one day the order of the numbers is that of the steps."""
    taken = [int(step.number) for step in dossier.claim_steps if step.number.isdecimal()]
    return (f"{number:0{_DIGITS}d}" for number in count(max(taken, default=0) + 1))


def newly_claimed(dossier: Dossier, begun: Iterable[Course]) -> "Changes":
    """Claims with their first steps."""
    from enclave_desktop.records.changes import Changes

    numbers, known = _numbers(dossier), list(begun)
    steps = [replace(step, number=next(numbers)) for one in known for step in one.steps]
    return Changes(added={Claim: [one.claim for one in known], ClaimStep: steps})


def removed(known: Course) -> "Changes":
    """A claim with its steps."""
    from enclave_desktop.records.changes import Changes

    return Changes(removed={Claim: [known.claim], ClaimStep: list(known.steps)})


def changed(dossier: Dossier, pairs: Iterable[tuple[Course, Course]]) -> "Changes":
    """From courses to others of the same claims."""
    from enclave_desktop.records.changes import Changes

    numbers, known = _numbers(dossier), list(pairs)
    new = [step for before, after in known for step in after.steps if step not in before.steps]
    gone = [step for before, after in known for step in before.steps if step not in after.steps]
    rows = [(before.claim, after.claim) for before, after in known if before.claim != after.claim]
    return Changes(
        added={ClaimStep: [replace(step, number=next(numbers)) for step in new]},
        updated={Claim: rows},
        removed={ClaimStep: gone},
    )


def settled(step: ClaimStep, on: date | None) -> "Changes":
    """A reason for a return is settled, or not after all."""
    from enclave_desktop.records.changes import Changes

    return Changes(updated={ClaimStep: [(step, replace(step, settled_on=on))]})
