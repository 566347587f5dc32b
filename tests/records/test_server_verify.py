"""`verify` of a shared record: what is whole is told, and what somebody changed around the program is found."""

import pytest

from enclave_desktop.cli import run
from enclave_desktop.errors import UserError
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.postgres_sharing import share
from enclave_desktop.records.record import Record
from enclave_desktop.records.server_verify import verify_server
from tests.unit.records.filled import EVERYTHING, adding, change
from tests.unit.rows import TODAY

FILE = b"a scan"


@pytest.fixture
def address(postgres):
    database = postgres.new_database()
    address = postgres.address(database)
    share(address)
    with Record.open(address) as record:
        change(record, adding(*EVERYTHING))
        with record.transaction(Origin(Action.TYPED, "附上")) as transaction:
            transaction.keep([FILE])
    yield address
    postgres.drop_database(database)


def verified(address):
    with Record.open(address, read_only=True) as record:
        return verify_server(record, TODAY)


def around(postgres, address, *statements):
    """What who manages the server can do."""
    with postgres.superuser(address.database) as connection:
        for statement in ("SET session_replication_role = replica", "SET search_path = enclave_desktop"):
            connection.execute(statement)
        for statement in statements:
            connection.execute(statement)


def test_that_a_whole_record_is_told_with_what_is_in_it(address):
    found = verified(address)
    assert found.counts["人员"] == 1
    assert found.history.length >= 2
    assert found.files >= 1
    assert not found.damaged


def test_that_the_command_line_verifies_an_address(address, capsys):
    assert run(["verify", str(address)]) == 0
    said = capsys.readouterr().out
    assert "完好" in said
    assert "首尾相接" in said


def test_that_a_changed_history_is_found(postgres, address):
    around(postgres, address, "UPDATE history SET account = '别人' WHERE number = 2")
    with pytest.raises(UserError, match="第 2 条"):
        verified(address)


def test_that_a_changed_file_is_found(postgres, address):
    around(postgres, address, "UPDATE content SET data = 'another'")
    with pytest.raises(UserError, match="附件已损坏"):
        verified(address)
