"""What can be read of a damaged table is read, and an index tells what could not be."""

import random
import sqlite3
from contextlib import closing

import pytest

from enclave_desktop.records.salvage import Walk, legible

PAGE = 4096
ROWS = {number * 3: (f"k{number}", "x" * 60) for number in range(1, 3000)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    path = tmp_path_factory.mktemp("salvage") / "whole.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, k TEXT UNIQUE, v TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [(n, *row) for n, row in ROWS.items()])
        connection.commit()
    return path.read_bytes()


def walked(path):
    """What a walk gives, what it says is lost, and how many holes it found."""
    with closing(sqlite3.connect(path)) as source:
        walk = Walk(source, sqlite3.DatabaseError, "t", ["k", "v"], path.stat().st_size)
        found = {number: tuple(row) for number, row in walk.rows()}
        return found, walk.lost(), walk.holes


def test_that_a_whole_table_is_read_whole(whole, tmp_path):
    path = tmp_path / "t.db"
    path.write_bytes(whole)
    assert walked(path) == (ROWS, {}, 0)


def leaves(data, kind):
    return [page for page in range(1, len(data) // PAGE) if data[page * PAGE] == kind]


@pytest.mark.parametrize("seed", range(10))
def test_that_only_the_rows_on_spoilt_pages_are_lost_and_each_is_named(whole, tmp_path, seed):
    data = bytearray(whole)
    spoilt = random.Random(seed).sample(leaves(whole, 0x0D), 4)
    for page in spoilt:
        data[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path = tmp_path / "t.db"
    path.write_bytes(data)
    found, lost, holes = walked(path)
    assert holes >= 2
    assert found.items() <= ROWS.items()
    assert len(found) > len(ROWS) * 0.9
    assert {number: ROWS[number][0] for number in ROWS.keys() - found.keys()} == {
        number: known["k"] for number, known in lost.items()
    }


def test_that_a_spoilt_index_loses_no_row(whole, tmp_path):
    data = bytearray(whole)
    for page in leaves(whole, 0x0A):
        data[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path = tmp_path / "t.db"
    path.write_bytes(data)
    assert walked(path)[0] == ROWS


def test_that_the_last_rows_are_given_up_when_nothing_comes_after_them(whole, tmp_path):
    data = bytearray(whole)
    last = max(leaves(whole, 0x0D), key=lambda page: whole[page * PAGE : (page + 1) * PAGE].find(b"k2999"))
    data[last * PAGE : (last + 1) * PAGE] = b"\xff" * PAGE
    path = tmp_path / "t.db"
    path.write_bytes(data)
    found, lost, _ = walked(path)
    assert max(found) < max(ROWS) == max(lost)


def test_that_letters_that_are_none_are_shown_as_such_and_counted(tmp_path):
    told = []
    with closing(sqlite3.connect(tmp_path / "t.db")) as source:
        legible(source, lambda: told.append(1))
        assert source.execute("SELECT CAST(x'e7a4ba' AS TEXT)").fetchone() == ("示",)
        assert told == []
        assert source.execute("SELECT CAST(x'61ff62' AS TEXT)").fetchone() == ("a�b",)
    assert told == [1]
