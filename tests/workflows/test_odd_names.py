"""Records, workbooks and packets under names that people and systems give: Chinese, spaces, emoji, very long ones."""

import os
import sys
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest

from enclave_desktop.cli import run
from enclave_desktop.exchange.export import export_book
from enclave_desktop.exchange.sample import sample_dossier
from tests.workflows.calling import DAY, call

DEEP = 240
"""Characters of a path that every Windows takes."""
NAME = 255
"""Bytes that a name may have on Linux."""
RECORD_NAME, RECORD_PATH = 191, 440
"""Bytes that those of a new record may have."""
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows counts names and paths otherwise")


@pytest.fixture(scope="module")
def deep(tmp_path_factory):
    """A record and its workbook, in a folder so deep that their paths have 240 characters."""
    folder = tmp_path_factory.mktemp("deep") / "测试 目录 😀"
    while left := DEEP - len(str(folder)) - len("/示例企业.enclave"):
        size = min(left, 60) if left != 61 else 30  # of the slash and the name after it
        folder /= ("很长的 folder 名𬬮 of_the-branch_in-Yinchuan_2025 " * 2)[: size - 2] + "x"
    folder.mkdir(parents=True)
    export_book(sample_dossier(date(2025, 6, 30)), folder / "示例企业 😀.xlsx")
    assert run(["new", str(folder / "示例企业.enclave")]) == 0
    assert run(["import", str(folder / "示例企业.enclave"), str(folder / "示例企业 😀.xlsx")]) == 0
    return folder


_PACKET = ("--programme", "yc-rnd-reward", "--subject", "澜朔上海研发中心", *DAY)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("check", "RECORD", "--csv", "结果 😀.csv"), "结果 😀.csv"),
        (("packet", "RECORD", *_PACKET, "--out", "材料 𬬮😀.pdf"), "材料 𬬮😀.pdf"),
        (("export", "RECORD", "导出 😀.xlsx"), "导出 😀.xlsx"),
        (("backup", "RECORD"), "备份"),
        (("verify", "RECORD"), "示例企业.enclave"),
    ],
    ids=["check", "packet", "export", "backup", "verify"],
)
def test_that_every_call_works_in_a_deep_folder_with_chinese_spaces_and_emoji(deep, words, made):
    record = deep / "示例企业.enclave"
    assert len(str(record)) == DEEP
    there = {"RECORD": str(record), made: str(deep / made)}
    assert run([there.get(word, word) for word in words]) == 0
    assert (deep / made).exists()


@pytest.fixture
def record(deep, tmp_path):
    """A copy of that record, alone in its folder."""
    return Path(copyfile(deep / "示例企业.enclave", tmp_path / "本企业.enclave"))


def named(length: int, suffix: str) -> str:
    """A name of so many bytes."""
    chinese, rest = divmod(length - len(suffix), len("长".encode()))
    return "长" * chinese + "x" * rest + suffix


@posix_only
@pytest.mark.parametrize(
    "words",
    [
        ("new", "LONG.enclave"),
        ("check", "LONG.enclave"),
        ("verify", "LONG.enclave"),
        ("demo", "LONG"),
        ("template", "LONG.xlsx"),
        ("import", "RECORD", "LONG.xlsx"),
        ("import", "RECORD", "LONG.xls"),
        ("export", "RECORD", "LONG.xlsx"),
        ("check", "RECORD", "--csv", "LONG.csv"),
        ("check", "RECORD", "--xlsx", "LONG.xlsx"),
        ("packet", "RECORD", *_PACKET, "--out", "LONG.pdf"),
        ("packet", "RECORD", *_PACKET, "--out", "x.pdf", "--blank", "LONG.toml"),
        ("backup", "RECORD", "LONG"),
        ("restore", "LONG.enclave", "RECORD"),
        ("restore", "RECORD", "LONG.enclave"),
        ("recover", "RECORD", "--out", "LONG.enclave"),
        ("encrypt", "LONG.enclave"),
        ("upgrade", "LONG.enclave"),
        ("move", "RECORD", "LONG.enclave"),
        ("policy", "verify", "LONG.toml"),
        ("policy", "install", "LONG.toml"),
    ],
    ids=lambda words: " ".join(words[:2] + words[-1:]),
)
def test_that_a_name_that_no_disk_takes_is_told_and_nothing_is_left(words, record, capsys):
    folder = record.parent
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def real(word: str) -> str:
        if word.startswith("LONG"):
            return str(folder / named(NAME + 1, word.removeprefix("LONG")))
        return str(record) if word == "RECORD" else word

    assert run([*map(real, words)]) == 1
    told = capsys.readouterr().err
    assert "太长" in told
    assert "Traceback" not in told
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@posix_only
def test_that_a_record_is_not_made_under_a_name_that_leaves_no_room_for_what_lies_beside_it(tmp_path, capsys):
    assert run(["new", str(tmp_path / named(RECORD_NAME + 1, ".enclave"))]) == 1
    assert "太长" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_that_a_record_is_not_made_in_a_folder_so_deep_that_it_could_not_be_backed_up(tmp_path, capsys):
    folder = tmp_path
    while left := RECORD_PATH - len(os.fsencode(folder / "x.enclave")):
        folder /= "x" * (min(left, 100) - 1 if left != 101 else 50)
    folder.mkdir(parents=True)
    assert run(["new", str(folder / "xy.enclave")]) == 1
    assert "太长" in capsys.readouterr().err
    assert run(["new", str(folder / "x.enclave")]) == 0
    assert run(["backup", str(folder / "x.enclave")]) == 0


@posix_only
def test_that_the_longest_name_of_a_record_leaves_room_for_all_that_lies_beside_it(
    deep, tmp_path, monkeypatch
):
    passphrase = tmp_path / "口令"
    passphrase.write_text("石榴 梯田 电车 墨水 灯塔", "utf-8")
    monkeypatch.setenv("ENCLAVE_PASSPHRASE_FILE", str(passphrase))
    own = tmp_path / named(RECORD_NAME, ".enclave")
    assert run(["new", str(own)]) == 0
    assert run(["import", str(own), str(deep / "示例企业 😀.xlsx")]) == 0
    assert run(["backup", str(own)]) == 0
    (backup,) = (tmp_path / "备份").glob("*.enclave")
    assert run(["restore", str(backup), str(own)]) == 0
    own.write_bytes(own.read_bytes()[:3000])
    assert run(["restore", str(backup), str(own)]) == 0
    assert run(["encrypt", str(own)]) == 0
    assert run(["verify", str(own)]) == 0


@posix_only
def test_that_a_record_that_was_given_too_long_a_name_is_told_and_left_alone(record, tmp_path, capsys):
    long = record.rename(tmp_path / named(NAME, ".enclave"))
    before = long.read_bytes()
    assert run(["check", str(long)]) == 1
    assert "太长" in capsys.readouterr().err
    assert (long.read_bytes(), [*tmp_path.iterdir()]) == (before, [long])


@posix_only
def test_that_a_name_in_bytes_of_another_code_page_is_told_for_what_it_is(record, tmp_path):
    other = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "本企业.enclave".encode("gbk")))
    record.rename(other)
    done = call("check", other)
    assert done.returncode == 1
    assert "UTF-8" in done.stderr
    assert "损坏" not in done.stderr


@posix_only
def test_that_a_record_opens_in_a_folder_named_in_bytes_of_another_code_page(
    record, tmp_path, monkeypatch, capsys
):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "档案".encode("gbk")))
    folder.mkdir()
    record.rename(folder / record.name)
    monkeypatch.chdir(folder)
    assert run(["verify", record.name]) == 0, capsys.readouterr().err
