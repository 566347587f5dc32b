"""What an eligible subject may expect: months counted by hand, sums to the fen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.months import Month
from enclave_desktop.policy.awards import YearlyShare, allowance_months
from enclave_desktop.policy.check import check
from tests.unit import rows
from tests.unit.policy.packs import pack, programme

MONTHLY = {"basis": "monthly", "amount": "5000.00", "months": 60, "filed_with": "自治区科技厅"}
YEARLY = {"basis": "yearly", "of": "enclave.spend", "rate": "0.15", "cap": "1000000.00"}


def award_of(subject, award, *held, as_of=rows.TODAY, year=2024):
    """The award of the one subject whom a programme for everyone is for."""
    dossier = rows.dossier(rows.firm(), *held, as_of=as_of)
    (finding,) = check(dossier, [pack(programme(subject=subject, award=award))], year)
    return finding.award


def months(filed_on=date(2024, 3, 15), limit=60, **contract) -> tuple[str, str, int] | None:
    """First, last and how many."""
    found = allowance_months(rows.contract(**contract), filed_on, limit)
    return (str(found[0]), str(found[-1]), len(found)) if found else None


@pytest.mark.parametrize(
    ("contract", "filed_on", "expected"),
    [
        # The contract's own example: 2024-02-20 to 2029-02-19, filed 2024-03-15.
        ({}, date(2024, 3, 15), ("2024-04", "2029-01", 58)),
        ({}, date(2024, 3, 1), ("2024-03", "2029-01", 59)),
        ({}, date(2024, 3, 2), ("2024-04", "2029-01", 58)),
        ({}, date(2024, 2, 1), ("2024-03", "2029-01", 59)),
        ({}, date(2020, 1, 1), ("2024-03", "2029-01", 59)),
        ({}, date(2029, 1, 1), ("2029-01", "2029-01", 1)),
        ({}, date(2029, 1, 2), None),
        ({}, date(2030, 1, 1), None),
        ({"ends_on": date(2029, 2, 28)}, date(2020, 1, 1), ("2024-03", "2029-02", 60)),
        ({"ends_on": date(2029, 2, 27)}, date(2020, 1, 1), ("2024-03", "2029-01", 59)),
        ({"ends_on": date(2034, 2, 28)}, date(2020, 1, 1), ("2024-03", "2029-02", 60)),
        ({"ends_on": date(2034, 2, 28)}, date(2030, 1, 1), ("2030-01", "2034-02", 50)),
        ({"left_on": date(2025, 1, 31)}, date(2020, 1, 1), ("2024-03", "2025-01", 11)),
        ({"left_on": date(2025, 1, 30)}, date(2020, 1, 1), ("2024-03", "2024-12", 10)),
        ({"left_on": date(2030, 1, 1)}, date(2020, 1, 1), ("2024-03", "2029-01", 59)),
        ({"left_on": date(2024, 3, 30)}, date(2020, 1, 1), None),
        ({"starts_on": date(2024, 2, 1), "ends_on": date(2024, 2, 29)}, date(2020, 1, 1), ("2024-02", "2024-02", 1)),
        ({"starts_on": date(2024, 2, 1), "ends_on": date(2024, 2, 28)}, date(2020, 1, 1), None),
        ({"starts_on": date(2023, 2, 1), "ends_on": date(2023, 2, 28)}, date(2020, 1, 1), ("2023-02", "2023-02", 1)),
        ({"starts_on": date(2024, 12, 2), "ends_on": date(2025, 1, 31)}, date(2020, 1, 1), ("2025-01", "2025-01", 1)),
        ({"ends_on": None, "open_ended": True}, date(2020, 1, 1), ("2024-03", "2029-02", 60)),
        ({"ends_on": None, "left_on": date(2024, 5, 31)}, date(2020, 1, 1), ("2024-03", "2024-05", 3)),
    ],
)  # fmt: skip
def test_that_only_whole_months_inside_the_contract_and_after_filing_count(contract, filed_on, expected):
    assert months(filed_on, **contract) == expected


@pytest.mark.parametrize(
    ("limit", "expected"), [(1, ("2024-04", "2024-04", 1)), (58, ("2024-04", "2029-01", 58)), (0, None)]
)
def test_that_the_limit_counts_from_the_first_month(limit, expected):
    assert months(limit=limit) == expected


some_day = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@given(some_day, st.integers(0, 4000), some_day, st.none() | some_day, st.integers(0, 80))
def test_that_each_month_fits_and_none_that_fits_is_left_out(starts_on, length, filed_on, left_on, limit):
    contract = rows.contract(starts_on=starts_on, ends_on=starts_on + timedelta(days=length), left_on=left_on)
    found = allowance_months(contract, filed_on, limit)
    last_day = min(filter(None, (contract.ends_on, left_on)))
    every = [Month(year, month) for year in range(2014, 2045) for month in range(1, 13)]
    fitting = [
        m for m in every if m.first_day >= starts_on and m.first_day >= filed_on and m.last_day <= last_day
    ]
    assert found == fitting[:limit]


DOCTOR = [rows.centre(), rows.person(), rows.contract(), rows.filing()]


def test_that_the_contracts_example_gives_290000_of_which_75000_are_due():
    award = award_of("person", MONTHLY, *DOCTOR)
    assert (award.total, award.due, award.to_come) == (29_000_000, 7_500_000, 21_500_000)
    assert (award.basis, award.at_most, award.claimed) == ("monthly", False, 0)
    assert award.schedule[0] == (Month(2024, 4), 500_000)
    assert award.schedule[-1] == (Month(2029, 1), 500_000)


@pytest.mark.parametrize(
    ("as_of", "months_due"),
    [
        (date(2024, 4, 29), 0),
        (date(2024, 4, 30), 1),
        (date(2024, 5, 30), 1),
        (date(2024, 5, 31), 2),
        (date(2029, 1, 30), 57),
        (date(2029, 1, 31), 58),
        (date(2029, 2, 19), 58),
    ],
)
def test_that_a_month_is_due_on_its_last_day(as_of, months_due):
    award = award_of("person", MONTHLY, *DOCTOR, as_of=as_of)
    assert (award.due, award.to_come) == (months_due * 500_000, (58 - months_due) * 500_000)
    assert award.total == 58 * 500_000


def test_that_the_end_of_a_filing_does_not_shorten_the_schedule_and_the_earliest_counts():
    expired = rows.filing(filed_on=date(2023, 1, 1), valid_until=date(2023, 12, 31))
    award = award_of("person", MONTHLY, *DOCTOR, expired)
    assert len(award.schedule) == 59


def test_that_another_offices_filing_starts_nothing():
    other = rows.filing(authority="银川市科技局", filed_on=date(2020, 1, 1))
    assert award_of("person", MONTHLY, *DOCTOR[:3], other) is None
    assert len(award_of("person", MONTHLY, *DOCTOR, other).schedule) == 58


def test_that_without_a_contract_there_is_no_monthly_award():
    assert award_of("person", MONTHLY, rows.centre(), rows.person(), rows.filing()) is None


def test_that_each_month_is_paid_by_the_amount_in_force_then():
    amounts = [{"value": "1.00", "until": date(2024, 4, 30)}, {"value": "2.00", "from": date(2024, 6, 1)}]
    award = award_of("person", MONTHLY | {"amount": amounts, "months": 4}, *DOCTOR)
    assert [(str(month), fen) for month, fen in award.schedule] == [
        ("2024-04", 100),
        ("2024-06", 200),
        ("2024-07", 200),
    ]
    assert award.total == 500


def reward(*amounts, rule=YEARLY, year=2024):
    ledger = [rows.expense(voucher=str(n), amount=amount) for n, amount in enumerate(amounts)]
    return award_of("enclave", rule, rows.centre(), *ledger, year=year)


@pytest.mark.parametrize(
    ("spend", "total"),
    [
        (100, 15),
        (103, 15),  # 15.45
        (110, 17),  # 16.5 half up
        (109, 16),  # 16.35
        (666_666_667, 100_000_000),  # 100 000 000.05
        (666_666_666, 100_000_000),  # 99 999 999.9 rounds to the cap itself
        (666_666_660, 99_999_999),
        (666_666_600, 99_999_990),
        (1_000_000_000, 100_000_000),
        (0, 0),
        (-1, 0),
        (-1_000_000, 0),
    ],
)
def test_that_the_reward_is_a_share_half_up_between_nothing_and_the_cap(spend, total):
    award = reward(spend)
    assert (award.total, award.basis, award.at_most) == (total, "yearly", False)


def test_that_the_share_is_of_the_sum_and_not_of_each_row():
    assert reward(3, 3, 3, 1).total == 2  # 1.5, where each row alone gives 0


def test_that_a_year_without_a_row_has_no_reward():
    assert reward(100, year=2023) is None
    assert reward() is None


def test_that_the_rate_is_that_of_the_years_end():
    rates = [{"value": "0.10", "until": date(2024, 12, 30)}, {"value": "0.20", "from": date(2024, 12, 31)}]
    assert reward(1000, rule=YEARLY | {"rate": rates}).total == 200


def test_that_a_yearly_award_has_no_schedule():
    award = reward(100)
    assert (award.due, award.to_come, award.schedule) == (None, None, ())


BY_LEVEL = {
    "basis": "on_approval",
    "by": "carrier.level",
    "amounts": {"国家级": "50.00", "自治区级": "25.00"},
}


@pytest.mark.parametrize(
    ("level", "total"), [("国家级", 5_000), ("自治区级", 2_500), ("卓越级", None), (None, None)]
)
def test_that_a_sum_on_approval_goes_by_level(level, total):
    award = award_of("carrier", BY_LEVEL, rows.carrier(level=level))
    assert (award and award.total) == total


def test_that_a_sum_on_approval_may_be_the_same_for_all_and_at_most():
    award = award_of("carrier", {"basis": "on_approval", "amount": "7.00", "at_most": True}, rows.carrier())
    assert (award.total, award.at_most, award.basis, award.due) == (700, True, "on_approval", None)


def test_that_a_sum_not_in_force_is_no_award():
    dated = {"basis": "on_approval", "amount": [{"value": "7.00", "from": date(2025, 7, 1)}]}
    assert award_of("carrier", dated, rows.carrier()) is None
    assert award_of("carrier", dated, rows.carrier(), as_of=date(2025, 7, 1)).total == 700


@pytest.mark.parametrize(
    ("state", "claimed"), [("拟申报", 0), ("已提交", 5), ("退回", 0), ("获批", 5), ("已拨付", 5)]
)
def test_that_only_what_is_submitted_approved_or_paid_is_claimed(state, claimed):
    claim = rows.claim(programme="p-one", amount=5, state=state)
    assert award_of("person", MONTHLY, *DOCTOR, claim).claimed == claimed


def test_that_claims_are_those_of_programme_and_subject_and_may_lack_a_sum():
    claims = [
        rows.claim(programme="p-one", amount=5),
        rows.claim(programme="p-one", amount=7, period_from="2024-05"),
        rows.claim(programme="p-one", amount=None, period_from="2024-06"),
        rows.claim(programme="p-two", amount=100),
        rows.claim(programme="p-one", subject="上海中心", amount=100),
    ]
    assert award_of("person", MONTHLY, *DOCTOR, *claims).claimed == 12


@pytest.mark.parametrize(
    ("period", "to", "counts"),
    [("2024", None, True), ("2023", None, False), ("2025", None, False), ("2024-05", "2024-12", True),
     ("2023", "2024", True), ("2023", "2025", True), ("2022", "2023", False)],
)  # fmt: skip
def test_that_a_yearly_claim_counts_for_its_year(period, to, counts):
    claim = rows.claim(programme="p-one", subject="上海中心", period_from=period, period_to=to, amount=5)
    held = [rows.centre(), rows.expense(), claim]
    assert award_of("enclave", YEARLY, *held).claimed == (5 if counts else 0)


def test_that_a_claim_counts_only_for_its_own_subject_among_equal_awards():
    held = [rows.carrier(name="甲", level="国家级"), rows.carrier(name="乙", level="国家级")]
    claim = rows.claim(programme="p-one", subject="乙", amount=5)
    packs = [pack(programme(award=BY_LEVEL))]
    findings = check(rows.dossier(rows.firm(), *held, claim), packs, 2024)
    assert {f.subject.key: f.award and (f.award.total, f.award.claimed) for f in findings} == {
        "甲": (5_000, 0),
        "乙": (5_000, 5),
    }


@pytest.mark.parametrize(
    ("spend", "uncapped", "awarded", "lacking"),
    [
        (0, 0, 0, 664),
        (-500, 0, 0, 1_164),
        (663, 99, 99, 1),  # 99.45; one more is 99.6, half up 100
        (664, 100, 100, 0),
        (1_000, 150, 100, 0),
    ],
)
def test_that_a_yearly_share_knows_what_is_lacking_and_what_is_over(spend, uncapped, awarded, lacking):
    found = YearlyShare(spend, Decimal("0.15"), 100)
    assert (found.uncapped, found.awarded, found.lacking) == (uncapped, awarded, lacking)


def test_that_no_sum_reaches_the_cap_where_nothing_is_shared():
    assert YearlyShare(1_000, Decimal(0), 100).lacking is None


def test_that_an_allowance_that_names_no_office_runs_from_the_contracts_first_whole_month():
    rule = {key: value for key, value in MONTHLY.items() if key != "filed_with"}
    award = award_of("person", rule, rows.centre(), rows.person(), rows.contract())
    first = Month.wholly_from(rows.contract().starts_on)
    assert (award.schedule[0][0], len(award.schedule)) == (first, 59)
