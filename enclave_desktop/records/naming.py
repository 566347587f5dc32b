"""How long a record's name and path may be: its log, lock and backups lie beside it under longer ones."""

import os
import sys
from pathlib import Path

from enclave_desktop.errors import UserError

_NAME = 255
"""Bytes that a name may have; on Windows, UTF-16 units."""
_PATH = 504
"""Bytes of a path that SQLite takes; Windows sets its own limit."""
_BESIDE = len(".") + len(".recrypt")
"""What the longest name beside an open record adds to its own."""
_ROOM = 64
"""What the folder and the name of a backup or of what restoring puts aside add, and that while it is made."""
_SHORTER = "请换一个短一些的名字，或放到上一级文件夹里。"


def hold_nameable(path: Path, *, new: bool = False) -> None:
    """UserError when the record's name or path is too long to be used; of a `new` one, also to be backed up."""
    full = path.absolute()
    room = _ROOM if new else _BESIDE
    if _length(full.name) > _NAME - room:
        raise UserError(f"档案的名字太长：{path}。", "旁边的日志、锁和备份的名字还要再加长。", _SHORTER)
    if sys.platform != "win32" and _length(str(full)) > _PATH - (room if new else 0):
        raise UserError(f"档案的路径太长：{path}。", _SHORTER)


def _length(name: str) -> int:
    return len(name.encode("utf-16-le")) // 2 if sys.platform == "win32" else len(os.fsencode(name))
