"""The first page of a record's file, read without harm to a connection that this process has on it.

POSIX drops all of a process's locks on a file when any of its handles on it is closed, whoever opened that. SQLite
minds this for its own handles. So of a file that was opened here, a handle of ours stays open until the record is
closed: a memory stick can be taken out then.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = 4096
PLAIN_HEADER = b"SQLite format 3\0"
File = tuple[int, int]
"""What the system knows a file by, whatever its name."""
_users: Counter[File] = Counter()
_opened_here: set[tuple[int, int]] = set()
_kept: dict[tuple[int, int], int] = {}


def is_opened_here(path: Path) -> None:
    """Remember that this process opens the file; before it does."""
    _opened_here.add(_file(path))


def hold(path: Path) -> File:
    """The file is in use here until it is let go as often as it was held."""
    file = _file(path)
    _users[file] += 1
    return file


def let_go(file: File) -> None:
    """All of whoever held the file's connections are closed."""
    _users[file] -= 1
    if _users[file] > 0:
        return
    del _users[file]
    _opened_here.discard(file)
    if file in _kept:
        os.close(_kept.pop(file))


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Held inside."""
    file = hold(path)
    try:
        yield
    finally:
        let_go(file)


def _file(path: Path) -> File:
    stat = path.stat()
    return stat.st_dev, stat.st_ino


def first_page(path: Path) -> bytes:
    """The first 4096 bytes, or as many as there are; OSError where it cannot be read."""
    return page_at(path, 0)


def page_at(path: Path, start: int) -> bytes:
    """The same of those that begin at `start`."""
    file = _file(path)
    if sys.platform == "win32" or file not in _opened_here:
        with path.open("rb") as opened:
            opened.seek(start)
            return opened.read(PAGE)
    if file in _kept and not os.fstat(_kept[file]).st_nlink:  # deleted, and its number belongs to another one
        os.close(_kept.pop(file))
    if file not in _kept:
        _kept[file] = os.open(path, os.O_RDONLY)
    return os.pread(_kept[file], PAGE, start)


def is_plain(path: Path) -> bool:
    """Whether the file is a database that is not encrypted."""
    return first_page(path).startswith(PLAIN_HEADER)


def is_whole_pages(path: Path) -> bool:
    """Whether nothing is cut off at the file's end, or its log is there, which makes up for what did not fit."""
    log = path.with_name(f"{path.name}-wal")
    return path.stat().st_size % PAGE == 0 or (log.exists() and log.stat().st_size > 0)
