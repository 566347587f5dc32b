"""What a person's page says of her: what is missing, and the pieces to attach."""

from collections.abc import Sequence
from dataclasses import dataclass

from enclave_desktop.desktop.evidence.piece_list import PieceLine, piece_lines
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.matching.filled_in import place_of
from enclave_desktop.desktop.place import Place
from enclave_desktop.policy.explain import gap
from enclave_desktop.policy.findings import Finding, Outcome, Status


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing to fill in, and the programmes that wait for it."""

    words: str
    place: Place
    programmes: tuple[str, ...]


def lacking(findings: Sequence[Finding], view: View) -> list[Lacking]:
    """Everything unknown that keeps a finding open, each once."""
    found: dict[str, tuple[Place, list[str]]] = {}
    for finding in findings:
        for check in finding.checks if finding.status is Status.UNDETERMINED else ():
            if check.outcome is Outcome.UNKNOWN:
                place = place_of(check, finding.case, view.dossier, view.year)
                words = gap(check, finding.case) or ""
                found.setdefault(words, (place, []))[1].append(finding.programme.title)
    return [Lacking(words, place, tuple(titles)) for words, (place, titles) in found.items()]


def pieces(findings: Sequence[Finding], view: View) -> list[PieceLine]:
    """What the programmes ask for that she matches or may match."""
    return piece_lines([finding for finding in findings if finding.status is not Status.INELIGIBLE], view)
