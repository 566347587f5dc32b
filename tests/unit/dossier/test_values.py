"""Contracts and filings on a day."""

import dataclasses
from datetime import date

import pytest

from enclave_desktop.dossier.months import Term
from tests.unit import rows

CONTRACT = rows.contract(starts_on=date(2024, 2, 20), ends_on=None)
FILING = rows.filing(filed_on=date(2024, 3, 15))


@pytest.mark.parametrize(
    ("changes", "on", "expected"),
    [
        ({"ends_on": date(2029, 2, 19)}, date(2024, 2, 19), False),
        ({"ends_on": date(2029, 2, 19)}, date(2024, 2, 20), True),
        ({"ends_on": date(2029, 2, 19)}, date(2029, 2, 19), True),
        ({"ends_on": date(2029, 2, 19)}, date(2029, 2, 20), False),
        ({"ends_on": date(2029, 2, 19), "left_on": date(2025, 1, 31)}, date(2025, 1, 31), True),
        ({"ends_on": date(2029, 2, 19), "left_on": date(2025, 1, 31)}, date(2025, 2, 1), False),
        ({"open_ended": True}, date(2060, 1, 1), True),
        ({"open_ended": True}, date(2024, 2, 19), False),
        ({"open_ended": True, "left_on": date(2025, 1, 31)}, date(2025, 2, 1), False),
        ({"open_ended": False}, date(2024, 2, 20), None),
        ({}, date(2024, 2, 20), None),
        ({}, date(2024, 2, 19), False),
        ({"left_on": date(2025, 1, 31)}, date(2025, 1, 31), None),
        ({"left_on": date(2025, 1, 31)}, date(2025, 2, 1), False),
    ],
)
def test_that_a_contract_runs_from_its_start_to_its_end_or_leaving(changes, on, expected):
    assert dataclasses.replace(CONTRACT, **changes).in_effect(on) is expected


def test_that_a_contract_without_an_end_has_no_term():
    assert dataclasses.replace(CONTRACT, open_ended=True).term is None
    assert CONTRACT.term is None


def test_that_leaving_early_does_not_shorten_the_term():
    left = dataclasses.replace(CONTRACT, ends_on=date(2029, 2, 19), left_on=date(2025, 1, 31))
    assert left.term == Term(date(2024, 2, 20), date(2029, 2, 19))


@pytest.mark.parametrize(
    ("ends_on", "left_on", "last"),
    [
        (date(2029, 2, 19), None, date(2029, 2, 19)),
        (date(2029, 2, 19), date(2025, 1, 31), date(2025, 1, 31)),
        (date(2024, 12, 31), date(2025, 1, 31), date(2024, 12, 31)),
        (None, date(2025, 1, 31), date(2025, 1, 31)),
        (None, None, None),
    ],
)
def test_that_the_last_day_is_the_earlier_of_end_and_leaving(ends_on, left_on, last):
    assert dataclasses.replace(CONTRACT, ends_on=ends_on, left_on=left_on).last_day == last


@pytest.mark.parametrize(
    ("until", "on", "expected"),
    [
        (None, date(2024, 3, 14), False),
        (None, date(2024, 3, 15), True),
        (None, date(2060, 1, 1), True),
        (date(2027, 3, 14), date(2027, 3, 14), True),
        (date(2027, 3, 14), date(2027, 3, 15), False),
    ],
)
def test_that_a_filing_holds_on_its_first_and_last_day(until, on, expected):
    assert dataclasses.replace(FILING, valid_until=until).in_effect(on) is expected


def test_that_an_empty_document_type_is_the_identity_card():
    assert rows.person().document_type == "居民身份证"
    assert rows.person(id_type="护照").document_type == "护照"
