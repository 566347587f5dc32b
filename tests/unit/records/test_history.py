"""Every change stands in the history, in the transaction that made it, and nobody changes what stands there."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.errors import UserError
from enclave_desktop.records import history_reading, origin
from enclave_desktop.records.history_reading import entries, entries_with_lines
from enclave_desktop.records.history_words import fact_lines, row_name
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.verify import unheard, verify
from tests.unit.records.filled import EVERYTHING, adding, change, make, removing, updating
from tests.unit.records.migrating import upgrade
from tests.unit.records.old import old_record
from tests.unit.rows import FILE, FILE_DIGEST, NUMBER, OTHER_NUMBER, TODAY, centre, expense, person

TYPED = Origin(Action.TYPED, "修改示例人的学位")


def read(record):
    """Entries with their lines, the oldest first."""
    with record._store.snapshot() as rows:
        return list(entries_with_lines(rows))[::-1]


def write(record, changes, origin=TYPED):
    with record.transaction(origin) as transaction:
        transaction.apply(changes)


@pytest.fixture(scope="module")
def empty_once(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "空.enclave"
    Record.create(path).close()
    return path


@pytest.fixture
def empty(empty_once, tmp_path):
    with Record.open(Path(shutil.copy(empty_once, tmp_path))) as record:
        yield record


def test_that_a_new_record_begins_with_its_making(empty):
    ((entry, lines),) = read(empty)
    assert (entry.number, entry.action, entry.words) == (1, "新建", "新建档案")
    assert list(lines.changes()) == []


def test_that_a_change_tells_what_who_where_and_when(empty):
    before = datetime.now().astimezone().replace(microsecond=0)
    write(empty, adding(person()))
    entry, lines = read(empty)[-1]
    assert (entry.action, entry.words, entry.workbook) == ("录入", "修改示例人的学位", None)
    assert (entry.account, entry.machine) == (origin.account(), origin.machine())
    assert before <= entry.at <= datetime.now().astimezone()
    assert entry.at.utcoffset() == before.utcoffset()
    assert entry.counts == {"人员": (1, 0, 0)}
    (row,) = lines.changes()
    assert row.before is None
    assert row.values["name"] == "示例人"


def test_that_a_changed_row_tells_from_what_to_what(empty):
    write(empty, adding(person()))
    write(empty, updating((person(), person(degree="硕士", id_number=OTHER_NUMBER))))
    (row,) = read(empty)[-1][1].changes()
    assert [(field.label, was, became) for field, was, became in row.fields()] == [
        ("证件号码", NUMBER, OTHER_NUMBER),
        ("学位", "博士", "硕士"),
    ]
    assert (row.key_before, row.key) == ((NUMBER,), (OTHER_NUMBER,))


def test_that_every_kind_of_value_comes_back_as_it_was(empty):
    with empty.transaction(TYPED) as transaction:
        transaction.keep([FILE])
        transaction.apply(adding(*EVERYTHING))
    told = {(row.sheet.entity, row.key): row.values for row in read(empty)[-1][1].changes()}
    for row in EVERYTHING:
        assert type(row)(**told[type(row), KEPT[type(row)].key_of(row)]) == row
    assert {Decimal("320.5"), date(2023, 5, 1)} <= set(told[type(centre()), ("上海中心",)].values())


def test_that_a_removed_row_tells_all_that_it_held(empty):
    write(empty, adding(person()))
    write(empty, removing(person()))
    entry, lines = read(empty)[-1]
    (row,) = lines.changes()
    assert row.after is None
    assert row.values["degree"] == "博士"
    assert entry.counts == {"人员": (0, 0, 1)}


def test_that_files_packets_and_forgotten_files_are_told(empty):
    with empty.transaction(TYPED) as transaction:
        transaction.keep([FILE])
        transaction.freeze(
            number="P-1", made_at="2025-06-30T09:00", programme="x", manifest={}, parts=[], pdf=b"%PDF"
        )
    with empty.transaction(TYPED) as transaction:
        transaction.forget_unused()
    first, last = (dict(lines.facts()) for _, lines in read(empty)[1:])
    assert first["files"] == [FILE_DIGEST]
    assert first["packet"][:2] == ["P-1", "x"]
    assert last == {"forgotten": 1}


def test_that_a_transaction_that_does_nothing_leaves_no_entry(empty):
    head = empty.head()
    with empty.transaction(TYPED) as transaction:
        transaction.forget_unused()
        transaction.dossier(TODAY)
    assert empty.head() == head


def test_that_what_fails_leaves_no_entry(empty):
    head = empty.head()
    with pytest.raises(UserError):
        write(empty, updating((person(), person(name="别人"))))
    assert empty.head() == head


def test_that_the_head_tells_that_something_was_changed(empty, tmp_path):
    with Record.open(empty.place, read_only=True) as other:
        before = other.head()
        write(empty, adding(person()))
        assert other.head() != before
        assert other.head().number == before.number + 1


def test_that_many_entries_are_read_the_newest_first(empty, monkeypatch):
    monkeypatch.setattr(history_reading, "_AT_ONCE", 3)
    write(empty, adding(centre()))
    for number in range(6):
        write(empty, adding(expense(voucher=f"记-{number}")))
    with empty._store.snapshot() as rows:
        numbers = [entry.number for entry in entries(rows)]
        below = [entry.number for entry in entries(rows, before=5)]
    assert numbers == list(range(8, 0, -1))
    assert below == [4, 3, 2, 1]


def test_that_an_upgraded_record_tells_what_was_on_it(tmp_path):
    path = old_record(3, tmp_path / "旧.enclave")
    upgrade(path)
    with Record.open(path) as record:
        ((entry, lines),) = read(record)
        assert (entry.number, entry.action, entry.words) == (1, "升级", f"从格式 3 升级到 {SCHEMA}")
        facts = dict(lines.facts())
        assert facts["schema"] == [3, SCHEMA]
        assert len(facts["on_record"]) == 64


def test_that_rows_numbered_by_the_program_are_named_by_what_a_person_knows(record):
    sheets = {change.sheet.title: row_name(change) for _, lines in read(record) for change in lines.changes()}
    assert (sheets["证明材料"], sheets["申领经过"]) == ("社保记录", "2025-01-10　退回")


@pytest.mark.parametrize(("schema", "words"), [(3, "；此前没有记录历史"), (4, "")])
def test_that_an_upgrade_says_that_no_history_was_kept_only_where_none_was(tmp_path, schema, words):
    path = old_record(schema, tmp_path / "旧.enclave")
    upgrade(path)
    with Record.open(path) as record:
        _, lines = read(record)[-1]
        assert next(fact_lines(lines)) == f"档案格式 {schema} → {SCHEMA}{words}"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM history",
        "DELETE FROM history_head",
        "UPDATE history SET account = 'x'",
        "UPDATE history SET at = '2020-01-01T00:00:00+08:00' WHERE number = 1",
        "UPDATE history SET rows = x'00', salts = x''",
        "UPDATE history_head SET number = 1",
    ],
)
def test_that_the_record_itself_refuses_to_change_its_history(told, statement):
    with closing(sqlite3.connect(told)) as connection, pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(statement)


def tamper(path, *statements):
    """As somebody would who knows how to get round the triggers."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="module")
def told_once(tmp_path_factory):
    path = make(tmp_path_factory.mktemp("told") / "示例.enclave")
    with Record.open(path) as record:
        write(record, adding(expense(voucher="记-8")))
        write(record, updating((expense(voucher="记-8"), expense(voucher="记-8", amount=3))))
    return path


@pytest.fixture
def told(told_once, tmp_path):
    """A record with four entries."""
    return Path(shutil.copy(told_once, tmp_path))


def test_that_a_whole_history_is_found_whole(told):
    assert verify(told, TODAY).history.length == 4


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE history SET account = 'somebody' WHERE number = 3", "第 3 条被改动过"),
        ("UPDATE history SET machine = 'x' WHERE number = 1", "第 1 条被改动过"),
        ("UPDATE history SET action = '导入' WHERE number = 2", "第 2 条被改动过"),
        ("UPDATE history SET counts = '{}' WHERE number = 4", "第 4 条被改动过"),
        ("UPDATE history SET at = '2020' WHERE number = 2", "第 2 条被改动过"),
        ("UPDATE history SET digest = previous WHERE number = 2", "第 2 条被改动过"),
        ("UPDATE history SET salts = zeroblob(length(salts)) WHERE number = 3", "第 3 条被改动过"),
        ("UPDATE history SET salts = x'' WHERE number = 3", "第 3 条被改动过"),
        ("UPDATE history SET rows = x'' WHERE number = 3", "第 3 条被改动过"),
        ("UPDATE history SET rows = (SELECT rows FROM history WHERE number = 2) WHERE number = 3", "第 3 条"),
        ("DELETE FROM history WHERE number = 2", "缺了第 2 条"),
        ("DELETE FROM history WHERE number = 1", "缺了第 1 条"),
        ("DELETE FROM history WHERE number = 4", "缺了末尾"),
        ("DELETE FROM history_head", "缺了末尾"),
        ("UPDATE history_head SET number = 9", "缺了末尾"),
    ],
)
def test_that_what_was_tampered_with_is_named(told, statement, words):
    tamper(told, statement)
    with pytest.raises(UserError, match=words):
        verify(told, TODAY)


def test_that_any_byte_of_an_entry_that_is_otherwise_is_found(told):
    with closing(sqlite3.connect(told)) as connection:
        salts, rows = connection.execute("SELECT salts, rows FROM history WHERE number = 4").fetchone()
    for name, held in (("salts", salts), ("rows", rows)):
        for at in range(len(held)):
            spoilt = held[:at] + bytes([held[at] ^ 1 << at % 8]) + held[at + 1 :]
            assert not _holds(told, name, spoilt), (name, at)


def _holds(path, name, value):
    from enclave_desktop.records.history_verify import BrokenHistoryError, check_chain

    with closing(sqlite3.connect(path)) as connection:

        def rows(sql):
            found = connection.execute(sql).fetchall()
            at = {"salts": 8, "rows": 9}[name]
            return [
                (*row[:at], value, *row[at + 1 :]) if len(row) == 10 and row[0] == 4 else row for row in found
            ]

        try:
            check_chain(rows, unheard)
        except BrokenHistoryError:
            return False
    return True


def test_that_entries_forged_after_a_backup_are_found(told, tmp_path):
    """Even a chain that was made anew to its end does not agree with what the backup's list knows."""
    with Record.open(told) as record:
        record.backup(told.parent / "备份", datetime(2025, 6, 30, 9, 0), unheard)
    last = "SELECT digest FROM history WHERE number = 3"
    tamper(
        told,
        f"UPDATE history_head SET number = 3, digest = ({last})",
        "DELETE FROM history WHERE number = 4",
    )
    with pytest.raises(UserError, match="缺了末尾：备份时已有第 4 条"):
        verify(told, TODAY)


def test_that_what_a_restored_backup_left_behind_is_not_missed(told):
    from enclave_desktop.records.restore import restore

    folder = told.parent / "备份"
    with Record.open(told) as record:
        made = record.backup(folder, datetime(2025, 6, 30, 9, 0), unheard)
        for number in range(3):
            write(record, adding(expense(voucher=f"记-2{number}")))
        record.backup(folder, datetime(2025, 7, 2, 10, 0), unheard)
    restore(made.path, told, datetime(2025, 7, 3, 11, 0))
    found = verify(told, TODAY).history
    assert found.length == 5
    with Record.open(told) as record:
        entry, lines = read(record)[-1]
        assert entry.action == "恢复"
        assert dict(lines.facts()) == {"restored": 7}
        write(record, adding(expense(voucher="记-30")))
    assert verify(told, TODAY).history.length == 6


def test_that_no_number_stands_in_the_list_of_what_happened_beside_the_lines(path):
    with closing(sqlite3.connect(path)) as connection:
        beside = connection.execute(
            "SELECT at, account, machine, action, counts, previous, digest FROM history"
        ).fetchall()
    assert NUMBER not in repr(beside)
    assert person(name="示例𬭎").name not in repr(beside)


def test_that_who_changed_it_may_be_told_by_the_server(empty):
    from enclave_desktop.records import history

    with empty._store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        written = history.Written()
        written.fact("files", [])
        history.append(connection, history.hold(connection), TYPED, written, account="clerk_7")
    assert read(empty)[-1][0].account == "clerk_7"


def test_that_two_salts_are_never_the_same(tmp_path):
    path = make(tmp_path / "盐.enclave", *[expense(voucher=f"记-{n}") for n in range(50)], centre())
    with closing(sqlite3.connect(path)) as connection:
        held = b"".join(salts for (salts,) in connection.execute("SELECT salts FROM history"))
    salts = [held[at : at + 16] for at in range(0, len(held), 16)]
    assert len(set(salts)) == len(salts) > 50


def test_that_changing_a_row_back_is_told_as_a_change_of_its_own(empty):
    write(empty, adding(person()))
    changed = updating((person(), replace(person(), degree="硕士")))
    write(empty, changed)
    write(empty, changed.inverse(), Origin(Action.UNDONE, "撤销：修改"))
    _, lines = read(empty)[-1]
    (row,) = lines.changes()
    assert [(was, became) for _, was, became in row.fields()] == [("硕士", "博士")]


def test_that_changing_the_record_leaves_one_entry_whatever_happens_within(empty):
    change(empty, adding(*EVERYTHING))
    assert empty.head().number == 2
