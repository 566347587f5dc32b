"""A member who lays tables and functions of their own over the record's, around the program."""

from contextlib import closing

import psycopg
import pytest

from enclave_desktop.records.postgres_sharing import share
from enclave_desktop.records.record import Record
from tests.unit.records.filled import EVERYTHING, adding, change

CLERK = "录入员乙"


@pytest.fixture
def shared(postgres):
    database = postgres.new_database()
    share(postgres.address(database))
    with Record.open(postgres.address(database)) as record:
        change(record, adding(*EVERYTHING))
    with postgres.superuser() as connection:
        connection.execute(f'DROP ROLE IF EXISTS "{CLERK}"')
    postgres.new_person(CLERK, f"{database}_clerk")
    yield postgres, database
    postgres.drop_database(database)


def by_hand(shared, *statements):
    server, database = shared
    address = server.address(database, CLERK)
    with closing(
        psycopg.connect(host=address.server, port=address.port, dbname=database, user=CLERK, autocommit=True)
    ) as connection:
        for statement in statements:
            connection.execute(statement)


SHADOWS = {
    "a table of the same name": (
        "CREATE TABLE {0}.history (number integer, digest text)",
        "INSERT INTO {0}.history VALUES (99, 'x')",
        "SET search_path = {0}, enclave_desktop",
        (
            f"INSERT INTO enclave_desktop.history SELECT 100, at, '{CLERK}', machine, action, counts, salts, rows, 'x', 'y'"
            " FROM enclave_desktop.history LIMIT 1"
        ),
    ),
    "a function of the system's": (
        "CREATE FUNCTION {0}.pg_has_role(name, oid, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SET search_path = {0}, enclave_desktop, pg_catalog",
        (
            "INSERT INTO enclave_desktop.history SELECT number + 1, at, '别人', machine, action, counts, salts, rows,"
            " digest, 'y' FROM enclave_desktop.history ORDER BY number DESC LIMIT 1"
        ),
    ),
}


@pytest.mark.parametrize("schema", ["public", "pg_temp"])
@pytest.mark.parametrize("case", SHADOWS)
def test_that_nothing_of_a_members_own_stands_before_what_the_guards_look_at(shared, case, schema):
    server, database = shared
    with server.superuser(database) as connection:  # as servers before PostgreSQL 15 have it
        connection.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
        connection.execute(f"GRANT TEMPORARY ON DATABASE {database} TO PUBLIC")
    with pytest.raises(psycopg.errors.Error) as refused:
        by_hand(shared, *(statement.format(schema) for statement in SHADOWS[case]))
    assert refused.type in (psycopg.errors.InsufficientPrivilege, psycopg.errors.RestrictViolation)


def test_that_sharing_again_brings_the_guards_up_to_date(shared):
    server, database = shared
    with server.superuser(database) as connection:
        connection.execute("ALTER FUNCTION enclave_desktop.history_guard() RESET search_path")
        share(server.address(database))
        looked = "SELECT proconfig FROM pg_proc WHERE proname = 'history_guard'"
        assert connection.execute(looked).fetchone() != (None,)
