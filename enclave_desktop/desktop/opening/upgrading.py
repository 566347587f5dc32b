"""A record of an older program: it is upgraded once the user has said so, after a backup that was verified."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.work import Cancelled

if TYPE_CHECKING:
    from enclave_desktop.desktop.work import Job
    from enclave_desktop.records.upgrading import Upgraded


def ask(
    window: QWidget, session: Session, opening: Opening, error: Exception, leave: Callable[[], None]
) -> None:
    """Ask; then back up, upgrade and open."""
    path = opening.path
    assert isinstance(path, Path)
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("升级档案")
    box.setText(f"“{path.stem}”是用较旧的程序保存的，要升级后才能打开。")
    box.setInformativeText(
        "升级之前先做一份备份并核对，放在档案旁边的“备份”文件夹里；内容一行不少。升级之后，旧版本的程序打不开它。"
    )
    later = box.addButton("以后再说", QMessageBox.ButtonRole.RejectRole)
    now = box.addButton("备份并升级", QMessageBox.ButtonRole.AcceptRole)
    now.setProperty("kind", "primary")
    box.setDefaultButton(now)
    box.setEscapeButton(later)
    box.accepted.connect(lambda: _upgrade(session, opening, path, leave))
    box.rejected.connect(leave)
    box.finished.connect(box.deleteLater)
    box.open()


def _upgrade(session: Session, opening: Opening, path: Path, leave: Callable[[], None]) -> None:
    def work(job: "Job") -> "Upgraded":
        from enclave_desktop.records.backup import folder_beside
        from enclave_desktop.records.cipher import Key
        from enclave_desktop.records.upgrading import upgrade_file

        key = opening.key if isinstance(opening.key, Key) else None
        return upgrade_file(path, folder_beside(path), datetime.now(), job.progress, key=key)

    def done(upgraded: "Upgraded") -> None:
        session.begin(opening)
        session.told.emit(f"已升级；升级前的备份在 {upgraded.backup.path}")

    def failed(error: Exception) -> None:
        if isinstance(error, Cancelled):
            leave()
        else:
            session.failed.emit(error)

    session.worker.submit("升级档案", work, done, failed)
