"""The open record as the window sees it: a frozen dossier, its findings, and a way to change it.

Every change is saved as it is made, in its own transaction; undo is a change too. The record itself is
touched by the worker's thread only; only frozen values come back.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from enclave_desktop.desktop.held import PURPOSE, Held, Opening, View, not_saved
from enclave_desktop.desktop.steps import Saving, Step, Steps
from enclave_desktop.desktop.work import Job, Worker
from enclave_desktop.records.origin import Action, Origin

if TYPE_CHECKING:  # imported by the worker, after the window is on the screen
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.cipher import Key
    from enclave_desktop.records.notice import Notice
    from enclave_desktop.records.places import Place
    from enclave_desktop.records.rights import Rights
    from enclave_desktop.records.server_password import ServerPassword

_AT_ONCE = 8
"""Files that are read in one go to see whether they still can be."""
_HINDRANCES = ("ConflictError", "ConnectionLost")
"""What keeps a shared record from being changed, and can be mended in the window; by name, since it is loaded late."""
_READY_MS = 1000
"""After a record is shown: what its first change needs is loaded then, not while its rows are being painted."""


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
    told = Signal(str)
    """Something to say of the record that is no change of it."""
    failed = Signal(object)
    """An exception that nobody else took: a UserError or a bug."""
    hindered = Signal(object, object)
    """An exception that others, or a lost connection, are the reason of, and the Saving that it kept."""
    not_opened = Signal(object, object)
    """An Opening, and the exception that kept it: something may have to be asked first."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = worker
        self.place: Place | None = None
        """What names the open record."""
        self.opening: Opening | None = None
        """How it was opened."""
        self.encrypted = False
        """Whether the open record is."""
        self.locked: Path | None = None
        """The record that was open and waits for its passphrase."""
        self.view: View | None = None
        self._held: Held | None = None
        self._steps = Steps()
        self._on_their_way = 0
        """Changes that are not saved yet."""
        self._then: list[Callable[[], None]] = []
        """What waits for them."""
        self._soon = QTimer(self, singleShot=True, interval=_READY_MS)
        self._soon.timeout.connect(self._get_ready)

    @property
    def key(self) -> "Key | None":
        """What opens the record that is open, if it is encrypted."""
        return self._held.key if self._held else None

    @property
    def path(self) -> Path | None:
        """Of the open record, where it is a file."""
        return self.place if isinstance(self.place, Path) else None

    @property
    def rights(self) -> "Rights | None":
        """What the user may do with the open record."""
        return self._held.record.rights if self._held else None

    @property
    def writes(self) -> bool:
        """Whether what is changed here can be saved."""
        return self._held is None or self._held.record.rights.writes

    @property
    def notices(self) -> "tuple[Notice, ...]":
        """What there is to know of the open record."""
        return self._held.notices if self._held else ()

    @property
    def shared(self) -> bool:
        """Whether others may be working on the record too."""
        return self.place is not None and self.path is None

    @property
    def undoable(self) -> str | None:
        """What would be undone, in words."""
        return self._steps.undoable

    @property
    def steps(self) -> tuple[str, ...]:
        """What was changed since the record was opened and not taken back, in words, the latest first."""
        return tuple(step.words for step in reversed(self._steps.done))

    @property
    def redoable(self) -> str | None:
        return self._steps.redoable

    @property
    def saving(self) -> bool:
        """Whether a change is on its way to the record: what the view shows is about to be otherwise."""
        return self._on_their_way > 0

    @property
    def unbacked(self) -> bool:
        """Whether something was saved since the record was opened or backed up, or is about to be.

        Of a shared record its server is backed up.
        """
        return (
            self._held is not None
            and self.path is not None
            and (self.worker.busy or self._held.record.unbacked)
        )

    def open(
        self,
        path: "Place",
        *,
        create: bool = False,
        key: "Key | ServerPassword | None" = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Open or make a record in place of the one that is open; `then` once its rows are here."""
        self.begin(Opening(path, create, key, then=then))

    def begin(self, opening: Opening) -> None:
        """Open a record so; the one that is open is let go once that has succeeded."""
        today, path = date.today(), opening.path
        if self.place == path:  # nobody can have it twice
            self._let_go()

        def work(job: Job) -> tuple[Held, View]:
            from enclave_desktop.records.cipher import fitting
            from enclave_desktop.records.record import Record

            if opening.create:
                record = Record.create(path, key=opening.key, purpose=PURPOSE)
            else:
                record = Record.open(path, key=opening.key, read_only=opening.read_only, purpose=PURPOSE)
            try:
                held = Held(record, record.dossier(today), today.year - 1)
                held.notices = record.notices
                if isinstance(path, Path):
                    held.key = fitting(path, opening.key)
                if opening.read_only or not isinstance(path, Path):
                    held.head = record.head()
                return held, held.view(job)
            except BaseException:
                record.close()
                raise

        def done(result: tuple[Held, View]) -> None:
            self._let_go()
            self.place, self.locked, self.opening = path, None, opening
            self._held, self.view = result
            self.encrypted = self.key is not None
            self.opened.emit()
            self.changed.emit()
            self._soon.start()
            if opening.then:
                opening.then()

        self.worker.submit("打开档案", work, done, lambda error: self.not_opened.emit(opening, error))

    def close(self) -> None:
        """Let go of the record."""
        self._let_go()
        self.locked = None
        self.opened.emit()

    def rekey(
        self,
        words: str,
        key: "Key | None",
        then: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Encrypt the open record by another key, or by none."""

        def done(_: None) -> None:
            self.encrypted = key is not None
            self.opened.emit()
            self.changed.emit()
            then()

        self.with_held(words, lambda held, job: held.rekey(key, job), done, failed)

    def lock(self) -> None:
        """Let go of it until its passphrase is given again; nothing of it stays, nor can be undone any more."""
        path = self.path
        self._let_go()
        self.locked = path
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

        remember = self.remembering(words, changes)
        return self._save(Origin(Action.TYPED, words), changes, remember, failed, files)

    def undo(self) -> None:
        """Take the last change back, once it is saved: itself a change."""
        self._once_saved(self._undo_last)

    def redo(self) -> None:
        self._once_saved(self._redo_last)

    def _once_saved(self, act: Callable[[], None]) -> None:
        if self.saving:
            self._then.append(act)
        else:
            act()

    def _undo_last(self) -> None:
        if self._steps.done:
            step = self._steps.done.pop()
            back = partial(self._put_back, self._steps.done, step)
            origin = Origin(Action.UNDONE, f"撤销：{step.words}")
            self._save(origin, step.changes.inverse(), lambda: self._steps.undone.append(step), back)

    def _redo_last(self) -> None:
        if self._steps.undone:
            step = self._steps.undone.pop()
            back = partial(self._put_back, self._steps.undone, step)
            origin = Origin(Action.REDONE, f"重做：{step.words}")
            self._save(origin, step.changes, lambda: self._steps.done.append(step), back)

    def _put_back(self, steps: list[Step], step: Step, error: Exception) -> None:
        """What could not be taken back can still be."""
        steps.append(step)
        self.failed.emit(error)

    def look(self, as_of: date, year: int) -> None:
        """Hold the record against another day and spend year."""

        def back(error: Exception) -> None:
            self.changed.emit()  # whatever shows the day and the year shows again what they are
            self.failed.emit(error)

        self.with_held("核对", lambda held, job: held.look(as_of, year, job), self.show_view, back)

    def reload(self) -> None:
        """Read the record anew, after an import."""
        self.with_held("读取档案", lambda held, job: held.reload(job), self.show_view)

    def for_good(
        self,
        title: str,
        work: Callable[[Held, Job], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """What no undo can take back, as an erasure: what could be undone is forgotten, and the record read anew."""

        def done(result: tuple[Any, View]) -> None:
            self._steps.forget()
            said, view = result
            self.show_view(view)
            then(said)

        return self.with_held(title, lambda held, job: (work(held, job), held.reload(job)), done, failed)

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

    def remembering(self, words: str, changes: "Changes") -> Callable[[], None]:
        """What makes a change that was saved one that can be taken back."""

        return partial(self._steps.remember, words, changes)

    def _save(
        self,
        origin: Origin,
        changes: "Changes",
        remember: Callable[[], None],
        failed: Callable[[Exception], None] | None = None,
        files: Sequence[Callable[[], bytes]] = (),
    ) -> Job:
        return self.save(Saving(origin, changes, remember, failed, files))

    def save(self, saving: Saving) -> Job:
        """Save a change; what others are the reason of goes to `hindered`, and may be saved anew."""

        def done(view: View) -> None:
            self._on_their_way -= 1
            saving.remember()
            self.show_view(view)
            self.saved.emit(saving.origin.words)
            while self._then and not self.saving:
                self._then.pop(0)()

        def failed(error: Exception) -> None:
            self._on_their_way -= 1
            self._then.clear()  # what was to be taken back was not done
            if self.shared and type(error).__name__ in _HINDRANCES:
                self.hindered.emit(error, saving)
            else:
                (saving.failed or self.failed.emit)(error)

        def save(held: Held, job: Job) -> View:
            if not held.record.rights.writes:
                raise not_saved()
            return held.apply(saving.changes, saving.origin, job, saving.files)

        self._on_their_way += 1
        return self.with_held(saving.origin.words, save, done, failed)

    def follow(self) -> None:
        """Show what others changed meanwhile, of a record that is only read here; nobody waits for it."""

        def done(view: View | None) -> None:
            if view is not None:
                self.show_view(view)

        if self._held is not None and not self.worker.busy:
            self.with_held("查看更改", lambda held, job: held.follow(job), done, lambda error: None)

    def show_view(self, view: View) -> None:
        """What the record holds now, however that came to be known."""
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
                self.show_view(view)
            if self._held is held:
                self._look_through(rest)

        self.with_held("检查证明材料", lambda held, job: held.look_through(looked, job), done)

    def _let_go(self) -> None:
        if self._held is not None:
            self.leaving.emit()
            held, self._held = self._held, None
            forgets = self._steps.let_go_of_files
            self._soon.stop()
            self.worker.submit(
                "关闭档案", lambda job: held.close(forgets=forgets), lambda _: None, self.failed.emit
            )
        self.place, self.view, self.encrypted, self.opening = None, None, False, None
        self._steps.forget()
        self._then.clear()
