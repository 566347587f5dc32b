"""打不开: a damaged record. Back to a backup, or what can be saved into a new file; the damaged one is left as it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.asking import RECORDS, ask_save
from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.opening.passphrase import ask_key
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.desktop.work import Job
    from enclave_desktop.records.cipher import Key
    from enclave_desktop.records.last_backup import Found
    from enclave_desktop.records.recovering import Recovered

_WIDTH, _LIST = 560, (640, 420)
_WHICH = "损坏的档案已加密，请输入口令"
_SHOWN = 3
"""So many backups are offered; older ones are in the folder."""


def ask(
    window: QWidget, session: Session, opening: Opening, error: Exception, leave: Callable[[], None]
) -> None:
    """Show what can be done."""
    from enclave_desktop.records.last_backup import backups_of

    assert isinstance(error, UserError)
    assert isinstance(opening.path, Path)
    chosen = [Settings().text(key) for key in ("backup_folder", "second_backup_folder")]
    found = backups_of(opening.path, [Path(folder) for folder in chosen if folder])
    dialog = DamagedDialog(opening.path, error, found, window)
    dialog.restoring.connect(lambda backup: _restore(session, opening, backup, window))
    dialog.saving.connect(lambda: _ask_where(session, opening, window, leave))
    dialog.rejected.connect(leave)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class DamagedDialog(QDialog):
    """What is wrong, and a button for each way out."""

    restoring = Signal(object)
    """The path of a backup."""
    saving = Signal()

    def __init__(self, path: Path, error: UserError, backups: "Sequence[Found]", parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("打不开")
        self.setMinimumWidth(_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 16)
        self._column.setSpacing(10)
        self._column.addWidget(label("subtitle", f"“{path.stem}”打不开", self, wrap=True))
        self._column.addWidget(label("", error.message, self, wrap=True))
        words = "这个文件不会被改动，也请先不要删除。可以这样做："
        self._column.addWidget(label("second", words, self, wrap=True))
        for at, one in enumerate(backups[:_SHOWN]):
            self._offer(one, newest=at == 0)
        if not backups:
            self._column.addWidget(label("second", "没有找到这份档案的备份。", self, wrap=True))
        if path.stat().st_size:
            save = self._button("救回能读的部分，写成一份新档案…", self._save)
            if not backups:
                save.setProperty("kind", "primary")
        self._button("什么也不做", self.reject)

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: act())
        self._column.addWidget(button)
        return button

    def _offer(self, found: "Found", *, newest: bool) -> None:
        made = found.made
        button = QPushButton(f"恢复 {made.made_at:%Y-%m-%d %H:%M} 的备份…", self)
        button.setToolTip(str(found.path))
        button.setAccessibleDescription(f"内容到 {made.changed_at:%Y-%m-%d %H:%M}，在 {found.path.parent}")
        if newest:
            button.setProperty("kind", "primary")
        button.clicked.connect(lambda: self._restore(found.path))
        self._column.addWidget(button)
        where = f"内容到 {made.changed_at:%Y-%m-%d %H:%M}　{found.path.parent}"
        self._column.addWidget(label("caption", where, self, wrap=True))

    def _restore(self, backup: Path) -> None:
        self.accept()
        self.restoring.emit(backup)

    def _save(self) -> None:
        self.accept()
        self.saving.emit()


def _restore(session: Session, opening: Opening, backup: Path, window: QWidget) -> None:
    from enclave_desktop.desktop.restoring import restore_from

    assert isinstance(opening.path, Path)
    restore_from(session, backup, opening.path, _key(opening), window)


def _ask_where(session: Session, opening: Opening, window: QWidget, leave: Callable[[], None]) -> None:
    damaged = opening.path
    assert isinstance(damaged, Path)
    suggested = damaged.with_name(f"{damaged.stem}-救回{damaged.suffix}")

    def chosen(out: Path) -> None:
        _save(session, opening, damaged, out, window)

    leave()
    ask_save(window, "救回到", suggested, RECORDS, chosen, replaces=False)


def _save(session: Session, opening: Opening, damaged: Path, out: Path, window: QWidget) -> None:
    def work(job: "Job") -> "Recovered":
        from enclave_desktop.records.recovering import recover

        return recover(damaged, out, datetime.now(), job.progress, key=_key(opening))

    def done(saved: "Recovered") -> None:
        session.begin(replace(opening, path=saved.path, then=None))
        if saved.lost:
            dialog = LostDialog(saved, window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        else:
            session.told.emit(f"全部救回到 {saved.path}")

    def failed(error: Exception) -> None:
        from enclave_desktop.records.cipher import PassphraseWanted

        if isinstance(error, PassphraseWanted):  # cut off, it was found damaged before it was asked for
            ask_key(session, damaged, window, _WHICH, lambda key: again(replace(opening, key=key)))
        else:
            session.failed.emit(error)

    def again(opening: Opening) -> None:
        _save(session, opening, damaged, out, window)

    session.worker.submit("救回档案", work, done, failed)


def _key(opening: Opening) -> "Key | None":
    from enclave_desktop.records.cipher import Key

    return opening.key if isinstance(opening.key, Key) else None


class LostDialog(QDialog):
    """What could not be saved."""

    def __init__(self, saved: "Recovered", parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("没有救回的内容")
        self.resize(*_LIST)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label("subtitle", f"已救回到“{saved.path.stem}”", self, wrap=True))
        words = f"下面 {len(saved.lost)} 处没有救回，请对照纸质材料或备份补上。"
        column.addWidget(label("second", words, self, wrap=True))
        text = QPlainTextEdit("\n".join(saved.lost), self)
        text.setReadOnly(True)
        text.setAccessibleName("没有救回的内容")
        column.addWidget(text, 1)
        known = QPushButton("知道了", self)
        known.setDefault(True)
        known.clicked.connect(self.accept)
        column.addWidget(known)
