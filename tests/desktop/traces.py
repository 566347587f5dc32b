"""What a process writes, wherever it does: what is left at the end, and what was taken away again before."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR


class Traces:
    """Listens to every file that Python opens, renames and removes outside the user's own folder.

    What is about to vanish is copied first. What libraries write by themselves is seen at the end, if it stays.
    """

    def __init__(self, own: Path, kept: Path) -> None:
        self._own, self._kept = own, kept
        self._busy = False
        self._count = 0
        kept.mkdir(parents=True, exist_ok=True)

    def listen(self) -> None:
        """From now to the end of the process: Python's hooks cannot be taken away."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if (
            sys.is_finalizing()
            or self._busy
            or event not in ("open", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree")
        ):
            return
        self._busy = True
        try:
            path = arguments[0]
            if isinstance(path, bytes | str | os.PathLike):
                self._note(event, Path(os.fsdecode(path)).absolute(), arguments)
        finally:
            self._busy = False

    def _note(self, event: str, path: Path, arguments: tuple[Any, ...]) -> None:
        if self._own in (path, *path.parents) or self._kept in path.parents:
            return
        if event == "open":
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            if flags & _WRITING:
                self._put_down(path, None)
        elif path.is_dir() and not path.is_symlink():
            for file in path.rglob("*"):
                if file.is_file():
                    self._put_down(file, path)
        elif path.is_file():
            self._put_down(path, path.parent)

    def _put_down(self, path: Path, folder: Path | None) -> None:
        """A file's name, its content before it goes, and who may look into its folder."""
        self._count += 1
        mode = stat.S_IMODE(folder.stat().st_mode) if folder else None
        about = {"path": str(path), "mode": mode, "gone": folder is not None}
        (self._kept / f"{self._count:05d}.json").write_text(json.dumps(about), "utf-8")
        if folder:
            (self._kept / f"{self._count:05d}.bytes").write_bytes(path.read_bytes())
