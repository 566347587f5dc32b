"""What the drivers report, in the user's words."""

import sqlite3
from contextlib import closing

import pytest

from enclave_desktop.records import cipher
from enclave_desktop.records.sqlite_errors import NotWritable, explained


def test_that_what_goes_wrong_inside_a_function_of_sqlciphers_is_known_by_its_words(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    for path in (source, target):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"CREATE TABLE {path.name} (value)")
    with closing(cipher.unkeyed(source.as_uri(), 0)) as connection:
        connection.execute("ATTACH DATABASE ? AS fresh KEY ''", (f"{target.as_uri()}?mode=ro",))
        with pytest.raises(NotWritable), explained(target):
            connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
