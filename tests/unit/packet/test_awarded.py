from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from enclave_desktop.packet import awarded
from enclave_desktop.packet.given import Given
from enclave_desktop.policy.context import Context
from tests.packet.firms import DOCTOR, YEAR, short_firm
from tests.packet.paper import finding_of

DOSSIER = short_firm()


def given_for(programme, dossier=DOSSIER, subject=None) -> Given:
    return Given(finding_of(dossier, programme, subject), Context(dossier, YEAR))


def on(day) -> Given:
    return given_for("nx-phd-allowance", replace(DOSSIER, as_of=day), DOCTOR)


def test_that_an_allowance_says_its_course_months_and_sums():
    given = given_for("nx-phd-allowance", subject=DOCTOR)
    assert (awarded.a_month(given), awarded.course(given), awarded.months(given)) == (
        500_000,
        "2024年4月至2029年1月",
        "58个月",
    )
    assert (awarded.amount(given), awarded.in_capitals(given)) == (29_000_000, "人民币贰拾玖万元整")


@pytest.mark.parametrize(
    ("day", "months", "fen"),
    [
        (date(2024, 4, 29), "0个月", 0),
        (date(2024, 4, 30), "1个月", 500_000),
        (date(2025, 6, 29), "14个月", 7_000_000),
        (date(2025, 6, 30), "15个月", 7_500_000),
    ],
)
def test_that_a_month_is_due_when_it_has_ended(day, months, fen):
    assert (awarded.due_months(on(day)), awarded.due(on(day))) == (months, fen)


def test_that_without_an_award_nothing_is_said_of_it():
    given = replace(on(date(2025, 6, 30)), finding=replace(on(date(2025, 6, 30)).finding, award=None))
    said = [
        awarded.amount,
        awarded.in_capitals,
        awarded.course,
        awarded.months,
        awarded.due_months,
        awarded.due,
    ]
    assert [say(given) for say in said] == [None] * len(said)


@pytest.mark.parametrize(
    ("programme", "amount", "at_most"),
    [
        ("nx-talent-highland", 50_000_000, None),
        ("nx-innovation-team", None, "最高 2,000,000.00 元"),
        ("yc-incubator-operation", None, "最高 500,000.00 元"),
        ("yc-carrier-incubator", 50_000_000, None),
        ("yc-rnd-reward", 78_518_518, None),
        ("nx-rent-equipment", None, None),
    ],
)
def test_that_a_sum_that_is_only_a_most_is_left_to_a_hand(programme, amount, at_most):
    given = given_for(programme)
    assert (awarded.amount(given), awarded.at_most(given)) == (amount, at_most)
    assert (awarded.in_capitals(given) is None) == (amount is None)


@pytest.mark.parametrize(
    ("spend", "uncapped", "amount"),
    [
        (6_666_666_66, 1_000_000_00, 1_000_000_00),
        (6_666_666_70, 1_000_000_01, 1_000_000_00),
        (6_666_666_60, 999_999_99, 999_999_99),
        (-100_00, 0, 0),
    ],
)
def test_that_a_yearly_reward_shows_its_share_before_and_after_the_cap(spend, uncapped, amount):
    ledger = (replace(DOSSIER.expenses[0], amount=spend),)
    given = given_for("yc-rnd-reward", replace(DOSSIER, expenses=ledger))
    assert (awarded.uncapped(given), awarded.amount(given)) == (uncapped, amount)


def test_that_a_yearly_reward_says_its_rate_and_cap():
    given = given_for("yc-rnd-reward")
    assert (awarded.rate(given), awarded.cap(given)) == ("15%", 100_000_000)


def test_that_a_year_without_spend_has_no_share():
    assert awarded.uncapped(given_for("yc-rnd-reward", replace(DOSSIER, expenses=()))) is None


@pytest.mark.parametrize("say", [awarded.rate, awarded.cap, awarded.uncapped, awarded.a_month])
def test_that_a_sum_on_approval_has_neither_rate_nor_months(say):
    assert say(given_for("nx-talent-highland")) is None


@pytest.mark.parametrize(
    ("rate", "words"), [("0.15", "15%"), ("0.1250", "12.5%"), ("1", "100%"), ("0.2", "20%")]
)
def test_that_a_rate_reads_as_a_percentage(rate, words):
    assert awarded.percent_words(Decimal(rate)) == words
