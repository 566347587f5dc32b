"""What of the claims does not fit together: hints to look again, since only the office decides."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from enclave_desktop.dossier.handing_in import RETURNED
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.months import Month
from enclave_desktop.dossier.values import Claim
from enclave_desktop.policy.claim_course import Course
from enclave_desktop.policy.claiming import Claimable, runs_of

Title = Callable[[str], str]
"""A programme's title by its id."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One hint, and the claims that it is about."""

    words: str
    claims: tuple[Claim, ...]


def doubts_of(known: Sequence[Course], left: Claimable | None) -> Iterator[Doubt]:
    """Within the claims of one programme and subject."""
    for first, second, months in _overlaps(known):
        yield Doubt(f"{_words(months)} 申领了不止一次", (first, second))
    if left and left.overclaimed:
        words = f"已申领的比截至核对日应得的多 {grouped(left.overclaimed)} 元"
        yield Doubt(words, tuple(one.claim for one in known))
    for one in known:
        approved = one.reached.approved
        if approved is not None and one.paid > approved:
            words = f"拨付合计比获批的多 {grouped(one.paid - approved)} 元"
            yield Doubt(words, (one.claim,))


def doubts_between(monthly: Mapping[str, Iterable[Course]], title: Title) -> Iterator[Doubt]:
    """Months that one person was claimed for in two programmes that pay by the month; `monthly` by programme."""
    if len(monthly) < 2:
        return
    everything = [one for known in monthly.values() for one in known]
    for one, other, months in _overlaps(everything, within=False):
        titles = "和".join(f"“{title(claim.programme)}”" for claim in (one, other))
        yield Doubt(f"{_words(months)} 同时在{titles}申领，能否同时享受请问主管部门", (one, other))


def _overlaps(known: Sequence[Course], *, within: bool = True) -> Iterator[tuple[Claim, Claim, list[Month]]]:
    """Pairs for one month, of one programme or of two; what was returned holds none."""
    held = [one for one in known if one.claim.state != RETURNED]
    for one, other in combinations(held, 2):
        both = one.months & other.months
        if both and (one.claim.programme == other.claim.programme) is within:
            yield one.claim, other.claim, sorted(both)


def _words(months: Iterable[Month]) -> str:
    """2024-04 至 2024-06、2024-09; the months in order."""
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]} 至 {run[-1]}" for run in runs_of(months))
