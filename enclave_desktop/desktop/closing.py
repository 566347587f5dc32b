"""Closing the window: first a backup, if anything changed. One that fails is said, and keeps nobody."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox, QProgressBar, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.backups import Backups
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Cancelled, Job
from enclave_desktop.errors import UserError

_QUIET_MS = 300
"""A small record's backup takes less, and nothing need be shown."""
_SAVED = "档案本身已经保存，没有受影响。"


class Closing:
    """Asks for a backup once, and lets the window close afterwards."""

    def __init__(self, session: Session, backups: Backups, window: QWidget) -> None:
        self._session = session
        self._backups = backups
        self._window = window
        self._may_close = False
        self._under_way = False

    def may_close(self) -> bool:
        """Whether the window may close now; if not, it closes by itself once there is a backup."""
        if self._may_close or not self._session.unbacked or _logging_off():
            return True
        if not self._under_way:
            self._under_way = True
            self._begin()
        return False

    def _begin(self) -> None:
        dialog = _Waiting(self._window)
        soon = QTimer(dialog, singleShot=True, interval=_QUIET_MS)
        soon.timeout.connect(dialog.open)

        def over(then: Callable[[], None]) -> None:
            self._under_way = False
            soon.stop()
            dialog.hide()
            dialog.deleteLater()
            then()

        def failed(error: Exception) -> None:
            over(self._close_without if isinstance(error, Cancelled) else lambda: self._say(error))

        job = self._backups.back_up(lambda _: over(self._close), failed, only_changed=True)
        self._session.worker.progressed.connect(dialog.show_progress)
        dialog.rejected.connect(lambda: self._leave(job))
        soon.start()

    def _leave(self, job: Job) -> None:
        """The user does not wait for the backup."""
        job.cancel()

    def _close(self) -> None:
        self._may_close = True
        self._window.close()

    def _close_without(self) -> None:
        self._backups.decline()
        self._close()

    def _say(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._session.failed.emit(error)
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("备份没有成功")
        box.setText(error.message)
        box.setInformativeText("\n".join((*error.details, _SAVED)))
        box.addButton("回到窗口", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("仍然关闭", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(leave)
        box.accepted.connect(self._close_without)
        box.finished.connect(box.deleteLater)
        box.open()


def _logging_off() -> bool:
    """Whether the whole computer is being left, which must not wait; the record is then backed up unseen."""
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()


class _Waiting(QDialog):
    """While the backup is made."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("正在备份")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._what = label("", "关闭前备份档案，核对后关闭。", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("备份的进度")
        leave = QPushButton("不备份，直接关闭", self)
        leave.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._what)
        column.addWidget(self._bar)
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)

    def show_progress(self, what: str, done: int, total: int) -> None:
        self._what.setText(what)
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
