"""The frozen program tried and judged by exit codes, its report, and what the plain program makes of the same."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT))
_LONGEST = 300
"""Seconds that one call may take."""
_EMPTY_SCREEN = 10_000
"""Bytes that the picture of a page with anything on it is larger than."""

Run = Callable[[Path, str, Path], "subprocess.CompletedProcess[str]"]
"""Calls the program in a folder, with a word and the path where what it makes is to lie."""


class Failed(Exception):
    """A step did not come to what it should."""


def here(program: Path) -> Run:
    """On this machine, with nothing of the caller's settings."""

    def run(folder: Path, word: str, out: Path) -> subprocess.CompletedProcess[str]:
        call = [str(program / "enclave-desktop"), word, str(out)]
        return called(call, {"PATH": os.defpath, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"})

    return run


def called(call: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            call, env=environment, capture_output=True, encoding="utf-8", timeout=_LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"still at it after {_LONGEST} s: {' '.join(call)}") from None


def demo(run: Run, folder: Path) -> None:
    """The demonstration: as many packets as the plain program writes, and the same."""
    _anew(folder)
    ours, plain = folder / "frozen 演示", folder / "plain"
    _well(run(folder, "demo", ours))
    _well(_plain("demo", plain))
    _well(_plain("verify", ours / "示例企业.enclave"))
    same(ours, plain)


def _plain(word: str, path: Path) -> "subprocess.CompletedProcess[str]":
    call = [sys.executable, "-m", "enclave_desktop", word, str(path)]
    return called(call, {**os.environ, "PYTHONPATH": str(CHECKOUT)})


def same(ours: Path, plain: Path) -> None:
    """What the demonstration wrote, twice: the same names, report and packets."""
    from enclave_desktop.packet.same_file import Sameness, compared

    names = sorted(path.name for path in plain.iterdir())
    if sorted(path.name for path in ours.iterdir()) != names:
        raise Failed(f"{ours} holds other files than {plain}")
    for name in names:
        one, other = (ours / name).read_bytes(), (plain / name).read_bytes()
        if name.endswith(".txt") and one != other:
            raise Failed(f"{name} says something else")
        if name.endswith(".pdf") and compared(one, other) is Sameness.OTHER:
            raise Failed(f"{name} is another packet")


def self_test(run: Run, folder: Path) -> None:
    """`--self-test`: the whole line and every page of the window."""
    _anew(folder)
    out = folder / "结果.json"
    done = run(folder, "--self-test", out)
    if not out.exists():
        raise Failed(f"no report: {done.stderr.strip() or done.returncode}")
    report = json.loads(out.read_text("utf-8"))
    wrong = [f"{step['step']}: {step['error']}" for step in report["steps"] if step["error"]]
    if done.returncode or wrong or "Traceback" in done.stderr or not (report["well"] and report["frozen"]):
        raise Failed("\n".join([f"exit code {done.returncode}", *wrong, done.stderr.strip()]))
    screens = [out.with_suffix("") / name for name in report["screens"]]
    if empty := [path.name for path in screens if path.stat().st_size < _EMPTY_SCREEN]:
        raise Failed(f"nothing to be seen on {', '.join(empty)}")


def _anew(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _well(done: "subprocess.CompletedProcess[str]") -> None:
    if done.returncode:
        raise Failed(f"exit code {done.returncode}: {done.stderr.strip()}")
