"""Locking and unlocking: everything of the record is put away, and comes back where it was.

What was typed and could not be saved is not lost: the words stay, out of sight, as does a dialog that is open.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from enclave_desktop.desktop.clipboard_guard import guard
from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.locking.cover import Cover
from enclave_desktop.desktop.locking.idle import Idle

if TYPE_CHECKING:
    from enclave_desktop.desktop.main_window import MainWindow
    from enclave_desktop.records.cipher import Key

TOLD_MS = 8000
_WAIT_MS = 50
Dialogs = tuple[tuple[QDialog, bool], ...]


@dataclass(frozen=True, slots=True)
class Away:
    """Where the user was: nothing of what is on record, but what was typed and not saved."""

    path: Path
    read_only: bool
    page: str
    kept: object
    """None where the page stayed, behind a dialog of its own."""
    unfinished: bool
    dialogs: Dialogs = ()
    """Those that were open, the first below the others, and whether they kept the window waiting."""


class Locking(QObject):
    """One window's lock."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._away: Away | None = None
        self._cover: Cover | None = None
        self._dialogs: Dialogs = ()
        self._waiting = False
        """For what is under way to end, behind the cover."""
        self.idle = Idle(lambda: window.settings.lock_minutes, lambda: self._session.worker.busy, self)
        self.idle.due.connect(self.lock)
        self.idle.soon.connect(self._say_soon)
        self._session.opened.connect(self._opened)
        self.watch()

    @property
    def locked(self) -> bool:
        return self._away is not None

    def watch(self) -> None:
        """Count the minutes of the settings, while an encrypted record is open."""
        self.idle.watch(self._session.encrypted)

    def lock(self) -> None:
        """Save what is being typed, put everything away and close the record."""
        if not self._session.encrypted or self.locked or self._session.path is None or self._waiting:
            return
        while popup := QApplication.activePopupWidget():
            popup.close()
        if typing := QApplication.focusWidget():
            typing.clearFocus()  # what can be saved is saved now
        guard().clear()
        self._dialogs = self._hide_dialogs()
        self._show_cover()
        self._waiting = True
        self._lock_when_idle()

    def _lock_when_idle(self) -> None:
        """What was begun is ended first, and its results go where they are waited for."""
        if self._session.worker.busy:
            QTimer.singleShot(_WAIT_MS, self, self._lock_when_idle)
            return
        self._waiting = False
        path = self._session.path
        if path is None or self._cover is None:  # it was closed meanwhile
            self._uncover()
            return
        self._away = self._put_away(path)
        self._session.lock()
        self._window.status.show_nothing()
        self._cover.show_locked(path, self._away.unfinished)

    def _hide_dialogs(self) -> Dialogs:
        dialogs = tuple(
            (one, one.windowModality() != Qt.WindowModality.NonModal)
            for one in self._window.findChildren(QDialog)
            if one.isVisible()
        )
        for dialog, _ in dialogs:
            dialog.hide()
        return dialogs

    def _put_away(self, path: Path) -> Away:
        window, dialogs = self._window, self._dialogs
        key, page = window.current_page()
        kept, unfinished = page.keep(), page.unfinished
        window.drop_pages(but=[dialog for dialog, _ in dialogs])
        stayed = window.has_page(key)
        opening = self._session.opening
        read_only = opening is not None and opening.read_only
        return Away(path, read_only, key, None if stayed else kept, unfinished or bool(dialogs), dialogs)

    def _show_cover(self) -> None:
        if self._cover is None:
            self._cover = Cover(self._session.worker, self._window)
            self._cover.unlocked.connect(self._unlock)
            self._cover.closing.connect(self._ask_closing)
            self._cover.failed.connect(self._session.failed)
        self._cover.show_waiting()
        self._window.cover(self._cover)
        self._turn_keys(on=False)

    def _uncover(self) -> None:
        self._window.uncover()
        self._turn_keys(on=True)

    def _unlock(self, key: "Key", by_code: bool) -> None:
        path = self._session.locked
        assert path is not None
        assert self._away is not None
        opening = Opening(path, key=key, read_only=self._away.read_only)
        if by_code:
            from enclave_desktop.desktop.passphrase.changing import choose_anew

            choose_anew(self._window, self._session, self._window.settings, opening, lambda: None)
        else:
            self._session.begin(opening)

    def _opened(self) -> None:
        """A record is open, or none: unless it is locked, what was put away comes back or is let go."""
        self.watch()
        if self._session.locked is None and self.locked:
            away, self._away = self._away, None
            assert away is not None
            self._uncover()
            if self._session.path == away.path:
                self._come_back(away)
                return
            for dialog, _ in away.dialogs:
                dialog.reject()
            if self._session.path is not None:
                self._window.go("overview")

    def _come_back(self, away: Away) -> None:
        self._window.go(away.page)
        _, page = self._window.current_page()
        if away.kept is not None:
            page.bring_back(away.kept)
        for dialog, modal in away.dialogs:
            dialog.open() if modal else dialog.show()

    def _ask_closing(self) -> None:
        """What was typed and not saved goes with the record: not without a word."""
        assert self._away is not None
        if not self._away.unfinished:
            self._session.close()
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("关闭档案")
        box.setText("还有没有保存的输入，关闭后就没有了。")
        box.setInformativeText("先解锁，就可以接着填完并保存。")
        back = box.addButton("回去解锁", QMessageBox.ButtonRole.RejectRole)
        box.addButton("仍然关闭", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(back)
        box.setEscapeButton(back)
        box.accepted.connect(self._session.close)
        box.finished.connect(box.deleteLater)
        box.open()

    def _turn_keys(self, *, on: bool) -> None:
        """The window's keys lead to what is put away."""
        for shortcut in self._window.findChildren(
            QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            shortcut.setEnabled(on)
        self._window.setAcceptDrops(on)

    def _say_soon(self, left: int) -> None:
        words = f"{left} 秒后锁定档案；动一下鼠标或按任意键就不锁" if left else ""
        self._window.status.showMessage(words, TOLD_MS if left else 1)
