"""Background work: one thread that alone touches the record; results come back to the window's thread."""

import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")
_TELL_SECONDS = 0.04
"""More often than this nobody sees it, and the window would be busy showing it."""


class Cancelled(Exception):
    """The user cancelled; whatever was under way is rolled back."""


class Job:
    """What background work sees of the window: a place to report progress, which ends the work once cancelled."""

    def __init__(self, title: str, tell: Callable[[str, int, int], None]) -> None:
        self.title = title
        self._tell = tell
        self._cancelled = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        self._cancelled.set()

    def progress(self, what: str, done: int, total: int) -> None:
        """Say how far it is; raises Cancelled when the user wants no more of it."""
        self.stop_if_cancelled()
        now = time.monotonic()
        if now - self._told >= _TELL_SECONDS:
            self._told = now
            self._tell(what, done, total)

    def stop_if_cancelled(self) -> None:
        """Raises Cancelled when the user wants no more of it."""
        if self._cancelled.is_set():
            raise Cancelled


class Worker(QObject):
    """Does one job after the other, in the order they were submitted."""

    started = Signal(object)
    """A Job begins."""
    progressed = Signal(str, int, int)
    idle = Signal()
    """The last job is done."""
    _returned = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = 0
        self._returned.connect(lambda deliver: deliver())

    def submit(
        self,
        title: str,
        work: Callable[[Job], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Do `work` in the background, then one of `then` and `failed` in the window's thread."""
        job = Job(title, self.progressed.emit)
        self._waiting += 1
        self._pool.submit(self._run, job, work, then, failed)
        return job

    def beforehand(self, work: Callable[[], object]) -> None:
        """Do what any later job would do first, between jobs; nobody waits for it or is told."""
        self._pool.submit(work)

    @property
    def busy(self) -> bool:
        """Whether something is under way or waits for its turn."""
        return self._waiting > 0

    def close(self) -> None:
        """Let what is under way end."""
        self._pool.shutdown(wait=True)

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor  # the first paint does not wait for it

        return ThreadPoolExecutor(1, "record")

    def _run(
        self,
        job: Job,
        work: Callable[[Job], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.started.emit(job)
        try:
            job.stop_if_cancelled()
            result = work(job)
        except Exception as error:  # noqa: BLE001 - told in the window's thread
            self._returned.emit(lambda error=error: self._deliver(failed, error))
        else:
            self._returned.emit(lambda: self._deliver(then, result))

    def _deliver(self, take: Callable[[Any], None], result: Any) -> None:
        self._waiting -= 1
        if not self._waiting:
            self.idle.emit()
        take(result)
