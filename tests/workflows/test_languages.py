"""The program under the languages and code pages that systems are set to, for users with names of their own."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest

from enclave_desktop.cli import run
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.workflows.calling import CHECKOUT, DAY, call

RARE = "李𬬮"
"""The second character is outside GBK, and outside the first 65,536."""


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The sample firm's, with somebody of a rare name, under a name that GBK has no letters for."""
    path = tmp_path_factory.mktemp("languages") / "档案 𬬮😀.enclave"
    dossier = sample_dossier(date(2025, 6, 30))
    first, *others = dossier.people
    dossier = replace(dossier, people=(replace(first, name=RARE), *others))
    with Record.create(path) as made, made.transaction() as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
    return path


@pytest.fixture(scope="module")
def usual(record):
    """What is said where nothing is set."""
    done = call("check", record, *DAY)
    assert RARE in done.stdout
    return done.stdout


@pytest.mark.parametrize(
    "setting",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "zh_CN.UTF-8"},
        {"LC_ALL": "en_US.UTF-8"},
        {"LC_ALL": "zh_CN.GBK"},
        {"PYTHONIOENCODING": "cp936"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda setting: " ".join(f"{name}={value}" for name, value in setting.items()),
)
def test_that_the_same_is_said_whatever_the_language_and_the_code_page(record, usual, setting):
    """Most of these languages are not installed on a bare machine, and that is part of it."""
    done = call("check", record, *DAY, **setting)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == usual


def test_that_a_complaint_names_the_file_whatever_the_code_page(tmp_path):
    done = call("check", tmp_path / "没有𬬮😀.enclave", PYTHONIOENCODING="cp936")
    assert done.returncode == 1
    assert "没有𬬮😀.enclave" in done.stderr


def test_that_a_user_with_a_chinese_name_and_home_is_named_in_the_history(tmp_path):
    home = tmp_path / "用户" / "张三 𬬮"
    home.mkdir(parents=True)
    own = home / "本企业.enclave"
    user = {"HOME": str(home), "USERPROFILE": str(home), "LOGNAME": home.name, "LC_ALL": "C"}
    assert call("new", own, **user).returncode == 0
    done = call("history", own, **user)
    assert f"　{home.name}@" in done.stdout, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a console of Windows has its own letters")
def test_that_a_word_typed_in_chinese_is_understood_whatever_the_code_page(record, tmp_path):
    own = Path(copyfile(record, tmp_path / "本企业.enclave"))
    person = sample_dossier(date(2025, 6, 30)).people[0].id_number
    keyboard, terminal = os.openpty()
    os.write(keyboard, "清除\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "enclave_desktop", "erase", own, "--person", person, "--reason", "本人申请"],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONIOENCODING": "cp936"},
        stdin=terminal,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    os.close(keyboard)
    os.close(terminal)
    assert done.returncode == 0, done.stderr
    with Record.open(own, read_only=True) as erased:
        assert RARE not in [one.name for one in erased.dossier(date(2025, 6, 30)).people]


def test_that_a_call_goes_on_where_something_was_typed_before_it(tmp_path, monkeypatch):
    (tmp_path / "typed").write_text("一\n二\n", "utf-8")
    with (tmp_path / "typed").open(encoding="utf-8") as typed:
        monkeypatch.setattr("sys.stdin", typed)
        typed.readline()
        assert run(["--version"]) == 0
