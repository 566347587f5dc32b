"""Where each criterion's fact is filled in: the very row, or a new one with what is known of it."""

from datetime import date

import pytest

from enclave_desktop.desktop.matching.filled_in import place_of
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.values import Assessment, Expense, Filing
from enclave_desktop.policy.check import check
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows

DAY, YEAR = date(2025, 6, 30), 2024
CITY = {"authority": "银川市科技局"}


def place(programme: str, fact: str, *held) -> Place:
    dossier = rows.dossier(rows.firm(), *held, as_of=DAY)
    (finding,) = check(dossier, load_packs(), YEAR, {programme})
    (asked,) = [one for one in finding.checks if one.criterion.fact == fact]
    return place_of(asked, finding.case, dossier, YEAR)


def filing_of(*held) -> Place:
    return place("yc-rnd-reward", "enclave.filed_with", rows.centre(), *held)


def test_that_a_missing_filing_is_a_new_one_with_the_office_asked_for():
    other = rows.filing(authority="自治区科技厅")
    assert filing_of(other) == Place(Filing, given={"enclave": "上海中心", **CITY})


def test_that_a_filing_that_ran_out_is_made_anew():
    expired = rows.filing(**CITY, valid_until=date(2025, 6, 29))
    assert filing_of(expired) == Place(Filing, given={"enclave": "上海中心", **CITY})


def test_that_a_filing_in_effect_is_itself_the_place():
    filing = rows.filing(**CITY, valid_until=DAY)
    assert filing_of(filing) == Place(Filing, filing, "filed_on")


@pytest.mark.parametrize(("year", "there"), [(2023, False), (2024, True)])
def test_that_an_assessment_is_that_of_the_year(year, there):
    row = rows.assessment(year=year)
    found = place("yc-incubator-operation", "enclave.assessment", rows.incubator(), row)
    new = Place(Assessment, given={"enclave": "深圳孵化器", "year": "2024"})
    assert found == (Place(Assessment, row, "result") if there else new)


@pytest.mark.parametrize(
    ("booked_on", "there"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)], ids=str
)
def test_that_spend_is_that_of_the_year(booked_on, there):
    row = rows.expense(booked_on=booked_on)
    found = place("yc-rnd-reward", "enclave.spend", rows.centre(), row)
    assert found == (
        Place(Expense, row, "amount") if there else Place(Expense, given={"enclave": "上海中心"})
    )


def test_that_a_carrier_without_a_centre_of_its_own_asks_for_the_only_incubators_filing():
    found = place("yc-carrier-makerspace", "carrier.filed_with", rows.incubator(), rows.carrier())
    assert found == Place(Filing, given={"enclave": "深圳孵化器", **CITY})
