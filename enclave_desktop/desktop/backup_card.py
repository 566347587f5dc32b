"""The settings' card of backups: where they go, when the last was made, and the way back from one."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from enclave_desktop.desktop.asking import ask_folder
from enclave_desktop.desktop.backups import Backups, Outcome
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.when import when_words
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.widgets.setting import card, line, path_label

if TYPE_CHECKING:
    from enclave_desktop.records.backup import Backup
    from enclave_desktop.records.cipher import Key

_DAYS = (3, 7, 14, 30)
_RULES = (
    "关闭档案时（有改动）和每天自动备份，逐份核对；每天、每周、每月各留最后一份，共留 7 天、4 周、12 个月。"
)
_UNDER = (
    "档案没有加密，只给这一份备份设口令：放在 U 盘上或交给别人保管，没有口令打不开。\n"
    "口令只有您知道；备份做好后会给您一份恢复码，请打印收好。想让以后的备份都加密，请给档案设口令。"
)
_BESIDE = "与档案同一文件夹里的“备份”"
_NO_SECOND = "没有设置，建议用 U 盘"


class BackupCard(QFrame):
    """Follows the record that is open."""

    def __init__(
        self, session: Session, settings: Settings, backups: Backups, say: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._session, self._settings, self._backups, self._say = session, settings, backups, say
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._card())
        backups.told.connect(self.show_record)

    def show_record(self) -> None:
        """Show what holds for the record that is open now."""
        path, second = self._session.path, self._backups.second
        folder = self._backups.folder
        self.now.setEnabled(path is not None)
        self._under.setVisible(path is not None and not self._session.encrypted)
        self._open.setEnabled(folder is not None)
        self._folder.setText(str(folder) if folder else _BESIDE)
        self._second.setText(str(second) if second else _NO_SECOND)
        self._forget.setVisible(second is not None)
        self._last.setText(self._last_words(path))
        problem = self._backups.problem
        self._problem.setVisible(problem is not None)
        self._problem.setText(str(problem) if problem else "")

    def _card(self) -> QFrame:
        self._folder, self._second = path_label("备份到"), path_label("第二处")
        self._open = _button("打开文件夹", self._open_folder, link=True)
        self._forget = _button("不再使用", lambda: self._backups.choose_second(None), link=True)
        self._forget.setAccessibleName("不再使用第二处")
        self._last = label("", "", self, wrap=True)
        self._last.setAccessibleName("上次备份")
        self.now = _button("现在备份", self._back_up)
        self.now.setProperty("kind", "primary")
        back = _button("从备份恢复…", self._restore)
        self._under = _button("加密备份…", self._ask_passphrase)
        self._under.setToolTip("给这一份备份设口令，可以放心带走")
        made = card(
            "备份",
            (
                line("备份到", self._folder, self._open, _change("备份到", self._ask_folder)),
                line("第二处", self._second, self._forget, _change("第二处", self._ask_second)),
                line("第二处多久没有备份时提醒", self._days()),
                line("上次备份", self._last, self._under, back, self.now),
                self._foot(),
            ),
        )
        made.setParent(self)
        return made

    def _days(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName("第二处多久没有备份时提醒")
        for days in _DAYS:
            box.addItem(f"{days} 天", days)
        box.setCurrentIndex(max(box.findData(self._settings.second_backup_days), 0))
        box.activated.connect(lambda: self._remind_after(box.currentData()))
        return box

    def _foot(self) -> QHBoxLayout:
        self._problem = QLabel(self)
        self._problem.setObjectName("banner")
        self._problem.setProperty("tone", "bad")
        self._problem.setWordWrap(True)
        self._problem.setAccessibleName("备份没有成功的原因")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._problem)
        column.addWidget(label("caption", _RULES, self, wrap=True))
        across = QHBoxLayout()
        across.addLayout(column, 1)
        return across

    def _remind_after(self, days: int) -> None:
        self._settings.second_backup_days = days
        self._backups.told.emit()

    def _last_words(self, path: Path | None) -> str:
        if path is None:
            return "打开一份档案后可以备份"
        last = self._settings.backed_up_at(path)
        words = when_words(last) if last else "还没有备份"
        if self._backups.second is None:
            return words
        there = self._settings.second_backup_at(path)
        return f"{words}；第二处 {when_words(there)}" if there else f"{words}；第二处还没有"

    def _ask_folder(self) -> None:
        start = self._backups.folder or self._settings.record_folder
        ask_folder(self, "备份到", start, self._backups.choose_folder)

    def _ask_second(self) -> None:
        start = self._backups.second or Path.home()
        ask_folder(self, "第二处（U 盘上的文件夹）", start, self._backups.choose_second)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._backups.folder)))

    def _back_up(self) -> None:
        def done(outcome: Outcome) -> None:
            self.now.setEnabled(True)
            self._say(outcome.words)

        def failed(error: Exception) -> None:
            self.now.setEnabled(True)
            self._session.failed.emit(error)

        self.now.setEnabled(False)
        self._backups.back_up(done, failed)

    def _ask_passphrase(self) -> None:
        from enclave_desktop.desktop.passphrase.creating import make_key
        from enclave_desktop.desktop.passphrase.dialog import PassphraseDialog

        def chosen(passphrase: str) -> None:
            make_key(self._session, passphrase, self._ask_where)

        dialog = PassphraseDialog("加密备份", _UNDER, "选文件夹…", self.window())
        dialog.chosen.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_where(self, key: "Key") -> None:
        start = self._backups.second or self._backups.folder or self._settings.record_folder
        ask_folder(self, "加密备份存到", start, lambda folder: self._back_up_under(key, folder))

    def _back_up_under(self, key: "Key", folder: Path) -> None:
        from enclave_desktop.desktop.passphrase.sheet import show_sheet

        def done(made: "Backup") -> None:
            self._say(f"已加密备份到 {made.path}")
            show_sheet(self._session, self._settings, made.path, key, self.window(), new=False)

        self._backups.back_up_under(key, folder, done, self._session.failed.emit)

    def _restore(self) -> None:
        from enclave_desktop.desktop.restoring import begin_restore

        folder = self._backups.folder or self._settings.record_folder
        begin_restore(self._session, self._backups, folder, self)


def _button(words: str, act: Callable[[], None], *, link: bool = False) -> QPushButton:
    button = QPushButton(words)
    if link:
        button.setProperty("kind", "link")
    button.clicked.connect(lambda _=False: act())
    return button


def _change(what: str, act: Callable[[], None]) -> QPushButton:
    button = _button("更改…", act)
    button.setAccessibleName(f"更改{what}")
    return button
