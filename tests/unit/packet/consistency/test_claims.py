"""Claims against the contract, the packet and one another."""

from datetime import date

import pytest

from enclave_desktop.packet.consistency import claims
from enclave_desktop.packet.consistency.remark import Severity
from tests.packet import sample
from tests.unit import rows
from tests.unit.packet.consistency import looking

DUE = 5_000_00
"""A month."""


def words(check, *more, programme=looking.DOCTORS, **changed):
    dossier = (looking.spender if programme == looking.REWARD else looking.doctor)(*more, **changed)
    return [remark.words for remark in looking.remarks(check, dossier, programme)]


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
def test_that_the_sample_claims_nothing_twice(programme):
    for check in (claims.claimed_twice, claims.claimed_outside_contract, claims.course_within_contract):
        assert looking.remarks(check, sample.dossier(), programme) == []


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-02", "2029-02", []),
        ("2024-01", "2024-03", ["申领的 2024-01 没有劳动合同"]),
        ("2029-02", "2029-04", ["申领的 2029-03 至 2029-04 没有劳动合同"]),
        ("2024", None, ["申领的 2024-01 没有劳动合同"]),
    ],
)
def test_that_each_month_claimed_has_a_contract(first, last, said):
    assert words(claims.claimed_outside_contract, rows.claim(period_from=first, period_to=last)) == said


def test_that_after_leaving_there_is_no_contract():
    left = rows.contract(left_on=date(2024, 6, 15))
    claim = rows.claim(period_from="2024-06", period_to="2024-07")
    assert words(claims.claimed_outside_contract, claim, contract=left) == ["申领的 2024-07 没有劳动合同"]


@pytest.mark.parametrize(
    ("state", "amount", "told"),
    [
        ("已提交", 3 * DUE, False),
        ("已提交", 3 * DUE + 1, True),
        ("拟申报", 2 * DUE, True),
        ("拟申报", None, False),
        ("获批", 2 * DUE, False),
        ("已拨付", 2 * DUE, False),
    ],
)
def test_that_a_claim_not_decided_yet_is_for_what_the_packet_has_for_its_months(state, amount, told):
    claim = rows.claim(period_from="2024-04", period_to="2024-06", state=state, amount=amount)
    assert bool(words(claims.amounts_claimed, claim)) is told


@pytest.mark.parametrize(("amount", "said"), [(1_500_00, False), (1_500_01, True)])
def test_that_a_claim_of_a_year_is_for_what_the_form_applies_for(amount, said):
    claim = rows.claim(
        programme=looking.REWARD, subject="上海中心", period_from="2024", state="拟申报", amount=amount
    )
    found = words(claims.amounts_claimed, claim, programme=looking.REWARD)
    assert bool(found) is said
    assert not said or "1,500.01 元，按本册为 1,500.00 元" in found[0]


def test_that_a_claim_of_another_year_is_another_matter():
    claim = rows.claim(
        programme=looking.REWARD, subject="上海中心", period_from="2023", state="拟申报", amount=1
    )
    assert words(claims.amounts_claimed, claim, programme=looking.REWARD) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"period_from": "2024-07"}, []),
        ({"period_from": "2024-06"}, ["示例人的 2024-06 申领了两次"]),
        ({"period_from": "2024-05", "period_to": "2024-08"}, ["示例人的 2024-05 至 2024-06 申领了两次"]),
        ({"period_from": "2024-06", "state": "退回"}, []),
        ({"period_from": "2024-06", "state": "拟申报"}, []),
    ],
)
def test_that_no_month_is_claimed_twice(other, said):
    first = rows.claim(period_from="2024-04", period_to="2024-06")
    assert words(claims.claimed_twice, first, rows.claim(**other)) == said


def test_that_a_month_is_not_claimed_for_doctors_and_for_masters():
    master = rows.claim(programme=looking.MASTERS, period_from="2024-05")
    found = words(claims.claimed_twice, master)
    assert found == ["示例人的 2024-05 已在“硕士研发人员补助”申领"] or "2024-05 已在" in found[0]
    both = words(claims.claimed_twice, master, rows.claim(period_from="2024-05"))
    assert "示例人的 2024-05 在两个项目下申领" in both


def test_that_support_that_is_not_monthly_may_stand_beside():
    award = rows.claim(programme="nx-talent-awards", period_from="2024-05")
    assert words(claims.claimed_twice, award) == []


@pytest.mark.parametrize(
    ("amount", "severity"),
    [(15 * DUE - 1, None), (15 * DUE, Severity.HINT), (15 * DUE + 1, Severity.CONTRADICTION)],
)
def test_that_nothing_left_to_claim_is_told(amount, severity):
    claim = rows.claim(period_from="2024-04", period_to="2025-06", amount=amount)
    if severity is None:
        claim = rows.claim(period_from="2024-04", period_to="2025-05", amount=amount)
    found = looking.remarks(claims.nothing_left, looking.doctor(claim))
    assert [remark.severity for remark in found] == ([severity] if severity else [])


def test_that_a_course_beyond_the_contract_is_told():
    shorter = looking.doctor(contract=rows.contract(ends_on=date(2027, 2, 19)))
    paper = looking.looked_at(looking.application(looking.doctor()))
    short = looking.looked_at(looking.application(shorter))
    course = next(f for f in paper.forms[0].filled if f.entry.value == "award.course")
    form = short.forms[0]
    form.filled = [course if f.entry.value == "award.course" else f for f in form.filled]
    (found,) = claims.course_within_contract(short)
    assert found.words == "补助起止月 2024-04 至 2029-01 超出合同的起止"
