"""A Windows under Wine: a prefix made anew, a screen of its own, programs run in it within a time."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from layout import HERE

STAND_INS = {"icuuc": [], "mscms": [], "bcryptprimitives": ["-ladvapi32"]}
"""DLLs of Windows 10 that Wine 8 lacks, and what each is linked with."""
_OVERRIDES = ";".join(
    [
        "mscoree,mshtml,wbemprox=",
        "winedbg.exe=d",
        "winemenubuilder.exe=d",
        f"{','.join(STAND_INS)}=n",
    ]
)
CHINESE = {"LC_ALL": "zh_CN.UTF-8"}
"""With these variables the Windows is a Chinese one: its language, and code page 936. Without, an English one, 1252."""
_LOCALE = Path("/usr/lib/locale/C.utf8")
_X11 = "HKCU\\Software\\Wine\\X11 Driver"
SCREEN = "1366x768x24"
_SETTLING = 10


class Failed(Exception):
    """A step did not come to what it should."""


@dataclass(frozen=True, slots=True)
class Done:
    """A program that ended."""

    code: int
    output: str

    def well(self) -> Self:
        if self.code:
            raise Failed(f"exit code {self.code}\n{self.output[-4000:]}")
        return self


@dataclass
class Wine:
    """Use it as a context: all that runs in it ends with it."""

    prefix: Path
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    display: str = ""

    def __enter__(self) -> Self:
        shutil.rmtree(self.prefix, ignore_errors=True)
        self._locales.mkdir(parents=True)
        # No Chinese locale need be there: by its name Wine knows the language, by its content how files are named.
        (self._locales / "zh_CN.utf8").symlink_to(_LOCALE)
        self._open_screen()
        self._prepare(["wineboot", "-i"])
        self._prepare(["wine", "winecfg", "-v", "win10"])
        # No window manager is here: Wine draws the frames of windows itself, and moves the keyboard between them.
        self._prepare(["wine", "reg", "add", _X11, "/v", "Managed", "/d", "N", "/f"])
        self._add_stand_ins()
        self._prepare(["wineserver", "-w"])
        # Without these two a program's children keep its output open after it has ended.
        self._prepare(["wineserver", "-p"])
        self.start(["explorer.exe", "/desktop"])
        time.sleep(_SETTLING)  # it starts services, which must not be started by a program that we listen to
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False, **_SILENT)
        for process in reversed(self._running):
            process.terminate()
            process.wait(20)

    @property
    def drive(self) -> Path:
        """C:"""
        return self.prefix / "drive_c"

    @property
    def _locales(self) -> Path:
        return self.prefix / "locale"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a program under Wine sees."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "PYTHON"))}
        return kept | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
            "DISPLAY": self.display,
            "LC_ALL": "C.UTF-8",
            "LOCPATH": str(self._locales),
            **(more or {}),
        }

    def run(
        self,
        call: list[str],
        seconds: float,
        *,
        cwd: Path | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Done:
        """Run a program of Windows and wait for it; Failed when it takes longer."""
        return self._call(["wine", *call], seconds, cwd, more)

    def start(self, call: list[str], more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Run a program of Windows beside us."""
        process = subprocess.Popen(["wine", *call], env=self.environment(more), **_SILENT)
        self._running.append(process)
        return process

    def registry(self, key: str) -> str:
        """What stands under a key; empty where there is none."""
        done = self._call(["wine", "reg", "query", key, "/s"], 60, more=CHINESE, encoding="gb18030")
        return "" if done.code else done.output

    def _prepare(self, call: list[str]) -> None:
        subprocess.run(call, env=self.environment(), check=True, timeout=180, **_SILENT)

    def _call(
        self,
        call: list[str],
        seconds: float,
        cwd: Path | None = None,
        more: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> Done:
        process = subprocess.Popen(
            call,
            env=self.environment(more),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,  # a plain file is no handle that Python knows
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            output, _ = process.communicate()
            raise Failed(
                f"{call} took more than {seconds} s\n{output.decode(encoding, 'replace')[-2000:]}"
            ) from None
        return Done(process.returncode, output.decode(encoding, "replace"))

    def _open_screen(self) -> None:
        call = ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]
        screen = subprocess.Popen(
            call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert screen.stdout
        self._running.append(screen)
        self.display = f":{screen.stdout.readline().decode().strip()}"

    def _add_stand_ins(self) -> None:
        for name, libraries in STAND_INS.items():
            made = self.drive / "windows" / "system32" / f"{name}.dll"
            source = HERE / "stand_ins" / f"{name}.c"
            call = [
                "x86_64-w64-mingw32-gcc-win32",
                "-shared",
                "-O1",
                "-s",
                "-o",
                str(made),
                str(source),
                *libraries,
            ]
            subprocess.run(call, check=True, timeout=60)


_SILENT = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def windows(path: Path) -> str:
    """How a path of this system is written in Windows."""
    return "Z:" + str(path.absolute()).replace("/", "\\")
