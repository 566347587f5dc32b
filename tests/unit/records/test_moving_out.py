"""What a kept packet was made from is not deleted: it is moved out of the dossier, and comes back."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.dossier.values import Contract, Enclave, Expense, Person
from enclave_desktop.errors import UserError
from enclave_desktop.records.contents import digest
from enclave_desktop.records.history_reading import entries_with_lines
from enclave_desktop.records.moving_out import moved_out
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import unheard, verify
from tests.unit.records.filled import adding, by_class, change, make, removing, updating
from tests.unit.records.migrating import forget_history, upgrade
from tests.unit.rows import (
    FILE_DIGEST,
    NUMBER,
    OTHER_NUMBER,
    TODAY,
    centre,
    contract,
    evidence,
    expense,
    firm,
    person,
    project,
)

OTHER = person(name="另一人", id_number=OTHER_NUMBER)
OTHERS = contract(person=OTHER_NUMBER)
IN_YEAR = expense(project="RD-1")
LATER = expense(voucher="记-2", booked_on=date(2025, 1, 6))
SCAN = evidence(person=NUMBER)
ANOTHER_FILE = b"%PDF-1.7 another scan"
UNUSED = evidence(number="e9", person=OTHER_NUMBER, content=digest(ANOTHER_FILE))


@pytest.fixture
def record(tmp_path):
    """One person, and the ledger of one year, stand in a packet each."""
    rows = (firm(), centre(), person(), OTHER, contract(), OTHERS, project(), IN_YEAR, LATER, SCAN)
    with Record.open(make(tmp_path / "示例.enclave", *rows)) as record:
        with record.transaction() as transaction:
            transaction.keep([ANOTHER_FILE])
            transaction.apply(adding(UNUSED))
        keep_packet(record, "P-1", [NUMBER])
        yield record


def keep_packet(record, number, subjects, **more):
    frozen = freeze(record.dossier(TODAY))
    manifest = {
        "subjects": subjects,
        "year": 2024,
        "dossier": digest(frozen),
        "evidence": [{"sha256": FILE_DIGEST}] if NUMBER in subjects else [],
    }
    with record.transaction() as transaction:
        transaction.freeze(
            number=number,
            made_at="2025-06-30T09:00",
            programme="x",
            manifest=manifest | more,
            parts=[frozen],
            pdf=f"%PDF {number}".encode(),
        )


def remove(record, *rows):
    with record.transaction() as transaction:
        transaction.apply(removing(*rows))


def out(record):
    return [one.row for one in record.read(moved_out)]


def test_that_a_person_in_a_packet_is_moved_out_and_is_part_of_no_dossier(record):
    remove(record, person(), contract(), SCAN)
    seen = record.dossier(TODAY)
    assert seen.people == (OTHER,)
    assert seen.contracts == (OTHERS,)
    assert out(record) == [person(), contract(), SCAN]
    (first, *_) = record.read(moved_out)
    assert (first.moved_on, first.reason) == (date.today(), "在已打印的申报材料 P-1 里")


def test_that_a_person_in_no_packet_is_deleted(record):
    remove(record, OTHER, OTHERS, UNUSED)
    assert out(record) == []
    assert OTHER not in record.dossier(TODAY).people


def test_that_a_voucher_is_kept_with_what_it_refers_to_when_its_year_was_printed(record):
    keep_packet(record, "P-2", ["上海中心"])
    remove(record, IN_YEAR, LATER, project())
    assert out(record) == [project(), IN_YEAR]
    assert record.dossier(TODAY).expenses == ()


def test_that_what_was_moved_out_comes_back_as_it_was(record):
    changes = removing(person(), contract(), SCAN)
    change(record, changes)
    change(record, changes.inverse())
    seen = record.dossier(TODAY)
    assert person() in seen.people
    assert contract() in seen.contracts
    assert SCAN in seen.evidence
    assert out(record) == []


def test_that_entering_the_number_again_revives_the_row_with_the_new_values(record):
    remove(record, person(), contract(), SCAN)
    again = person(name="示例新名", degree="硕士")
    change(record, adding(again, contract()))
    assert again in record.dossier(TODAY).people
    assert out(record) == [SCAN]


def test_that_a_row_is_recognised_under_the_key_it_got_after_printing(record):
    renumbered = person(id_number="640104199001011301")
    change(record, updating((person(), renumbered)))
    remove(
        record, renumbered, contract(person="640104199001011301"), replace(SCAN, person=renumbered.id_number)
    )
    assert renumbered in out(record)


def test_that_nothing_may_refer_to_what_was_moved_out(record):
    with pytest.raises(UserError, match="还被其他行引用"):
        remove(record, person(), SCAN)
    assert person() in record.dossier(TODAY).people
    remove(record, person(), contract(), SCAN)
    with pytest.raises(UserError, match="不在档案中"):
        change(record, adding(contract(starts_on=date(2025, 1, 1))))


def test_that_taking_over_the_key_of_a_moved_out_row_is_refused_in_words(record):
    remove(record, person(), contract(), SCAN)
    with pytest.raises(UserError, match="已有证件号码相同的行") as refused:
        change(record, updating((OTHER, person(name="另一人"))))
    assert "把它移回" in refused.value.details[0]


def test_that_a_row_cannot_be_removed_twice(record):
    remove(record, person(), contract(), SCAN)
    with pytest.raises(UserError, match="已被别处改动或删除"):
        remove(record, person())


def test_that_the_history_says_moved_out_and_back(record):
    changes = removing(person(), contract(), SCAN, UNUSED)
    change(record, changes)
    change(record, changes.inverse())
    newest, before = (
        [(one.sheet.title, one.moved) for one in lines.changes()]
        for _, lines in record.read(lambda rows: list(entries_with_lines(rows)))[:2]
    )
    assert before == [("人员", "移出"), ("劳动合同", "移出"), ("证明材料", "移出"), ("证明材料", None)]
    assert newest == [("人员", "移回"), ("劳动合同", "移回"), ("证明材料", "移回"), ("证明材料", None)]


def test_that_a_moved_out_row_stays_through_backups_and_checks(record):
    remove(record, person(), contract(), SCAN)
    record.backup(record.place.parent / "备份", datetime(2025, 6, 30), unheard)
    found = verify(record.place, TODAY)
    assert found.dossier.people == (OTHER,)
    with record.transaction() as transaction:
        assert transaction.forget_unused() == 0


def test_that_packets_kept_by_the_program_before_count_too(tmp_path):
    path = make(tmp_path / "示例.enclave", centre(), person(), contract(), SCAN)
    with Record.open(path) as record:
        keep_packet(record, "P-1", [NUMBER])
    forget_history(path)
    upgrade(path)
    with Record.open(path) as record:
        remove(record, person(), contract(), SCAN)
        assert by_class(*out(record)) == {Person: [person()], Contract: [contract()], Evidence: [SCAN]}


def test_that_an_enclave_stays_with_the_contract_that_was_printed(record):
    everything = record.dossier(TODAY)
    gone = [*everything.people, *everything.contracts, *everything.evidence, *everything.expenses]
    remove(record, *gone, *everything.projects, *everything.enclaves)
    assert by_class(*out(record)).keys() == {Enclave, Person, Contract, Evidence}
    assert Expense not in by_class(*out(record))
