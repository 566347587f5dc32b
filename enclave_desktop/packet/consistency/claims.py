"""申领: months and amounts claimed, held against the contract, against the packet, and against one another."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.months import Month
from enclave_desktop.dossier.values import CLAIMED_STATES, Claim, Contract
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.readings import FormOnPaper
from enclave_desktop.packet.consistency.remark import Remark, Severity, Spot, spot_of
from enclave_desktop.packet.consistency.sums import amount
from enclave_desktop.policy.claiming import claimable, claims_of, months_of
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.pack import MonthlyRule, Programme
from enclave_desktop.policy.proof import month_ranges

COVER, AMOUNT, TWICE = "合同与期间", "申领金额", "重复申领"
PLANNED = ("拟申报", "已提交")
"""States of a claim whose amount is still the firm's own."""
_MONTH = re.compile(r"(\d{4})年(\d{1,2})月")


def course_within_contract(looked_at: LookedAt) -> Iterator[Remark]:
    """补助起止月 as printed lies within the contract's days as printed."""
    for form in looked_at.forms:
        course = _months_in(form, "award.course")
        first, last = _months_in(form, "contract.starts_on"), _months_in(form, "contract.ends_on")
        contract = form.finding.case.contract
        if len(course) != 2 or contract is None:
            continue
        end = Month.of(contract.left_on) if contract.left_on else next(iter(last), None)
        if (first and course[0] < first[0]) or (end and course[1] > end):
            words = f"补助起止月 {course[0]} 至 {course[1]} 超出合同的起止"
            yield Remark(Severity.CONTRADICTION, COVER, words, form.where, spot_of(contract, "ends_on"))


def _months_in(form: FormOnPaper, name: str) -> list[Month]:
    cell = form.cell(name)
    return [Month(int(year), int(month)) for year, month in _MONTH.findall(cell.words)] if cell else []


def claimed_outside_contract(looked_at: LookedAt) -> Iterator[Remark]:
    """Each month of each claim is one in which the person had a contract."""
    for number, finding in enumerate(looked_at.application.findings):
        person = finding.case.person
        if person is None:
            continue
        contracts = [row for row in looked_at.dossier.contracts if row.person == person.id_number]
        for claim in claims_of(looked_at.dossier, finding):
            lacking = [month for month in _whole(claim) if not _employed(contracts, month)]
            if lacking:
                words = f"{looked_at.about(number)}申领的 {month_ranges(lacking)} 没有劳动合同"
                yield Remark(Severity.CONTRADICTION, COVER, words, spot=spot_of(claim, "period_from"))


def _whole(claim: Claim) -> list[Month]:
    return months_of([claim])


def _employed(contracts: Sequence[Contract], month: Month) -> bool:
    return any(
        row.starts_on <= month.last_day and (row.last_day is None or month.first_day <= row.last_day)
        for row in contracts
    )


def amounts_claimed(looked_at: LookedAt) -> Iterator[Remark]:
    """What a claim not decided yet is for, against what the packet prints for its months or its year."""
    for number, form in enumerate(looked_at.forms):
        for claim in claims_of(looked_at.dossier, form.finding):
            due = _due(looked_at, form, claim)
            if claim.state in PLANNED and claim.amount is not None and due not in (None, claim.amount):
                words = (
                    f"{looked_at.about(number)}申领记录（{_period(claim)}，{claim.state}）的金额是 {grouped(claim.amount)} 元，"
                    f"按本册为 {grouped(due or 0)} 元"
                )
                where = form.where
                yield Remark(Severity.CONTRADICTION, AMOUNT, words, where, spot_of(claim, "amount"))


def _due(looked_at: LookedAt, form: FormOnPaper, claim: Claim) -> int | None:
    """What the packet has for the claim's months; for its year the amount that the form applies for."""
    award = form.finding.award
    if award and award.schedule:
        months = set(_whole(claim))
        return sum(fen for month, fen in award.schedule if month in months)
    cell = form.cell("award.amount")
    if award is None or cell is None or claim.period_from != str(looked_at.application.year):
        return None
    return amount(cell.words)


def _period(claim: Claim) -> str:
    return f"{claim.period_from} 至 {claim.period_to}" if claim.period_to else claim.period_from


def claimed_twice(looked_at: LookedAt) -> Iterator[Remark]:
    """Two claims for one month of the same support, or of two that are paid by the month to the same person."""
    monthly = {programme.id for programme in _programmes() if isinstance(programme.award, MonthlyRule)}
    for finding in looked_at.application.findings:
        this = finding.programme.id
        rival = {this} | (monthly if this in monthly else set())
        claims = [
            claim
            for claim in looked_at.dossier.claims
            if claim.subject == finding.subject.key
            and claim.programme in rival
            and claim.state in CLAIMED_STATES
        ]
        for one, other in combinations(claims, 2):
            both = sorted(set(_whole(one)) & set(_whole(other)))
            if both and this in (one.programme, other.programme):
                yield _twice(finding, both, one, other)
        yield from _elsewhere(finding, [claim for claim in claims if claim.programme != this])


def _twice(finding: Finding, months: Sequence[Month], one: Claim, other: Claim) -> Remark:
    what = "申领了两次" if one.programme == other.programme else "在两个项目下申领"
    words = f"{finding.subject.name}的 {month_ranges(months)} {what}"
    return Remark(Severity.CONTRADICTION, TWICE, words, spot=spot_of(other, "period_from"))


def _elsewhere(finding: Finding, claims: Sequence[Claim]) -> Iterator[Remark]:
    """Months that the packet asks for and another programme was asked for."""
    asked = {month for month, _ in finding.award.schedule} if finding.award else set()
    for claim in claims:
        both = sorted(asked & set(_whole(claim)))
        if both:
            title = next((p.title for p in _programmes() if p.id == claim.programme), claim.programme)
            words = f"{finding.subject.name}的 {month_ranges(both)} 已在“{title}”申领"
            yield Remark(Severity.CONTRADICTION, TWICE, words, spot=spot_of(claim, "period_from"))


@cache
def _programmes() -> tuple[Programme, ...]:
    return tuple(programme for pack in load_packs() for programme in pack.programmes)


def nothing_left(looked_at: LookedAt) -> Iterator[Remark]:
    """All that is due is claimed already, or more."""
    for number, finding in enumerate(looked_at.application.findings):
        left = claimable(looked_at.dossier, finding)
        if left is None or not left.claimed:
            continue
        spot = Spot(KEPT[Claim].title)
        if left.overclaimed:
            words = f"{looked_at.about(number)}已申领的比应得的多 {grouped(left.overclaimed)} 元"
            yield Remark(Severity.CONTRADICTION, AMOUNT, words, spot=spot)
        elif not left.amount:
            words = f"{looked_at.about(number)}截至数据日应得的都已申领"
            yield Remark(Severity.HINT, TWICE, words, spot=spot)
