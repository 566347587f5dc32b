"""Whose copies of each piece of evidence are bound in, where a packet is for several."""

from collections.abc import Mapping
from dataclasses import dataclass

from enclave_desktop.dossier.evidence import evidence_kind
from enclave_desktop.packet.application import Application
from enclave_desktop.policy.pack import Evidence
from enclave_desktop.policy.proof import Proof, proofs

_OF_A_PERSON = frozenset({"人员", "劳动合同"})
_OF_THE_FIRM = frozenset({"企业"})


@dataclass(frozen=True, slots=True)
class Whose:
    """Of one piece."""

    each: bool
    """Each subject has its own; else the same copies serve all."""
    having: frozenset[str]
    """Keys of the subjects whose copies are bound in."""


def whose_pieces(application: Application) -> Mapping[int, Whose]:
    """By the number of the piece, from 1."""
    by_subject = {
        finding.subject.key: proofs(application.context, finding) for finding in application.findings
    }
    return {
        number: _whose(
            application, number, evidence, {key: held[number - 1] for key, held in by_subject.items()}
        )
        for number, evidence in enumerate(application.programme.evidence, 1)
    }


def _whose(application: Application, number: int, evidence: Evidence, held: Mapping[str, Proof]) -> Whose:
    having = frozenset(key for key, proof in held.items() if proof.rows)
    if not application.attachments.get(f"evidence:{number}"):
        having = frozenset()
    elif not having:  # bound in without standing on record: nobody says whose it is
        having = frozenset(held)
    files = {tuple(row.number for row in proof.rows) for proof in held.values()}
    shared = len(files) == 1 and having == frozenset(held)
    return Whose(application.several and not shared and _each(application, evidence), having)


def _each(application: Application, evidence: Evidence) -> bool:
    """Such a piece proves something of the subject, not of the firm or of where people work."""
    sheets = {title for kind in evidence.kinds for title in evidence_kind(kind).of}
    if application.people:
        return not sheets or bool(sheets & _OF_A_PERSON)
    return not sheets or not sheets <= _OF_THE_FIRM
