"""Changes held against a record: what they say of a dossier is what the record then holds, and they can be undone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.values import Contract, Expense, Person
from enclave_desktop.records import changes as records_changes
from enclave_desktop.records.changes import Changes
from tests.unit.records.filled import EVERYTHING, adding, change, removing, updating
from tests.unit.rows import (
    NUMBER,
    OTHER_NUMBER,
    TODAY,
    centre,
    contract,
    dossier,
    expense,
    filing,
    firm,
    person,
)

CENTRE = centre(floor_area=Decimal("320.5"), founded_on=date(2023, 5, 1), independent=False)
PERSON = person(name="示例𬭎", born_on=date(1990, 1, 1))
CHANGES = {
    "nothing": Changes(),
    "a person and a contract more": adding(person(id_number=OTHER_NUMBER), contract(person=OTHER_NUMBER)),
    "a value less": updating((filing(valid_until=date(2027, 3, 14)), filing())),
    "a centre by another name": updating((CENTRE, replace(CENTRE, name="浦东中心"))),
    "another document, and another firm": updating(
        (PERSON, replace(PERSON, id_number=OTHER_NUMBER)),
        (firm(account="6222020200001234567"), firm(credit_code="91640100MA7EXAMP56")),
    ),
    "ledger rows that move up": updating(
        (expense(amount=-1), expense(entry="1", amount=-1)), (expense(entry="1"), expense(entry="2"))
    ),
    "a row less": removing(EVERYTHING[17]),
    "a contract that starts on another day": updating(
        (EVERYTHING[5], replace(EVERYTHING[5], starts_on=date(2024, 2, 21)))
    ),
    "a filing and its evidence less": removing(EVERYTHING[3], EVERYTHING[24]),
    "a person instead of another": Changes(
        added={Person: [person(id_number=OTHER_NUMBER)]},
        updated={
            entity: [
                (row, replace(row, person=OTHER_NUMBER))
                for row in EVERYTHING
                if isinstance(row, entity) and row.person == NUMBER
            ]
            for entity in (Contract, Evidence)
        },
        removed={Person: [PERSON]},
    ),
    "nothing left": removing(*EVERYTHING),
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_that_a_record_then_holds_what_the_changes_say(record, changes):
    said = changes.applied(record.dossier(TODAY))
    change(record, changes)
    assert record.dossier(TODAY) == said


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_that_the_inverse_takes_changes_back(record, changes):
    change(record, changes)
    change(record, changes.inverse())
    assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_few_and_many_changes_lead_to_the_same(monkeypatch):
    """Few rows are looked for one by one, many by their hashes."""
    rows = [expense(voucher=f"记-{n}", amount=n) for n in range(9)]
    other = expense(voucher="记-5", amount=99)
    changes = Changes(
        added={Expense: [expense(voucher="记-20")]},
        updated={Expense: [(rows[5], other), (rows[1], expense(voucher="记-0x"))]},
        removed={Expense: [expense(voucher="记-3", amount=3), expense(voucher="不在")]},
    )
    before = dossier(centre(), *rows)
    few = changes.applied(before)
    monkeypatch.setattr(records_changes, "_FEW", 0)
    assert changes.applied(before) == few
    assert other in few.expenses
    assert len(few.expenses) == 9


def test_that_a_value_that_is_no_key_leaves_the_order_and_the_other_tables_as_they_are():
    rows = [expense(voucher=f"记-{n}") for n in range(3)]
    before = dossier(centre(), person(), *rows)
    after = Changes(updated={Expense: [(rows[1], expense(voucher="记-1", amount=7))]}).applied(before)
    assert [row.voucher for row in after.expenses] == ["记-0", "记-1", "记-2"]
    assert after.people is before.people
