"""The silent setup and the installed program, tried in one prefix and judged by exit codes and files."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

from installation import (
    ASSOCIATED,
    CONSOLE,
    KIND,
    LISTED,
    RECORD,
    TITLE,
    WINDOW,
    close,
    expect_no_trace,
    have_a_pack,
    have_remembered,
    install,
    installed,
    program,
    record,
)
from installer import OLDER, ONLY_IN_OLDER
from layout import ARTIFACTS, BUILD, CHECKOUT, setup, version
from screen import PICTURES, await_no_window, await_still, await_that, await_window, expect, picture, write
from wine import CHINESE, Wine

TYPED = "shanghai"
_TRIAL = BUILD / "trial"
_LONGEST_PATH = 240
_SHOWN = ("start", "overview", "people", "matching", "evidence", "packets", "claims", "settings", "typed")
_WHEN = ["--as-of", "2025-06-30", "--year", "2024"]


def install_older(wine: Wine) -> None:
    """Silently, into a folder with Chinese and a space; with it a record that must outlive what follows."""
    install(wine, setup(OLDER, older=True)).well()
    expect((installed(wine) / "_internal" / ONLY_IN_OLDER).is_file(), "the older version's own file")
    wine.run([program(CONSOLE), "demo", RECORD.rpartition("\\")[0]], 300).well()


def upgrade(wine: Wine) -> None:
    """Over the older version: what it alone had is gone, and the record is as it was."""
    before = sha256(record(wine).read_bytes()).hexdigest()
    install(wine).well()
    expect(not (installed(wine) / "_internal" / ONLY_IN_OLDER).exists(), "the older version's file gone")
    expect(sha256(record(wine).read_bytes()).hexdigest() == before, "the record untouched")
    expect(version() in wine.registry(LISTED), "its version listed")
    expect("EnclaveDesktop.Record" in wine.registry(ASSOCIATED), "the file association")
    expect("record.ico" in wine.registry(KIND) and (installed(wine) / "record.ico").is_file(), "its icon")
    links = list((wine.drive / "users").rglob(f"*{TITLE}*.lnk")) + list(
        (wine.drive / "users").rglob("Enclave*.lnk")
    )
    expect(len(links) == 1, f"one link in the Start menu, not {links}")


def open_record(wine: Wine) -> None:
    """By what a double click on it calls; Wine 8 itself does not look for what one user alone has associated."""
    command = re.search(r'"([^"]+)" "%1"', wine.registry(f"{KIND}\\shell\\open\\command"))
    expect(command is not None, "a command that opens records")
    wine.start([command[1], RECORD], CHINESE)
    await_window(wine, f"示例企业.* — {TITLE}")
    picture(wine, "record-opened")
    close(wine)


def try_itself(wine: Wine) -> None:
    """`--self-test` in a real window of the windows platform plugin, with somebody typing into a field."""
    beside = wine.drive / "试用" / "结果"
    out = beside.with_suffix(".json")
    shutil.rmtree(beside.parent, ignore_errors=True)
    beside.parent.mkdir()
    running = wine.start(
        [program(WINDOW), "--self-test", "C:\\试用\\结果.json"],
        {"ENCLAVE_SELF_TEST_TYPING": TYPED, **CHINESE},
    )
    await_that((beside / "typing").exists, 240, "the field to type into")
    await_still(wine)
    write(wine, TYPED)
    await_that(out.exists, 180, "the report")
    code = running.wait(60)
    report = json.loads(out.read_text("utf-8"))
    expect(report["well"] and code == 0, f"exit code {code}: {json.dumps(report, ensure_ascii=False)}")
    expect(report["frozen"] and report["platform plugin"] == "windows", "the windows platform plugin, frozen")
    expect(report["version"] == version(), "this version")
    for name in _SHOWN:
        shutil.copyfile(beside / f"{name}.png", PICTURES / f"page-{name}.png")
    shutil.rmtree(_TRIAL, ignore_errors=True)
    shutil.copytree(beside, _TRIAL / "结果")


def judge(_: Wine) -> None:
    """What the installed program made, against what the program makes here."""
    from enclave_desktop.packet.same_file import Sameness, compared

    theirs, ours = _TRIAL / "结果", _TRIAL / "here"
    _here(["--self-test", f"{ours}.json"], 300)
    same = compared((theirs / "申报材料.pdf").read_bytes(), (ours / "申报材料.pdf").read_bytes())
    expect(same is not Sameness.OTHER, "the packet equal to Linux's once its streams are decompressed")
    checks = [_check_here(folder / "示例企业.enclave") for folder in (theirs, ours)]
    expect(checks[0] == checks[1] and len(checks[0]) > 1000, "the record opens here and checks the same")


def try_paths(wine: Wine) -> None:
    """Code page 936, and a record whose path has Chinese, spaces, an emoji and 240 characters."""
    folder = "\\".join(["C:\\我的 档案\\😀 很长", "夹" * 70, "夹" * 70])
    long = f"{folder}\\{'档' * (_LONGEST_PATH - _length(folder) - len('/.enclave'))}.enclave"
    expect(_length(long) == _LONGEST_PATH, f"{_LONGEST_PATH} characters in {long}")
    (wine.drive / folder.removeprefix("C:\\").replace("\\", "/")).mkdir(parents=True, exist_ok=True)
    here = wine.drive / long.removeprefix("C:\\").replace("\\", "/")
    here.unlink(missing_ok=True)
    shutil.copyfile(record(wine), here)
    told = wine.run([program(CONSOLE), "check", long, *_WHEN], 120, more=CHINESE).well().output
    expect("初步符合" in told and "�" not in told, "Chinese that can be read, in code page 936")
    there = wine.run([program(CONSOLE), "check", long, *_WHEN, "--json"], 120, more=CHINESE).well().output
    expect(json.loads(there) == json.loads(_check_here(record(wine))), "the same findings as here")


def try_portable(wine: Wine) -> None:
    """The zip, unpacked beside: it keeps its log and settings in its own folder."""
    stick = wine.drive / "U 盘"
    shutil.rmtree(stick, ignore_errors=True)
    with zipfile.ZipFile(next(ARTIFACTS.glob("*-portable.zip"))) as archive:
        archive.extractall(stick)
    wine.start([f"C:\\U 盘\\EnclaveDesktop\\{WINDOW}"], CHINESE)
    await_window(wine, TITLE)
    close(wine)
    await_no_window(wine, TITLE)
    own = stick / "EnclaveDesktop" / "数据"
    await_that((own / "settings.ini").is_file, 30, "its settings in its own folder")
    kept = list((wine.drive / "users").glob("*/AppData/*/EnclaveDesktop"))
    expect(not kept, f"nothing in the user's folder, not {kept}")


def uninstall(wine: Wine) -> None:
    """Silently; nothing is left but the records: no remembered password either, and no rule pack."""
    have_remembered(wine)
    have_a_pack(wine)
    wine.run([program("Uninstall.exe"), "/S"], 120).well()
    await_that(lambda: not installed(wine).exists(), 60, "the folder gone")
    expect_no_trace(wine)


def _length(path: str) -> int:
    """As Windows counts: an emoji is two."""
    return len(path.encode("utf-16-le")) // 2


def _check_here(path: Path) -> bytes:
    return _here(["check", str(path), *_WHEN, "--json"], 120)


def _here(call: list[str], seconds: float) -> bytes:
    env = {"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(_TRIAL)}
    done = subprocess.run(
        [sys.executable, "-m", "enclave_desktop", *call],
        cwd=CHECKOUT,
        env=env,
        check=True,
        capture_output=True,
        timeout=seconds,
    )
    return done.stdout
