"""The frozen program, made by PyInstaller on a Windows Python under Wine."""

import shutil
import subprocess
from pathlib import Path

from layout import BUILD, CHECKOUT, DIST, PYTHON, SOURCE
from wine import STAND_INS, Failed, Wine, windows

_WINES = (b"Wine builtin DLL", b"Wine placeholder DLL")
_UNUSED = ("Qml", "Quick", "WebEngine", "opengl32sw")


def copy_source() -> None:
    """Into SOURCE what git holds or would hold, so that nothing else of the checkout slips in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    shutil.rmtree(SOURCE, ignore_errors=True)
    for name in filter(None, listed.split("\0")):
        if (CHECKOUT / name).is_file():
            (SOURCE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CHECKOUT / name, SOURCE / name)


def freeze(wine: Wine) -> None:
    """Into DIST, from SOURCE."""
    call = [windows(PYTHON / "python.exe"), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", windows(DIST.parent), "--workpath", windows(BUILD / "work"), "build.spec"]
    wine.run([*call, *places], 1200, cwd=SOURCE).well()


def gate(dist: Path = DIST) -> None:
    """No file of Wine's, none of the stand-ins, nothing that the program does without."""
    for path in sorted(dist.rglob("*")):
        inside = path.relative_to(dist)
        if path.stem.lower() in STAND_INS:
            raise Failed(f"{inside} is a stand-in and must not ship")
        if path.is_file() and _of_wine(path):
            raise Failed(f"{inside} is Wine's own")
        if any(word in path.name for word in _UNUSED):
            raise Failed(f"{inside} is not needed")


def _of_wine(path: Path) -> bool:
    """Whether Wine made the file: it says so in the first kilobyte of an executable."""
    with path.open("rb") as file:
        head = file.read(1024)
    return head.startswith(b"MZ") and any(words in head for words in _WINES)
