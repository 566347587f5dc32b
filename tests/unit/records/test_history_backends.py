"""History, moving out and erasing are the same in a file, in an encrypted file and on a server."""

import pytest
from sqlalchemy import text

from enclave_desktop.dossier.frozen import freeze
from enclave_desktop.records.contents import digest
from enclave_desktop.records.history_reading import entries_with_lines
from enclave_desktop.records.history_search import Wanted, of_person, search
from enclave_desktop.records.history_verify import check_chain
from enclave_desktop.records.moving_out import moved_out
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import unheard
from tests.unit.records.filled import adding, removing, updating
from tests.unit.rows import NUMBER, OTHER_NUMBER, TODAY, contract, person

SECOND = person(name="欧阳示例", id_number=OTHER_NUMBER)
HERS = contract(person=OTHER_NUMBER)
CHANGED = person(name="欧阳示例", id_number=OTHER_NUMBER, degree="硕士")


@pytest.fixture
def record(backend):
    with Record.open(backend.filled(), key=backend.key) as record:
        for words, changes in (
            ("新增", adding(SECOND, HERS)),
            ("修改欧阳示例的学位", updating((SECOND, CHANGED))),
        ):
            with record.transaction(Origin(Action.TYPED, words)) as transaction:
                transaction.apply(changes)
        yield record


def keep_packet(record):
    frozen = freeze(record.dossier(TODAY))
    manifest = {"subjects": [OTHER_NUMBER], "year": 2024, "dossier": digest(frozen), "evidence": []}
    with record.transaction(Origin(Action.PRINTED, "打印")) as transaction:
        transaction.freeze(
            number="P-1",
            made_at="2025-06-30T09:00",
            programme="x",
            manifest=manifest,
            parts=[frozen],
            pdf=b"%PDF",
        )


def chain(record):
    return record.read(lambda rows: check_chain(rows, unheard))


def test_that_changes_are_told_and_found_and_the_chain_holds(record):
    assert chain(record).length == record.head().number
    (found,) = record.read(lambda rows: list(search(rows, Wanted(text="硕士"))))
    assert found.words == "修改欧阳示例的学位"
    told = record.read(lambda rows: list(of_person(rows, OTHER_NUMBER)))
    assert [one.change.sheet.title for one in told] == ["人员", "劳动合同", "人员"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM history",
        "UPDATE history SET account = 'x'",
        "UPDATE history_head SET number = 1",
    ],
)
def test_that_the_store_itself_refuses_to_change_the_history(record, statement):
    with pytest.raises(Exception, match=r"never|不允许"), record.transaction() as transaction:
        transaction._connection.execute(text(statement))
    assert chain(record).length == record.head().number


def test_that_what_a_packet_was_made_from_is_moved_out_and_comes_back(record):
    keep_packet(record)
    changes = removing(CHANGED, HERS)
    for held, people in ((changes, 1), (changes.inverse(), 2)):
        with record.transaction(Origin(Action.TYPED, "删除")) as transaction:
            transaction.apply(held)
        assert len(record.dossier(TODAY).people) == people
        assert len(record.read(moved_out)) == (2 if people == 1 else 0)


def test_that_a_person_is_erased_and_the_chain_still_holds(record):
    keep_packet(record)
    length = record.head().number
    done = record.erase(OTHER_NUMBER, "本人申请", TODAY, {"P-1": {"total": "1.00"}})
    found = chain(record)
    assert (found.length, found.erased) == (length + 1, done.lines)
    assert [one.id_number for one in record.dossier(TODAY).people] == [NUMBER]
    assert record.erased_figures()["P-1"]["sums"] == {"total": "1.00"}
    held = record.read(lambda rows: [lines for _, lines in entries_with_lines(rows)])
    assert not any(lines.holds([OTHER_NUMBER.encode(), "欧阳示例".encode()]) for lines in held)
