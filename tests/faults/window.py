"""Typing into cells of the real window, with no screen; the window is made once and each life goes on from there."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.base import RECORD, text_of

os.environ["QT_QPA_PLATFORM"] = "offscreen"
_LONGEST = 30.0


class Typist:
    """At one window, which has no record open until the first change."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtCore import QSettings, QStandardPaths
        from pytestqt.qt_compat import qt_api
        from pytestqt.qtbot import QtBot

        from enclave_desktop.desktop.app import make_application
        from enclave_desktop.desktop.main_window import MainWindow
        from enclave_desktop.desktop.session import Session
        from enclave_desktop.desktop.settings import Settings
        from enclave_desktop.desktop.work import Worker

        class Hands(QtBot):
            """The bot's ways to use mouse and keys, without a test around it."""

            def __init__(self) -> None:
                """No test to watch."""

        qt_api.set_qt_api("pyside6")
        QStandardPaths.setTestModeEnabled(True)
        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder))
        self._application = make_application(["test"])
        self._worker = Worker()
        self._session = Session(self._worker)
        self._window = MainWindow(self._session, Settings())
        self._window.show()
        self._hands = Hands()
        self._saved: list[str] = []
        self._failed: list[Exception] = []
        self._session.saved.connect(self._saved.append)
        self._session.failed.connect(self._failed.append)

    def open(self, path: Path) -> None:
        """And go to the sheet of agreements."""
        from tests.desktop.sheet import Sheet

        self._until(self._session.opened, lambda: self._session.open(path))
        self._window.go("contracts")
        self._sheet = Sheet(self._window, self._hands, "合同")

    def close(self) -> None:
        """Let go of the record and of the worker's thread, which no other process would have."""
        self._until(self._worker.idle, self._session.close)
        self._worker.close()
        del self._worker.__dict__["_pool"]

    def type(self, change: int) -> None:
        """Returns once the window says that it is saved, and not something else."""
        row, text = text_of(change)
        self._saved.clear()
        self._sheet.type_into_cell(row, "标的", text)
        self._wait(lambda: self._session.undoable in self._saved)

    def _until(self, signal: object, act: Callable[[], object]) -> None:
        came: list[bool] = []
        connection = signal.connect(lambda *_: came.append(True))  # type: ignore[attr-defined]
        act()
        self._wait(lambda: bool(came))
        signal.disconnect(connection)  # type: ignore[attr-defined]

    def _wait(self, until: Callable[[], bool]) -> None:
        late = time.monotonic() + _LONGEST
        while not until():
            self._application.processEvents()
            if self._failed:
                raise self._failed.pop()
            if time.monotonic() > late:
                raise TimeoutError("the window did not answer")
            time.sleep(0.0001)


_typist: Typist | None = None


def warm(folder: Path) -> None:
    """Make the window, and once do everything that a life does."""
    global _typist  # noqa: PLW0603  # one application a process

    _typist = Typist(folder)
    _typist.open(folder / RECORD)
    _typist.type(1)
    _typist.close()


def begin(folder: Path) -> Callable[[int], None]:
    assert _typist is not None
    _typist.open(folder / RECORD)
    return _typist.type
