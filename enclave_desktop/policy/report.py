"""The eligibility report that a person reads: totals first, then each programme, then what to fill in.

Unlike money is never added up: due by the day, still to come, sums on approval and what is claimed stand apart.
"""

from collections.abc import Iterator
from itertools import groupby

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.showing import mask_number
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.explain import answer_words, gap, reasons
from enclave_desktop.policy.findings import Award, Finding, Outcome, Status, Subject
from enclave_desktop.policy.pack import UNSIGNED, Programme
from enclave_desktop.policy.proof import MISSING, proofs
from enclave_desktop.policy.totals import totals, unsigned_in

_ORDER = (Status.ELIGIBLE, Status.UNDETERMINED, Status.INELIGIBLE)


def report(dossier: Dossier, year: int, findings: list[Finding]) -> Iterator[str]:
    """The report's lines, for a console or a text file; document numbers are masked."""
    firm = dossier.firm.name if dossier.firm else "（尚未登记企业）"
    yield "补贴资格核对"
    yield f"{firm}　数据截至 {dossier.as_of}　费用年度、考核年度 {year}"
    yield "“初步符合”是按公开报道和工作假定核对的结果，最终以主管部门审定为准。"
    yield ""
    yield from _totals(dossier, year, findings)
    context = Context(dossier, year)
    for number, (programme, group) in enumerate(_by_programme(findings), 1):
        yield ""
        yield from _programme(number, programme, group, context)
    yield from _to_fill_in(findings)
    yield from _assumptions(findings)


def subject_words(subject: Subject) -> str:
    """The subject as it may stand on a screen: a person's name with her number masked."""
    return f"{subject.name}（{mask_number(subject.key)}）" if subject.kind == "person" else subject.name


def citation(programme: Programme) -> str:
    """What a programme rests on: the measure where one is known, and the public report."""
    measure = programme.measure
    title = f"《{measure.title}》，" if measure.title else ""
    return f"{title}据{measure.source}（{programme.topic}）"


def amount_words(award: Award, year: int) -> str:
    """An award in a line."""
    at_most = "最高 " if award.at_most else ""
    if award.basis == "monthly":
        words = _monthly_words(award)
    elif award.basis == "yearly":
        words = f"{year} 年度 {at_most}{grouped(award.total)} 元"
    else:
        words = f"获批后 {at_most}{grouped(award.total)} 元"
    return f"{words}；已申领 {grouped(award.claimed)} 元" if award.claimed else words


def _monthly_words(award: Award) -> str:
    if not award.schedule:
        return "合同期内没有可计的整月"
    first, last = award.schedule[0][0], award.schedule[-1][0]
    course = f"{first} 至 {last}，共 {len(award.schedule)} 个月"
    paid = f"已到期 {grouped(award.due or 0)} 元，今后 {grouped(award.to_come or 0)} 元"
    return f"合计 {grouped(award.total)} 元（{course}），{paid}"


def _totals(dossier: Dossier, year: int, findings: list[Finding]) -> Iterator[str]:
    found = totals(findings)
    monthly, yearly, fixed, capped = found.monthly, found.yearly, found.on_approval, found.at_most
    claimed = sum(kind.claimed for kind in (monthly, yearly, fixed, capped))
    yield "金额（性质不同，互不相加）"
    yield f"  按月补助，截至 {dossier.as_of} 已到期：{grouped(monthly.due)} 元（{monthly.count} 项）"
    yield f"  按月补助，今后：{grouped(monthly.to_come)} 元"
    yield f"  按年奖励，{year} 年度：{grouped(yearly.total)} 元（{yearly.count} 项）"
    yield f"  获批后一次性：{grouped(fixed.total)} 元（{fixed.count} 项）"
    yield f"  获批后一次性，最高：{grouped(capped.total)} 元（{capped.count} 项）"
    yield f"  上述各项中已申领：{grouped(claimed)} 元"
    if unsigned := unsigned_in(findings):
        yield f"  上述各项中有依据{UNSIGNED}的：{'、'.join(unsigned)}"


def _by_programme(findings: list[Finding]) -> Iterator[tuple[Programme, list[Finding]]]:
    for _, group in groupby(findings, key=lambda finding: finding.programme.id):
        found = list(group)
        yield found[0].programme, found


def _programme(number: int, programme: Programme, findings: list[Finding], context: Context) -> Iterator[str]:
    counts = "　".join(f"{s.words} {sum(f.status is s for f in findings)}" for s in _ORDER)
    yield f"{number}. {programme.marked_title}（{programme.id}）　{counts}"
    yield f"   {citation(programme)}"
    assumed = [check.criterion.label for check in findings[0].checks if check.basis == "assumption"]
    if assumed:
        yield f"   其中属于工作假定的条件：{'、'.join(assumed)}"
    for status in _ORDER:
        chosen = [finding for finding in findings if finding.status is status]
        if chosen:
            yield f"   {status.words}"
            for finding in chosen:
                yield from _finding(finding, context)


def _finding(finding: Finding, context: Context) -> Iterator[str]:
    name = subject_words(finding.subject)
    if finding.status is Status.ELIGIBLE:
        yield f"     {name}　{_award_words(finding, context.year)}"
    else:
        yield f"     {name}"
        deciding = Outcome.UNMET if finding.status is Status.INELIGIBLE else Outcome.UNKNOWN
        for line in reasons(finding, deciding):
            yield f"       - {line}"
    if finding.status is not Status.INELIGIBLE:
        yield from _evidence(finding, context)


def _evidence(finding: Finding, context: Context) -> Iterator[str]:
    """What of the evidence is missing, then what else is wrong with it."""
    found = [(proof.piece.name, flaw) for proof in proofs(context, finding) for flaw in proof.flaws]
    missing = [name for name, flaw in found if flaw.what == MISSING]
    if missing:
        yield f"       还缺材料：{'、'.join(missing)}"
    for _, flaw in found:
        if flaw.what != MISSING:
            yield f"       材料：{flaw.words}"


def _award_words(finding: Finding, year: int) -> str:
    if finding.amount_denied:
        return "可以申报；金额所依据的工作假定已被否定，须另行核定"
    if finding.award is None:
        options = "、".join(finding.programme.options)
        return f"可申报：{options}" if options else "可以申报（公开报道没有载明金额）"
    return amount_words(finding.award, year)


def _to_fill_in(findings: list[Finding]) -> Iterator[str]:
    asked: dict[str, list[str]] = {}
    for finding in findings:
        if finding.status is Status.UNDETERMINED:
            for check in finding.checks:
                if check.outcome is Outcome.UNKNOWN:
                    words = gap(check, finding.case) or ""
                    asked.setdefault(f"{subject_words(finding.subject)}：{words}", []).append(
                        finding.programme.title
                    )
    if asked:
        yield ""
        yield "补上这些就能得出结论"
        for words, programmes in asked.items():
            yield f"  - {words}（{'、'.join(dict.fromkeys(programmes))}）"


def _assumptions(findings: list[Finding]) -> Iterator[str]:
    answers = {(f.programme.measure.id, answer.assumption): answer for f in findings for answer in f.answers}
    named = dict.fromkeys(
        (assumption.question, assumption.answer, answers.get((finding.programme.measure.id, assumption.id)))
        for finding in findings
        for assumption in finding.programme.assumptions
    )
    if named:
        yield ""
        yield "公开报道没有写明、按工作假定处理的事项（均须向主管部门确认）"
        for question, assumed, answer in named:
            yield f"  - {question}：{assumed}" + (f"　{answer_words(answer)}" if answer else "")
