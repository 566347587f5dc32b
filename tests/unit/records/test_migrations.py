"""The migrations lead to the tables, and each is taken as a whole or not at all."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from enclave_desktop.errors import UserError
from enclave_desktop.records import migrate, sqlite_file
from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.tables import metadata
from tests.unit.records.filled import EVERYTHING
from tests.unit.records.migrating import scripts_with_one_more
from tests.unit.rows import TODAY, dossier


def definitions(connection):
    """What SQLite holds of each table and index, whatever the order of a table's lines."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: sorted(line.strip().rstrip(",") for line in re.split(r",?\s*\n", sql)) for name, sql in rows
    }


def dump(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump()), connection.execute("PRAGMA user_version").fetchone()


@pytest.fixture
def engine(path):
    engine = sqlite_file.connect(path)
    yield engine
    engine.dispose()


def migrated(path):
    """An empty file that every migration has gone over."""
    path.touch()
    engine = sqlite_file.connect(path)
    migrate.upgrade_file(engine)
    engine.dispose()
    return path


def test_that_the_migrations_lead_to_the_letter_to_what_a_new_record_has(tmp_path):
    Record.create(tmp_path / "new.enclave").close()
    with (
        closing(sqlite3.connect(migrated(tmp_path / "migrated"))) as old,
        closing(sqlite3.connect(tmp_path / "new.enclave")) as new,
    ):
        assert definitions(old) == definitions(new)


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_that_alembic_finds_nothing_to_migrate(tmp_path):
    with create_engine(f"sqlite:///{migrated(tmp_path / 'migrated')}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_that_the_tables_bear_the_number_of_the_last_migration():
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    heads = ScriptDirectory.from_config(config).get_heads()
    assert heads == [f"{SCHEMA:04d}"]


def test_that_the_file_bears_one_number_in_both_places(record):
    with record._store.engine.connect() as connection:
        ours = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        theirs = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    assert (ours, theirs) == (SCHEMA, f"{SCHEMA:04d}")


def test_that_each_of_two_threads_migrates_its_own_record(tmp_path):
    begin = Barrier(2)

    def make(number):
        begin.wait()
        for turn in range(3):
            migrated(tmp_path / f"{number}-{turn}")

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(make, range(2)))
    for path in tmp_path.iterdir():
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


@pytest.fixture
def one_more(monkeypatch, tmp_path):
    """A program with one more migration; its last statement is given."""

    def install(last="pass"):
        monkeypatch.setattr(migrate, "SCRIPTS", scripts_with_one_more(tmp_path, last))

    return install


def test_that_a_migration_brings_its_tables_and_its_number(engine, one_more):
    one_more()
    migrate.upgrade_file(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT website FROM firm").scalar_one() == "https://example.com"
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA + 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_that_rebuilding_a_table_keeps_what_refers_to_it(engine, one_more):
    one_more()
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT * FROM contract").all()
    migrate.upgrade_file(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM contract").all() == before
        assert connection.exec_driver_sql("SELECT count(*) FROM enclave").scalar_one() == 2
        targets = {row[2] for row in connection.exec_driver_sql("PRAGMA foreign_key_list(contract)")}
        assert targets == {"enclave", "person"}


@pytest.mark.parametrize(
    ("last", "error"),
    [
        pytest.param('raise RuntimeError("broken")', "broken", id="a bug"),
        pytest.param('op.execute("SELECT no_such FROM firm")', "no_such", id="a wrong statement"),
        pytest.param(
            'op.execute("DELETE FROM enclave")', "references to nothing", id="references to nothing"
        ),
    ],
)
def test_that_a_migration_that_fails_at_its_end_leaves_the_old_record(path, engine, one_more, last, error):
    one_more(last)
    before = dump(path)
    with pytest.raises(Exception, match=error):
        migrate.upgrade_file(engine)
    engine.dispose()
    assert dump(path) == before
    with Record.open(path) as record:
        assert record.dossier(TODAY) == dossier(*EVERYTHING)


@pytest.mark.parametrize("read_only", [False, True])
def test_that_a_record_of_a_newer_program_is_refused_and_left_alone(path, engine, one_more, read_only):
    one_more()
    migrate.upgrade_file(engine)
    engine.dispose()
    before = path.read_bytes()
    with pytest.raises(UserError, match="是用更新的程序保存的") as caught:
        Record.open(path, read_only=read_only)
    assert str(path) in caught.value.message
    assert path.read_bytes() == before


def test_that_an_older_record_is_not_changed_by_only_reading_it(path, one_more, monkeypatch):
    one_more()
    monkeypatch.setattr(sqlite_file, "SCHEMA", SCHEMA + 1)
    before = path.read_bytes()
    with pytest.raises(UserError, match="是用较旧的程序保存的，要先升级"):
        Record.open(path, read_only=True)
    assert path.read_bytes() == before
