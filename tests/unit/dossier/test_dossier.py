"""The frozen snapshot: its rows, in the order of their keys."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Enclave, Expense, Firm
from tests.unit import rows

DAY = date(2025, 6, 30)
FIRM = rows.firm()
CENTRES = [rows.centre(name=name) for name in "甲乙丙"]
SPEND = rows.expense()
BOOKED = [
    dataclasses.replace(SPEND, entry=entry, project=project)
    for entry in (None, "1", "2")
    for project in (None, "RD-1")
]


@given(st.permutations(CENTRES), st.permutations(BOOKED))
def test_that_the_order_of_the_rows_given_does_not_matter(centres, booked):
    dossier = Dossier.of(DAY, {Firm: [FIRM], Enclave: centres, Expense: booked})
    assert dossier == Dossier.of(DAY, {Firm: [FIRM], Enclave: CENTRES, Expense: BOOKED})
    assert [centre.name for centre in dossier.enclaves] == sorted("甲乙丙")


@given(st.permutations(BOOKED))
def test_that_an_empty_part_of_a_key_comes_first(booked):
    ledger = Dossier.of(DAY, {Expense: booked}).expenses
    assert [(row.entry, row.project) for row in ledger] == [
        (None, None), (None, "RD-1"), ("1", None), ("1", "RD-1"), ("2", None), ("2", "RD-1"),
    ]  # fmt: skip


def test_that_every_sheet_has_its_rows():
    dossier = Dossier.of(DAY, {Firm: [FIRM], Enclave: CENTRES})
    assert {entity: len(dossier.rows(entity)) for entity in SHEETS} == {
        entity: {Firm: 1, Enclave: 3}.get(entity, 0) for entity in SHEETS
    }
    assert dossier.rows(Firm) == (FIRM,)


def test_that_a_dossier_may_be_without_a_firm():
    assert Dossier(DAY).firm is None
    assert Dossier(DAY).rows(Firm) == ()


def test_that_a_dossier_and_its_rows_cannot_be_changed():
    dossier = Dossier.of(DAY, {Firm: [FIRM]})
    with pytest.raises(dataclasses.FrozenInstanceError):
        dossier.as_of = DAY  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        FIRM.name = "别的公司"  # type: ignore[misc]
