"""The frozen program against the plain one: its size, and from the start of the process to a result.

Both do the same, alternately, as processes of their own with a home of their own: a command checks the sample firm,
and the window opens its record, offscreen, until others can find it open. The fastest of the runs counts. The plain
program's size is that of this project and the libraries that it uses, without Python, which the frozen one brings.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
FROZEN = (
    CHECKOUT / "dist" / "enclave-desktop" / ("enclave-desktop.exe" if os.name == "nt" else "enclave-desktop")
)
ROUNDS = 5
GOAL_SIZE, GOAL_COMMAND, GOAL_WINDOW = 1.0, 1.3, 1.3
_LIMIT = 30
"""Seconds after which a window that opens nothing is given up."""
_SHIPPED = ("enclave_desktop", "resources", "forms", "docs")


def main() -> None:
    if not FROZEN.exists():
        print("frozen : no program in dist/; `make frozen` builds it")
        return
    plain = [sys.executable, "-m", "enclave_desktop"]
    with tempfile.TemporaryDirectory() as name:
        record = _sample(Path(name))
        commands, windows = ([], []), ([], [])
        for _ in range(ROUNDS + 1):
            for program, command, window in zip((plain, [str(FROZEN)]), commands, windows, strict=True):
                command.append(_checked(program, record))
                window.append(_opened(program, record))
    print("frozen : the plain program's size, and its time to a result")
    _tell("size", "MB", _size(_frozen_files()) / 1e6, _size(_plain_files()) / 1e6, GOAL_SIZE)
    for what, times, goal in (("check", commands, GOAL_COMMAND), ("record open", windows, GOAL_WINDOW)):
        ours, theirs = (min(one[1:]) for one in reversed(times))  # the first run filled the system's cache
        _tell(what, "s", ours, theirs, goal)


def _tell(what: str, unit: str, frozen: float, plain: float, goal: float) -> None:
    print(f"  {what:24} {frozen:6.3g} {unit} to {plain:.3g} {unit} = {frozen / plain:.2f} (goal {goal})")


def _checked(program: list[str], record: Path) -> float:
    began = time.perf_counter()
    subprocess.run([*program, "check", record], cwd=CHECKOUT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def _opened(program: list[str], record: Path) -> float:
    """Seconds until the window that has the record can be rung at, as a second start of the program does."""
    with tempfile.TemporaryDirectory() as home:
        names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "TMPDIR")
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(names, home)}
        began = time.perf_counter()
        window = subprocess.Popen(
            [*program, record], cwd=CHECKOUT, env=environment, stderr=subprocess.DEVNULL
        )
        try:
            while not any(path.is_socket() for path in Path(home).glob("enclave-desktop-*")):
                if window.poll() is not None or time.perf_counter() - began > _LIMIT:
                    raise SystemExit("the window never opened the record")
                time.sleep(0.002)
            return time.perf_counter() - began
        finally:
            window.kill()
            window.wait()


def _sample(folder: Path) -> Path:
    from datetime import date

    from enclave_desktop.dossier.fields import SHEETS
    from enclave_desktop.exchange.sample import sample_dossier
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.record import Record

    dossier = sample_dossier(date.today())
    with Record.create(folder / "sample.enclave") as record, record.transaction() as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
    return folder / "sample.enclave"


def _frozen_files() -> Iterable[Path]:
    return FROZEN.parent.rglob("*")


def _plain_files() -> Iterable[Path]:
    from enclave_desktop.desktop.licences import packages

    for name in _SHIPPED:
        yield from (path for path in (CHECKOUT / name).rglob("*") if "__pycache__" not in path.parts)
    for package in packages():
        yield from (Path(str(file.locate())) for file in package.files or ())


def _size(files: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in files if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    main()
