"""What may lie in the folder that is shipped to Windows."""

import importlib
import subprocess

import pytest

PROGRAM = b"MZ" + bytes(62) + b"This program cannot be run in DOS mode." + bytes(900)
WINES = b"MZ" + bytes(62) + b"Wine builtin DLL" + bytes(900)
PLACEHOLDER = b"MZ" + bytes(62) + b"Wine placeholder DLL" + bytes(900)


@pytest.fixture
def freezing(monkeypatch, pytestconfig):
    monkeypatch.syspath_prepend(str(pytestconfig.rootpath / "packaging" / "windows"))
    return importlib.import_module("freezing")


@pytest.fixture
def dist(tmp_path):
    (tmp_path / "_internal" / "PySide6").mkdir(parents=True)
    (tmp_path / "enclave-desktop.exe").write_bytes(PROGRAM)
    (tmp_path / "_internal" / "PySide6" / "Qt6Core.dll").write_bytes(PROGRAM)
    (tmp_path / "_internal" / "LICENCES.txt").write_text(
        "Wine builtin DLL is what Wine writes into its own files"
    )
    return tmp_path


def test_that_what_the_program_needs_may_ship(freezing, dist):
    freezing.gate(dist)


@pytest.mark.parametrize("content", [WINES, PLACEHOLDER])
def test_that_no_file_of_wine_may_ship_under_any_name(freezing, dist, content):
    (dist / "_internal" / "ucrtbase.bin").write_bytes(content)
    with pytest.raises(freezing.Failed, match=r"ucrtbase\.bin is Wine's own"):
        freezing.gate(dist)


@pytest.mark.parametrize("name", ["icuuc.dll", "ICUUC.DLL", "mscms.dll", "bcryptprimitives.dll"])
def test_that_no_stand_in_may_ship(freezing, dist, name):
    (dist / "_internal" / name).write_bytes(PROGRAM)
    with pytest.raises(freezing.Failed, match="stand-in"):
        freezing.gate(dist)


@pytest.mark.parametrize("name", ["Qt6Qml.dll", "Qt6Quick.dll", "QtWebEngineProcess.exe", "opengl32sw.dll"])
def test_that_no_part_of_qt_ships_that_the_program_does_without(freezing, dist, name):
    (dist / "_internal" / "PySide6" / name).write_bytes(PROGRAM)
    with pytest.raises(freezing.Failed, match="not needed"):
        freezing.gate(dist)


def test_that_only_files_which_git_would_hold_are_frozen(freezing, tmp_path, monkeypatch):
    checkout, source = tmp_path / "checkout", tmp_path / "source"
    (checkout / "folder").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(checkout)], check=True)
    for name, text in {".gitignore": "*.log\n", "kept.txt": "", "own.log": "", "folder/档.txt": ""}.items():
        (checkout / name).write_text(text)
    (checkout / "link").symlink_to(checkout / "folder")
    monkeypatch.setattr(freezing, "CHECKOUT", checkout)
    monkeypatch.setattr(freezing, "SOURCE", source)
    freezing.copy_source()
    copied = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert copied == {".gitignore", "kept.txt", "folder/档.txt"}
