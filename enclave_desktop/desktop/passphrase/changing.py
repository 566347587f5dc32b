"""Giving a record another passphrase, its first one, or none; the window stays where it is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.passphrase.creating import make_key
from enclave_desktop.desktop.passphrase.dialog import PassphraseDialog
from enclave_desktop.desktop.passphrase.forgetting import forget_former
from enclave_desktop.desktop.passphrase.plain_left import see_to_plain_copies
from enclave_desktop.desktop.passphrase.sheet import show_sheet
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.work import Job

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

Taken = Callable[["Key"], None]
_FIRST = (
    "设了口令，没有它谁也打不开这份档案，以后的备份一同加密。\n"
    "口令只有您知道，我们找不回来；下一步会给您一份恢复码，请打印收好。以前的备份没有加密，随后会问您怎样处理。"
)
_ANOTHER = "换口令后，恢复码也换新的，旧的那张只能打开以前的备份。以前的备份仍用以前的口令。"
_FORGOTTEN = "恢复码对了。现在设一个新口令；恢复码也会换新的，请重新打印收好。"


def encrypt(session: Session, settings: Settings, parent: QWidget, then: Callable[[], None]) -> None:
    """Ask for a first passphrase, and encrypt the open record; `then` once its recovery code was shown."""
    _choose(session, settings, parent, then, ("给档案设一个口令", _FIRST, "加密档案", "档案已加密"))


def change(session: Session, settings: Settings, parent: QWidget, then: Callable[[], None]) -> None:
    """Ask for another passphrase of the open record; whoever asks has typed the present one."""
    _choose(session, settings, parent, then, ("换一个口令", _ANOTHER, "换口令", "口令已换"))


def _choose(
    session: Session,
    settings: Settings,
    parent: QWidget,
    then: Callable[[], None],
    said: tuple[str, str, str, str],
) -> None:
    """`said` is the dialog's title, what it explains, what its button says, and what is told afterwards."""
    path = session.path
    assert path is not None
    title, words, act, told = said

    def done(key: "Key") -> None:
        window = parent.window()
        forget_former(session, settings, path, window)

        def shown() -> None:
            then()
            session.told.emit(told)
            see_to_plain_copies(session, settings, path, key, window)

        show_sheet(session, settings, path, key, window, then=shown)

    def made(key: "Key") -> None:
        session.rekey(act, key, lambda: done(key), lambda error: show_problem(parent.window(), error))

    dialog = PassphraseDialog(title, words, act, parent.window())
    dialog.chosen.connect(lambda passphrase: make_key(session, passphrase, made))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def decrypt(session: Session, settings: Settings, parent: QWidget) -> None:
    """Warn, and take the open record's passphrase away; whoever asks has typed it."""
    path = session.path
    assert path is not None

    def go() -> None:
        session.rekey("取消加密", None, done, lambda error: show_problem(parent.window(), error))

    def done() -> None:
        forget_former(session, settings, path, parent.window())
        settings.set_code_kept(path, kept=True)
        session.told.emit("已取消加密")

    box = QMessageBox(parent.window())
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("取消加密")
    box.setText("取消加密后，拿到这个文件的人都能看到里面的身份证号、工资和账号。")
    box.setInformativeText("电脑或 U 盘丢了，资料也就丢了。以前的备份仍然加密，请留着现在的口令和恢复码。")
    act = QPushButton("取消加密", box)
    act.setProperty("kind", "danger")
    box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton("保持加密", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    act.clicked.connect(go)
    box.finished.connect(box.deleteLater)
    box.open()


def choose_anew(
    window: QWidget, session: Session, settings: Settings, opening: Opening, leave: Callable[[], None]
) -> None:
    """The recovery code has given the key: ask for a new passphrase, then open the record by it."""
    path = opening.path

    def taken(key: "Key") -> None:
        def then() -> None:
            if opening.then:
                opening.then()
            show_sheet(session, settings, path, key, window)

        forget_former(session, settings, path, window)
        session.begin(replace(opening, key=key, then=then))

    def made(key: "Key") -> None:
        def work(job: Job) -> None:
            recrypted(path, opening.key, key, job)

        def failed(error: Exception) -> None:
            show_problem(window, error)
            leave()

        session.worker.submit("换口令", work, lambda _: taken(key), failed)

    dialog = PassphraseDialog("设一个新口令", _FORGOTTEN, "换口令并打开", window, decline="先打开，以后再设")
    dialog.chosen.connect(lambda passphrase: make_key(session, passphrase, made))
    dialog.declined.connect(lambda: session.begin(opening))
    dialog.rejected.connect(leave)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def recrypted(path: Path, old: "Key | None", new: "Key | None", job: Job) -> None:
    """Encrypt, decrypt or encrypt otherwise the file of a record that is closed."""
    from enclave_desktop.records.recrypting import recrypt

    recrypt(path, old, new, job.progress)
