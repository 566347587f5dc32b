"""How a record is opened, the open one in the worker's thread, and what the window is shown of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enclave_desktop.desktop.work import Job
from enclave_desktop.records.origin import Action, Origin

if TYPE_CHECKING:  # imported by the worker, after the window is on the screen
    from enclave_desktop.dossier.dossier import Dossier
    from enclave_desktop.policy.findings import Finding
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.cipher import Key
    from enclave_desktop.records.history_reading import Entry, Head
    from enclave_desktop.records.notice import Notice
    from enclave_desktop.records.record import Record

PURPOSE = "窗口"
"""What others are told who want to write the record."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a record is to be opened, and what follows."""

    path: Any
    """A Place; what has to be asked of a file is not asked of a server."""
    create: bool = False
    key: Any = None
    """Of an encrypted one, or of a server."""
    read_only: bool = False
    because: Exception | None = None
    """Why it is opened only to be read, when it was wanted otherwise."""
    then: Callable[[], None] | None = None
    """Once its rows are here."""


@dataclass(frozen=True, slots=True)
class View:
    """What the window shows of a record: all of it as of one day, and what a check finds."""

    dossier: "Dossier"
    year: int
    findings: tuple["Finding", ...]
    damaged: frozenset[str] = frozenset()
    """Digests of files on record that can no longer be read, as far as they were looked at."""


@dataclass(slots=True)
class Held:
    """The open record with what it holds now; the worker's thread alone touches it."""

    record: "Record"
    dossier: "Dossier"
    year: int
    damaged: frozenset[str] = frozenset()
    key: "Key | None" = None
    head: "Head | None" = None
    """The history's end as it was last seen; of a record that others change only."""
    notices: "tuple[Notice, ...]" = ()

    def view(self, job: Job | None = None) -> View:
        """What the window shows; of a large firm to check everything takes a while, which is told."""
        return _view(self.dossier, self.year, job, self.damaged)

    def apply(
        self, changes: "Changes", origin: Origin, job: Job, files: Sequence[Callable[[], bytes]] = ()
    ) -> View:
        """Save a change with the files that it names; cancelled before the end of it, nothing is saved."""
        from enclave_desktop.records.again import again

        def save() -> None:
            with self.record.transaction(origin) as transaction:
                for done, read in enumerate(files):
                    job.progress("收入文件", done, len(files))
                    transaction.keep([read()])
                transaction.apply(changes, partial(job.progress, "写入档案"))
                job.stop_if_cancelled()

        again(save)
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

    def catch_up(self, job: Job) -> "tuple[View | None, tuple[Entry, ...]]":
        """What the window shows, and what others did, where something was changed since it was last looked."""
        from enclave_desktop.desktop.sharing.catching_up import by_others

        head = self.record.head()
        seen, self.head = self.head, head
        if seen is None or seen == head:
            return None, ()
        entries = by_others(self.record, seen)
        return (self.reload(job) if entries else None), entries

    def follow(self, job: Job) -> View | None:
        """What the window shows, if somebody changed something since it was last looked."""
        head = self.record.head()
        if head == self.head:
            return None
        self.head = head
        return self.reload(job)

    def close(self, *, forgets: bool) -> None:
        """Let go of the record, and of files that nothing names any more: now no removal can be undone."""
        try:
            if forgets:
                origin = Origin(Action.PROGRAM, "去掉不再用到的附件")
                with self.record.transaction(origin) as transaction:
                    transaction.forget_unused()
        finally:
            self.record.close()

    def rekey(self, new: "Key | None", job: Job) -> None:
        """Encrypt the file by another key, or by none; on failure it is as it was. The record is open afterwards."""
        from enclave_desktop.desktop.passphrase.changing import recrypted
        from enclave_desktop.records.record import Record

        if not self.record.rights.writes:
            raise not_saved()
        path = self.record.place
        assert isinstance(path, Path)
        self.record.close()
        try:
            recrypted(path, self.key, new, job)
            self.key = new
        finally:
            self.record = Record.open(path, key=self.key, purpose=PURPOSE)
        self.record.unbacked = True  # earlier backups are as the file was

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


def not_saved() -> Exception:
    from enclave_desktop.errors import UserError

    return UserError("档案是只读打开的，这处更改没有保存。", "可以打开来写时，请点窗口上方的“再试一次”。")


def _view(dossier: "Dossier", year: int, job: Job | None, damaged: frozenset[str]) -> View:
    from enclave_desktop.policy.check import check, unheard
    from enclave_desktop.policy.loading import load_packs

    told = partial(job.progress, "核对") if job else unheard
    return View(dossier, year, tuple(check(dossier, load_packs(), year, told=told)), damaged)
