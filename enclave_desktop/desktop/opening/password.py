"""A shared record: its password from the system's credential store, or from the user."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job
from enclave_desktop.errors import UserError
from enclave_desktop.records.places import place_name
from enclave_desktop.records.server_address import ServerAddress
from enclave_desktop.records.server_password import ServerPassword

_WIDTH = 440


def ask(
    window: QWidget, session: Session, opening: Opening, error: Exception, leave: Callable[[], None]
) -> None:
    """A remembered password is tried first, once; then the user is asked."""
    address = cast(ServerAddress, opening.path)

    def recalled(password: ServerPassword | None) -> None:
        if password is None:
            _ask(window, session, opening, error, leave)
        else:
            session.begin(replace(opening, key=password))

    if opening.key is not None:
        recalled(None)
        return

    def recall(job: Job) -> ServerPassword | None:
        from enclave_desktop.records.server_password import remembered

        return remembered(address)

    session.worker.submit("系统密码库", recall, recalled, lambda error: recalled(None))


def _ask(
    window: QWidget, session: Session, opening: Opening, error: Exception, leave: Callable[[], None]
) -> None:
    dialog = PasswordDialog(cast(ServerAddress, opening.path), error, opening.key is not None, window)

    def given() -> None:
        password = ServerPassword(dialog.typed)
        then = opening.then
        if dialog.remembers:
            then = _and_remember(session, opening, password)
        session.begin(replace(opening, key=password, then=then))

    dialog.accepted.connect(given)
    dialog.rejected.connect(leave)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _and_remember(session: Session, opening: Opening, password: ServerPassword) -> Callable[[], None]:
    """Once it has opened the record."""

    def work(job: Job) -> None:
        from enclave_desktop.records.server_password import remember

        remember(cast(ServerAddress, opening.path), password)

    def then() -> None:
        if opening.then:
            opening.then()
        session.worker.submit("系统密码库", work, lambda _: None, session.failed.emit)

    return then


class PasswordDialog(QDialog):
    """For one user of one database."""

    def __init__(self, address: ServerAddress, error: Exception, again: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("输入密码")
        self.setMinimumWidth(_WIDTH)
        self._typed = QLineEdit(self)
        self._typed.setEchoMode(QLineEdit.EchoMode.Password)
        self._typed.setAccessibleName("密码")
        self._remember = QCheckBox("记住密码（存进系统的密码库）", self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(8)
        whole.addWidget(label("subtitle", f"“{place_name(address)}”要用密码打开", self, wrap=True))
        words = error.message if again and isinstance(error, UserError) else f"用户 {address.user}"
        whole.addWidget(label("second", words, self, wrap=True))
        whole.addWidget(self._typed)
        whole.addWidget(self._remember)
        whole.addLayout(self._foot())
        self._typed.setFocus()

    @property
    def typed(self) -> str:
        return self._typed.text()

    @property
    def remembers(self) -> bool:
        return self._remember.isChecked()

    def _foot(self) -> QHBoxLayout:
        go = QPushButton("打开", self)
        go.setProperty("kind", "primary")
        go.setDefault(True)
        go.clicked.connect(self.accept)
        leave = QPushButton("取消", self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(go)
        foot.addWidget(leave)
        return foot
