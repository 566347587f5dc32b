"""Where a programme stands with a subject, in figures and in hints."""

from datetime import date

import pytest

from enclave_desktop.policy.check import check
from enclave_desktop.policy.claim_standing import claim_totals, standings
from tests.unit import rows
from tests.unit.policy.packs import criterion, pack, programme
from tests.unit.rows import NUMBER

MONTHLY = {"basis": "monthly", "amount": "100.00", "months": 60, "filed_with": "自治区科技厅"}
YEARLY = {"basis": "yearly", "of": "enclave.spend", "rate": "0.2", "cap": "150.00"}
ONCE = {"basis": "on_approval", "amount": "500.00"}
HELD = [
    rows.firm(),
    rows.centre(),
    rows.person(),
    rows.filing(),
    rows.contract(),
    rows.expense(amount=50_000),
]


def claim(first="2024-04", last=None, **more):
    return rows.claim(**{"programme": "p-one", "period_from": first, "period_to": last} | more)


def step(number, state, amount=None, first="2024-04", **more):
    return rows.claim_step(number=number, claim=("p-one", NUMBER, first), state=state, amount=amount, **more)


def found(*held, programmes=None, as_of=date(2025, 6, 30)):
    dossier = rows.dossier(*HELD, *held, as_of=as_of)
    programmes = programmes or [programme(subject="person", award=MONTHLY)]
    findings = check(dossier, [pack(*programmes)], 2024)
    return standings(dossier, findings, 2024)


def hints(*held, **more):
    return [doubt.words for one in found(*held, **more) for doubt in one.doubts]


def test_that_due_claimed_claimable_approved_paid_and_outstanding_stand_apart():
    (one,) = found(
        claim("2024-04", "2024-12", amount=90_000, state="获批"),
        step("1", "获批", 90_000),
        step("2", "已拨付", 30_000),
        claim("2025-01", amount=10_000),
    )
    figures = (one.granted, one.claimed, one.claimable, one.approved, one.paid, one.outstanding)
    assert figures == (150_000, 100_000, 50_000, 90_000, 30_000, 70_000)


def test_that_each_run_of_open_months_is_proposed_with_its_sum():
    (one,) = found(claim("2024-04", "2024-12", amount=90_000), claim("2025-02", amount=10_000))
    assert [(p.period_from, p.period_to, p.amount) for p in one.proposals] == [
        ("2025-01", None, 10_000),
        ("2025-03", "2025-06", 40_000),
    ]


@pytest.mark.parametrize("state", ["拟申报", "退回"])
def test_that_what_waits_to_be_handed_in_is_not_proposed_again(state):
    (one,) = found(claim("2024-04", "2025-05", amount=1, state=state))
    assert [(p.period_from, p.amount) for p in one.proposals] == [("2025-06", 10_000)]
    assert one.claimable == 150_000


def test_that_of_a_yearly_award_the_years_rest_is_proposed():
    yearly = [programme(subject="enclave", award=YEARLY)]
    (one,) = found(programmes=yearly)
    assert [(p.period_from, p.amount) for p in one.proposals] == [("2024", 10_000)]
    (one,) = found(claim("2023", subject="上海中心", amount=900, state="已拨付"), programmes=yearly)
    assert (one.claimed, one.paid, one.claimable) == (0, 0, 10_000)


@pytest.mark.parametrize(("amount", "proposed"), [(49_999, [1]), (50_000, []), (None, [])])
def test_that_a_sum_planned_already_is_proposed_less_what_is_planned(amount, proposed):
    once = [programme(subject="enclave", award=ONCE)]
    (one,) = found(claim("2024", subject="上海中心", amount=amount, state="拟申报"), programmes=once)
    assert [p.amount for p in one.proposals] == proposed


def test_that_whoever_is_not_eligible_is_there_only_with_claims():
    barred = [programme(criterion("person.degree", "is", "硕士"), subject="person", award=MONTHLY)]
    assert found(programmes=barred) == []
    (one,) = found(claim(amount=700, state="已拨付"), programmes=barred)
    assert (one.granted, one.claimable, one.claimed, one.paid) == (None, None, 700, 700)


def test_that_a_claim_that_no_pack_knows_is_still_shown():
    one = found(claim(programme="gone", amount=700))[-1]
    assert (one.title, one.name, one.finding, one.claimed) == ("gone", "示例人", None, 700)


def test_that_the_ways_of_paying_are_never_added_up():
    programmes = [
        programme(subject="person", award=MONTHLY),
        programme(id="p-two", subject="enclave", award=ONCE),
        programme(id="p-three", subject="enclave", award=YEARLY),
    ]
    totals = claim_totals(found(claim(amount=10_000, state="已拨付"), programmes=programmes))
    assert {basis: total.claimable for basis, total in totals.items()} == {
        "monthly": 140_000,
        "yearly": 10_000,
        "on_approval": 50_000,
        "at_most": 0,
    }
    assert (totals["monthly"].paid, totals["monthly"].claimed, totals["yearly"].paid) == (10_000, 10_000, 0)


@pytest.mark.parametrize(("second", "told"), [("2024-07", []), ("2024-06", ["2024-06 申领了不止一次"])])
def test_that_months_claimed_twice_are_hinted_at(second, told):
    assert hints(claim("2024-04", "2024-06", amount=1), claim(second, amount=1)) == told


def test_that_months_claimed_anew_after_a_return_are_not_twice():
    assert hints(claim("2024-04", "2024-06", state="退回"), claim("2024-05", "2024-06", amount=1)) == []


@pytest.mark.parametrize(("amount", "told"), [(150_000, 0), (150_001, 1)])
def test_that_a_claim_over_what_is_due_is_hinted_at(amount, told):
    assert len(hints(claim("2024-04", "2025-06", amount=amount))) == told


@pytest.mark.parametrize(("payment", "told"), [(1_000, []), (1_001, ["拨付合计比获批的多 0.01 元"])])
def test_that_a_payment_over_what_was_approved_is_hinted_at(payment, told):
    steps = [step("1", "获批", 1_000), step("2", "已拨付", payment)]
    assert hints(claim(state="已拨付", amount=payment), *steps) == told


@pytest.mark.parametrize(("second", "told"), [("2024-07", 0), ("2024-06", 2)])
def test_that_a_month_claimed_in_two_monthly_programmes_is_hinted_at_in_both(second, told):
    programmes = [
        programme(subject="person", award=MONTHLY),
        programme(id="p-two", title="另一补贴", subject="person", award=MONTHLY),
    ]
    held = [claim("2024-04", "2024-06", amount=1), claim(second, programme="p-two", amount=1)]
    words = hints(*held, programmes=programmes)
    assert words == ["2024-06 同时在“示例补贴”和“另一补贴”申领，能否同时享受请问主管部门"] * told


def test_that_reasons_not_settled_are_told_until_they_are():
    returned = claim(state="退回", amount=1)
    open_step = step("1", "退回", 1, reason="缺社保记录")
    done = step("2", "退回", 1, reason="缺合同", settled_on=date(2025, 1, 20))
    (one,) = found(returned, open_step, done)
    assert one.open_reasons == (open_step,)
