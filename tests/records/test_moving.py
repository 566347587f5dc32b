"""A whole record from a file to a server and back, with nothing lost on the way."""

import pytest
from sqlalchemy import text

from enclave_desktop.errors import UserError
from enclave_desktop.records import bulk
from enclave_desktop.records.cipher import Key
from enclave_desktop.records.moving import move
from enclave_desktop.records.postgres_sharing import share
from enclave_desktop.records.record import Record
from enclave_desktop.records.tables import metadata
from enclave_desktop.records.verify import verify
from tests.unit.records.filled import EVERYTHING, adding, change, make, removing
from tests.unit.rows import FILE_DIGEST, OTHER_NUMBER, TODAY, dossier, expense, person


@pytest.fixture
def path(tmp_path):
    """A record with every sheet, kept files, a packet, and a few entries of history."""
    path = make(tmp_path / "甲公司.enclave")
    with Record.open(path) as record:
        change(record, adding(person(id_number=OTHER_NUMBER, name="𬭎 'quoted' \\N\t%s")))
        change(record, adding(expense(voucher="记-3")))
        change(record, removing(expense(voucher="记-3")))
        with record.transaction() as transaction:
            transaction.freeze(
                number="2025-001",
                made_at="2025-06-30T09:00",
                programme="x",
                manifest={"pdf": "…"},
                parts=[bytes(range(256))],
                pdf=b"%PDF",
            )
    return path


@pytest.fixture
def database(postgres):
    name = postgres.new_database()
    yield postgres.address(name)
    postgres.drop_database(name)


def held(record):
    """All rows of all tables, and how long the history is."""
    with record._store.engine.begin() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in metadata.sorted_tables
            if not table.name.startswith("history")
        }


def entries(record):
    with record._store.snapshot() as rows:
        return rows('SELECT "number", "digest", "rows" FROM history ORDER BY "number"')


def test_that_a_record_comes_back_from_a_server_as_it_went(path, database, tmp_path):
    back = tmp_path / "back.enclave"
    with Record.open(path, read_only=True) as record:
        before, history = held(record), entries(record)
        sums = move(record, database)
    assert sums["person"].rows == 2
    with Record.open(database, read_only=True) as record:
        assert held(record) == before
        assert entries(record)[: len(history)] == history
        assert record.content(FILE_DIGEST)
        move(record, back)
    with Record.open(back, read_only=True) as record:
        assert held(record) == before
        assert entries(record)[: len(history)] == history
        assert len(entries(record)) == len(history) + 2
        assert [packet.number for packet in record.packets()] == ["2025-001"]
    assert verify(back, TODAY).history


def test_that_the_moved_record_is_worked_on_and_shared(path, database):
    with Record.open(path, read_only=True) as record:
        move(record, database)
    share(database)
    with Record.open(database) as record:
        change(record, adding(expense(voucher="记-9"), person(id_number="110101199003070150", name="新人")))
        assert len(record.dossier(TODAY).people) == 3


def test_that_an_encrypted_record_goes_and_comes_back_encrypted(tmp_path, database):
    key, other = Key(bytes(range(32)), bytes(16)), Key(bytes(32), bytes(range(16)))
    with Record.create(tmp_path / "a.enclave", key=key) as record:
        change(record, adding(*EVERYTHING))
        move(record, database)
    with Record.open(database) as record:
        move(record, tmp_path / "b.enclave", key=other)
    assert not (tmp_path / "b.enclave").read_bytes().startswith(b"SQLite")
    with Record.open(tmp_path / "b.enclave", key=other) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)


def test_that_what_is_there_is_not_written_over(path, database, tmp_path):
    with Record.open(path, read_only=True) as record:
        move(record, database)
        before = entries(record)
        with pytest.raises(UserError, match="已有档案"):
            move(record, database)
        with pytest.raises(UserError, match="已经存在"):
            move(record, path)
    with Record.open(database, read_only=True) as record:
        assert len(entries(record)) == len(before) + 1


def test_that_what_arrived_otherwise_than_it_went_does_not_count(path, database, tmp_path, monkeypatch):
    insert_rows = bulk.insert_rows

    def losing(connection, table, names, rows):
        kept = list(rows)
        insert_rows(connection, table, names, kept[:-1] if table.name == "claimstep" else kept)

    monkeypatch.setattr(bulk, "insert_rows", losing)
    with Record.open(path, read_only=True) as record:
        for target in (database, tmp_path / "new.enclave"):
            with pytest.raises(UserError, match="不一致（claimstep）"):
                move(record, target)
    assert not (tmp_path / "new.enclave").exists()
    with pytest.raises(UserError, match="还没有档案"):
        Record.open(database)


def test_that_the_history_of_others_is_guarded_again_once_it_is_there(path, database, tmp_path):
    with Record.open(path, read_only=True) as record:
        move(record, database)
        move(record, tmp_path / "copy.enclave")
    for place in (database, tmp_path / "copy.enclave"):
        refused = pytest.raises(Exception, match=r"(?i)never changed|不允许")
        with Record.open(place) as record, refused, record.transaction() as transaction:
            transaction._connection.execute(text("UPDATE history SET account = 'x'"))
