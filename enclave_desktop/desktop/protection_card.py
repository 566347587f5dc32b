"""The settings' card of the passphrase: whether the open record has one, its recovery code, and when it is locked."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QVBoxLayout

from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.widgets.setting import card, line
from enclave_desktop.desktop.work import Job
from enclave_desktop.desktop.writing_only import READ_ONLY

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

_MINUTES = (("从不", 0), ("5 分钟", 5), ("15 分钟", 15), ("30 分钟", 30))
_NONE = "打开一份档案后可以设口令"
_PLAIN = "没有加密：拿到文件的人都能看到里面的身份证号、工资和账号"
_ENCRYPTED = "已加密，备份一同加密"
_RULE = "锁定时先保存正在填的内容，再关闭档案；输入口令后回到原来的地方。没有口令的档案不会锁定。"


class ProtectionCard(QFrame):
    """Follows the record that is open."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self._surroundings = surroundings
        self._session, self._settings = surroundings.session, surroundings.settings
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._card())

    def show_record(self) -> None:
        """Show what holds for the record that is open now."""
        path, encrypted = self._session.path, self._session.encrypted
        self._state.setText(_NONE if path is None else _ENCRYPTED if encrypted else _PLAIN)
        self.encrypt.setVisible(not encrypted)
        writes = self._session.writes
        for changing in (self.encrypt, self._change, self._decrypt):
            changing.setEnabled(path is not None and writes)
            changing.setToolTip("" if writes else READ_ONLY)
        for shown in (self._change, self._decrypt, self._code, self._print, self._kept, self._remember):
            shown.setVisible(encrypted)
        for words in self._only_encrypted:
            words.setVisible(encrypted)
        self._lock.setEnabled(encrypted)
        if path is None:
            return
        sure = self._settings.code_kept(path)
        self._code.setText("忘记口令时用它打开" if sure else "还没有确认收好：忘记口令时只有它能打开")
        remembers = self._settings.remembers_key(path)
        self._kept.setText("记着：打开时不用输入口令" if remembers else "没有记：每次打开时输入口令")
        self._remember.setText("忘记它" if remembers else "记住…")

    @property
    def first(self) -> QPushButton:
        """What is likeliest wanted of it."""
        return self._change if self._session.encrypted else self.encrypt

    def _card(self) -> QFrame:
        self._state, self._code, self._kept = (
            self._told(words) for words in ("档案加密", "恢复码", "在这台电脑上")
        )
        self.encrypt = _button("设置口令…", self._encrypt)
        self.encrypt.setProperty("kind", "primary")
        self._change = _button("换口令…", lambda: self._ask("先输入现在的口令", self._change_it))
        self._decrypt = _button("取消加密…", lambda: self._ask("取消加密前，请输入口令", self._decrypt_it))
        self._print = _button(
            "再打印恢复码…", lambda: self._ask("恢复码等于口令，请先输入口令", self._show_sheet)
        )
        self._remember = _button("记住…", self._remember_or_forget)
        self._lock = _button("立即锁定", self._surroundings.lock)
        self._lock.setToolTip("Ctrl+L")
        lines = (
            line("档案加密", self._state, self._decrypt, self._change, self.encrypt),
            line("恢复码", self._code, self._print),
            line("在这台电脑上", self._kept, self._remember),
            line("离开多久后锁定", self._minutes(), self._lock),
        )
        self._only_encrypted = [
            widget for one in lines[1:3] if (item := one.itemAt(0)) and (widget := item.widget())
        ]
        made = card("口令和锁定", lines)
        column = made.layout()
        assert column is not None
        column.addWidget(label("caption", _RULE, made, wrap=True))
        made.setParent(self)
        return made

    def _told(self, name: str) -> QLabel:
        told = label("", "", self, wrap=True)
        told.setAccessibleName(name)
        return told

    def _minutes(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName("离开多久后锁定")
        for words, minutes in _MINUTES:
            box.addItem(words, minutes)
        box.setCurrentIndex(max(box.findData(self._settings.lock_minutes), 0))
        box.activated.connect(lambda: setattr(self._settings, "lock_minutes", box.currentData()))
        return box

    def _ask(self, words: str, then: Callable[["Key"], None]) -> None:
        """The passphrase, though the record is open: whoever sits here now need not be whom it belongs to."""
        from enclave_desktop.desktop.opening.passphrase import ask_key

        path = self._session.path
        assert path is not None
        ask_key(self._session, path, self, words, then)

    def _encrypt(self) -> None:
        from enclave_desktop.desktop.passphrase.changing import encrypt

        encrypt(self._session, self._settings, self, self.show_record)

    def _change_it(self, _: "Key") -> None:
        from enclave_desktop.desktop.passphrase.changing import change

        change(self._session, self._settings, self, self.show_record)

    def _decrypt_it(self, _: "Key") -> None:
        from enclave_desktop.desktop.passphrase.changing import decrypt

        decrypt(self._session, self._settings, self)

    def _show_sheet(self, key: "Key") -> None:
        from enclave_desktop.desktop.passphrase.sheet import show_sheet

        path = self._session.path
        assert path is not None
        show_sheet(self._session, self._settings, path, key, self.window(), new=False, then=self.show_record)

    def _remember_or_forget(self) -> None:
        path = self._session.path
        assert path is not None
        if self._settings.remembers_key(path):
            self._keep(lambda job: _forget(path), remembers=False)
        else:
            words = "口令会存进系统的密码库，能登录这台电脑的人就能打开档案"
            self._ask(words, lambda key: self._keep(lambda job: _remember(path, key), remembers=True))

    def _keep(self, work: Callable[[Job], None], *, remembers: bool) -> None:
        path = self._session.path
        assert path is not None

        def done(_: None) -> None:
            self._settings.set_remembers_key(path, remembers=remembers)
            self.show_record()

        def failed(error: Exception) -> None:
            if not remembers:  # it is not asked for any more, whatever the store still holds
                done(None)
            show_problem(self.window(), error)

        self._session.worker.submit("系统密码库", work, done, failed)


def _remember(path: Path, key: "Key") -> None:
    from enclave_desktop.desktop.passphrase.remembering import remember

    remember(path, key)


def _forget(path: Path) -> None:
    from enclave_desktop.desktop.passphrase.remembering import forget

    forget(path)


def _button(words: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(words)
    button.clicked.connect(lambda _=False: act())
    return button
