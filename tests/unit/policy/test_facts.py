"""What a criterion may ask about, and what the record answers."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.facts import FACTS, ROLES
from enclave_desktop.policy.findings import Case
from tests.unit import rows

ROW = {
    "firm": rows.firm,
    "enclave": rows.centre,
    "person": rows.person,
    "contract": rows.contract,
    "carrier": rows.carrier,
}


def ask(name, *held, year=2024, as_of=rows.TODAY, **case):
    """The fact `name` of the case over a dossier with these rows."""
    context = Context(rows.dossier(*held, as_of=as_of), year)
    return FACTS[name].read(context, Case(case.pop("firm", rows.firm()), **case))


def test_that_every_field_of_every_role_is_a_fact():
    fields = {f"{role}.{field.name}" for role, entity in ROLES.items() for field in SHEETS[entity].fields}
    assert fields <= FACTS.keys()


@pytest.mark.parametrize("role", ROLES)
def test_that_an_unrecorded_field_is_unknown(role):
    sheet = SHEETS[ROLES[role]]
    row: Any = ROW[role]()
    empty = dataclasses.replace(row, **{f.name: None for f in sheet.fields if not f.required})
    silent = [f.name for f in sheet.fields if not f.required and f.name != "id_type"]
    assert [ask(f"{role}.{name}", **{role: empty}) for name in silent] == [None] * len(silent)


@pytest.mark.parametrize("name", FACTS)
def test_that_nothing_on_record_is_unknown(name):
    context = Context(rows.dossier(), 2024)
    assert FACTS[name].read(context, Case(None)) is None


def test_that_an_empty_document_type_is_the_identity_card():
    assert ask("person.id_type", person=rows.person()) == "居民身份证"
    assert ask("person.id_type", person=rows.person(id_type="护照")) == "护照"


def test_that_a_term_is_told_in_months_and_unknown_without_an_end():
    five = rows.contract(starts_on=date(2024, 2, 20), ends_on=date(2029, 2, 19))
    assert ask("contract.term_years", contract=five) == 60
    assert ask("contract.term_months", contract=five) == 60
    assert ask("contract.term_years", contract=rows.contract(ends_on=None, open_ended=True)) is None


def test_that_a_contract_is_in_effect_on_the_dossiers_day():
    contract = rows.contract(ends_on=date(2025, 6, 30))
    assert ask("contract.in_effect", contract=contract, as_of=date(2025, 6, 30)) is True
    assert ask("contract.in_effect", contract=contract, as_of=date(2025, 7, 1)) is False


@pytest.mark.parametrize(
    ("filings", "offices"),
    [
        ([], ()),
        ([rows.filing()], ("自治区科技厅",)),
        ([rows.filing(filed_on=date(2025, 7, 1))], ()),
        ([rows.filing(filed_on=date(2025, 6, 30))], ("自治区科技厅",)),
        ([rows.filing(valid_until=date(2025, 6, 29))], ()),
        ([rows.filing(valid_until=date(2025, 6, 30))], ("自治区科技厅",)),
        ([rows.filing(enclave="别的中心")], ()),
        ([rows.filing(), rows.filing(authority="银川市科技局")], ("自治区科技厅", "银川市科技局")),
        ([rows.filing(), rows.filing(filed_on=date(2025, 1, 1))], ("自治区科技厅",)),
    ],
)
def test_that_only_filings_in_effect_count_each_office_once(filings, offices):
    assert ask("enclave.filed_with", *filings, enclave=rows.centre()) == offices


@pytest.mark.parametrize(
    ("named", "filed", "offices"),
    [
        ("深圳孵化器", "深圳孵化器", ("银川市科技局",)),
        ("深圳孵化器", "杭州孵化器", ()),
        ("深圳孵化器", None, ()),
        (None, "深圳孵化器", ("银川市科技局",)),
        (None, "杭州孵化器", ("银川市科技局",)),
        (None, "上海中心", ()),
        ("上海中心", "上海中心", ()),
        (None, None, ()),
    ],
)
def test_that_a_carrier_is_filed_through_its_incubator_or_any(named, filed, offices):
    held = [rows.centre(), rows.incubator(), rows.incubator(name="杭州孵化器")]
    filings = [rows.filing(enclave=filed, authority="银川市科技局")] if filed else []
    assert ask("carrier.filed_with", *held, *filings, carrier=rows.carrier(enclave=named)) == offices


def test_that_spend_is_the_sum_of_the_year_with_reversals_and_unknown_without_a_row():
    ledger = [
        rows.expense(voucher="1", amount=100),
        rows.expense(voucher="2", amount=-30, booked_on=date(2024, 12, 31)),
        rows.expense(voucher="3", amount=7, booked_on=date(2024, 1, 1)),
        rows.expense(voucher="4", amount=5000, booked_on=date(2023, 12, 31)),
        rows.expense(voucher="5", amount=5000, booked_on=date(2025, 1, 1)),
        rows.expense(voucher="6", amount=9, enclave="别的中心"),
    ]
    assert ask("enclave.spend", *ledger, enclave=rows.centre()) == 77
    assert ask("enclave.spend", *ledger, enclave=rows.centre(), year=2022) is None
    balanced = [rows.expense(voucher="1", amount=5), rows.expense(voucher="2", amount=-5)]
    assert ask("enclave.spend", *balanced, enclave=rows.centre()) == 0


def test_that_the_assessment_is_that_of_the_year():
    held = [rows.assessment(year=2023, result="不合格"), rows.assessment(year=2024, result="合格")]
    results = [ask("enclave.assessment", *held, enclave=rows.incubator(), year=y) for y in (2022, 2023, 2024)]
    assert results == [None, "不合格", "合格"]


def test_that_agreements_are_told_by_their_types():
    held = [
        rows.agreement(number="1", enclave="上海中心", type="场地租赁"),
        rows.agreement(number="2", enclave="上海中心", type="场地租赁"),
        rows.agreement(number="3", enclave="上海中心", type="其他"),
        rows.agreement(number="4", type="设备购置"),
    ]
    assert ask("enclave.agreement_types", *held, enclave=rows.centre()) == ("场地租赁", "其他")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("contract.term_years", 59, "4 年 11 个月"),
        ("enclave.filed_with", (), "无"),
        ("enclave.filed_with", ("自治区科技厅", "银川市科技局"), "自治区科技厅、银川市科技局"),
        ("enclave.spend", 123_456, "1,234.56 元"),
        ("contract.in_effect", True, "是"),
        ("contract.in_effect", False, "否"),
        ("enclave.assessment", "合格", "合格"),
        ("person.id_number", rows.NUMBER, "640***********123X"),
        ("contract.salary", 2_000_000, "***"),
        ("enclave.founded_on", date(2024, 1, 5), "2024-01-05"),
        ("enclave.floor_area", Decimal("320.5"), "320.5 m²"),
    ],
)
def test_that_a_value_is_told_in_its_kinds_words_and_masked_where_sensitive(name, value, words):
    assert FACTS[name].words(value) == words
