"""Going back to a backup: which one, a look at what is in it and what would be otherwise, and then."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.asking import RECORDS, ask_open, ask_save
from enclave_desktop.desktop.backups import Backups
from enclave_desktop.desktop.opening.passphrase import ask_key
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label

if TYPE_CHECKING:
    from enclave_desktop.desktop.work import Job
    from enclave_desktop.records.cipher import Key

_MADE_AT = re.compile(r"-(恢复前-)?\d{8}-\d{6}(-\d+)?$")
_WHICH = "这份备份已加密，请输入做备份时的口令"
_PRESENT = "备份没有加密，恢复后仍加密：请输入这份档案现在的口令"
_SIZE = (640, 420)


def begin_restore(session: Session, backups: Backups, folder: Path, parent: QWidget) -> None:
    """Ask for a backup; it goes in the open record's place, or where one asks for it."""

    def look_at(backup: Path, record: Path) -> None:
        keys = Keys(session.key, session.key)

        def go_back(keys: Keys) -> None:
            if session.path == record:
                backups.decline()  # it is kept aside, and thinning could take away the very backup that was chosen
                session.close()
            _restore(session, backup, record, keys, parent)

        _look(session, backup, record, keys, parent, go_back)

    def chosen(backup: Path) -> None:
        if session.path:
            look_at(backup, session.path)
            return
        suggested = folder.parent / f"{_MADE_AT.sub('', backup.stem)}{backup.suffix}"
        ask_save(parent, "恢复到", suggested, RECORDS, partial(look_at, backup), replaces=False)

    ask_open(parent, "从哪一份备份恢复", folder, RECORDS, chosen)


def restore_from(session: Session, backup: Path, record: Path, key: "Key | None", parent: QWidget) -> None:
    """Look into a backup of a record that cannot be opened, and put it in its place if that is wanted."""
    _look(
        session,
        backup,
        record,
        Keys(key, key),
        parent,
        lambda keys: _restore(session, backup, record, keys, parent),
    )


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the backup, and the record whose place it takes; None for what is not encrypted."""

    backup: "Key | None"
    record: "Key | None"


def _look(
    session: Session,
    backup: Path,
    record: Path,
    keys: Keys,
    parent: QWidget,
    then: Callable[[Keys], None],
) -> None:
    def work(job: "Job") -> list[str]:
        from enclave_desktop.records.looking import look_lines
        from enclave_desktop.records.restore import look

        seen = look(backup, record, date.today(), job.progress, key=keys.backup, record_key=keys.record)
        return list(look_lines(seen))

    def show(lines: list[str]) -> None:
        dialog = LookDialog(backup, record, lines, parent)
        dialog.accepted.connect(lambda: then(keys))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def failed(error: Exception) -> None:
        from enclave_desktop.records.cipher import PassphraseWanted, WrongPassphrase

        if isinstance(error, PassphraseWanted | WrongPassphrase):

            def again(key: "Key") -> None:
                _look(session, backup, record, replace(keys, backup=key), parent, then)

            ask_key(session, backup, parent, _WHICH, again)
        else:
            show_problem(parent, error)

    session.worker.submit("查看备份", work, show, failed)


def _restore(session: Session, backup: Path, record: Path, keys: Keys, parent: QWidget) -> None:
    """Put the backup in the record's place, and open it; on failure the record that was."""

    def work(job: "Job") -> Path | None:
        from enclave_desktop.records.restore import restore

        now = datetime.now()
        return restore(backup, record, now, job.progress, key=keys.backup, record_key=keys.record)

    def done(aside: Path | None) -> None:
        where = f"；原来的档案留存在 {aside}" if aside else ""
        session.open(
            record, key=keys.backup or keys.record, then=lambda: session.told.emit(f"已从备份恢复{where}")
        )

    def failed(error: Exception) -> None:
        from enclave_desktop.records.restore import PresentKeyWanted

        if isinstance(error, PresentKeyWanted):
            ask_key(session, record, parent, _PRESENT, again)
            return
        show_problem(parent.window(), error)
        if record.exists():
            session.open(record, key=keys.record)

    def again(key: "Key") -> None:
        _restore(session, backup, record, replace(keys, record=key), parent)

    session.worker.submit("恢复档案", work, done, failed)


class LookDialog(QDialog):
    """What is in a backup, and what restoring it would change."""

    def __init__(self, backup: Path, record: Path, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("从备份恢复")
        self.resize(*_SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label("subtitle", backup.name, self, wrap=True))
        text = QPlainTextEdit("\n".join(lines), self)
        text.setReadOnly(True)
        text.setAccessibleName("备份里的内容和不同之处")
        column.addWidget(text, 1)
        if record.exists():
            words = f"现在的“{record.stem}”不会丢失：它先留存在旁边的“备份”文件夹里。"
            column.addWidget(label("second", words, self, wrap=True))
        buttons = QDialogButtonBox(self)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        accept = QPushButton("恢复这份备份", buttons)
        accept.setProperty("kind", "primary")
        buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
