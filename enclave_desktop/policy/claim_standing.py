"""Where each programme stands with each subject: due or granted, claimed, claimable, approved, paid, still to come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import CLAIMED_STATES
from enclave_desktop.policy.claim_course import Course, courses
from enclave_desktop.policy.claim_doubts import Doubt, doubts_between, doubts_of
from enclave_desktop.policy.claiming import WAITING, Claimable, Proposal, covers_year, left_of, proposals
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.pack import MonthlyRule


@dataclass(frozen=True, slots=True)
class Standing:
    """One programme and subject; money in fen, None where nothing says it."""

    programme: str
    """Its id; the title where no pack has it any more is the id again."""
    title: str
    subject: str
    """Key."""
    name: str
    person: bool
    finding: Finding | None
    """None where only 申领 knows of it."""
    courses: tuple[Course, ...]
    left: Claimable | None
    proposals: tuple[Proposal, ...]
    doubts: tuple[Doubt, ...]
    counted: tuple[Course, ...]
    """Those held against the award: of a yearly one the year's."""

    @property
    def granted(self) -> int | None:
        """By the month what is due by the day; else what is granted."""
        award = self.finding.award if self.finding else None
        return (award.total if award.due is None else award.due) if award else None

    @property
    def claimed(self) -> int:
        return sum(one.claim.amount or 0 for one in self.counted if one.claim.state in CLAIMED_STATES)

    @property
    def claimable(self) -> int | None:
        """None where there is no sum to hold claims against."""
        return self.left.amount if self.left else None

    @property
    def waiting(self) -> tuple[Course, ...]:
        """Claims recorded for some of what is claimable, and not handed in: what is proposed is for the rest."""
        return tuple(one for one in self.counted if self.claimable and one.claim.state in WAITING)

    @property
    def approved(self) -> int:
        return sum(one.approved or 0 for one in self.counted)

    @property
    def paid(self) -> int:
        return sum(one.paid for one in self.counted)

    @property
    def outstanding(self) -> int:
        """Claimed and not paid yet."""
        return max(self.claimed - self.paid, 0)

    @property
    def open_reasons(self) -> tuple[ClaimStep, ...]:
        """Why the office returned it, as far as not settled."""
        return tuple(step for one in self.courses for step in one.steps if step.open_reason)


def standings(dossier: Dossier, findings: Iterable[Finding], year: int) -> list[Standing]:
    """Whoever is eligible, and whatever was claimed; in the order of the findings, what only 申领 knows last."""
    known: dict[tuple[str, str], list[Course]] = {}
    for one in courses(dossier):
        known.setdefault((one.claim.programme, one.claim.subject), []).append(one)
    found = list(findings)
    twice = _between(found, known)
    made = []
    for finding in found:
        key = finding.programme.id, finding.subject.key
        ours = known.pop(key, [])
        if ours or finding.status is Status.ELIGIBLE:
            made.append(_standing(dossier, finding, ours, twice.get(key, []), year))
    names = {person.id_number: person.name for person in dossier.people}
    titles = {finding.programme.id: finding.programme.marked_title for finding in found}
    return made + [_unfound(key, ours, names, titles) for key, ours in known.items()]


def _standing(
    dossier: Dossier, finding: Finding, ours: Sequence[Course], twice: Sequence[Doubt], year: int
) -> Standing:
    award = finding.award
    by_year = award is not None and award.basis == "yearly"
    counted = [one for one in ours if not by_year or covers_year(one.claim, year)]
    left = left_of(dossier, finding, counted)
    return Standing(
        finding.programme.id,
        finding.programme.marked_title,
        finding.subject.key,
        finding.subject.name,
        finding.subject.kind == "person",
        finding,
        tuple(ours),
        left,
        tuple(proposals(dossier, finding, counted, left, year)),
        (*doubts_of(ours, left), *twice),
        tuple(counted),
    )


def _unfound(
    key: tuple[str, str], ours: Sequence[Course], names: dict[str, str], titles: dict[str, str]
) -> Standing:
    programme, subject = key
    name, title = names.get(subject, subject), titles.get(programme, programme)
    return Standing(
        programme, title, subject, name, subject.isascii(), None, tuple(ours), None, (), (), tuple(ours)
    )


def _between(
    findings: Sequence[Finding], known: dict[tuple[str, str], list[Course]]
) -> dict[tuple[str, str], list[Doubt]]:
    """What one person was claimed for in two monthly programmes, by programme and subject of both."""
    titles = {finding.programme.id: finding.programme.title for finding in findings}
    monthly = {f.programme.id for f in findings if isinstance(f.programme.award, MonthlyRule)}
    by_person: dict[str, dict[str, list[Course]]] = {}
    for (programme, subject), ours in known.items():
        if programme in monthly:
            by_person.setdefault(subject, {})[programme] = ours
    found: dict[tuple[str, str], list[Doubt]] = {}
    for subject, of_person in by_person.items():
        for doubt in doubts_between(of_person, lambda programme: titles[programme]):
            for claim in doubt.claims:
                found.setdefault((claim.programme, subject), []).append(doubt)
    return found


@dataclass(frozen=True, slots=True)
class ClaimTotal:
    """Standings of one way of paying together, in fen."""

    standings: tuple[Standing, ...]

    @property
    def granted(self) -> int:
        return sum(one.granted or 0 for one in self.standings)

    @property
    def claimed(self) -> int:
        return sum(one.claimed for one in self.standings)

    @property
    def claimable(self) -> int:
        return sum(one.claimable or 0 for one in self.standings)

    @property
    def approved(self) -> int:
        return sum(one.approved for one in self.standings)

    @property
    def paid(self) -> int:
        return sum(one.paid for one in self.standings)


def claim_totals(found: Iterable[Standing]) -> dict[str, ClaimTotal]:
    """By monthly, yearly, on_approval and at_most, as `totals`; unlike money is never added up."""
    groups: dict[str, list[Standing]] = {"monthly": [], "yearly": [], "on_approval": [], "at_most": []}
    for one in found:
        award = one.finding.award if one.finding else None
        if award:
            groups["at_most" if award.basis == "on_approval" and award.at_most else award.basis].append(one)
    return {basis: ClaimTotal(tuple(group)) for basis, group in groups.items()}
