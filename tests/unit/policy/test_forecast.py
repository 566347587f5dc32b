"""What is to be expected: months counted by hand, both ends of every span."""

from datetime import date, timedelta

import pytest

from enclave_desktop.dossier.months import Month
from enclave_desktop.policy.check import check
from enclave_desktop.policy.forecast import ends_soon, expected_payments
from tests.unit import rows
from tests.unit.policy.packs import ANY_FIRM, pack, programme

MONTHLY = {"basis": "monthly", "amount": "100.00", "months": 60, "filed_with": "自治区科技厅"}
SECOND = programme(
    ANY_FIRM, id="p-two", subject="person", award=MONTHLY | {"amount": "7.00", "months": 2}, form="example"
)
ONCE = programme(ANY_FIRM, id="p-once", award={"basis": "on_approval", "amount": "9.00"}, form="example")
PACK = pack(programme(subject="person", award=MONTHLY), SECOND, ONCE)
DOCTOR = [rows.firm(), rows.centre(), rows.person(), rows.filing(), rows.contract()]
"""Paid from 2024-04 to 2029-01; the second programme in 2024-04 and 2024-05."""


def expected(as_of: date, months: int = 60, held=DOCTOR):
    return expected_payments(check(rows.dossier(*held, as_of=as_of), [PACK], 2024), as_of, months)


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (date(2025, 6, 29), Month(2025, 6)),
        (date(2025, 6, 30), Month(2025, 7)),
        (date(2025, 7, 1), Month(2025, 7)),
        (date(2025, 12, 31), Month(2026, 1)),
    ],
)
def test_that_the_first_month_is_the_one_that_has_not_ended(as_of, first):
    found = expected(as_of)
    assert (found.months[0], len(found.months), found.months[-1]) == (first, 60, first + 59)


def test_that_what_is_expected_is_what_the_awards_hold_to_come():
    as_of = date(2025, 6, 30)
    found = expected(as_of)
    assert [payment.programme.id for payment in found.payments] == ["p-one"]
    assert found.payments[0].amounts == (10_000,) * 43 + (0,) * 17
    assert (found.total, found.later) == (43 * 10_000, 0)


def test_that_programmes_stand_apart_and_add_up_month_by_month():
    found = expected(date(2024, 4, 1))
    assert [payment.programme.id for payment in found.payments] == ["p-one", "p-two"]
    assert [found.in_month(at) for at in range(3)] == [10_700, 10_700, 10_000]
    assert found.payments[1].total == 1_400


def test_that_people_of_one_programme_are_paid_together():
    other = rows.person(id_number=rows.OTHER_NUMBER)
    contract = rows.contract(person=rows.OTHER_NUMBER, starts_on=date(2024, 5, 1), ends_on=date(2029, 4, 30))
    found = expected(date(2024, 4, 30), held=[*DOCTOR, other, contract])
    assert found.payments[0].amounts[:2] == (20_000, 20_000)
    assert found.months[0] == Month(2024, 5)


@pytest.mark.parametrize(("months", "later"), [(58, 0), (57, 1), (1, 57)])
def test_that_what_comes_after_the_last_month_is_kept_apart(months, later):
    found = expected(date(2024, 3, 31), months, DOCTOR)
    assert found.payments[0].total == months * 10_000
    assert found.later == later * 10_000 + (700 if months == 1 else 0)


def test_that_sums_without_a_date_and_months_gone_by_are_not_expected():
    found = expected(date(2029, 1, 31))
    assert (found.payments, found.total, found.later) == ((), 0, 0)


TODAY = date(2025, 6, 30)


def endings(*held, days: int = 90, findings=()):
    found = ends_soon(rows.dossier(rows.firm(), rows.centre(), rows.person(), *held), findings, days)
    return [(type(ending.what).__name__, ending.days) for ending in found]


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (90, True), (91, False)])
def test_that_both_ends_of_the_span_count(days, soon):
    found = endings(
        rows.contract(ends_on=in_days(days)),
        rows.filing(valid_until=in_days(days)),
        rows.agreement(ends_on=in_days(days)),
    )
    assert found == ([("Contract", days), ("Filing", days), ("Agreement", days)] if soon else [])


def test_that_open_ends_do_not_run_out():
    assert endings(rows.contract(ends_on=None, open_ended=True), rows.filing(), rows.agreement()) == []


def test_that_leaving_ends_a_contract():
    assert endings(rows.contract(left_on=in_days(10))) == [("Contract", 10)]


def test_that_the_soonest_comes_first():
    found = endings(
        rows.contract(ends_on=in_days(30)),
        rows.filing(valid_until=in_days(2)),
        rows.agreement(ends_on=in_days(7)),
    )
    assert found == [("Filing", 2), ("Agreement", 7), ("Contract", 30)]


@pytest.mark.parametrize(("renewed_to", "soon"), [(None, []), (400, []), (20, [("Filing", 20)])])
def test_that_what_is_renewed_on_record_runs_out_when_the_renewal_does(renewed_to, soon):
    found = endings(
        rows.filing(valid_until=in_days(10)),
        rows.filing(filed_on=TODAY, valid_until=None if renewed_to is None else in_days(renewed_to)),
    )
    assert found == soon


def test_that_another_offices_filing_is_no_renewal():
    found = endings(rows.filing(valid_until=in_days(10)), rows.filing(authority="银川市科技局"))
    assert found == [("Filing", 10)]


@pytest.mark.parametrize(("as_of", "days"), [(date(2028, 11, 2), 90), (date(2029, 1, 31), 0)])
def test_that_an_allowance_runs_out_on_the_last_day_of_its_last_month(as_of, days):
    dossier = rows.dossier(*DOCTOR, as_of=as_of)
    findings = check(dossier, [pack(programme(subject="person", award=MONTHLY))], 2024)
    (first, *_) = [e for e in ends_soon(dossier, findings, 90) if e.what in findings]
    assert (first.on, first.days) == (date(2029, 1, 31), days)
