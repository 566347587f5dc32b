"""Beside others on a shared record: looks every few seconds for what they changed, settles conflicts with them, and
holds what could not be saved while the server was not reached.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from enclave_desktop.desktop.held import Held, View
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.sharing.catching_up import others_words
from enclave_desktop.desktop.sharing.lost_banner import LostBanner, ask_whether_to_lose
from enclave_desktop.desktop.sharing.settling import still_to_add
from enclave_desktop.desktop.steps import Saving
from enclave_desktop.desktop.work import Job

if TYPE_CHECKING:
    from enclave_desktop.desktop.main_window import MainWindow

LOOK_MS = 3000
"""Between two looks at the end of the history: one short statement."""
AGAIN_MS = 10_000
"""Between two attempts to reach the server again."""


def attend(window: "MainWindow") -> None:
    """Made with the window's first shared record."""
    if window.findChild(Together) is None:
        Together(window)


class Together(QObject):
    """Hung on the window with the first shared record."""

    _looked = Signal(object, object)
    _not_reached = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session: Session = window.session
        self._waiting: dict[object, list[Saving]] = {}
        """What could not be saved, by the place of its record."""
        self._looking = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.try_again)
        self.banner = LostBanner(window)
        self.banner.again.connect(self.try_again)
        window.add_banner(self.banner)
        self._looked.connect(self._show)
        self._not_reached.connect(self._lost)
        self._session.hindered.connect(self._hindered)
        self._session.opened.connect(self._opened)
        window.installEventFilter(self)
        self._opened()

    @property
    def unsaved(self) -> int:
        """Changes of the open record that wait for its server."""
        return len(self._waiting.get(self._session.place, ()))

    def look(self) -> None:
        """See whether others changed something; not while something is being typed or saved."""
        held = self._session._held  # noqa: SLF001  # looked at by the worker only
        if held is None or self._looking or self._session.worker.busy or _typing():
            return
        self._looking = True
        self._session.worker.beforehand(lambda: self._catch_up(held))

    def try_again(self) -> None:
        """Reach the server, and save in its order what could not be saved."""
        if self._session.worker.busy:
            return
        waiting = self._waiting.pop(self._session.place, [])
        self.banner.show_trying()
        if waiting:
            self._save_now(waiting)
        else:
            self.look()

    def _save_now(self, waiting: list[Saving]) -> None:
        """A server may have saved a change before its answer was lost: what is there already is not added again."""

        def reached(view: View) -> None:
            for saving in waiting:
                left = still_to_add(saving.changes, view)
                self._session.save(replace(saving, changes=left))

        def failed(error: Exception) -> None:
            self._waiting.setdefault(self._session.place, [])[:0] = waiting
            self._lost(error)
            if type(error).__name__ != "ConnectionLost":
                self._session.failed.emit(error)

        self._session.with_held("重新连接", lambda held, job: held.reload(job), reached, failed)

    def _catch_up(self, held: Held) -> None:
        """In the record's thread."""
        from enclave_desktop.records.postgres_errors import ConnectionLost

        try:
            view, entries = held.catch_up(Job("", lambda *_: None))
        except ConnectionLost as error:
            self._not_reached.emit(error)
        except Exception as error:  # noqa: BLE001  # told in the window's thread
            self._looked.emit(None, error)
        else:
            self._looked.emit(view, entries)

    def _show(self, view: object, entries: object) -> None:
        self._looking = False
        if isinstance(entries, Exception):
            if self._session.shared:
                self._timer.stop()  # once is enough
                self._session.failed.emit(entries)
            return
        if not self.unsaved:
            self._reached()
        if view is not None and self._session.shared:
            self._session.show_view(view)  # type: ignore[arg-type]
            self._window.say(others_words(entries))  # type: ignore[arg-type]

    def _opened(self) -> None:
        """Another record, or none: what waits for the server of the one before is kept until it is opened again."""
        self._looking = False
        self._reached()
        if self._session.shared:
            self._timer.start()
            if self.unsaved:
                QTimer.singleShot(0, self, self.try_again)
        else:
            self._timer.stop()

    def _hindered(self, error: Exception, saving: Saving) -> None:
        if type(error).__name__ == "ConnectionLost":
            self._waiting.setdefault(self._session.place, []).append(saving)
            self._lost(error)
            return
        from enclave_desktop.desktop.sharing.settling import settle

        if not self.unsaved:
            self._reached()
        settle(self._window, self._session, saving)

    def _lost(self, error: Exception) -> None:
        self._looking = False
        self.banner.show_lost(self.unsaved)
        self._again.start()

    def _reached(self) -> None:
        self._again.stop()
        self.banner.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is not closed over what waits, unless the user says so."""
        if event.type() != QEvent.Type.Close or not any(self._waiting.values()):
            return False
        event.ignore()
        ask_whether_to_lose(self._window, sum(map(len, self._waiting.values())), self._lose)
        return True

    def _lose(self) -> None:
        self._waiting.clear()
        self._window.close()


def _typing() -> bool:
    """Whether somebody is in the middle of a field: to show it anew would take away what is typed."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QLineEdit):
        return widget.isModified()
    return isinstance(widget, QPlainTextEdit) and widget.document().isModified()
