"""Making packets, and drawing the one that is shown, in two threads: neither waits for the other or the record's."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from enclave_desktop.desktop.packets.checklist import checklist
from enclave_desktop.desktop.packets.paper import Hit, Paper, make_paper
from enclave_desktop.desktop.session import View
from enclave_desktop.desktop.work import Cancelled, Job, Worker
from enclave_desktop.policy.findings import Finding
from enclave_desktop.whole_file import write_whole

if TYPE_CHECKING:  # imported by the worker
    from enclave_desktop.packet.blanks.mapping import OwnBlank


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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paper: Paper | None = None
        self._worker = Worker(self)
        self._worker.progressed.connect(self.progressed)
        self._drawer = Worker(self)
        self._making: Job | None = None
        self._finding: Job | None = None

    @property
    def busy(self) -> bool:
        return self._making is not None

    def make(
        self,
        view: View,
        findings: Sequence[Finding],
        *,
        draft: bool,
        own_blank: "Callable[[], OwnBlank | None]" = lambda: None,
    ) -> None:
        """List what is missing, and print anew; what was under way is dropped.

        `own_blank` loads the office's own form in the background, where one is chosen.
        """
        self.cancel()
        listing = partial(checklist, view.dossier, view.year, findings)
        self._worker.submit("清单", lambda _: listing(), self.listed.emit, self._tell)
        self._print(view, findings, draft, own_blank)

    def clear(self) -> None:
        """Make and show nothing."""
        self.cancel()
        self._making = None
        self._show(None)

    def cancel(self) -> None:
        """Make it no further; `refused` tells when it has ended."""
        if self._making:
            self._making.cancel()

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

    def save(self, out: Path, then: Callable[[], None]) -> None:
        """The bytes that are shown, whole or not at all."""
        assert self.paper is not None
        data = self.paper.data
        self._submit(lambda job: write_whole(out, lambda path: _write(path, data)), lambda _: then())

    def close(self) -> None:
        """End what is under way; nothing stays behind."""
        self.clear()
        if self._finding:
            self._finding.cancel()
        self._worker.close()
        self._drawer.close()

    def _print(
        self,
        view: View,
        findings: Sequence[Finding],
        draft: bool,
        own_blank: "Callable[[], OwnBlank | None]",
    ) -> None:
        def work(job: Job) -> Paper:
            job.progress("准备", 0, 0)
            return make_paper(view.dossier, view.year, findings, draft=draft, job=job, own_blank=own_blank)

        def done(paper: Paper) -> None:
            if self._making is not job:  # something else was chosen meanwhile
                self._submit(lambda _: paper.close(), lambda _: None)
                return
            self._making = None
            self._show(paper)

        def refused(error: Exception) -> None:
            if self._making is job:
                self._making = None
                self._show(None)
                self.refused.emit(error)

        job = self._making = self._worker.submit("生成申报材料", work, done, refused)

    def _show(self, paper: Paper | None) -> None:
        """In place of the one shown, which is closed once nobody draws it any more."""
        before, self.paper = self.paper, paper
        self.made.emit()
        if before:
            self._submit(lambda job: before.close(), lambda _: None)

    def _submit(self, work: Callable[[Job], Any], then: Callable[[Any], None]) -> Job:
        return self._drawer.submit("申报材料", work, then, self._tell)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
