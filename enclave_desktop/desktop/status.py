"""The status bar: what was saved last, what is under way, sums of what is selected."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.remaining import Remaining
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.work import Job
from enclave_desktop.records.places import Place, place_where

_QUIET = 300
"""Milliseconds that work may take before it is shown: a single change would only flicker."""

_WHERE = 260
"""Logical pixels at most for the record's folder."""


class StatusBar(QStatusBar):
    """One line at the foot of the window."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._saved = QLabel(self)
        self._sums = QLabel(self)
        self._what = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self._cancel = QPushButton("取消", self)
        self._cancel.setProperty("kind", "link")
        self._cancel.clicked.connect(self._stop)
        self._job: Job | None = None
        self._remaining = Remaining()
        self.addWidget(self._saved)
        self.addWidget(self._what)
        self.addWidget(self._bar)
        self.addWidget(self._cancel)
        self.addPermanentWidget(self._sums)
        self._where = QLabel(self)
        self._where.setProperty("role", "second")
        self._where.setAccessibleName("档案位置")
        self.backup = QPushButton(self)
        self.backup.setProperty("kind", "link")
        self.backup.setAccessibleName("上次备份")
        self.protection = QPushButton(self)
        self.protection.setProperty("kind", "link")
        self.protection.setIconSize(WITH_AIR)
        self.addPermanentWidget(self.protection)
        self.addPermanentWidget(self._where)
        self.addPermanentWidget(self.backup)
        self.show_record(None, "")
        self._soon = QTimer(self, singleShot=True, interval=_QUIET)
        self._soon.timeout.connect(lambda: self._show_work(True))
        self._show_work(False)
        session.saved.connect(self._say_saved)
        session.opened.connect(lambda: self._saved.setText(""))
        session.worker.started.connect(self._begin)
        session.worker.progressed.connect(self._progress)
        session.worker.idle.connect(lambda: self._show_work(False))

    def show_record(self, path: Place | None, backed_up: str, *, encrypted: bool = False) -> None:
        """Where the record lies, whether it is encrypted, and in words when it was last backed up."""
        self.protection.setVisible(isinstance(path, Path))
        self.protection.setText("已加密" if encrypted else "未加密")
        self.protection.setIcon(icon("lock_closed_16_regular", "accent_text") if encrypted else QIcon())
        self.protection.setAccessibleName(f"档案{self.protection.text()}")
        self.protection.setToolTip("到“设置”里设口令、改口令")
        self._where.setVisible(path is not None)
        self.backup.setVisible(isinstance(path, Path))
        if path is None:
            return
        room = self._where.fontMetrics()
        where, rights = place_where(path), self._session.rights
        if rights and not isinstance(path, Path):
            where = f"{where}（{rights.value}）"
        self._where.setText(room.elidedText(where, Qt.TextElideMode.ElideMiddle, _WHERE))
        self._where.setToolTip(str(path))
        self.backup.setText(backed_up)
        self.backup.setAccessibleDescription(self.backup.text())
        self.backup.setToolTip("到“设置”里备份")

    def show_sums(self, words: str) -> None:
        self._sums.setText(words)

    def show_nothing(self) -> None:
        """What was told of the record goes with it."""
        self.clearMessage()
        self.show_sums("")

    def _say_saved(self, words: str) -> None:
        self._saved.setText(f"{words}　已保存 {datetime.now():%H:%M}")

    def _begin(self, job: Job) -> None:
        self._job = job
        self._remaining = Remaining()
        self._show_work(False)

    def _progress(self, what: str, done: int, total: int) -> None:
        self._what.setText(f"{what}　{self._remaining.words(done, total)}".rstrip())
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        if not self._bar.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _show_work(self, busy: bool) -> None:
        self._soon.stop()
        for widget in (self._what, self._bar, self._cancel):
            widget.setVisible(busy)

    def _stop(self) -> None:
        if self._job:
            self._job.cancel()
