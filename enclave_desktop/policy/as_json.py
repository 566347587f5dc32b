"""Findings as plain data for scripts: the shape of `check --json`. Document numbers are in full, by intent."""

from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.money import plain
from enclave_desktop.policy.explain import actual, gap, required
from enclave_desktop.policy.findings import Award, Case, Check, Finding


def findings_data(dossier: Dossier, year: int, findings: list[Finding]) -> dict[str, Any]:
    return {
        "as_of": dossier.as_of.isoformat(),
        "year": year,
        "findings": [_finding(finding) for finding in findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    subject, mark = finding.subject, finding.programme.measure.mark
    return {
        "programme": finding.programme.id,
        **({"mark": mark} if mark else {}),
        "subject": {"kind": subject.kind, "key": subject.key, "name": subject.name},
        "status": finding.status.value,
        "award": _award(finding.award) if finding.award else None,
        "checks": [_check(check, finding.case) for check in finding.checks],
    }


def _award(award: Award) -> dict[str, Any]:
    data: dict[str, Any] = {"basis": award.basis, "at_most": award.at_most, "total": plain(award.total)}
    if award.due is not None and award.to_come is not None:
        data |= {"due": plain(award.due), "to_come": plain(award.to_come)}
    data["claimed"] = plain(award.claimed)
    if award.due is not None:
        data["schedule"] = [{"month": str(month), "amount": plain(fen)} for month, fen in award.schedule]
    return data


def _check(check: Check, case: Case) -> dict[str, Any]:
    return {
        "criterion": check.criterion.id,
        "outcome": check.outcome.value,
        "actual": actual(check, case),
        "required": required(check),
        "gap": gap(check, case),
        "basis": check.basis,
        "locator": check.criterion.locator,
    }
