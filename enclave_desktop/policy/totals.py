"""Awards apart by the way they are paid: unlike money is never added up."""

from collections.abc import Iterable
from dataclasses import dataclass

from enclave_desktop.policy.findings import Award, Finding


@dataclass(frozen=True, slots=True)
class Total:
    """Awards of one kind together, in fen."""

    awards: tuple[Award, ...]

    @property
    def count(self) -> int:
        return len(self.awards)

    @property
    def total(self) -> int:
        return sum(award.total for award in self.awards)

    @property
    def due(self) -> int:
        return sum(award.due or 0 for award in self.awards)

    @property
    def to_come(self) -> int:
        return sum(award.to_come or 0 for award in self.awards)

    @property
    def claimed(self) -> int:
        return sum(award.claimed for award in self.awards)


@dataclass(frozen=True, slots=True)
class Totals:
    """What all findings come to, by the way of paying."""

    monthly: Total
    yearly: Total
    on_approval: Total
    at_most: Total
    """On approval too, but the source names only the most it may be."""


def unsigned_in(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The titles of programmes that nobody signed and whose awards are in the totals."""
    titles = (f.programme.title for f in findings if f.award and f.programme.measure.unsigned)
    return tuple(dict.fromkeys(titles))


def totals(findings: Iterable[Finding]) -> Totals:
    """The awards of the findings that have one."""
    awards = [finding.award for finding in findings if finding.award]

    def total(basis: str, *, at_most: bool | None = None) -> Total:
        return Total(tuple(a for a in awards if a.basis == basis and at_most in (None, a.at_most)))

    return Totals(
        total("monthly"),
        total("yearly"),
        total("on_approval", at_most=False),
        total("on_approval", at_most=True),
    )
