"""Noticing at the start that the program ended badly before: a marker that a clean end takes away.

Beside the marker lies what Python's fault handler wrote: places in the program, never values.
"""

import faulthandler
import os
from pathlib import Path
from typing import IO

from PySide6.QtCore import QLockFile

_ENDING = ".running"
_MOST = 20_000
"""Characters of a fault log that are shown."""


class Marker:
    """Lies in the folder while the program runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"window-{os.getpid()}{_ENDING}"
        self._lock = QLockFile(str(self._path))
        self._lock.setStaleLockTime(0)
        self._log: IO[str] | None = None

    @property
    def others(self) -> bool:
        """Whether another program runs, or ended badly."""
        return any(path != self._path for path in self._folder.glob(f"window-*{_ENDING}"))

    def begin(self) -> None:
        """From now on an end without `end` will be noticed."""
        if self._lock.tryLock(0):
            self._log = _fault_log(self._path).open("w", encoding="utf-8")
            faulthandler.enable(self._log)

    def end(self) -> None:
        """A clean end."""
        if self._log is not None:
            faulthandler.disable()
            self._log.close()
            _fault_log(self._path).unlink(missing_ok=True)
        self._lock.unlock()

    def left_behind(self) -> list[str]:
        """The fault logs of programs that ended without saying so; each is told once."""
        logs = []
        for path in self._folder.glob(f"window-*{_ENDING}"):
            lock = QLockFile(str(path))
            lock.setStaleLockTime(0)
            if path != self._path and lock.tryLock(0):  # whoever held it is gone
                lock.unlock()
                logs.append(_taken(_fault_log(path)))
        return logs


def _fault_log(path: Path) -> Path:
    return path.with_suffix(".faults")


def _taken(log: Path) -> str:
    try:
        return log.read_text("utf-8", errors="replace")[:_MOST]
    except FileNotFoundError:
        return ""
    finally:
        log.unlink(missing_ok=True)
