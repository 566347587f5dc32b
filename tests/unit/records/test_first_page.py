"""Looking at a record's first page takes no lock away from a connection that this process has on it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from enclave_desktop.records import cipher, sqlite_file
from enclave_desktop.records.first_page import first_page, is_plain
from enclave_desktop.records.recognising import recognise
from enclave_desktop.records.record import Record
from enclave_desktop.records.verify import verify

LAST_ONE_OUT = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0); "
    "print(c.execute('PRAGMA journal_mode = DELETE').fetchone()[0])"
)
"""What only a program can do that has the file to itself."""


def by_another_program(path):
    done = subprocess.run(
        [sys.executable, "-c", LAST_ONE_OUT, str(path)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="locks are held otherwise there")
def test_that_the_record_is_still_held_after_its_first_page_was_looked_at(path):
    with Record.open(path):
        recognise(path)
        cipher.is_encrypted(path)
        is_plain(path)
        assert "locked" in by_another_program(path)
    assert by_another_program(path) == "delete"


@pytest.mark.skipif(sys.platform == "win32", reason="locks are held otherwise there")
def test_that_closing_any_handle_on_it_would_take_the_locks_away(path):
    """Why it is done at all."""
    with closing(sqlite_file.opened(path)) as connection:
        connection.execute("SELECT * FROM firm").fetchone()
        path.read_bytes()
        assert by_another_program(path) != "database is locked"


def test_that_what_was_written_since_is_seen(path):
    with Record.open(path):
        first_page(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 77")
        connection.commit()
    assert int.from_bytes(first_page(path)[60:64], "big") == 77


def test_that_a_file_in_the_place_of_another_is_seen(path, tmp_path):
    with Record.open(path):
        first_page(path)
    for n in range(3):
        fresh = tmp_path / "fresh"
        fresh.write_bytes(bytes([n]) * 5000)
        fresh.replace(path)
        assert first_page(path) == bytes([n]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the open files of a process")
def test_that_nothing_of_it_stays_open_once_it_is_closed(path):
    """A memory stick could not be taken out."""

    def handles():
        found = [file for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
        return [where for file in found if (where := os.path.realpath(file)).startswith(str(path))]

    record = Record.open(path)
    with Record.open(path, read_only=True):
        recognise(path)
    assert handles()
    recognise(path)
    record.close()
    record.close()
    verify(path, date(2025, 6, 30))
    assert handles() == []
