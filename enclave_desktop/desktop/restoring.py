"""Going back to a backup: which one, a look at what is in it and what would be otherwise, and then."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.asking import RECORDS, ask_open, ask_save
from enclave_desktop.desktop.backups import Backups
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.widgets.labels import label

if TYPE_CHECKING:
    from enclave_desktop.desktop.work import Job

_MADE_AT = re.compile(r"-(恢复前-)?\d{8}-\d{6}(-\d+)?$")
_SIZE = (640, 420)


def begin_restore(session: Session, backups: Backups, folder: Path, parent: QWidget) -> None:
    """Ask for a backup; it goes in the open record's place, or where one asks for it."""

    def look_at(backup: Path, record: Path) -> None:
        def go_back() -> None:
            if session.path == record:
                backups.decline()  # it is kept aside, and thinning could take away the very backup that was chosen
                session.close()
            _restore(session, backup, record, parent)

        _look(session, backup, record, parent, go_back)

    def chosen(backup: Path) -> None:
        if session.path:
            look_at(backup, session.path)
            return
        suggested = folder.parent / f"{_MADE_AT.sub('', backup.stem)}{backup.suffix}"
        ask_save(parent, "恢复到", suggested, RECORDS, partial(look_at, backup), replaces=False)

    ask_open(parent, "从哪一份备份恢复", folder, RECORDS, chosen)


def _look(session: Session, backup: Path, record: Path, parent: QWidget, then: Callable[[], None]) -> None:
    def work(job: "Job") -> list[str]:
        from enclave_desktop.records.looking import look_lines
        from enclave_desktop.records.restore import look

        return list(look_lines(look(backup, record, date.today(), job.progress)))

    def show(lines: list[str]) -> None:
        dialog = LookDialog(backup, record, lines, parent)
        dialog.accepted.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    session.worker.submit("查看备份", work, show, lambda error: show_problem(parent, error))


def _restore(session: Session, backup: Path, record: Path, parent: QWidget) -> None:
    """Put the backup in the record's place, and open it; on failure the record that was."""

    def work(job: "Job") -> Path | None:
        from enclave_desktop.records.restore import restore

        return restore(backup, record, datetime.now(), job.progress)

    def done(aside: Path | None) -> None:
        where = f"；原来的档案留存在 {aside}" if aside else ""
        session.open(record, then=lambda: session.saved.emit(f"从备份恢复{where}"))

    def failed(error: Exception) -> None:
        show_problem(parent.window(), error)
        if record.exists():
            session.open(record)

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
