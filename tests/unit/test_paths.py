"""Where the program's own folders and its log lie."""

import sys

import pytest

from enclave_desktop import paths


def test_that_a_checkout_has_its_resources_and_forms():
    assert (paths.resources() / "policies").is_dir()
    assert (paths.resources() / "fonts").is_dir()
    assert paths.forms().is_dir()


def test_that_a_frozen_program_looks_only_into_its_own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "forms").mkdir()
    assert paths.forms() == tmp_path / "forms"
    with pytest.raises(FileNotFoundError, match="resources"):
        paths.resources()


@pytest.mark.skipif(sys.platform != "linux", reason="the variable is that of Linux")
def test_that_the_log_lies_in_the_users_own_folder_which_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    log = paths.log_file()
    assert log.is_relative_to(tmp_path / "state")
    assert log.parent.is_dir()
    assert not log.exists()


def test_that_a_missing_file_is_answered_with_the_nearest_names(tmp_path):
    (tmp_path / "本企业.enclave").touch()
    (tmp_path / "别的.txt").touch()
    error = paths.no_such_file(tmp_path / "本企叶.enclave", "档案")
    assert "本企业.enclave" in str(error)
    assert "别的.txt" not in str(error)


def test_that_a_missing_folder_is_said(tmp_path):
    assert str(tmp_path / "没有") in str(paths.no_such_file(tmp_path / "没有" / "x.enclave", "档案"))


def test_that_a_named_folder_holds_log_blanks_and_state(tmp_path, monkeypatch):
    monkeypatch.setenv(paths.OWN_FOLDER, str(tmp_path / "自己的"))
    kept = [paths.log_file(), paths.blanks(), paths.state_folder()]
    assert all(path.is_relative_to(tmp_path / "自己的") and path.parent.is_dir() for path in kept)


def test_that_a_portable_program_keeps_everything_beside_itself(tmp_path, monkeypatch):
    monkeypatch.delenv(paths.OWN_FOLDER, raising=False)
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "enclave-desktop.exe"))
    assert paths.own_folder() is None
    (tmp_path / "portable.txt").touch()
    assert paths.own_folder() == tmp_path / "数据"
