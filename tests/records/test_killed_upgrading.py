"""An upgrade killed at any statement: the record is whole, in one of the schemas on the way, with all that was on it."""

import sqlite3
import sys
from contextlib import closing
from datetime import datetime

import pytest

from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.upgrading import upgrade_file
from enclave_desktop.records.verify import verify
from tests.records.dying import BASE
from tests.records.test_killed import killed
from tests.unit.records.old import entries_before, known, old_record, rows_of
from tests.unit.rows import TODAY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
NOW = datetime(2025, 6, 30, 10, 0)


def schema_of(path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (f"{number:04d}",)
    return number


@pytest.mark.parametrize(
    ("schema", "stride", "on_the_way"), [(1, 17, {1, 2, 3, 4}), (3, 9, {3, 4}), (4, 3, {4})]
)
def test_that_an_upgrade_killed_at_any_statement_goes_on_from_where_it_was(
    tmp_path, schema, stride, on_the_way
):
    old_record(schema, tmp_path / BASE)
    then = {name: rows for name, rows in known(schema)["rows"].items() if rows}
    *died, (finished, acknowledged) = killed("upgrading", tmp_path, f"statements/{stride}")
    assert acknowledged
    found = [schema_of(path) for path, _ in died]
    assert found == sorted(found)
    assert on_the_way <= set(found) <= set(range(schema, SCHEMA + 1))
    assert len(died) >= 5
    for path, said in died[::3]:
        assert not said
        if schema_of(path) < SCHEMA:
            upgrade_file(path, path.with_suffix(""), NOW)
        assert verify(path, TODAY).history.length == entries_before(schema) + 1
        with Record.open(path) as record:
            assert rows_of(record.dossier(TODAY), schema) == then
    assert schema_of(finished) == SCHEMA
