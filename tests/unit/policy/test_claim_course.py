"""The course of a claim: what may follow what, what the row then says, and how a step is taken back."""

from datetime import date

import pytest

from enclave_desktop.policy.claim_course import (
    NO_DAY,
    added,
    begun,
    course,
    courses,
    gone_back,
    problem_with,
    reached,
)
from tests.unit import rows

DAY = date(2025, 1, 10)
STATES = ("拟申报", "已提交", "退回", "获批", "已拨付")


def step(state, on=DAY, number="000001", **more):
    return rows.claim_step(number=number, state=state, on=on, **more)


def course_of(*steps, **claim):
    """Its row as the steps leave it, unless said."""
    held = reached(steps)
    row = {"state": held.state, "amount": held.amount, "on": held.on} | claim
    return course(rows.claim(**row), steps)


def submitted(amount=1_000):
    return step("已提交", amount=amount)


def approved(amount=1_000):
    return step("获批", amount=amount, number="000002")


def paid(amount, number="000003"):
    return step("已拨付", amount=amount, number=number)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        ("拟申报", ("已提交",)),
        ("已提交", ("获批", "退回")),
        ("退回", ("已提交", "退回")),
        ("获批", ("已拨付", "获批")),
        ("已拨付", ("已拨付", "获批")),
    ],
)
def test_that_each_state_has_its_followers(state, following):
    known = course(rows.claim(state=state), ())
    allowed = {
        other for other in STATES if not problem_with(known, step(other, amount=1, reason="缺社保记录"))
    }
    assert allowed == set(following)
    assert set(known.next_states) == allowed


def test_that_a_wrong_order_says_what_comes_first():
    problem = problem_with(course(rows.claim(state="拟申报"), ()), step("已拨付", amount=1))
    assert problem.reason == "现在是“拟申报”，不能直接登记“已拨付”"
    assert "先登记已提交" in problem.remedy


@pytest.mark.parametrize("state", STATES)
def test_that_a_claim_begins_as_planned_or_submitted(state):
    allowed = problem_with(None, step(state, amount=1, reason="缺社保记录")) is None
    assert allowed == (state in ("拟申报", "已提交"))


@pytest.mark.parametrize(("on", "wrong"), [(date(2025, 1, 9), True), (DAY, False)])
def test_that_a_step_is_not_before_the_one_before(on, wrong):
    problem = problem_with(course_of(submitted()), step("获批", on=on, amount=1))
    assert (problem is not None) is wrong


def test_that_a_row_without_a_day_bars_no_day():
    known = course(rows.claim(on=None), ())
    assert known.all[0].on == NO_DAY
    assert problem_with(known, step("获批", on=date(2001, 1, 1), amount=1)) is None


@pytest.mark.parametrize(("state", "field"), [("获批", "amount"), ("退回", "reason")])
def test_that_a_decision_says_how_much_or_why(state, field):
    assert problem_with(course_of(submitted()), step(state)).field == field


def test_that_what_is_approved_may_differ_and_counts_from_then_on():
    known = added(course_of(submitted(1_000)), [approved(900)])
    assert (known.claim.state, known.claim.amount, known.approved) == ("获批", 900, 900)


@pytest.mark.parametrize(
    ("payments", "state", "amount"),
    [
        ((999,), "获批", 1_000),
        ((1_000,), "已拨付", 1_000),
        ((400, 600), "已拨付", 1_000),
        ((1_001,), "已拨付", 1_001),
    ],
)
def test_that_a_claim_is_paid_once_the_payments_reach_what_was_approved(payments, state, amount):
    known = course_of(submitted(), approved())
    for number, fen in enumerate(payments, 3):
        known = added(known, [paid(fen, f"00000{number}")])
    assert (known.claim.state, known.claim.amount, known.paid) == (state, amount, sum(payments))


def test_that_an_approval_corrected_to_what_was_paid_ends_the_claim():
    known = added(course_of(submitted(), approved(), paid(900)), [step("获批", amount=900, number="000004")])
    assert (known.claim.state, known.claim.amount) == ("已拨付", 900)


def test_that_handing_in_again_begins_anew():
    known = course_of(submitted(), step("退回", number="000002", reason="缺社保记录"))
    again = added(known, [step("已提交", amount=800, number="000003")])
    assert (again.claim.state, again.claim.amount, again.approved) == ("已提交", 800, None)


def test_that_an_imported_claim_is_one_step_from_its_row():
    claim = rows.claim(state="退回", on=DAY, amount=500, note="缺社保记录")
    (only,) = course(claim, ()).all
    assert (only.state, only.on, only.amount, only.reason) == ("退回", DAY, 500, "缺社保记录")
    assert not course(claim, ()).can_go_back


def test_that_the_first_step_of_an_imported_claim_keeps_its_row_to_go_back_to():
    claim = rows.claim(state="已提交", on=DAY, amount=500)
    after = added(course(claim, ()), [approved(400)])
    assert [held.state for held in after.steps] == ["已提交", "获批"]
    assert gone_back(after).claim == claim


def test_that_a_row_without_a_day_gets_that_of_the_first_step():
    after = added(course(rows.claim(state="拟申报", on=None), ()), [submitted()])
    assert [held.on for held in after.steps] == [DAY, DAY]


def test_that_what_was_changed_in_the_table_is_a_step_that_can_be_taken_back():
    known = course_of(submitted(), approved(), state="已拨付", amount=1_000, on=date(2025, 2, 1))
    last = known.row_step
    assert (last.state, last.amount, last.on) == ("已拨付", 1_000, date(2025, 2, 1))
    back = gone_back(known)
    assert (back.claim.state, back.steps) == ("获批", known.steps)


def test_that_what_the_table_says_is_paid_counts_what_was_paid_before():
    known = course_of(submitted(), approved(), paid(400), state="已拨付", amount=1_000)
    assert (known.row_step.amount, known.paid) == (600, 1_000)


def test_that_to_take_back_the_only_step_removes_the_claim():
    assert gone_back(begun(rows.claim(state="拟申报"), step("拟申报"))) is None


def test_that_steps_of_one_day_keep_the_order_they_were_recorded_in():
    claim = rows.claim(state="获批", amount=1_000)
    known = course(claim, [approved(), submitted(), step("拟申报", on=date(2025, 1, 9), number="000009")])
    assert [held.state for held in known.steps] == ["拟申报", "已提交", "获批"]


def test_that_each_claim_has_its_own_steps():
    other = rows.claim(period_from="2025-01")
    dossier = rows.dossier(rows.claim(), other, submitted())
    assert [len(one.steps) for one in courses(dossier)] == [1, 0]
