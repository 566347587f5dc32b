"""An encrypted record: its key from the credential store, from the passphrase, or from the recovery code."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.passphrase.forgetting import forget_former
from enclave_desktop.desktop.passphrase.unlocking import Unlocking
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job, Worker

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

_WIDTH = 500


def ask(
    window: QWidget, session: Session, opening: Opening, error: Exception, leave: Callable[[], None]
) -> None:
    """A remembered key is tried first, once; then the user is asked."""
    settings = Settings()
    remembered = settings.remembers_key(opening.path)

    def show() -> None:
        _ask(window, session, opening, settings, leave)

    if opening.key is not None or not remembered:
        if remembered:  # it no longer fits: the passphrase was changed elsewhere
            forget_former(session, settings, opening.path, window)
        show()
        return

    def recalled(key: "Key | None") -> None:
        if key is None:
            show()
        else:
            session.begin(replace(opening, key=key))

    session.worker.submit("系统密码库", lambda job: _recall(opening.path), recalled, lambda error: show())


def _ask(
    window: QWidget, session: Session, opening: Opening, settings: Settings, leave: Callable[[], None]
) -> None:
    dialog = UnlockDialog(session.worker, opening.path, window)

    def unlocked(key: "Key", by_code: bool) -> None:
        if by_code:
            from enclave_desktop.desktop.passphrase.changing import choose_anew

            choose_anew(window, session, settings, replace(opening, key=key), leave)
            return
        after = opening.then
        if dialog.remembers:
            after = _and_remember(window, session, settings, opening, key)
        session.begin(replace(opening, key=key, then=after))

    dialog.unlocked.connect(unlocked)
    dialog.rejected.connect(leave)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _recall(path: Path) -> "Key | None":
    from enclave_desktop.desktop.passphrase.remembering import recall

    return recall(path)


def _and_remember(
    window: QWidget, session: Session, settings: Settings, opening: Opening, key: "Key"
) -> Callable[[], None]:
    """Once the key has opened the record it is remembered too."""

    def work(job: Job) -> None:
        from enclave_desktop.desktop.passphrase.remembering import remember

        remember(opening.path, key)

    def done(_: None) -> None:
        settings.set_remembers_key(opening.path, remembers=True)

    def then() -> None:
        if opening.then:
            opening.then()
        session.worker.submit("系统密码库", work, done, lambda error: show_problem(window, error))

    return then


def ask_key(session: Session, path: Path, parent: QWidget, words: str, then: Callable[["Key"], None]) -> None:
    """Ask for what opens a file this once; `words` say why."""
    dialog = UnlockDialog(session.worker, path, parent.window(), words=words, act="继续")
    dialog.offer_no_remembering()
    dialog.unlocked.connect(lambda key, _: then(key))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class UnlockDialog(QDialog):
    """Window-modal; `remembers` says whether the key is to be remembered."""

    def __init__(
        self, worker: Worker, path: Path, parent: QWidget, *, words: str = "", act: str = "打开"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("输入口令")
        self.setMinimumWidth(_WIDTH)
        self._form = Unlocking(worker, act, self)
        self._form.failed.connect(self._failed)
        self._form.unlocked.connect(lambda *_: self.accept())
        self.unlocked = self._form.unlocked
        self._offered = True
        self._remember = QCheckBox("在这台电脑上记住，以后直接打开", self)
        self._remember.setToolTip("存进系统的密码库；在“设置”里可以随时忘记")
        leave = QPushButton("取消", self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        self._form.add(leave)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(8)
        whole.addWidget(label("subtitle", f"“{path.stem}”已加密", self, wrap=True))
        where = label("second", words or str(path.parent), self, wrap=True)
        whole.addWidget(where)
        whole.addSpacing(4)
        whole.addWidget(self._form)
        self._form.insert(self._remember)
        self._form.ask(path)
        self._form.turned.connect(self._fit)

    @property
    def remembers(self) -> bool:
        return self._remember.isChecked()

    def offer_no_remembering(self) -> None:
        """What is unlocked is not to be opened again and again."""
        self._offered = False
        self._remember.hide()

    def _fit(self, by_code: bool) -> None:
        """Whoever types the code gets another passphrase: there is nothing to remember yet."""
        self._remember.setVisible(self._offered and not by_code)
        QTimer.singleShot(0, self, self.adjustSize)  # once the layout knows

    def _failed(self, error: Exception) -> None:
        show_problem(self, error)
