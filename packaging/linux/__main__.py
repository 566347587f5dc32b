"""`make frozen`: the program as one folder that needs no Python, built and tried here and on a bare system.

python packaging/linux [STEP …]
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import bare
import trial

CHECKOUT = Path(__file__).resolve().parents[2]
BUILD = CHECKOUT / "build" / "linux"
PROGRAM = CHECKOUT / "dist" / "enclave-desktop"


def main(wanted: list[str]) -> int:
    """Exit code 0 when every step came to what it should."""
    steps: dict[str, Callable[[], None]] = {
        "freeze": _freeze,
        "demo": lambda: trial.demo(trial.here(PROGRAM), BUILD / "demo"),
        "self-test": lambda: trial.self_test(trial.here(PROGRAM), BUILD / "self-test"),
        "bare": lambda: bare.try_out(PROGRAM, BUILD / "bare"),
    }
    if unknown := set(wanted) - set(steps):
        print(f"no step {', '.join(sorted(unknown))}; there are: {', '.join(steps)}", file=sys.stderr)
        return 2
    for name in wanted or steps:
        began = time.monotonic()
        try:
            steps[name]()
        except trial.Failed as failure:
            print(f"== {name}: {failure}", file=sys.stderr)
            return 1
        print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)
    return 0


def _freeze() -> None:
    call = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec"]
    if subprocess.run(call, cwd=CHECKOUT, check=False).returncode:
        raise trial.Failed("PyInstaller gave up")
    if lacking := _lacking(PROGRAM / "_internal" / "PySide6" / "Qt" / "plugins" / "platforms" / "libqxcb.so"):
        raise trial.Failed(f"not on this system, so not in the program, which has no screen then: {lacking}")
    size = sum(path.stat().st_size for path in PROGRAM.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"   {PROGRAM.relative_to(CHECKOUT)}: {size / 1e6:.0f} MB")


def _lacking(library: Path) -> str:
    """The libraries that it asks for and nobody has: PyInstaller only warns of them."""
    environment = {**os.environ, "LD_LIBRARY_PATH": str(PROGRAM / "_internal")}
    said = subprocess.run(
        ["ldd", library], env=environment, capture_output=True, text=True, check=True
    ).stdout
    return " ".join(sorted({line.split()[0] for line in said.splitlines() if "not found" in line}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
