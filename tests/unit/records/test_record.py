"""What a record gives back, and what it takes."""

import random
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.handing_in import ClaimStep, PrintSetting
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Claim,
    Confirmation,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)
from enclave_desktop.errors import UserError
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA
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
    incubator,
    person,
    project,
)


@pytest.fixture
def place(backend):
    return backend.filled()


@pytest.fixture
def record(backend, place):
    with Record.open(place, key=backend.key) as record:
        yield record


@pytest.fixture
def empty(backend):
    with Record.create(backend.new(), key=backend.key) as record:
        yield record


def shuffled(rows):
    return random.Random(1).sample(rows, len(rows))


def test_that_an_empty_record_gives_an_empty_dossier(empty):
    assert empty.dossier(TODAY) == dossier()


def test_that_every_sheet_comes_back_as_it_went_in(record):
    assert {type(row) for row in EVERYTHING} == KEPT.keys()
    assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_values_come_back_in_their_own_types(record):
    for row in EVERYTHING:
        (same,) = (back for back in record.dossier(TODAY).rows(type(row)) if back == row)
        for field in KEPT[type(row)].fields:
            assert repr(getattr(same, field.name)) == repr(getattr(row, field.name))


def test_that_rows_come_back_in_the_order_of_their_keys_whatever_order_they_came_in(empty):
    change(empty, adding(*shuffled(EVERYTHING)))
    assert empty.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_the_dossier_is_as_of_the_day_asked_for(record):
    assert record.dossier(date(2020, 2, 29)).as_of == date(2020, 2, 29)


def test_that_a_transaction_sees_what_it_changed(empty):
    with empty.transaction() as transaction:
        transaction.apply(adding(centre()))
        assert transaction.dossier(TODAY) == dossier(centre())


def test_that_any_error_takes_everything_back(record):
    with pytest.raises(UserError), record.transaction() as transaction:  # noqa: PT012
        transaction.apply(adding(person(id_number=OTHER_NUMBER)))
        transaction.apply(adding(person(id_number=OTHER_NUMBER)))
    assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_a_reader_sees_the_last_finished_state_while_another_writes(backend, place, record):
    opened = Record.open(place, key=backend.key, read_only=True)
    with record.transaction() as transaction, opened as reader:
        transaction.apply(adding(person(id_number=OTHER_NUMBER)))
        assert reader.dossier(TODAY) == dossier(*EVERYTHING)
    assert len(record.dossier(TODAY).people) == 2


def test_that_a_row_is_updated(record):
    change(record, updating((person(name="示例𬭎", born_on=date(1990, 1, 1)), person(name="新名"))))
    assert record.dossier(TODAY).people == (person(name="新名"),)


STALE: dict[type[Any], dict[str, Any]] = {
    Firm: {"phone": "0951-0000000"},
    Enclave: {"head": "别人"},
    Filing: {"number": "1"},
    Person: {"sex": "男"},
    Contract: {"signed_on": date(2024, 1, 1)},
    Project: {"ends_on": date(2024, 1, 1)},
    Expense: {"amount": 3},
    Agreement: {"paid": 1},
    Carrier: {"recognised_on": date(2024, 1, 1)},
    Assessment: {"result": "不合格"},
    Approval: {"approved_on": date(2024, 1, 1)},
    Claim: {"note": "别的"},
    Confirmation: {"source": "别的"},
    Evidence: {"note": "别的"},
    ClaimStep: {"amount": 1},
    PrintSetting: {"copies": 9},
}


def test_that_a_row_that_is_not_as_it_was_is_neither_changed_nor_removed(record):
    for row in EVERYTHING:
        stale = replace(row, **STALE[type(row)])
        for changes in (updating((stale, row)), removing(stale)):
            with pytest.raises(UserError, match=f"“{KEPT[type(row)].title}”里有 1 行已被别处改动或删除"):
                change(record, changes)
    assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_a_row_that_is_gone_is_not_updated(record):
    gone = expense(voucher="记-9")
    with pytest.raises(UserError, match="“研发费用”里有 1 行已被别处改动或删除"):
        change(record, updating((gone, replace(gone, amount=5))))


def test_that_a_row_that_is_gone_or_different_is_not_removed(record):
    with pytest.raises(UserError, match="“研发费用”里有 2 行已被别处改动或删除"):
        change(record, removing(expense(voucher="记-9"), expense(amount=-2), expense(project="RD-1")))
    assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_ledger_rows_which_differ_in_an_empty_part_are_told_apart(record):
    change(record, updating((expense(project="RD-1"), expense(project="RD-1", amount=7))))
    amounts = {(row.entry, row.project): row.amount for row in record.dossier(TODAY).expenses}
    assert amounts == {(None, None): -1, ("1", None): 100_000, (None, "RD-1"): 7, ("1", "RD-1"): 10**15}


def test_that_an_emptied_field_is_stored_as_empty(record):
    change(record, updating((filing(valid_until=date(2027, 3, 14)), filing())))
    assert record.dossier(TODAY).filings == (filing(),)


def test_that_a_corrected_key_is_corrected_wherever_it_is_referred_to(record):
    before = centre(floor_area=Decimal("320.5"), founded_on=date(2023, 5, 1), independent=False)
    change(record, updating((before, replace(before, name="浦东中心"))))
    after = record.dossier(TODAY)
    assert {row.enclave for row in (*after.filings, *after.contracts, *after.projects)} == {"浦东中心"}


def test_that_a_reference_may_be_stated_along_with_the_corrected_key(empty):
    change(empty, adding(person(), centre(), contract()))
    renamed = person(id_number=OTHER_NUMBER)
    paid = contract(person=OTHER_NUMBER, salary=5)
    change(empty, updating((person(), renamed), (contract(), paid)))
    assert empty.dossier(TODAY) == dossier(centre(), renamed, paid)


def test_that_restating_a_reference_whose_key_was_corrected_changes_nothing_else(empty):
    change(empty, adding(person(), centre(), contract()))
    renamed = person(id_number=OTHER_NUMBER)
    change(empty, updating((person(), renamed), (contract(), contract(person=OTHER_NUMBER))))
    assert empty.dossier(TODAY) == dossier(centre(), renamed, contract(person=OTHER_NUMBER))


def test_that_rows_may_move_up_into_each_others_keys(empty):
    change(empty, adding(centre(), *(expense(entry=str(n), amount=n) for n in range(1, 4))))
    pairs = [(expense(entry=str(n), amount=n), expense(entry=str(n + 1), amount=n)) for n in range(1, 4)]
    change(empty, updating(*pairs))
    assert [(row.entry, row.amount) for row in empty.dossier(TODAY).expenses] == [
        ("2", 1),
        ("3", 2),
        ("4", 3),
    ]


def test_that_many_rows_move_up_in_time_and_in_any_order(empty):
    count = 20_000
    rows = [project(number=f"{n:06}") for n in range(count)]
    change(empty, adding(*rows))
    pairs = [(row, replace(row, number=f"{n + 1:06}")) for n, row in enumerate(rows)]
    change(empty, updating(*shuffled(pairs)))
    assert {row.number for row in empty.dossier(TODAY).projects} == {f"{n + 1:06}" for n in range(count)}


def test_that_rows_that_swap_keys_are_refused_in_words(empty):
    change(empty, adding(centre(), expense(entry="1"), expense(entry="2", amount=5)))
    swap = updating(
        (expense(entry="1"), expense(entry="2")), (expense(entry="2", amount=5), expense(entry="1", amount=5))
    )
    with pytest.raises(
        UserError, match="“研发费用”里已有日期、凭证号、分录号、飞地名称、项目编号、费用类别相同的行"
    ):
        change(empty, swap)


def test_that_a_key_on_record_is_not_added_again(record):
    with pytest.raises(UserError, match="“飞地”里已有名称相同的行") as caught:
        change(record, adding(centre()))
    assert caught.value.details == ("请核对名称。",)


def test_that_a_second_firm_is_refused(record):
    with pytest.raises(Exception, match="一份档案只登记一家企业"):
        change(record, adding(firm(credit_code="91640100MA7EXAMP56")))


def test_that_a_removed_firm_can_be_entered_again(record):
    change(record, removing(firm(account="6222020200001234567")))
    change(record, adding(firm()))
    assert record.dossier(TODAY).firm == firm()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (filing(enclave="别处"), "“备案”引用的飞地名称“别处”不在档案中"),
        (expense(project="RD-9", entry="9"), "“研发费用”引用的项目编号“RD-9”不在档案中"),
    ],
)
def test_that_a_reference_to_nothing_is_refused_and_named(record, row, words):
    with pytest.raises(UserError, match=words):
        change(record, adding(row))


def test_that_a_missing_person_is_named_without_the_number(record):
    with pytest.raises(UserError) as caught:
        change(record, adding(contract(person=OTHER_NUMBER)))
    assert OTHER_NUMBER not in str(caught.value)
    assert "640***********1221" in str(caught.value)


@pytest.mark.parametrize(
    "row",
    [
        incubator(floor_area=Decimal(1000)),
        person(name="示例𬭎", born_on=date(1990, 1, 1)),
        project(enclave="上海中心"),
    ],
)
def test_that_what_others_refer_to_is_not_removed(record, row):
    with pytest.raises(UserError, match=f"“{KEPT[type(row)].title}”里要删除的行还被其他行引用"):
        change(record, removing(row))
    assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_everything_can_be_removed_at_once(record):
    change(record, removing(*EVERYTHING))
    assert record.dossier(TODAY) == dossier()


def test_that_what_refers_to_a_duplicate_can_move_while_the_duplicate_goes(empty):
    twice = person(id_number=OTHER_NUMBER)
    change(empty, adding(centre(), person(), twice, contract(person=OTHER_NUMBER)))
    moved = Changes(
        updated={Contract: [(contract(person=OTHER_NUMBER), contract())]}, removed={Person: [twice]}
    )
    change(empty, moved)
    assert empty.dossier(TODAY) == dossier(centre(), person(), contract())


def test_that_a_row_may_take_the_key_of_one_that_goes_in_the_same_step(empty):
    change(empty, adding(centre(), expense(entry="1"), expense(entry="2", amount=2)))
    both = Changes(
        updated={Expense: [(expense(entry="2", amount=2), expense(entry="1", amount=2))]},
        removed={Expense: [expense(entry="1")]},
    )
    change(empty, both)
    assert empty.dossier(TODAY).expenses == (expense(entry="1", amount=2),)


def test_that_changes_may_come_in_any_order_of_classes(empty):
    change(empty, adding(*shuffled(EVERYTHING)))
    change(empty, removing(*shuffled(EVERYTHING)))
    assert empty.dossier(TODAY) == dossier()


def test_that_a_breach_of_the_tables_own_checks_is_a_bug_that_tells_no_values(record):
    secret = 10**15 + 12345
    with pytest.raises(Exception, match="ck_contract_salary") as caught:
        change(record, adding(contract(starts_on=date(2030, 1, 1), ends_on=None, salary=secret)))
    assert not isinstance(caught.value, UserError)
    assert str(secret) not in str(caught.value)
    assert NUMBER not in str(caught.value)


def test_that_no_changes_change_nothing(path):
    Record.open(path).close()
    before = path.read_bytes()
    nothing = Changes(added={Enclave: []}, updated={Approval: []}, removed={Filing: [], Project: []})
    with Record.open(path) as record, record.transaction() as transaction:
        transaction.apply(Changes())
        transaction.apply(nothing)
    assert path.read_bytes() == before


def test_that_a_closed_record_is_one_whole_file_that_can_be_copied(tmp_path):
    path = tmp_path / "whole.enclave"
    record = Record.create(path)
    change(record, adding(*EVERYTHING))
    assert {file.name for file in tmp_path.iterdir()} > {path.name}
    record.close()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    copy = tmp_path / "copy.enclave"
    copy.write_bytes(path.read_bytes())
    with Record.open(copy) as same:
        assert same.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_reading_only_changes_nothing_and_leaves_one_file(path):
    before = path.read_bytes(), path.stat().st_mtime_ns
    with Record.open(path, read_only=True) as record:
        record.dossier(TODAY)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_that_a_record_opened_to_read_takes_no_changes(backend, place):
    opened = Record.open(place, key=backend.key, read_only=True)
    with opened as record, pytest.raises(UserError, match="没有写入的权限"):
        change(record, adding(person(id_number=OTHER_NUMBER)))


def test_that_the_settings_that_keep_data_safe_are_on(path):
    with Record.open(path) as record, record._store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "application_id": int.from_bytes(b"Encl", "big"),
        "user_version": SCHEMA,
    }


def test_that_the_package_itself_imports_nothing_heavy():
    code = "import sys, enclave_desktop.records.changes; print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False False\n"
    )


def test_that_opening_a_record_of_today_needs_no_migrations(path):
    code = (
        "import sys; from pathlib import Path; from enclave_desktop.records.record import Record;"
        "Record.open(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_that_a_record_is_sound_by_sqlites_own_word(path):
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


_READ = """
import sys, pathlib, datetime
from enclave_desktop.records.record import Record
with Record.open(pathlib.Path(sys.argv[1])) as record:
    print(len(record.dossier(datetime.date(2025, 6, 30)).people), "sqlalchemy" in sys.modules)
    record.get_ready()
    print("sqlalchemy" in sys.modules)
"""


def test_that_a_record_is_read_before_sqlalchemy_is_loaded(path):
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], check=True, capture_output=True, text=True
    )
    people = sum(type(row) is Person for row in EVERYTHING)
    assert done.stdout.split() == [str(people), "False", "True"]
