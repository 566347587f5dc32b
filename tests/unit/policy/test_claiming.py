"""What may be claimed now: due or granted, and not claimed yet."""

from datetime import date

import pytest

from enclave_desktop.dossier.months import Month
from enclave_desktop.policy.check import check
from enclave_desktop.policy.claiming import claimable, months_of, open_reasons
from tests.unit import rows
from tests.unit.policy.packs import pack, programme
from tests.unit.rows import NUMBER, OTHER_NUMBER

MONTHLY = {"basis": "monthly", "amount": "100.00", "months": 60, "filed_with": "自治区科技厅"}
YEARLY = {"basis": "yearly", "of": "enclave.spend", "rate": "0.2", "cap": "150.00"}
HELD = [
    rows.firm(),
    rows.centre(),
    rows.person(),
    rows.filing(),
    rows.contract(),
    rows.expense(amount=50_000),
]


def found(award, *more, subject="person"):
    dossier = rows.dossier(*HELD, *more)
    (finding,) = check(dossier, [pack(programme(subject=subject, award=award))], 2024)
    return claimable(dossier, finding)


def claim(first, last=None, **more):
    return rows.claim(programme="p-one", period_from=first, period_to=last, **more)


def test_that_whole_months_due_and_not_claimed_may_be_claimed():
    left = found(MONTHLY, claim("2024-04", "2024-12", amount=90_000), claim("2025-02", amount=10_000))
    assert left.months == tuple(Month(2025, month) for month in (1, 3, 4, 5, 6))
    assert (left.amount, left.claimed, left.overclaimed) == (50_000, 100_000, 0)


def test_that_a_claim_for_a_year_takes_its_twelve_months():
    left = found(MONTHLY, claim("2024", amount=90_000))
    assert left.months == tuple(Month(2025, month) for month in range(1, 7))


@pytest.mark.parametrize(
    ("state", "months"), [("拟申报", 15), ("退回", 15), ("已提交", 14), ("获批", 14), ("已拨付", 14)]
)
def test_that_a_claim_takes_its_months_from_handing_in_on_unless_returned(state, months):
    assert len(found(MONTHLY, claim("2024-04", state=state)).months) == months


def test_that_only_what_was_paid_counts_as_paid():
    held = [claim("2024-04", state="已拨付", amount=7_000), claim("2024-05", state="获批", amount=10_000)]
    assert found(MONTHLY, *held).paid == 7_000


@pytest.mark.parametrize(("amount", "left", "over"), [(9_999, 1, 0), (10_000, 0, 0), (10_001, 0, 1)])
def test_that_of_a_yearly_award_the_rest_may_be_claimed(amount, left, over):
    held = found(YEARLY, claim("2024", subject="上海中心", amount=amount), subject="enclave")
    assert (held.amount, held.overclaimed, held.months) == (left, over, ())


def test_that_without_an_award_nothing_is_held_against_claims():
    dossier = rows.dossier(*HELD)
    (finding,) = check(dossier, [pack(programme(subject="enclave"))], 2024)
    assert claimable(dossier, finding) is None


def test_that_the_months_of_claims_run_over_the_turn_of_the_year():
    assert months_of([claim("2024-11", "2025-02")]) == [
        Month(2024, 11),
        Month(2024, 12),
        Month(2025, 1),
        Month(2025, 2),
    ]


def returned(number, subject=NUMBER, **more):
    key = ("p-one", subject, "2024-04")
    return rows.claim_step(number=number, claim=key, state="退回", reason="缺社保记录", **more)


def test_that_reasons_for_a_return_stay_open_until_settled():
    steps = [
        returned("s1"),
        returned("s2", settled_on=date(2025, 2, 1)),
        returned("s3", subject=OTHER_NUMBER),
        rows.claim_step(number="s4", claim=("p-one", NUMBER, "2024-04"), reason="说明"),
        rows.claim_step(number="s5", state="退回", reason="别的项目"),
    ]
    held = open_reasons(rows.dossier(*steps), "p-one", [NUMBER])
    assert held == [(steps[0], True), (steps[2], False)]
