"""What other rules make of a firm: findings before and after, and those of them that differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding, Status, Subject
from enclave_desktop.policy.pack import Pack, Programme
from enclave_desktop.policy.report import amount_words

_NOTHING = "没有这个项目"
_UNTOLD = {_NOTHING, Status.INELIGIBLE.words}
"""Nothing changes for the firm where it goes from one of these to the other."""


@dataclass(frozen=True, slots=True)
class Change:
    """A programme and subject whose verdict or amount is another one."""

    programme: Programme
    subject: Subject
    before: str
    after: str


def impact(dossier: Dossier, before: Iterable[Pack], after: Iterable[Pack], year: int) -> tuple[Change, ...]:
    """What differs on the dossier's day, in the order of the new rules; what is dropped comes last."""
    old, new = (
        {(finding.programme.id, finding.subject.key): finding for finding in check(dossier, packs, year)}
        for packs in (before, after)
    )
    return tuple(_changes(old, new, year))


def _changes(
    old: dict[tuple[str, str], Finding], new: dict[tuple[str, str], Finding], year: int
) -> Iterator[Change]:
    for key, finding in {**new, **{key: old[key] for key in old if key not in new}}.items():
        before, after = _words(old.get(key), year), _words(new.get(key), year)
        if before != after and {before, after} != _UNTOLD:
            yield Change(finding.programme, finding.subject, before, after)


def _words(finding: Finding | None, year: int) -> str:
    if finding is None:
        return _NOTHING
    amount = f"，{amount_words(finding.award, year)}" if finding.award else ""
    return f"{finding.status.words}{amount}"
