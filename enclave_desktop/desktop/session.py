"""The open record as the window sees it: a frozen dossier, its findings, and a way to change it.

Every change is saved as it is made, in its own transaction; undo is a change too. The record itself is
touched by the worker's thread only; only frozen values come back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from enclave_desktop.desktop.work import Job, Worker

if TYPE_CHECKING:  # imported by the worker, after the window is on the screen
    from enclave_desktop.dossier.dossier import Dossier
    from enclave_desktop.policy.findings import Finding
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.record import Record

_AT_ONCE = 8
"""Files that are read in one go to see whether they still can be."""
_READY_MS = 1000
"""After a record is shown: what its first change needs is loaded then, not while its rows are being painted."""


@dataclass(frozen=True, slots=True)
class View:
    """What the window shows of a record: all of it as of one day, and what a check finds."""

    dossier: "Dossier"
    year: int
    findings: tuple["Finding", ...]
    damaged: frozenset[str] = frozenset()
    """Digests of files on record that can no longer be read, as far as they were looked at."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be taken back."""

    words: str
    changes: "Changes"


@dataclass(slots=True)
class Held:
    """The open record with what it holds now; the worker's thread alone touches it."""

    record: "Record"
    dossier: "Dossier"
    year: int
    damaged: frozenset[str] = frozenset()

    def view(self, job: Job | None = None) -> View:
        """What the window shows; of a large firm to check everything takes a while, which is told."""
        return _view(self.dossier, self.year, job, self.damaged)

    def apply(self, changes: "Changes", job: Job, files: Sequence[Callable[[], bytes]] = ()) -> View:
        """Save a change with the files that it names; cancelled before the end of it, nothing is saved."""
        with self.record.transaction() as transaction:
            for done, read in enumerate(files):
                job.progress("收入文件", done, len(files))
                transaction.keep([read()])
            transaction.apply(changes, partial(job.progress, "写入档案"))
            job.stop_if_cancelled()
        self.dossier = changes.applied(self.dossier)
        return self.view()

    def look(self, as_of: date, year: int, job: Job) -> View:
        """As of another day, for another spend year; cancelled, it stays as it is."""
        seen = _view(replace(self.dossier, as_of=as_of), year, job, self.damaged)
        self.dossier, self.year = seen.dossier, seen.year
        return seen

    def reload(self, job: Job) -> View:
        seen = _view(self.record.dossier(self.dossier.as_of), self.year, job, self.damaged)
        self.dossier = seen.dossier
        return seen

    def close(self, *, forgets: bool) -> None:
        """Let go of the record, and of files that nothing names any more: now no removal can be undone."""
        try:
            if forgets:
                with self.record.transaction() as transaction:
                    transaction.forget_unused()
        finally:
            self.record.close()

    def look_through(self, files: Sequence[str], job: Job) -> View | None:
        """Read the files of these digests; None when all that are damaged are known already."""
        found = set(self.damaged) - set(files)
        for done, sha in enumerate(files):
            job.progress("检查证明材料", done, len(files))
            found.update(self.record.damaged([sha]))
        if found == self.damaged:
            return None
        self.damaged = frozenset(found)
        return self.view()


def _lets_go_of_files(step: Step) -> bool:
    """Whether evidence that it adds or removes may leave a file that nothing names any more."""
    from enclave_desktop.dossier.evidence import Evidence

    return any(rows.get(Evidence) for rows in (step.changes.added, step.changes.removed))


def _view(dossier: "Dossier", year: int, job: Job | None, damaged: frozenset[str]) -> View:
    from enclave_desktop.policy.check import check, unheard
    from enclave_desktop.policy.loading import load_packs

    told = partial(job.progress, "核对") if job else unheard
    return View(dossier, year, tuple(check(dossier, load_packs(), year, told=told)), damaged)


class Session(QObject):
    """One window's record."""

    opened = Signal()
    """Another record, or none, is open."""
    leaving = Signal()
    """The record is about to be let go; what is submitted now is done before."""
    changed = Signal()
    """`view` is new."""
    saved = Signal(str)
    """A change is on disk, in words."""
    failed = Signal(object)
    """An exception that nobody else took: a UserError or a bug."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = worker
        self.path: Path | None = None
        self.view: View | None = None
        self._held: Held | None = None
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._soon = QTimer(self, singleShot=True, interval=_READY_MS)
        self._soon.timeout.connect(self._get_ready)

    @property
    def undoable(self) -> str | None:
        """What would be undone, in words."""
        return self._undo[-1].words if self._undo else None

    @property
    def steps(self) -> tuple[str, ...]:
        """What was changed since the record was opened and not taken back, in words, the latest first."""
        return tuple(step.words for step in reversed(self._undo))

    @property
    def redoable(self) -> str | None:
        return self._redo[-1].words if self._redo else None

    @property
    def unbacked(self) -> bool:
        """Whether something was saved since the record was opened or backed up, or is about to be."""
        return self._held is not None and (self.worker.busy or self._held.record.unbacked)

    def open(self, path: Path, *, create: bool = False, then: Callable[[], None] | None = None) -> None:
        """Open or make a record in place of the one that is open; `then` once its rows are here."""
        today = date.today()

        def work(job: Job) -> tuple[Held, View]:
            from enclave_desktop.records.record import Record

            record = Record.create(path) if create else Record.open(path)
            try:
                held = Held(record, record.dossier(today), today.year - 1)
                return held, held.view(job)
            except BaseException:
                record.close()
                raise

        def done(result: tuple[Held, View]) -> None:
            self._let_go()
            self.path = path
            self._held, self.view = result
            self.opened.emit()
            self.changed.emit()
            self._soon.start()
            if then:
                then()

        self.worker.submit("打开档案", work, done, self.failed.emit)

    def close(self) -> None:
        """Let go of the record."""
        self._let_go()
        self.opened.emit()

    def apply(
        self,
        words: str,
        changes: "Changes",
        failed: Callable[[Exception], None] | None = None,
        files: Sequence[Callable[[], bytes]] = (),
    ) -> Job:
        """Save a change; `words` says what it is, for undo and the status bar.

        `files` give what new evidence names; they stay in the record while its removal can be undone.
        """

        def remember() -> None:
            self._undo.append(Step(words, changes))
            self._redo.clear()

        return self._save(words, changes, remember, failed, files)

    def undo(self) -> None:
        """Take the last change back: itself a change."""
        if self._undo:
            step = self._undo.pop()
            back = partial(self._put_back, self._undo, step)
            self._save(f"撤销：{step.words}", step.changes.inverse(), lambda: self._redo.append(step), back)

    def redo(self) -> None:
        if self._redo:
            step = self._redo.pop()
            back = partial(self._put_back, self._redo, step)
            self._save(f"重做：{step.words}", step.changes, lambda: self._undo.append(step), back)

    def _put_back(self, steps: list[Step], step: Step, error: Exception) -> None:
        """What could not be taken back can still be."""
        steps.append(step)
        self.failed.emit(error)

    def look(self, as_of: date, year: int) -> None:
        """Hold the record against another day and spend year."""

        def back(error: Exception) -> None:
            self.changed.emit()  # whatever shows the day and the year shows again what they are
            self.failed.emit(error)

        self.with_held("核对", lambda held, job: held.look(as_of, year, job), self._show, back)

    def reload(self) -> None:
        """Read the record anew, after an import."""
        self.with_held("读取档案", lambda held, job: held.reload(job), self._show)

    def with_held(
        self,
        title: str,
        work: Callable[[Held, Job], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Work on the record in its thread, as an import or a packet."""
        held = self._held
        assert held is not None
        return self.worker.submit(title, lambda job: work(held, job), then, failed or self.failed.emit)

    def _save(
        self,
        words: str,
        changes: "Changes",
        remember: Callable[[], None],
        failed: Callable[[Exception], None] | None = None,
        files: Sequence[Callable[[], bytes]] = (),
    ) -> Job:
        def done(view: View) -> None:
            remember()
            self._show(view)
            self.saved.emit(words)

        return self.with_held(words, lambda held, job: held.apply(changes, job, files), done, failed)

    def _show(self, view: View) -> None:
        self.view = view
        self.changed.emit()

    def _get_ready(self) -> None:
        if self._held is not None:
            self.worker.beforehand(self._held.record.get_ready)
            self._look_through(sorted({row.content for row in self._held.dossier.evidence}))

    def _look_through(self, files: Sequence[str]) -> None:
        """Whether each file can still be read; a few at a time, so that nobody waits for it."""
        if not files or self._held is None:
            return
        looked, rest = files[:_AT_ONCE], files[_AT_ONCE:]
        held = self._held

        def done(view: View | None) -> None:
            if view is not None and self._held is held:
                self._show(view)
            if self._held is held:
                self._look_through(rest)

        self.with_held("检查证明材料", lambda held, job: held.look_through(looked, job), done)

    def _let_go(self) -> None:
        if self._held is not None:
            self.leaving.emit()
            held, self._held = self._held, None
            forgets = any(map(_lets_go_of_files, (*self._undo, *self._redo)))
            self._soon.stop()
            self.worker.submit(
                "关闭档案", lambda job: held.close(forgets=forgets), lambda _: None, self.failed.emit
            )
        self.path, self.view = None, None
        self._undo.clear()
        self._redo.clear()
