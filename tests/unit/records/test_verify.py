"""What is found whole is whole; each kind of damage is told."""

import os
import sqlite3
from contextlib import closing

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.records.record import Record
from enclave_desktop.records.schema import SCHEMA
from enclave_desktop.records.verify import last_changed, verify
from tests.unit.records.filled import EVERYTHING, adding, change
from tests.unit.rows import FILE, TODAY, dossier, expense


def damage(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def refused(path):
    with pytest.raises(UserError) as caught:
        verify(path, TODAY)
    return caught.value.message.replace(str(path), "…")


def test_that_a_whole_record_tells_what_is_in_it(path):
    found = verify(path, TODAY)
    assert found.dossier == dossier(*EVERYTHING)
    assert (found.schema, found.files, found.file_bytes) == (SCHEMA, 1, len(FILE))
    assert found.counts["研发费用"] == 4
    assert sum(found.counts.values()) == len(EVERYTHING)


def test_that_looking_leaves_no_trace(path):
    before = path.read_bytes()
    verify(path, TODAY)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_that_a_record_in_use_is_looked_through(path, record):
    change(record, adding(expense(voucher="记-9")))
    assert verify(path, TODAY).counts["研发费用"] == 5


def test_that_how_far_it_is_is_told(path):
    heard = []
    verify(path, TODAY, lambda *words: heard.append(words))
    assert ("核对附件", 0, len(FILE)) in heard


def test_that_a_kept_file_that_changed_is_found(path):
    damage(path, "UPDATE content SET data = x'00'")
    assert refused(path).startswith("档案 … 里有 1 份附件已损坏")


def test_that_a_reference_to_nothing_is_found(path):
    damage(path, "PRAGMA foreign_keys = OFF", "DELETE FROM content")
    assert refused(path) == "档案 … 里有的行所引用的内容不在了。"


def test_that_a_page_of_nonsense_is_found(path):
    with path.open("rb+") as file:
        file.seek(-4096 * 3, os.SEEK_END)
        file.write(b"\xa5" * 4096)
    assert "损坏" in refused(path)


def test_that_an_index_that_has_lost_a_row_is_found(path):
    damage(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (length(sha256) = 64)', '') WHERE name = 'content'",
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'expense')"
        " WHERE name = 'enclave'",
    )
    assert "损坏" in refused(path)


def test_that_a_value_that_makes_no_sense_is_found(path):
    damage(path, "UPDATE filing SET filed_on = '2024-13-45', valid_until = NULL")
    assert refused(path) == "档案 … 已损坏。"


def test_that_a_schema_that_the_migrations_deny_is_found(path):
    damage(path, "UPDATE alembic_version SET version_num = '0001'")
    assert refused(path) == "档案 … 已损坏。"


def test_that_a_newer_record_is_not_called_damaged(path):
    damage(path, f"PRAGMA user_version = {SCHEMA + 1}")
    assert refused(path) == "档案 … 是用更新的程序保存的。"


def test_that_what_is_no_record_is_said_to_be_none(tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("一封信", "utf-8")
    assert refused(other) == "… 不是 Enclave 的档案。"


def test_that_the_last_change_is_that_of_the_log_too(path):
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert last_changed(path).timestamp() == 1_000_000_000
    with Record.open(path) as record:
        assert last_changed(path).timestamp() == 1_000_000_000
        change(record, adding(expense(voucher="记-9")))
        assert last_changed(path).year > 2020
