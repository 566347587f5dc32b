"""材料: pieces that are missing, expired, unreadable, too old, or do not cover the months; reasons of a return."""

from collections.abc import Iterator
from dataclasses import replace

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import Claim
from enclave_desktop.packet.attached.inspected import PDF
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.remark import Remark, Severity, Spot, spot_of
from enclave_desktop.packet.on_record import evidence_for
from enclave_desktop.policy.claim_course import APPROVED, PAID
from enclave_desktop.policy.claiming import open_reasons
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.proof import MISSING, NOT_COVERED, Flaw, Proof, proofs, where_to_attach

LACKING, MATERIAL, RETURNED = "未附材料", "材料", "退回意见"
_FIELDS = {"已过期": "valid_until", "未覆盖": "period_from", "过旧": "issued_on", "无法读取": "content"}


def flaws(looked_at: LookedAt) -> Iterator[Remark]:
    """Each once, with the names of those whom it concerns where the packet is for several."""
    concerned: dict[tuple[str, str, Spot | None], list[str]] = {}
    for finding in looked_at.application.findings:
        found = proofs(
            looked_at.application.context,
            finding,
            damaged=looked_at.damaged,
            newest_months=looked_at.application.options.newest_months,
        )
        for proof in found:
            for flaw in proof.flaws:
                key = flaw.what, flaw.words, _spot(looked_at, finding, proof, flaw)
                concerned.setdefault(key, []).append(finding.subject.name)
    for (what, words, spot), names in concerned.items():
        all_of_them = len(names) == len(looked_at.application.findings)
        whose = f"（{'、'.join(names)}）" if looked_at.application.several and not all_of_them else ""
        severity = Severity.CONTRADICTION if what == NOT_COVERED else Severity.GAP
        topic = LACKING if what == MISSING else MATERIAL
        yield Remark(severity, topic, f"{words}{whose}", spot=spot)


def _spot(looked_at: LookedAt, finding: Finding, proof: Proof, flaw: Flaw) -> Spot | None:
    """The piece itself; of a missing one the row that it would prove, or the subject's where that may be several."""
    if flaw.row is not None:
        return spot_of(flaw.row, _FIELDS[flaw.what])
    for kind in proof.piece.kinds:
        owner = where_to_attach(looked_at.application.context, finding, kind)
        if owner is not None:
            return Spot(*_owner(looked_at, *owner), attach=kind)
    row = finding.case.person or finding.case.carrier or finding.case.enclave
    return replace(spot_of(row), attach=proof.kind) if row and proof.kind else None


def _owner(looked_at: LookedAt, title: str, reference: object) -> tuple[str, object]:
    """The firm is one: nothing refers to it, but it has a key like any row."""
    firm = looked_at.application.firm
    return (title, spot_of(firm).reference) if reference is None and firm else (title, reference)


def not_masked(looked_at: LookedAt) -> Iterator[Remark]:
    """Pieces without a mask on any page, where numbers are not to show: a scan's own are printed as they are.

    A gap, so that it is asked about: what is published cannot be taken back.
    """
    if not looked_at.application.options.masked:
        return
    for finding in looked_at.application.findings:
        for proof in proofs(looked_at.application.context, finding):
            for row in proof.rows:
                if not any(edit.masks for edit in row.edits):
                    words = f"{proof.piece.name}的页面没有遮盖，上面如有号码会照样印出"
                    yield Remark(Severity.GAP, MATERIAL, words, spot=spot_of(row, "pages"))


def may_look_different(looked_at: LookedAt) -> Iterator[Remark]:
    """What was said of a PDF when it was taken: fonts it does not carry, fields that have no look of their own."""
    application = looked_at.application
    rows = evidence_for(application.dossier, application.findings, application.year)
    for key, attached in application.attachments.items():
        for row, file in zip(rows.get(key, ()), attached, strict=False):
            for warning in file.inspected.warnings if file.inspected.media_type == PDF else ():
                yield Remark(Severity.HINT, MATERIAL, f"{row.kind}：{warning}", spot=spot_of(row, "content"))


def returned(looked_at: LookedAt) -> Iterator[Remark]:
    """Why the office returned earlier claims, as long as nobody says that it is settled; a hint where it gave in since."""
    keys = [subject.key for subject in looked_at.application.subjects]
    granted = {KEPT[Claim].reference(c) for c in looked_at.dossier.claims if c.state in (APPROVED, PAID)}
    for step, own in open_reasons(looked_at.dossier, looked_at.application.programme.id, keys):
        pending = own and step.claim not in granted
        severity = Severity.GAP if pending else Severity.HINT
        words = f"{step.on} 退回的意见尚未解决：{step.reason}" if pending else _of_another(step, own=own)
        yield Remark(severity, RETURNED, words, spot=spot_of(step, "settled_on"))


def _of_another(step: ClaimStep, *, own: bool) -> str:
    which = f"{step.on} 退回、后来获批的申领" if own else f"同一项目的另一份申领于 {step.on} 被退回"
    return f"{which}，请对照：{step.reason}"
