"""The migrations lead to the same tables on a server; a server's record is backed up into a file."""

from dataclasses import replace
from datetime import datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from enclave_desktop.errors import UserError
from enclave_desktop.records.made import made_in
from enclave_desktop.records.postgres_sharing import share
from enclave_desktop.records.record import Record
from enclave_desktop.records.tables import metadata
from enclave_desktop.records.verify import unheard
from tests.unit.records.filled import EVERYTHING, adding, change, updating
from tests.unit.rows import TODAY, dossier


@pytest.fixture
def record(postgres):
    name = postgres.new_database()
    with Record.create(postgres.address(name)) as record:
        yield record
    postgres.drop_database(name)


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:Expression")
def test_that_alembic_finds_nothing_to_migrate_on_a_server(record):
    with record._store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        found = compare_metadata(context, metadata)
    assert [one for one in found if "floor_area" not in str(one)] == []  # kept wider there


def test_that_a_server_has_every_check_that_a_file_has(record):
    with record._store.engine.connect() as connection:
        there = {
            name
            for (name,) in connection.exec_driver_sql("SELECT conname FROM pg_constraint WHERE contype = 'c'")
        }
    ours = {
        str(check.name)
        for table in metadata.tables.values()
        for check in table.constraints
        if check.__visit_name__ == "check_constraint" and not getattr(check, "_type_bound", False)
    }
    assert ours <= there


def test_that_sharing_an_older_record_anew_brings_it_up_to_date(record):
    change(record, adding(*EVERYTHING))
    engine = record._store.engine.execution_options(writes=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE printsetting DROP COLUMN receiver")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
    record.close()
    with pytest.raises(UserError, match="较旧"):
        Record.open(record.place)
    assert share(record.place).was == 4
    with Record.open(record.place) as upgraded:
        (setting,) = upgraded.dossier(TODAY).print_settings
        assert (setting.copies, setting.receiver) == (3, None)
        change(upgraded, updating((setting, replace(setting, receiver="示例区科技局"))))


def test_that_a_shared_record_is_backed_up_into_a_file(record, tmp_path):
    change(record, adding(*EVERYTHING))
    made = record.backup(tmp_path, datetime(2026, 1, 2, 3, 4, 5), unheard)
    assert made.path.name == f"{record.place.database}-20260102-030405.enclave"
    assert [one.name for one in made_in(tmp_path)] == [made.path.name]
    with Record.open(made.path, read_only=True) as back:
        assert back.dossier(TODAY) == dossier(*EVERYTHING)
