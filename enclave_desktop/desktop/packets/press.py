"""Making packets, and drawing the one that is shown, in two threads: neither waits for the other or the record's."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from enclave_desktop.desktop.packets.checklist import checklist
from enclave_desktop.desktop.packets.making import Files, Printed, Wanted, make_paper, read_files
from enclave_desktop.desktop.packets.paper import Hit, Paper
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.work import Cancelled, Job, Worker
from enclave_desktop.whole_file import write_whole


class Press(QObject):
    """The packet that is shown, and the next one in the making."""

    listed = Signal(list)
    """Sections of the checklist."""
    made = Signal()
    """`paper` is new, or there is none."""
    refused = Signal(object)
    """It could not be made: the exception, or Cancelled."""
    progressed = Signal(str, int, int)
    found = Signal(list)
    """Hits of the words looked for last."""
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.paper: Paper | None = None
        self.printed: Printed | None = None
        """What the paper shows, unless it is one that was kept."""
        self._worker = Worker(self)
        self._worker.progressed.connect(self.progressed)
        self._drawer = Worker(self)
        self._making: Wanted | None = None
        self._kept: object = None
        """The packet that was kept and is about to be shown."""
        self._job: Job | None = None
        self._finding: Job | None = None
        self._closed = False

    @property
    def busy(self) -> bool:
        return self._making is not None

    def make(self, wanted: Wanted) -> None:
        """List what is missing, and print anew; what was under way is dropped."""
        self.cancel()
        self._making, self._kept = wanted, None
        view = wanted.view
        listing = partial(checklist, view.dossier, view.year, wanted.findings)
        self._worker.submit("清单", lambda _: listing(), self.listed.emit, self._tell)
        if not view.dossier.evidence:
            self._print(wanted, {})
            return
        self._job = self._session.with_held(
            "读取证明材料",
            lambda held, job: read_files(held, wanted, job),
            partial(self._print, wanted),
            partial(self._refuse, wanted),
        )

    def show_kept(self, data: bytes) -> None:
        """Show a packet that was kept, in place of any other."""
        self.cancel()
        self._making = None
        wanted = self._kept = object()

        def done(paper: Paper) -> None:
            if self._kept is wanted:
                self._show(paper, None)
            else:  # something else was chosen meanwhile
                self._let_go(paper)

        self._submit(lambda job: Paper(data), done)

    def clear(self) -> None:
        """Make and show nothing."""
        self.cancel()
        self._making = self._kept = None
        self._show(None, None)

    def cancel(self) -> None:
        """Make it no further; `refused` tells when it has ended."""
        if self._making and self._job:
            self._job.cancel()

    def image(self, paper: Paper, number: int, scale: float, then: Callable[[QImage], None]) -> None:
        """Draw a page, at so many pixels a point."""
        self._submit(lambda job: paper.image(number, scale), then)

    def find(self, words: str) -> None:
        """Look for the words on every page."""
        if self._finding:
            self._finding.cancel()
        paper = self.paper
        if paper is None or not words:
            self.found.emit([])
            return

        def done(hits: list[Hit]) -> None:
            if paper is self.paper:
                self.found.emit(hits)

        self._finding = self._submit(lambda job: paper.find(words, job), done)

    def save(self, out: Path, then: Callable[[], None], password: str | None = None) -> None:
        """The bytes that are shown, whole or not at all; with a password encrypted."""
        assert self.paper is not None
        data = self.paper.data

        def work(job: Job) -> None:
            written = _under_password(data, password) if password else data
            write_whole(out, lambda path: _write(path, written))

        self._submit(work, lambda _: then())

    def close(self) -> None:
        """End what is under way; nothing stays behind."""
        self.clear()
        if self._finding:
            self._finding.cancel()
        self._worker.close()
        self._drawer.close()
        self._closed = True

    def _print(self, wanted: Wanted, files: Files) -> None:
        def done(made: tuple[Printed, Paper]) -> None:
            printed, paper = made
            if self._making is not wanted:  # something else was chosen meanwhile
                self._let_go(paper)
                return
            self._making = None
            self._show(paper, printed)

        if self._making is wanted:
            self._job = self._worker.submit(
                "生成申报材料",
                lambda job: make_paper(wanted, files, job),
                done,
                partial(self._refuse, wanted),
            )

    def _refuse(self, wanted: Wanted, error: Exception) -> None:
        if self._making is wanted:
            self._making = None
            self._show(None, None)
            self.refused.emit(error)

    def _show(self, paper: Paper | None, printed: Printed | None) -> None:
        """In place of the one shown."""
        before, self.paper, self.printed = self.paper, paper, printed
        self.made.emit()
        if before:
            self._let_go(before)

    def _let_go(self, paper: Paper) -> None:
        """Close a paper once nobody draws it any more."""
        if self._closed:  # what was finished meanwhile is told of afterwards
            paper.close()
        else:
            self._submit(lambda _: paper.close(), lambda _: None)

    def _submit(self, work: Callable[[Job], Any], then: Callable[[Any], None]) -> Job:
        return self._drawer.submit("申报材料", work, then, self._tell)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)


def _under_password(data: bytes, password: str) -> bytes:
    from enclave_desktop.packet.protecting import protected

    return protected(data, password)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
