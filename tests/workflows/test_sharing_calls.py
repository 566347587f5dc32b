"""`share` and `move` on the command line, with real processes and a real server."""

import os
import subprocess
import sys

import pytest

from enclave_desktop.records.record import Record
from tests.postgres_server import PASSWORD
from tests.unit.records.filled import make
from tests.unit.rows import TODAY


def call(*arguments, **variables):
    return subprocess.run(
        [sys.executable, "-m", "enclave_desktop", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env=os.environ | variables,
        check=False,
    )


@pytest.fixture
def address(tls_postgres):
    name = tls_postgres.new_database()
    yield tls_postgres.address(name)
    tls_postgres.drop_database(name)


@pytest.fixture
def password(tmp_path):
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return {"ENCLAVE_PASSWORD_FILE": str(path)}


def test_that_a_record_is_moved_to_a_server_shared_exported_and_moved_back(tmp_path, address, password):
    path = make(tmp_path / "甲.enclave")
    moved = call("move", path, address, **password)
    assert (moved.returncode, moved.stderr) == (0, "")
    assert "逐行核对一致" in moved.stdout
    assert PASSWORD not in moved.stdout + moved.stderr
    shared = call("share", address, **password)
    assert shared.returncode == 0
    assert f'GRANT "{address.database}_clerk" TO "用户名";' in shared.stdout
    assert call("export", address, tmp_path / "out.xlsx", **password).returncode == 0
    back = call("move", address, tmp_path / "乙.enclave", **password)
    assert back.returncode == 0
    with (
        Record.open(path, read_only=True) as one,
        Record.open(tmp_path / "乙.enclave", read_only=True) as other,
    ):
        assert one.dossier(TODAY) == other.dossier(TODAY)


def test_that_without_a_terminal_the_password_is_wanted_in_words(address):
    done = call("share", address)
    assert done.returncode == 1
    assert "要用密码打开" in done.stderr


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("postgresql+psycopg://a:secret@host/db", "地址里不要写密码"),
        ("postgresql+psycopg://a@db.example.com/db?sslmode=disable", "不能用 sslmode=disable"),
        ("postgresql+psycopg://host", "没有写数据库、用户"),
        ("record.enclave", "不是共享档案的地址"),
    ],
)
def test_that_a_badly_written_address_is_explained(written, words):
    done = call("share", written)
    assert done.returncode == 2
    assert words in done.stderr
    assert "secret" not in done.stderr
