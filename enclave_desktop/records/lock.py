"""One writer at a time: a small file beside the record that says who has it, where and since when.

The operating system's own lock on that file decides, so that a crash frees it; the text only tells. Where such locks
do not reach other machines (a synced folder), the text of another machine counts as a lock until it is gone.
"""

import errno
import getpass
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from enclave_desktop.errors import UserError
from enclave_desktop.records.whereabouts import whereabouts
from enclave_desktop.whole_file import cannot_write

WRITING = "命令"
"""What holds a record unless something else is said."""
_MOST = 4096
"""Bytes of a lock's text that are read."""
_TRIES = 5
"""Somebody else's clean close may take the file away while it is being locked."""
_A_MOMENT = 0.02
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a record: nothing of what is on record."""

    account: str
    machine: str
    pid: int
    since: datetime
    """Local time of that machine."""
    what: str
    """窗口, 导入 and so on."""

    @property
    def words(self) -> str:
        return f"{self.account}，电脑“{self.machine}”，自 {self.since:%Y-%m-%d %H:%M} 起（{self.what}）"


class HeldElsewhere(UserError):
    """Somebody else has the record to write."""

    def __init__(self, path: Path, holder: Holder | None, *, certain: bool = True) -> None:
        """`holder` is None where it is not told; not `certain`, it may have been left behind on another machine."""
        self.path, self.holder, self.certain = path, holder, certain
        who = f"：{holder.words}" if holder else ""
        if certain:
            remedy = "请先关闭那里的窗口或等命令结束，再试一次；现在可以只读打开。"
            super().__init__(f"档案 {path} 正在别处使用{who}。", remedy)
        else:
            remedy = f"请确认那台电脑已关闭档案并同步完毕；如确已关闭，请删去 {lock_file(path)} 再打开。"
            super().__init__(f"档案 {path} 可能正在另一台电脑上使用{who}。", remedy)


def lock_file(record: Path) -> Path:
    """Where the lock of a record lies; a link to the record leads to the same one."""
    real = record.resolve()
    return real.with_name(f".{real.name}.lock")


def left_on_another_machine(record: Path) -> Holder | None:
    """Whom the text names, if that is another machine than this."""
    holder = _read(lock_file(record))
    return holder if holder and holder.machine != platform.node() else None


class Lock:
    """The right to write a record, until it is let go or the program ends."""

    def __init__(self, path: Path, handle: int, left: Holder | None) -> None:
        self._path = path
        self._handle: int | None = handle
        self.left = left
        """Who had it before and did not let go: the program ended badly there."""

    @classmethod
    def take(cls, record: Path, what: str) -> Self:
        """Take the lock for `what`; HeldElsewhere when somebody has it, UserError when it cannot be written."""
        path = lock_file(record)
        if not whereabouts(record).locks_reach and (other := left_on_another_machine(record)):
            raise HeldElsewhere(record, other, certain=False)
        try:
            handle = _locked(path)
        except OSError as error:
            raise cannot_write(path, error) from None
        if handle is None:
            raise HeldElsewhere(record, _read(path))
        left = _read(path)
        with suppress(OSError):  # a full disk: the lock holds, others just are not told who has it
            _write(handle, _here(what))
        return cls(path, handle, left)

    def release(self) -> None:
        """Let go; nothing is left behind."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if (
            sys.platform == "win32"
        ):  # a file that is open cannot be removed there, nor one that the next has taken
            _let_go(handle)
            with suppress(OSError):
                self._path.unlink()
            return
        with suppress(OSError):
            if _is_at(handle, self._path):
                self._path.unlink()
        _let_go(handle)


def take_over(record: Path) -> None:
    """Take away what another machine left behind; its user said that the record is closed there."""
    with suppress(FileNotFoundError):
        lock_file(record).unlink()


@contextmanager
def held(record: Path, what: str) -> Iterator[None]:
    """Nobody else writes the record inside."""
    lock = Lock.take(record, what)
    try:
        yield
    finally:
        lock.release()


def _here(what: str) -> Holder:
    try:
        account = getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name
        account = "?"
    return Holder(account, platform.node(), os.getpid(), datetime.now().replace(microsecond=0), what)


def _locked(path: Path) -> int | None:
    """The lock file, open and locked; None when somebody else has locked it.

    Whoever lets go takes the file away: a lock on one that is no longer there is none.
    """
    for left in reversed(range(_TRIES)):
        try:
            # Python's handles are not passed on to the programs that we start.
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except PermissionError:  # Windows says so as long as a file is being taken away
            if sys.platform != "win32" or not left:
                raise
            time.sleep(_A_MOMENT)
            continue
        try:
            if not _lock(handle):
                os.close(handle)
                return None
            if _is_at(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        _let_go(handle)
    return None


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except (FileNotFoundError, PermissionError):  # gone, or on Windows about to be
        return False


if sys.platform == "win32":
    import msvcrt

    _FAR = 0x4000_0000
    """A byte behind any text: what is locked there cannot be read by others, and the text must be."""

    def _lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EBADF, errno.EINVAL):
                raise
            return False  # Windows says EACCES, Wine whatever number was there before
        return True

    def _let_go(handle: int) -> None:
        with suppress(OSError):
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(handle: int) -> None:
        with suppress(OSError):
            fcntl.flock(
                handle, fcntl.LOCK_UN
            )  # said aloud: a process that was forked off may still have the file
        os.close(handle)


def _write(handle: int, holder: Holder) -> None:
    words = {
        "account": holder.account,
        "machine": holder.machine,
        "pid": holder.pid,
        "since": holder.since.isoformat(),
        "what": holder.what,
    }
    data = json.dumps(words, ensure_ascii=False).encode()
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, data)


def _read(path: Path) -> Holder | None:
    """What the text says; None where there is none, or it is not ours or not whole."""
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(_MOST))
        return Holder(
            _line(said["account"]),
            _line(said["machine"]),
            int(said["pid"]),
            datetime.fromisoformat(said["since"]),
            _line(said["what"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _line(said: object) -> str:
    """A short line, whatever somebody wrote there."""
    return " ".join(str(said).split())[:60]
