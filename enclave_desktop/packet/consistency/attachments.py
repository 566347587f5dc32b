"""材料: pieces that are missing, expired, unreadable, too old, or do not cover the months; reasons of a return."""

from collections.abc import Iterator

from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.remark import Remark, Severity, Spot, spot_of
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
    """The piece itself; of a missing one the row that it would prove."""
    if flaw.row is not None:
        return spot_of(flaw.row, _FIELDS[flaw.what])
    for kind in proof.piece.kinds:
        owner = where_to_attach(looked_at.application.context, finding, kind)
        if owner is not None:
            return Spot(*_owner(looked_at, *owner), attach=kind)
    return None


def _owner(looked_at: LookedAt, title: str, reference: object) -> tuple[str, object]:
    """The firm is one: nothing refers to it, but it has a key like any row."""
    firm = looked_at.application.firm
    return (title, spot_of(firm).reference) if reference is None and firm else (title, reference)


def not_masked(looked_at: LookedAt) -> Iterator[Remark]:
    """Pieces without a mask on any page, where numbers are not to show: a scan's own are printed as they are."""
    if not looked_at.application.options.masked:
        return
    for finding in looked_at.application.findings:
        for proof in proofs(looked_at.application.context, finding):
            for row in proof.rows:
                if not any(edit.masks for edit in row.edits):
                    words = f"{proof.piece.name}的页面没有遮盖，上面如有号码会照样印出"
                    yield Remark(Severity.HINT, MATERIAL, words, spot=spot_of(row, "pages"))


def returned(looked_at: LookedAt) -> Iterator[Remark]:
    """Why the office returned earlier claims, as long as nobody says that it is settled."""
    keys = [subject.key for subject in looked_at.application.subjects]
    for step, own in open_reasons(looked_at.dossier, looked_at.application.programme.id, keys):
        severity = Severity.GAP if own else Severity.HINT
        words = f"{step.on} 退回的意见尚未解决：{step.reason}" if own else _of_others(step)
        yield Remark(severity, RETURNED, words, spot=spot_of(step, "settled_on"))


def _of_others(step: ClaimStep) -> str:
    return f"同一项目的另一份申领于 {step.on} 被退回，请对照：{step.reason}"
