"""What a programme comes to, in the few words that a list has room for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from enclave_desktop.desktop.held import View
from enclave_desktop.dossier.money import grouped
from enclave_desktop.policy.check import in_force
from enclave_desktop.policy.explain import answer_words
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.findings import Award, Finding, Outcome, Status
from enclave_desktop.policy.installed import installed
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.pack import ApprovalRule, AwardRule, MonthlyRule, Programme, Series, YearlyRule
from enclave_desktop.policy.report import amount_words

ORDER = (Status.ELIGIBLE, Status.UNDETERMINED, Status.INELIGIBLE)
NO_SUBJECT = "没有登记对象"
NO_AMOUNT = "原文未写金额"
AMOUNT_OPEN = "金额待核"


@dataclass(frozen=True, slots=True)
class Summary:
    """One programme with the findings of all its subjects, the best first."""

    programme: Programme
    findings: tuple[Finding, ...]

    @property
    def status(self) -> Status | None:
        """The best of its findings; None where nobody is on record whom it could be for."""
        return self.findings[0].status if self.findings else None

    @property
    def count(self) -> str:
        """How many match, or what keeps them from it: 3 人, 缺 1 项, 未达到：备案."""
        unit = _unit(self.programme)
        if self.status is None:
            return NO_SUBJECT
        if self.status is Status.ELIGIBLE:
            return f"{sum(f.status is Status.ELIGIBLE for f in self.findings)} {unit}"
        if self.status is Status.UNDETERMINED:
            return f"缺 {len(_lacking(self.findings))} 项"
        labels = Counter(label for finding in self.findings for label in _unmet(finding))
        return f"未达到：{labels.most_common(1)[0][0]}"

    @property
    def money(self) -> str:
        """What those who match may expect together: one programme pays in one way, so this is a sum."""
        if self.status is None or self.status is Status.INELIGIBLE:
            return "—"
        if self.programme.award is None:
            return NO_AMOUNT
        awards = [finding.award for finding in self.findings if finding.award]
        if not awards:
            return AMOUNT_OPEN if self.status is Status.ELIGIBLE else "—"
        return award_sum(awards)


def award_sum(awards: list[Award]) -> str:
    """Awards of one programme, added up, in yuan."""
    at_most = "最高 " if any(award.at_most for award in awards) else ""
    return f"{at_most}{grouped(sum(award.total for award in awards))}"


def summaries(view: View) -> list[Summary]:
    """Every programme in force on the day, in the packs' order."""
    found: dict[str, list[Finding]] = {}
    for finding in view.findings:
        found.setdefault(finding.programme.id, []).append(finding)
    return [
        Summary(programme, tuple(sorted(found.get(programme.id, ()), key=_rank)))
        for pack in load_packs()
        for programme in pack.programmes
        if in_force(programme, view.dossier.as_of)
    ]


def subject_counts(summary: Summary) -> str:
    """How many subjects have which verdict: 初步符合 7，待核 6，不符合 16."""
    counts = Counter(finding.status for finding in summary.findings)
    return "，".join(f"{status.words} {counts[status]}" for status in ORDER if counts[status])


def outcome_counts(finding: Finding) -> str:
    """How many of its criteria have which outcome: 1 条未达到，2 条待核实，9 条达到."""
    counts = Counter(check.outcome for check in finding.checks)
    words = ((Outcome.UNMET, "未达到"), (Outcome.UNKNOWN, "待核实"), (Outcome.MET, "达到"))
    return "，".join(f"{counts[outcome]} 条{word}" for outcome, word in words if counts[outcome])


def terms(programme: Programme, day: date) -> str:
    """Who pays, how much and how: the office, the sum a month, at most so many months."""
    paid = _award_terms(programme.award, day) if programme.award else NO_AMOUNT
    authority = programme.measure.authority
    return f"{authority}·{paid}" if authority else paid


def award_words(finding: Finding, year: int) -> str:
    """What an eligible subject may expect, in a sentence, and who settled what it rests on; empty for the rest."""
    if finding.status is not Status.ELIGIBLE:
        return ""
    if finding.award is None and finding.programme.award is None:
        return NO_AMOUNT
    words = amount_words(finding.award, year) if finding.award else AMOUNT_OPEN
    return "；".join((words, *amount_grounds(finding)))


def amount_grounds(finding: Finding) -> list[str]:
    """Who answered the assumptions that the amount rests on, when and on which text, each once."""
    rests_on = finding.programme.amount_rests_on
    grounds = (given for given in finding.answers if given.assumption in rests_on)
    return list(dict.fromkeys(f"金额所依据的假定：{answer_words(given)}" for given in grounds))


def _award_terms(rule: AwardRule, day: date) -> str:
    at_most = "最高 " if rule.at_most else ""
    match rule:
        case MonthlyRule():
            months = rule.months.on(day)
            longest = f"，最多 {months} 个月" if months else ""
            return f"每人每月 {at_most}{_yuan(rule.amount, day)}{longest}"
        case YearlyRule():
            rate = rule.rate.on(day)
            part = f"{(rate * 100).normalize():f}%" if rate is not None else "一部分"
            return f"{FACTS[rule.of].label}的 {part}，每年最高 {_yuan(rule.cap, day)}"
        case ApprovalRule():
            sums = "，".join(
                f"{word} {_yuan(amount, day)}" if word else _yuan(amount, day)
                for word, amount in rule.amounts.items()
            )
            return f"获批后 {at_most}{sums}"


def _yuan(series: Series[int], day: date) -> str:
    fen = series.on(day)
    return f"{grouped(fen)} 元" if fen is not None else "金额未定"


def _rank(finding: Finding) -> tuple[int, str]:
    return ORDER.index(finding.status), finding.subject.key


def _unit(programme: Programme) -> str:
    kind = {"person": "人", "carrier": "个载体", "enclave": "个飞地"}[programme.subject]
    return f"个{programme.type}" if programme.subject == "enclave" and programme.type else kind


def _lacking(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {
        (finding.subject.key, check.criterion.fact)
        for finding in findings
        for check in finding.checks
        if finding.status is Status.UNDETERMINED and check.outcome is Outcome.UNKNOWN
    }


def _unmet(finding: Finding) -> Iterator[str]:
    return (check.criterion.label for check in finding.checks if check.outcome is Outcome.UNMET)


def unused_words() -> str:
    """Said where an installed rule pack cannot be used."""
    count = len(installed().problems)
    return f"　有 {count} 个已安装的规则包没有使用，见“设置”" if count else ""
