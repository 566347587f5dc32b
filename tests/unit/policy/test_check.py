"""Statuses, the order of findings, and which of a person's contracts counts."""

from datetime import date

import pytest

from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Status
from tests.unit import rows
from tests.unit.policy.packs import criterion, pack, programme
from tests.unit.rows import NUMBER, OTHER_NUMBER

INDEPENDENT = criterion("enclave.independent", "is", True)
OUTSIDE = criterion("enclave.province", "is_not", "宁夏")
TERM = criterion("contract.term_years", "at_least", 5)
MONTHLY = {"basis": "monthly", "amount": "100.00", "months": 60, "filed_with": "自治区科技厅"}


def findings(held, *programmes, as_of=rows.TODAY, only=None):
    return check(rows.dossier(rows.firm(), *held, as_of=as_of), [pack(*programmes)], 2024, only)


def test_that_each_programme_is_told_before_it_is_checked_and_may_end_the_check():
    class Enough(Exception):
        pass

    told = []

    def enough(done, total):
        told.append((done, total))
        if done:
            raise Enough

    held = rows.dossier(rows.firm(), rows.centre(), as_of=rows.TODAY)
    packs = [pack(programme(INDEPENDENT), programme(OUTSIDE, id="second"), programme(TERM, id="third"))]
    with pytest.raises(Enough):
        check(held, packs, 2024, told=enough)
    assert told == [(0, 3), (1, 3)]


@pytest.mark.parametrize(
    ("independent", "province", "status"),
    [
        (True, "上海", "eligible"),
        (True, "宁夏", "ineligible"),
        (False, "上海", "ineligible"),
        (None, "上海", "undetermined"),
        (None, "宁夏", "ineligible"),
        (False, "宁夏", "ineligible"),
    ],
)
def test_that_an_unmet_criterion_decides_before_an_unknown_one(independent, province, status):
    (finding,) = findings(
        [rows.centre(independent=independent, province=province)], programme(INDEPENDENT, OUTSIDE)
    )
    assert finding.status == status


def test_that_each_criterion_keeps_its_outcome_operand_and_limit():
    (finding,) = findings([rows.centre(independent=None)], programme(INDEPENDENT, OUTSIDE))
    held = [(c.criterion.id, c.outcome, c.operand, c.limit) for c in finding.checks]
    assert held == [
        ("enclave-independent", "unknown", None, True),
        ("enclave-province", "met", "上海", "宁夏"),
    ]


def test_that_a_mismatch_may_count_as_unknown_where_the_record_is_silent():
    lease = criterion("enclave.agreement_types", "includes", "场地租赁", otherwise="unknown")
    leased = [rows.centre(), rows.agreement(enclave="上海中心")]
    assert [f.status for f in findings([rows.centre()], programme(lease))] == ["undetermined"]
    assert [f.status for f in findings(leased, programme(lease))] == ["eligible"]


def test_that_a_threshold_outside_its_period_is_unknown():
    dated = criterion("enclave.independent", "is", [{"value": True, "from": date(2025, 7, 1)}])
    on = {
        day: findings([rows.centre()], programme(dated), as_of=day)[0].status
        for day in (date(2025, 6, 30), date(2025, 7, 1))
    }
    assert list(on.values()) == ["undetermined", "eligible"]


@pytest.mark.parametrize(
    ("day", "reported"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_that_a_programme_is_reported_only_while_in_force(day, reported):
    dated = programme(OUTSIDE) | {"from": date(2025, 1, 1), "until": date(2025, 12, 31)}
    assert bool(findings([rows.centre()], dated, as_of=day)) is reported


def test_that_findings_come_in_the_packs_order_then_by_key():
    second, first = programme(OUTSIDE, id="a"), programme(OUTSIDE, id="b")
    found = findings([rows.centre(name="乙"), rows.centre(name="甲")], first, second)
    keys = sorted(["甲", "乙"])
    assert [(f.programme.id, f.subject.key) for f in found] == [(p, key) for p in "ba" for key in keys]


def test_that_only_the_programmes_asked_for_are_checked():
    found = findings([rows.centre()], programme(OUTSIDE, id="a"), programme(OUTSIDE, id="b"), only={"b"})
    assert [finding.programme.id for finding in found] == ["b"]


def test_that_an_award_is_only_for_the_eligible():
    paid = programme(INDEPENDENT, award={"basis": "on_approval", "amount": "5.00"})
    held = [
        rows.centre(name=name, independent=answer)
        for name, answer in (("a", True), ("b", False), ("c", None))
    ]
    assert [f.award and f.award.total for f in findings(held, paid)] == [500, None, None]


def chosen(*contracts, criteria=(TERM,), award=MONTHLY):
    """Which contract counts, and what it gives."""
    held = [rows.centre(), rows.centre(name="杭州中心", independent=None), rows.filing(), rows.person()]
    held += [rows.filing(enclave="杭州中心", filed_on=date(2025, 1, 1)), *contracts]
    (finding,) = findings(held, programme(*criteria, subject="person", award=award))
    return finding


LONG = rows.contract(starts_on=date(2024, 1, 1), ends_on=date(2028, 12, 31))
SHORT = rows.contract(starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31))
OPEN = rows.contract(starts_on=date(2023, 1, 1), ends_on=None, open_ended=True)


@pytest.mark.parametrize(
    ("contracts", "counts", "status"),
    [
        ([LONG, SHORT], LONG, Status.ELIGIBLE),
        ([LONG, OPEN], LONG, Status.ELIGIBLE),
        ([OPEN, SHORT], OPEN, Status.UNDETERMINED),
        ([SHORT], SHORT, Status.INELIGIBLE),
        ([LONG, SHORT, OPEN], LONG, Status.ELIGIBLE),
    ],
)
def test_that_eligible_comes_before_undetermined_before_ineligible(contracts, counts, status):
    finding = chosen(*contracts)
    assert (finding.case.contract, finding.status) == (counts, status)


def test_that_of_two_eligible_contracts_the_larger_total_counts_though_it_starts_earlier():
    smaller = rows.contract(starts_on=date(2024, 6, 1), ends_on=date(2029, 5, 31), left_on=date(2025, 12, 31))
    assert chosen(LONG, smaller).case.contract == LONG
    assert chosen(smaller, LONG).award == chosen(LONG).award


def test_that_at_equal_totals_the_later_start_counts():
    twin = rows.contract(starts_on=date(2024, 2, 1), ends_on=date(2029, 1, 31), enclave="杭州中心")
    award = {"basis": "on_approval", "amount": "5.00"}
    assert chosen(LONG, twin, award=award).case.contract == twin
    assert (
        chosen(SHORT, rows.contract(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))).case.contract
        == SHORT
    )


def test_that_terms_of_successive_contracts_are_not_added():
    first = rows.contract(starts_on=date(2022, 1, 1), ends_on=date(2024, 12, 31))
    second = rows.contract(starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31))
    finding = chosen(first, second)
    assert (finding.status, finding.case.contract) == (Status.INELIGIBLE, second)


def test_that_a_person_without_a_contract_is_undetermined():
    assert [f.status for f in findings([rows.person()], programme(TERM, INDEPENDENT, subject="person"))] == [
        "undetermined"
    ]


def test_that_a_person_is_reported_once():
    held = [rows.centre(), rows.person(), rows.person(id_number=OTHER_NUMBER), LONG, SHORT]
    found = findings(held, programme(TERM, subject="person"))
    assert [finding.subject.key for finding in found] == sorted([NUMBER, OTHER_NUMBER])
