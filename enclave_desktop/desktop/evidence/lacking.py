"""Which pieces are missing, expired, unreadable or do not cover the months, and where each is attached."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from enclave_desktop.desktop.evidence.owners import FIRM, Attachment, Row
from enclave_desktop.desktop.held import View
from enclave_desktop.packet.options import newest_months
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.proof import MISSING, Proof, proofs


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to see to."""

    what: str
    """缺, 已过期, 无法读取, 未覆盖 or 过旧."""
    name: str
    """Of the piece, as the programme has it."""
    words: str
    place: Attachment
    programmes: tuple[str, ...]


def lacks_of(context: Context, finding: Finding, damaged: Iterable[str] = ()) -> list[Lack]:
    """What is wrong with the pieces of one finding, in the programme's order."""
    return [lack for proof in proofs_of(context, finding, damaged) for lack in _lacks(finding, proof)]


def proofs_of(context: Context, finding: Finding, damaged: Iterable[str] = ()) -> list[Proof]:
    """The pieces of one finding, none of them older than the firm lets its packets be."""
    newest = newest_months(context.dossier, finding.programme.id)
    return proofs(context, finding, damaged=frozenset(damaged), newest_months=newest)


def _lacks(finding: Finding, proof: Proof) -> Iterable[Lack]:
    for flaw in proof.flaws:
        if flaw.row is not None:
            place = Attachment(flaw.row.proves, flaw.row.kind, flaw.row.number)
        else:
            place = Attachment(proof.where, proof.kind)
        yield Lack(flaw.what, proof.piece.name, flaw.words, place, (finding.programme.title,))


def all_lacks(view: View) -> dict[Row, list[Lack]]:
    """By the row that a piece is attached to everything to see to, each once; subjects that do not match are left out.

    What belongs to no row yet, or to one of several, stands with the subject.
    """
    context = Context(view.dossier, view.year)
    found: dict[Row, dict[tuple[str, str | None, str | None], Lack]] = {}
    for finding in view.findings:
        if finding.status is Status.INELIGIBLE:
            continue
        for lack in lacks_of(context, finding, view.damaged):
            row = lack.place.row or subject_row(finding)
            held = found.setdefault(row, {})
            key = lack.what, lack.place.kind, lack.place.number
            before = held.setdefault(key, lack)
            titles = dict.fromkeys((*before.programmes, *lack.programmes))
            held[key] = replace(before, programmes=tuple(titles))
    return {row: list(held.values()) for row, held in found.items()}


def subject_row(finding: Finding) -> Row:
    """The row of the subject itself."""
    case = finding.case
    if case.person is not None:
        return "人员", case.person.id_number
    if case.carrier is not None:
        return "载体", case.carrier.name
    return ("飞地", case.enclave.name) if case.enclave else FIRM


def missing_only(lacks: Iterable[Lack]) -> list[Lack]:
    """Those for which nothing is there."""
    return [lack for lack in lacks if lack.what == MISSING]
