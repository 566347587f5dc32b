"""What was copied of identity numbers, accounts and pay leaves the clipboard again by itself.

After a minute, when the record is locked and when the program ends, if it is still what was put there. Systems that
keep a history of the clipboard, or share it with other machines, are told to leave it out.
"""

import secrets
from functools import cache

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

SECONDS = 60
_OURS = "application/x-enclave-desktop-sensitive"
_NO = b"\0\0\0\0"
_LEAVE_OUT = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': _NO,
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': _NO,
    "x-kde-passwordManagerHint": b"secret",
}
"""How Windows and the clipboard managers of others are asked to keep nothing of it."""


class ClipboardGuard(QObject):
    """One a program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._token = b""
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.clear)
        QGuiApplication.clipboard().dataChanged.connect(self._look)

    @property
    def seconds_left(self) -> float:
        """Until what was put there is taken away; 0 when there is nothing of the kind."""
        return max(self._timer.remainingTime(), 0) / 1000

    def put(self, data: QMimeData) -> None:
        """Put something sensitive on the clipboard, for a minute."""
        self._token = secrets.token_bytes(8)
        data.setData(_OURS, self._token)
        for kind, value in _LEAVE_OUT.items():
            data.setData(kind, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._timer.start()

    def clear(self) -> None:
        """Take it away, if it is still there."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._token and clipboard.mimeData().data(_OURS) == self._token:
            clipboard.clear()
        self._token = b""

    def _look(self) -> None:
        """Copied by Qt itself out of a line that holds something sensitive."""
        clipboard = QGuiApplication.clipboard()
        line = QApplication.focusWidget()
        if (
            isinstance(line, QLineEdit)
            and line.property("sensitive")
            and clipboard.text()
            and (clipboard.ownsClipboard() or clipboard.text() == line.selectedText())
            and not clipboard.mimeData().hasFormat(_OURS)
        ):
            data = QMimeData()
            data.setText(clipboard.text())
            self.put(data)


@cache
def guard() -> ClipboardGuard:
    """The program's, from when it is first asked for."""
    app = QCoreApplication.instance()
    assert app is not None
    made = ClipboardGuard(app)
    app.aboutToQuit.connect(made.clear)
    return made
