"""The disk in `disk.c`: compiled where there is a compiler, loaded before everything else, steered from inside."""

import ctypes
import errno
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_COMPILERS = ("cc", "gcc", "clang", "tcc")


def compiler() -> str | None:
    """The one to use; None where there is none, or where programs cannot be given another libc."""
    return next(filter(None, map(shutil.which, _COMPILERS)), None) if sys.platform == "linux" else None


def compiled(folder: Path) -> Path:
    """The library, for LD_PRELOAD."""
    library = folder / "disk.so"
    call = [
        compiler() or "cc",
        "-shared",
        "-fPIC",
        "-o",
        str(library),
        str(Path(__file__).with_name("disk.c")),
        "-ldl",
    ]
    subprocess.run(call, check=True)
    return library


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with the calls that write."""

    name: str
    errno: int
    way: int
    """As in `disk.c`."""


TROUBLES = (
    Trouble("broken", errno.EIO, 0),
    Trouble("full", errno.ENOSPC, 1),
    Trouble("half written, then full", errno.ENOSPC, 2),
)


class Disk:
    """Of this process; it must have been loaded before libc."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.disk_calls.restype = ctypes.c_long
        self._library.disk_fail.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_int)

    def watch(self, folder: Path) -> None:
        """From now on what happens in the folder counts."""
        self._library.disk_watch(str(folder).encode())

    def fail(self, call: int, trouble: Trouble) -> None:
        """That call from now on, and perhaps those after it."""
        self._library.disk_fail(call, trouble.errno, trouble.way)

    def record(self, handle: int) -> None:
        """Put down every change in a file that is open to append."""
        self._library.disk_record(handle)

    def note(self, words: str) -> None:
        """Put down where in all this something else happened."""
        self._library.disk_note(words.encode())

    @property
    def calls(self) -> int:
        """Calls that wrote, so far."""
        return int(self._library.disk_calls())
