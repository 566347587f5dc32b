"""After a record was encrypted: its copies that are not, backups from before among them, are encrypted or deleted."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job
from enclave_desktop.records.verify import unheard

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

_SIZE = (600, 360)
_ABOUT = (
    "这些备份是加密以前做的，内容与档案一样，拿到的人都能打开。"
    "可以用现在的口令加密它们，或者删去；U 盘没有插上的，以后请自己处理。"
)


def see_to_plain_copies(
    session: Session, settings: Settings, path: Path, key: "Key", parent: QWidget
) -> None:
    """Ask what is to become of them; nothing when there is none."""
    from enclave_desktop.records.backup import folder_beside

    folders = [Path(at) for name in ("backup_folder", "second_backup_folder") if (at := settings.text(name))]

    into = Path(settings.text("backup_folder") or folder_beside(path))

    def find(job: Job) -> list[Path]:
        from enclave_desktop.records.plain_copies import plain_copies

        return plain_copies(path, folders)

    def show(found: list[Path]) -> None:
        if found:
            dialog = PlainLeftDialog(session, found, key, into, parent)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    session.worker.submit("查看以前的备份", find, show, session.failed.emit)


class PlainLeftDialog(QDialog):
    """A list, and a button for each of what can be done with all of it."""

    def __init__(
        self, session: Session, copies: list[Path], key: "Key", folder: Path, parent: QWidget
    ) -> None:
        """`folder` is where a new backup goes."""
        super().__init__(parent)
        self._session, self._copies, self._key, self._folder = session, copies, key, folder
        self.setWindowTitle("以前的备份没有加密")
        self.resize(*_SIZE)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(label("subtitle", f"还有 {len(copies)} 份以前的备份没有加密", self, wrap=True))
        whole.addWidget(label("second", _ABOUT, self, wrap=True))
        names = QPlainTextEdit("\n".join(map(str, copies)), self)
        names.setReadOnly(True)
        names.setTabChangesFocus(True)
        names.setAccessibleName("没有加密的备份")
        whole.addWidget(names, 1)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self._button("另做一份，删去它们", self._delete, "danger"))
        across.addStretch(1)
        across.addWidget(self._button("以后再说", self.reject))
        encrypt = self._button("加密它们", self._encrypt, "primary")
        encrypt.setDefault(True)
        across.addWidget(encrypt)
        whole.addLayout(across)

    def _button(self, words: str, act: Callable[[], None], kind: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        if kind:
            button.setProperty("kind", kind)
        button.clicked.connect(lambda _=False: act())
        return button

    def _encrypt(self) -> None:
        from enclave_desktop.records.plain_copies import encrypt_copy

        self._go("加密以前的备份", lambda held, copy: encrypt_copy(copy, self._key))

    def _delete(self) -> None:
        """Once there is one that is encrypted: a record is never without a backup."""
        from enclave_desktop.records.plain_copies import delete_copy

        made: list[Path] = []

        def delete(held: Held, copy: Path) -> None:
            if not made:
                made.append(held.record.backup(self._folder, datetime.now(), unheard).path)
            if copy.exists():  # the new one may have taken its place
                delete_copy(copy)

        self._go("删去以前的备份", delete)

    def _go(self, title: str, act: Callable[[Held, Path], None]) -> None:
        copies, session = self._copies, self._session

        def work(held: Held, job: Job) -> int:
            for done, copy in enumerate(copies):
                job.progress(title, done, len(copies))
                act(held, copy)
            return len(copies)

        def told(count: int) -> None:
            session.told.emit(f"{title}：{count} 份，完成")

        session.with_held(title, work, told)
        self.accept()
