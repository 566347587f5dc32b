"""Folders for what is under work."""

import os
import stat
import sys
import tempfile

import pytest

from enclave_desktop.temporary import clear_up, own_temporary


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(path, seconds):
    path.mkdir()
    (path / "packet.pdf").write_bytes(b"%PDF")
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))
    return path


def test_that_a_folder_is_its_owners_alone_and_gone_afterwards(folder):
    with own_temporary() as own:
        assert own.parent == folder
        assert sys.platform == "win32" or stat.S_IMODE(own.stat().st_mode) == 0o700
        (own / "x").write_bytes(b"x")
    assert not list(folder.iterdir())


@pytest.mark.parametrize(("seconds", "gone"), [(3590, False), (3610, True)])
def test_that_what_a_killed_program_left_is_taken_away_after_an_hour(folder, seconds, gone):
    left = aged(folder / "enclave-desktop-1", seconds)
    with own_temporary():
        assert left.exists() is not gone


@pytest.mark.usefixtures("links")
def test_that_nothing_else_is_taken_away(folder, tmp_path):
    others = aged(folder / "packet-1", 9999)
    linked = folder / "enclave-desktop-link"
    linked.symlink_to(others)
    clear_up(folder)
    assert others.exists()
    assert linked.is_symlink()
