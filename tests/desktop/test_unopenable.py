"""Records that cannot be opened: in use, damaged, newer, where nothing may be written."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from PySide6.QtWidgets import QLabel

from tests.desktop.clerk import Clerk
from tests.desktop.screen import drop, named

_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def clerk(window, qtbot) -> Clerk:
    return Clerk(window, qtbot)


@pytest.fixture
def refused(clerk, record_file):
    """What the window tells when the record is dropped on it; nothing is open then, and the file is as it was."""

    def told() -> str:
        before = record_file.read_bytes()
        drop(clerk.window, record_file)
        words = clerk.told()
        assert record_file.read_bytes() == before
        assert clerk.window.windowTitle() == "飞地补贴助手"
        return words

    return told


def opens(clerk, path) -> None:
    drop(clerk.window, path)
    clerk.qtbot.waitUntil(lambda: clerk.window.windowTitle().startswith(path.stem))


def test_that_a_record_in_use_is_told_and_opens_once_it_is_free(clerk, refused, record_file):
    hold = [sys.executable, "-c", _HOLD, str(record_file)]
    with subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "held\n"
        words = refused()
        other.stdin.close()
    assert f"档案 {record_file} 正被另一个程序使用。" in words
    assert "请关闭正在使用它的窗口或命令" in words
    opens(clerk, record_file)


def test_that_a_record_of_a_newer_program_is_told_and_left_alone(refused, record_file):
    with closing(sqlite3.connect(record_file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    words = refused()
    assert "是用更新的程序保存的" in words
    assert "请升级本程序" in words


@pytest.fixture
def barred(record_file):
    """The folder may be read only; to the administrator everything may, so she is somebody else meanwhile."""
    if not hasattr(os, "setreuid"):
        pytest.skip("rights are of another kind here")
    record_file.chmod(0o400)
    record_file.parent.chmod(0o500)
    if os.geteuid() == 0:
        os.setreuid(65534, -1)
    yield
    if os.geteuid() == 0:
        os.setreuid(0, -1)
    record_file.parent.chmod(0o700)


def test_that_a_record_where_nothing_may_be_written_is_opened_to_be_read(barred, clerk, record_file):
    before = record_file.read_bytes()
    opens(clerk, record_file)
    words = named(clerk.window, QLabel, "关于这份档案").text()
    assert words.startswith("只读：没有写入的权限。")
    assert not clerk.window.session.writes
    assert record_file.read_bytes() == before


def test_that_the_open_record_stays_open_when_another_cannot_be(clerk, record_file, tmp_path):
    opens(clerk, record_file)
    other = tmp_path / "坏了.enclave"
    other.write_bytes(b"%PDF-1.7 nothing of the kind")
    drop(clerk.window, other)
    assert "不是 Enclave 的档案，而是 PDF 文件" in clerk.told()
    assert clerk.window.windowTitle().startswith(record_file.stem)
    clerk.go("人员")
