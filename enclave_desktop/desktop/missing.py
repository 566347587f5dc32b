"""What is missing for a verdict, and where it is filled in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.matching.filled_in import place_of
from enclave_desktop.desktop.place import PAGES, Place
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.showing import mask_number
from enclave_desktop.policy.explain import gap
from enclave_desktop.policy.findings import Check, Finding, Outcome, Status

MATCHING = "matching"
"""The page of assumptions."""
CLAIMS = "claims"
"""The page of what was handed in."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to fill in or find out, and the programmes that wait for it."""

    name: str
    """Whose row it is; of a row without a name, or still to be made, whom it is for."""
    words: str
    """What to do: 请填写“人员”的“学位”."""
    page: str
    target: Place | Finding | ClaimStep
    """What to look at on that page."""
    programmes: tuple[str, ...]


def missing(view: View) -> list[Missing]:
    """Everything unknown that keeps a finding undetermined, each once, in the order of the findings; then why
    the office returned claims, as long as that is not settled.
    """
    found: dict[tuple[Any, ...], Missing] = {}
    for finding in view.findings:
        if finding.status is not Status.UNDETERMINED:
            continue
        for check in finding.checks:
            if check.outcome is Outcome.UNKNOWN:
                key, item = _missing(check, finding, view)
                found[key] = _joined(found[key], item) if key in found else item
    return [*found.values(), *_returned(view)]


def _returned(view: View) -> Iterator[Missing]:
    names = {person.id_number: person.name for person in view.dossier.people}
    titles = {finding.programme.id: finding.programme.title for finding in view.findings}
    for step in view.dossier.claim_steps:
        if step.open_reason:
            programme, subject, _ = step.claim
            name = names.get(subject) or (mask_number(subject) if subject.isascii() else subject)
            words = f"{step.on} 退回：{step.open_reason}"
            yield Missing(name, words, CLAIMS, step, (titles.get(programme, programme),))


def count_by_page(view: View) -> Counter[str]:
    """How many rows of each page lack something; every page that can is in it."""
    lacking = {(item.page, item.name) for item in missing(view)}
    counts = Counter(dict.fromkeys([*PAGES.values(), MATCHING], 0))
    counts.update(page for page, _ in lacking)
    return counts


def _missing(check: Check, finding: Finding, view: View) -> tuple[tuple[Any, ...], Missing]:
    """What is missing, under the row and field; a row still to be made is told by whom it is for."""
    words, programmes = gap(check, finding.case) or "", (finding.programme.title,)
    if check.denied:  # no row of the record can settle it
        return (check.criterion.id, words), Missing(
            check.criterion.label, words, MATCHING, finding, programmes
        )
    place = place_of(check, finding.case, view.dossier, view.year)
    key: tuple[Any, ...]
    if place.row is None:
        key = (place.entity, tuple(sorted(place.given.items())) or finding.subject.key)
        return key, Missing(_for_whom(place, finding), words, place.page, place, programmes)
    key = (place.entity, SHEETS[place.entity].key_of(place.row), place.field)
    name = getattr(place.row, "name", finding.subject.name)
    return key, Missing(name, words, place.page, place, programmes)


def _for_whom(place: Place, finding: Finding) -> str:
    """A row that is not there yet is the enclave's, unless it is a person's."""
    return (
        finding.subject.name if "person" in place.given else place.given.get("enclave", finding.subject.name)
    )


def _joined(first: Missing, other: Missing) -> Missing:
    return replace(first, programmes=tuple(dict.fromkeys((*first.programmes, *other.programmes))))
