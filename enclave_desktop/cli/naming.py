"""Programmes and subjects by the names the user gave; what is not known is refused with the nearest."""

import difflib
from collections.abc import Iterable, Sequence

from enclave_desktop.dossier.numbers import normalise_number
from enclave_desktop.errors import UserError
from enclave_desktop.policy.explain import reasons
from enclave_desktop.policy.findings import Finding, Outcome, Status
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.pack import Programme
from enclave_desktop.policy.report import subject_words


def known_programme(word: str) -> Programme:
    """The programme of that id; UserError with the nearest ids otherwise."""
    programmes = {programme.id: programme for pack in load_packs() for programme in pack.programmes}
    if word in programmes:
        return programmes[word]
    titled = [programme.id for programme in programmes.values() if word and word in programme.title]
    near = titled or difflib.get_close_matches(word, programmes, n=3, cutoff=0.3) or list(programmes)
    raise UserError(
        f"没有编号为“{word}”的项目。",
        *(f"  {name}　{programmes[name].title}" for name in near),
        "全部项目：enclave-desktop policy list",
    )


def chosen_findings(findings: Sequence[Finding], keys: Iterable[str], *, draft: bool) -> list[Finding]:
    """The findings of the subjects asked for, each eligible or, for a draft, as it is."""
    keys = list(dict.fromkeys(keys))
    chosen = [_finding(findings, key) for key in keys] if keys else [_only(findings, draft=draft)]
    barred = [finding for finding in chosen if finding.status is not Status.ELIGIBLE]
    if barred and not draft:
        raise UserError(
            "下列对象目前不是“初步符合”，没有打印（加 --draft 可打印草稿）：",
            *(line for finding in barred for line in _reasons(finding)),
        )
    return chosen


def _finding(findings: Sequence[Finding], key: str) -> Finding:
    by_key = {finding.subject.key: finding for finding in findings}
    found = by_key.get(key) or by_key.get(normalise_number(key))
    if found is not None:
        return found
    near = difflib.get_close_matches(key, by_key, n=3, cutoff=0.5)
    named = [finding for finding in findings if finding.subject.name == key]
    offered = named or [by_key[name] for name in near]
    raise UserError(
        "没有这个对象。" if offered else "没有这个对象，这个项目也没有相近的对象。",
        *(f"  相近的有：{subject_words(finding.subject)}" for finding in offered),
        "人员请写完整的证件号码，飞地和载体写名称。",
    )


def _only(findings: Sequence[Finding], *, draft: bool) -> Finding:
    candidates = [f for f in findings if draft or f.status is Status.ELIGIBLE]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise UserError(
            "有多个对象，请用 --subject 指明（可重复）：",
            *(f"  {subject_words(finding.subject)}　{finding.status.words}" for finding in candidates),
        )
    raise UserError(
        "目前没有“初步符合”的对象，没有打印。",
        *(line for finding in findings for line in _reasons(finding)),
    )


def _reasons(finding: Finding) -> list[str]:
    lines = [f"  {subject_words(finding.subject)}　{finding.status.words}"]
    deciding = Outcome.UNMET if finding.status is Status.INELIGIBLE else Outcome.UNKNOWN
    return lines + [f"    - {line}" for line in reasons(finding, deciding)]
