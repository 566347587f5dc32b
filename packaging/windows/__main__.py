"""`make windows`: the Windows program built and tried under Wine, each step in its time and with one retry.

python packaging/windows [--release] [--pictures] [STEP …]
"""

import argparse
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import by_hand
import freezing
import installation
import installer
import python_for_windows
import screen
import tests_on_windows
import trial
from layout import ARTIFACTS, BUILD, DIST
from wine import Failed, Wine

Step = tuple[str, int, Callable[[], None]]
"""Name, seconds it may take, what it does."""


def main() -> int:
    """Exit code 0 when every step came to what it should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", action="store_true", help="compress the setup as well as it can be")
    parser.add_argument("--pictures", action="store_true", help="renew the pictures in docs/screens/windows/")
    parser.add_argument("steps", nargs="*", help="only these, on what earlier runs have made")
    call = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    with Wine(BUILD / "prefix") as wine:
        steps = [*_built(wine, release=call.release), *_tried(wine)]
        if call.pictures:
            steps.append(("pictures", 120, screen.publish))
        return _run(steps, call.steps)


def _built(wine: Wine, *, release: bool) -> list[Step]:
    return [
        ("python", 1200, lambda: python_for_windows.make_python(BUILD / "downloads")),
        ("source", 60, freezing.copy_source),
        ("tests", 1560, lambda: tests_on_windows.run_tests(wine)),
        ("freeze", 1200, lambda: freezing.freeze(wine)),
        ("gate", 120, freezing.gate),
        ("setup", 900, lambda: installer.make_setup(release=release)),
        ("older-setup", 600, installer.make_older_setup),
        ("portable-zip", 300, installer.make_portable),
        ("describe", 120, installer.describe),
    ]


def _tried(wine: Wine) -> list[Step]:
    steps = [
        (
            "portable",
            300,
            trial.try_portable,
        ),  # first: it must leave nothing where the installed one keeps things
        ("install-older", 600, trial.install_older),
        ("refuse-while-running", 300, by_hand.refuse_while_running),
        ("refuse-old-windows", 300, by_hand.refuse_old_windows),
        ("upgrade", 300, trial.upgrade),
        ("open-record", 180, trial.open_record),
        ("self-test", 600, trial.try_itself),
        ("judge", 300, trial.judge),
        ("paths", 300, trial.try_paths),
        ("uninstall", 300, trial.uninstall),
        ("install-by-hand", 300, by_hand.install_by_hand),
        ("uninstall-by-hand", 300, by_hand.uninstall_by_hand),
    ]
    return [(name, seconds, lambda act=act: _cleanly(act, wine)) for name, seconds, act in steps]


def _cleanly(act: Callable[[Wine], None], wine: Wine) -> None:
    try:
        act(wine)
    except Exception:
        installation.end_all(wine)
        raise


def _run(steps: list[Step], wanted: list[str]) -> int:
    unknown = set(wanted) - {name for name, _, _ in steps}
    if unknown:
        print(f"no such step: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    told, failed = [], False
    for name, seconds, act in steps:
        if wanted and name not in wanted:
            continue
        began = time.monotonic()
        words = _attempted(name, seconds, act)
        told.append(f"{name:22} {time.monotonic() - began:7.1f} s  {words}")
        print(told[-1], flush=True)
        if words == "FAILED":
            failed = True
            break
    print("\n".join(["", *told, "", *_sizes()]))
    return 1 if failed else 0


def _attempted(name: str, seconds: int, act: Callable[[], None]) -> str:
    for words in ("done", "done at the second attempt"):
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(seconds)
        try:
            act()
        except Exception as error:  # noqa: BLE001 - told, and tried once more
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        else:
            return words
        finally:
            signal.alarm(0)
    return "FAILED"


def _too_long(*_: object) -> None:
    raise Failed("the step took longer than it may")


def _sizes() -> list[str]:
    sizes = [
        f"{path.stat().st_size / 1e6:7.1f} MB  {path.name}"
        for path in sorted(ARTIFACTS.glob("*"))
        if path.is_file()
    ]
    if DIST.is_dir():
        whole = sum(path.stat().st_size for path in Path(DIST).rglob("*") if path.is_file())
        sizes.append(
            f"{whole / 1e6:7.1f} MB  unpacked; {shutil.disk_usage(BUILD).free / 1e9:.0f} GB left on the disk"
        )
    return sizes


if __name__ == "__main__":
    sys.exit(main())
