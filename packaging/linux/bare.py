"""A system that holds the C library and what the README names, and nothing else: no shell, no Python, no fonts.

Its files are those of the Debian packages on this machine. The program lies there under a path with Chinese and a
space, in a folder that is read-only; it is entered by a mount namespace, which leaves nothing mounted.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import trial

NEEDED = ("libc6", "zlib1g", "libgl1", "libegl1")
"""Debian packages; the commands alone need the first two."""
_LEFT_OUT = re.compile(r"/usr/share/|/etc/|.*/dri/")
"""Of those packages: documents, settings, and half a gigabyte of drivers for graphics cards."""
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_INSIDE = "/opt/飞地 补贴助手"
_OUT = "/家"
_ENTER = (
    'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" && mount --bind "$1" "$0$2" && '
    'mount -o remount,bind,ro "$0$2" && shift 2 && exec chroot "$0" "$@"'
)


def try_out(program: Path, root: Path) -> None:
    """The demonstration with the first of NEEDED, and `--self-test` with all of NEEDED."""
    if reason := _why_not():
        print(f"   not tried on a bare system: {reason}")
        return
    for name, packages, attempt in (
        ("commands", NEEDED[:2], trial.demo),
        ("window", NEEDED, trial.self_test),
    ):
        _make_root(root / name, packages)
        attempt(_inside(program, root / name), root / name / _OUT.lstrip("/") / "made")


def _why_not() -> str:
    if not shutil.which("dpkg-query"):
        return "its files are taken from Debian's packages, and this is no Debian"
    if missing := [name for name in NEEDED if not _is_installed(name)]:
        return f"not installed: {' '.join(missing)}"
    done = subprocess.run([*_namespace(), "true"], capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""


def _namespace() -> list[str]:
    who = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", "--mount", *who]


def _inside(program: Path, root: Path) -> trial.Run:
    def run(folder: Path, word: str, out: Path) -> "subprocess.CompletedProcess[str]":
        call = [f"{_INSIDE}/enclave-desktop", word, f"/{out.relative_to(root)}"]
        environment = {
            "PATH": _PATH,
            "HOME": f"/{folder.relative_to(root)}",
            "QT_QPA_PLATFORM": "offscreen",
        }
        return trial.called(
            [*_namespace(), "sh", "-c", _ENTER, str(root), str(program), _INSIDE, *call], environment
        )

    return run


def _make_root(root: Path, packages: tuple[str, ...]) -> None:
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("usr", "etc", "proc", "dev", "tmp", _INSIDE, _OUT):
        (root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for link in (Path("/lib"), Path("/lib64")):
        if link.is_symlink():
            (root / link.name).symlink_to(link.readlink())
            (root / link.readlink()).mkdir(parents=True, exist_ok=True)
    for package in sorted(_with_what_they_need(packages)):
        for path in _files(package):
            target = root / str(path).lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() and not target.is_symlink():
                shutil.copy2(path, target, follow_symlinks=False)
    subprocess.run(["/sbin/ldconfig", "-r", str(root)], check=True)


def _with_what_they_need(packages: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    waiting = [*packages]
    while waiting:
        package = waiting.pop()
        if package not in found:
            found.add(package)
            waiting += _needed_by(package)
    return found


def _needed_by(package: str) -> Iterator[str]:
    """Of alternatives, what is installed."""
    for alternatives in _asked("-W", "-f", "${Pre-Depends}, ${Depends}", package).split(","):
        names = [re.split(r"[\s(:]", name.strip())[0] for name in alternatives.split("|")]
        yield from [name for name in names if name and _is_installed(name)][:1]


def _is_installed(package: str) -> bool:
    call = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    return subprocess.run(call, capture_output=True, text=True, check=False).stdout.startswith("installed")


def _files(package: str) -> Iterator[Path]:
    for line in _asked("-L", package).splitlines():
        path = Path(line)
        if (path.is_symlink() or path.is_file()) and not _LEFT_OUT.match(line):
            yield path


def _asked(*words: str) -> str:
    return subprocess.run(["dpkg-query", *words], capture_output=True, text=True, check=True).stdout
