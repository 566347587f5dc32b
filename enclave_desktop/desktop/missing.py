"""What is missing for a verdict, and on which page it is filled in."""

from collections import Counter
from dataclasses import dataclass

from enclave_desktop.desktop.session import View
from enclave_desktop.policy.explain import gap
from enclave_desktop.policy.findings import Finding, Outcome, Status, Subject

PAGES = {"firm": "firm", "enclave": "firm", "carrier": "firm", "person": "people", "contract": "people"}
"""The page of each role that facts are read from."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to fill in, and the programmes that wait for it."""

    page: str
    fact: str
    subject: Subject
    words: str
    programmes: tuple[str, ...]


def missing(view: View) -> list[Missing]:
    """Everything unknown that keeps a finding undetermined, each once, in the order of the findings."""
    waiting: dict[tuple[str, str, str], list[Finding]] = {}
    words: dict[tuple[str, str, str], str] = {}
    for finding in view.findings:
        if finding.status is not Status.UNDETERMINED:
            continue
        for check in finding.checks:
            if check.outcome is Outcome.UNKNOWN:
                key = (finding.subject.kind, finding.subject.key, check.criterion.fact)
                waiting.setdefault(key, []).append(finding)
                words[key] = gap(check, finding.case) or ""
    return [
        Missing(
            PAGES[fact.partition(".")[0]],
            fact,
            findings[0].subject,
            words[key],
            tuple(dict.fromkeys(finding.programme.title for finding in findings)),
        )
        for key, findings in waiting.items()
        for fact in (key[2],)
    ]


def count_by_page(view: View) -> Counter[str]:
    """How many subjects of each page lack something; every page that can is in it."""
    lacking = {(item.page, item.subject.key) for item in missing(view)}
    counts = Counter(dict.fromkeys(PAGES.values(), 0))
    counts.update(page for page, _ in lacking)
    return counts
