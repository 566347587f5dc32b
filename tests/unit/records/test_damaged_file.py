"""A kept file that is no longer what it was is put right by taking the same file again."""

import sqlite3
from contextlib import closing

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.record import Record
from tests.unit.rows import FILE, FILE_DIGEST


@pytest.fixture
def spoilt(path):
    """A record one of whose kept files is damaged."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE content SET data = x'00' WHERE sha256 = ?", [FILE_DIGEST])
    return path


def test_that_taking_the_same_file_again_puts_it_right(spoilt):
    with Record.open(spoilt) as record:
        with pytest.raises(UserError, match="已损坏"):
            record.content(FILE_DIGEST)
        with record.transaction() as transaction:
            assert transaction.keep([FILE]) == [FILE_DIGEST]
        assert record.content(FILE_DIGEST) == FILE
        assert record.damaged([FILE_DIGEST]) == []
