"""Values in words, and what of them is hidden."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.fields import SHEETS, Field, Kind
from enclave_desktop.dossier.showing import chinese_date, mask, mask_number, show, show_masked
from enclave_desktop.dossier.values import Claim, Contract, Firm, Person


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.TEXT, "上海中心", "上海中心"),
        (Kind.DATE, date(2025, 6, 3), "2025-06-03"),
        (Kind.MONEY, 29_000_000, "290,000.00"),
        (Kind.YES_NO, True, "是"),
        (Kind.YES_NO, False, "否"),
        (Kind.AREA, Decimal("320.5"), "320.5"),
        (Kind.AREA, Decimal("1E+3"), "1000"),
        (Kind.YEAR, 2024, "2024"),
        (Kind.MONEY, None, ""),
        (Kind.YES_NO, None, ""),
        (Kind.MONEY, 0, "0.00"),
    ],
)
def test_that_a_value_is_shown_in_its_kinds_words(kind, value, words):
    assert show(Field("x", "某项", kind), value) == words


def test_that_a_chinese_date_has_no_leading_zeros():
    assert chinese_date(date(2025, 6, 3)) == "2025年6月3日"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("64010419900101123X", "640***********123X"),
        ("E12345678", "E12**5678"),
        ("E1234567", "********"),
        ("AB123", "*****"),
        ("", ""),
    ],
)
def test_that_of_a_number_only_the_ends_remain(number, masked):
    assert mask_number(number) == masked


@given(st.text("0123456789X", max_size=40))
def test_that_a_mask_keeps_the_length_and_hides_two_at_least(number):
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert masked.count("*") >= min(len(number), 2)


def test_that_pay_is_hidden_altogether():
    salary = SHEETS[Contract].field("salary")
    assert show_masked(salary, 2_000_000) == "***"
    assert show_masked(salary, None) == ""


def test_that_a_claims_subject_is_hidden_when_it_is_a_person_and_not_when_it_is_a_place():
    subject = SHEETS[Claim].field("subject")
    assert show_masked(subject, "64010419900101123X") == "640***********123X"
    assert show_masked(subject, "上海研发中心") == "上海研发中心"
    assert mask(subject, "张三64010419900101123X") == "张三640***********123X"


def test_that_what_is_not_sensitive_is_shown_in_full():
    assert show_masked(SHEETS[Firm].field("credit_code"), "91640100MA7EXAMP48") == "91640100MA7EXAMP48"


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        (Person, "id_number"),
        (Contract, "person"),
        (Contract, "salary"),
        (Firm, "account"),
        (Claim, "subject"),
    ],
)
def test_that_identity_numbers_accounts_and_pay_are_sensitive(entity, name):
    assert SHEETS[entity].field(name).sensitive
