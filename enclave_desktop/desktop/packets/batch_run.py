"""Making many packets one after the other, in the background: each is written whole and kept before the next begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from enclave_desktop.desktop.packets.making import Files, Printed, Wanted, keep, make_packet, read_files
from enclave_desktop.desktop.packets.stages import WHOLE
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.work import Cancelled, Job, Worker
from enclave_desktop.errors import UserError
from enclave_desktop.whole_file import write_whole

if TYPE_CHECKING:  # imported by the dialog that begins it
    from enclave_desktop.packet.batch import Entry, Pattern, Result, Task

REPORT = "批量打印报告"


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be made, and where to."""

    tasks: "Sequence[Task]"
    wanted: "Callable[[Task], Wanted]"
    pattern: "Pattern"
    folder: Path
    complete_only: bool
    """Packets with contradictions or gaps are skipped."""


class BatchRun(QObject):
    """One batch; `ended` in any case, with an Entry for each task."""

    progressed = Signal(str, int, int)
    ended = Signal(list)
    failed = Signal(object)
    """A bug; the batch goes on with the next packet."""

    def __init__(self, session: Session, batch: Batch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._batch = session, batch
        self._path = session.place
        self._worker = Worker(self)
        self._worker.progressed.connect(self._tell)
        self._entries: list[Entry] = []
        self._job: Job | None = None
        self._cancelled = False

    def start(self) -> None:
        self._next()

    def cancel(self) -> None:
        """Make no more: the packet under way leaves nothing, those before it stay."""
        self._cancelled = True
        if self._job:
            self._job.cancel()

    def close(self) -> None:
        self.cancel()
        self._worker.close()

    @property
    def _task(self) -> "Task":
        return self._batch.tasks[len(self._entries)]

    def _next(self) -> None:
        from enclave_desktop.packet.batch import Result

        if self._cancelled:
            while len(self._entries) < len(self._batch.tasks):
                self._entries.append(self._entry(Result.NOT_BEGUN))
        if len(self._entries) == len(self._batch.tasks):
            self.ended.emit(self._entries)
            return
        self._tell("准备", 0, 0)
        try:
            wanted = self._batch.wanted(self._task)
        except UserError as error:
            self._fail(error)
            return
        if not wanted.view.dossier.evidence:
            self._make(wanted, {})
            return
        self._job = self._session.with_held(
            "读取证明材料",
            lambda held, job: read_files(held, wanted, job),
            partial(self._make, wanted),
            self._fail,
        )

    def _make(self, wanted: Wanted, files: Files) -> None:
        def work(job: Job) -> tuple[Printed, Path | tuple[str, ...]]:
            printed = make_packet(wanted, files, job)
            return printed, self._write(printed, job)

        if self._cancelled:
            self._next()
            return
        self._job = self._worker.submit("批量生成", work, self._written, self._fail)

    def _write(self, printed: Printed, job: Job) -> Path | tuple[str, ...]:
        """The file, or why there is none."""
        from enclave_desktop.packet.batch import free_name, incomplete

        why = incomplete(printed.remarks) if self._batch.complete_only else ()
        if why:
            return why
        application = printed.application
        name = self._batch.pattern.name(
            application.programme,
            purpose=application.options.purpose,
            place=self._task.place,
            number=printed.number,
            on=application.as_of,
        )
        out = free_name(self._batch.folder, name)
        job.stop_if_cancelled()
        write_whole(out, partial(_write, printed.data))
        return out

    def _written(self, made: tuple[Printed, Path | tuple[str, ...]]) -> None:
        from enclave_desktop.packet.batch import Result

        printed, out = made
        if isinstance(out, tuple):
            self._add(self._entry(Result.SKIPPED, reasons=out))
            return
        entry = partial(self._entry, Result.MADE, file=out.name, number=printed.number)
        if self._session.place != self._path:
            self._add(entry(reasons=("档案已关闭，这一册没有存入档案。",)))
            return
        self._session.with_held(
            "存入档案",
            lambda held, job: keep(held, printed),
            lambda number: self._add(entry()),
            lambda error: self._not_kept(entry, error),
        )

    def _not_kept(self, entry: "Callable[..., Entry]", error: Exception) -> None:
        if isinstance(error, UserError):
            self._add(entry(reasons=(error.message, *error.details)))
        else:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        from enclave_desktop.packet.batch import Result

        if isinstance(error, Cancelled):
            self._next()
            return
        if isinstance(error, UserError):
            why = (error.message, *error.details)
        else:
            why = ("程序出了问题。",)
            self.failed.emit(error)
        self._add(self._entry(Result.FAILED, reasons=why))

    def _entry(
        self, result: "Result", file: str = "", number: str = "", reasons: tuple[str, ...] = ()
    ) -> "Entry":
        from enclave_desktop.packet.batch import Entry

        task = self._task
        return Entry(task.programme.title, task.subjects, result, file, number, reasons)

    def _add(self, entry: "Entry") -> None:
        self._job = None
        self._entries.append(entry)
        self._next()

    def _tell(self, what: str, done: int, total: int) -> None:
        begun, count = len(self._entries), len(self._batch.tasks)
        if begun < count:
            part = done * WHOLE // total if total else 0
            self.progressed.emit(
                f"{what}（第 {begun + 1} / {count} 册）", begun * WHOLE + part, count * WHOLE
            )


def write_report(folder: Path, entries: "Sequence[Entry]") -> list[Path]:
    """The report beside the files, to read and as a table; nothing is written over."""
    from enclave_desktop.packet.batch import as_csv, as_text, free_name

    written = []
    for ending, data in ((".txt", as_text(entries).encode("utf-8-sig")), (".csv", as_csv(entries))):
        out = free_name(folder, REPORT, ending)
        write_whole(out, partial(_write, data))
        written.append(out)
    return written


def _write(data: bytes, path: Path) -> None:
    path.write_bytes(data)
