"""Asking for the passphrase of an encrypted file; who forgot it types the recovery code."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.passphrase.code_entry import CodeEntry
from enclave_desktop.desktop.passphrase.dress import dress
from enclave_desktop.desktop.passphrase.eye import Eye
from enclave_desktop.desktop.passphrase.line import PassphraseLine
from enclave_desktop.desktop.widgets.labels import label
from enclave_desktop.desktop.work import Job, Worker

if TYPE_CHECKING:
    from enclave_desktop.records.cipher import Key

_WRONG = "口令不对。请检查大小写和输入法；改过口令的，以前的备份要用当时的口令。"
_WRONG_CODE = "这份恢复码打不开它。换过口令后，要用新打印的那一张。"


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a try."""

    key: "Key | None"
    by_code: bool
    wait: int
    """Seconds until the next one."""


class Unlocking(QWidget):
    """Two faces, passphrase and recovery code; `unlocked` with the key, and whether the code gave it."""

    unlocked = Signal(object, bool)
    turned = Signal(bool)
    """To the recovery code or away from it; it takes more or less room then."""
    failed = Signal(object)
    """Something else than a wrong passphrase."""

    def __init__(self, worker: Worker, act: str, parent: QWidget) -> None:
        """`act` is what the button says."""
        super().__init__(parent)
        self._worker = worker
        self._path: Path | None = None
        self._left = 0
        self._busy = self._by_code = False
        self.line = PassphraseLine("口令", self)
        self.line.hinted.connect(self._show_hint)
        self.line.returnPressed.connect(self._try)
        self.line.textChanged.connect(self._typed)
        self.code = CodeEntry(self)
        self.code.changed.connect(self._show_ready)
        self.code.entered.connect(self._try)
        self._hint = label("warn", "", self, wrap=True)
        self._hint.setAccessibleName("输入提示")
        self._wrong = label("error", "", self, wrap=True)
        self._wrong.setAccessibleName("为什么打不开")
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count_down)
        self.act = QPushButton(act, self)
        self.act.setProperty("kind", "primary")
        self.act.setDefault(True)
        self.act.clicked.connect(self._try)
        self._other = QPushButton(self)
        self._other.setProperty("kind", "link")
        self._other.setAutoDefault(False)
        self._other.clicked.connect(lambda: self.turn(by_code=not self._by_code))
        self._build()
        self.turn(by_code=False)

    def ask(self, path: Path) -> None:
        """Ask anew, for this file."""
        self._path = path
        self.forget()
        self.turn(by_code=False)

        def waited(job: Job) -> int:
            from enclave_desktop.records.attempts import seconds_to_wait
            from enclave_desktop.records.cipher import salt_of

            return seconds_to_wait(salt_of(path))

        self._worker.submit("查看档案", waited, self._wait, lambda error: None)

    def forget(self) -> None:
        """Nothing of what was typed stays."""
        self.line.clear()
        self.code.clear()
        self._say("")

    def turn(self, *, by_code: bool) -> None:
        """To the recovery code, or back to the passphrase."""
        self._by_code = by_code
        self._face.setVisible(not by_code)
        self.code.setVisible(by_code)
        self._other.setText("返回输入口令" if by_code else "忘记口令？用恢复码")
        self._say("")
        self._show_ready()
        (self.code if by_code else self.line).setFocus()
        self.turned.emit(by_code)

    def add(self, widget: QWidget) -> None:
        """Something more behind the button, as one to leave."""
        self._foot.addWidget(widget)

    def insert(self, widget: QWidget) -> None:
        """Something more under what is typed."""
        self._whole.insertWidget(3, widget)

    def _build(self) -> None:
        face = self._face = QWidget(self)
        named = QLabel("口令(&P)", face)
        named.setProperty("role", "second")
        named.setBuddy(self.line)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self.line, 1)
        across.addWidget(Eye((self.line,), face))
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(named)
        column.addLayout(across)
        column.addWidget(self._hint)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        self._foot.addWidget(self._other)
        self._foot.addStretch(1)
        self._foot.addWidget(self.act)
        for told, lines in ((self._hint, 1), (self._wrong, 2)):  # nothing jumps while it is being typed
            told.setMinimumHeight(lines * told.fontMetrics().lineSpacing() + 2)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(face)
        whole.addWidget(self.code)
        whole.addWidget(self._wrong)
        whole.addSpacing(8)
        whole.addLayout(self._foot)

    def _try(self) -> None:
        if self._path is None or not self._ready or self.line.composing:
            return
        path, typed = self._path, self.code.code if self._by_code else self.line.text()
        self._busy = True
        self._say("正在核对…", "second")
        self._show_ready()
        self._worker.submit("核对口令", lambda job: _tried(path, typed), self._tried, self._failed)

    def _tried(self, tried: Tried) -> None:
        self._busy = False
        if tried.key is not None:
            self.forget()
            self.unlocked.emit(tried.key, tried.by_code)
            return
        self._say(_WRONG_CODE if self._by_code else _WRONG)
        self.line.selectAll()
        (self.code if self._by_code else self.line).setFocus()
        self._wait(tried.wait)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._say("")
        self._show_ready()
        self.failed.emit(error)

    def _wait(self, seconds: int) -> None:
        self._left = seconds
        if seconds:
            self._tell_wait()
            self._second.start()
        self._show_ready()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._tell_wait()
            return
        self._second.stop()
        self._left = 0
        self._say("现在可以再试。", "second")
        self._show_ready()

    def _tell_wait(self) -> None:
        self._say(f"口令连续输错，请等 {self._left} 秒再试。")

    def _typed(self) -> None:
        if not self._left and not self._busy:
            self._say("")
        self._show_ready()

    @property
    def _ready(self) -> bool:
        typed = self.code.whole if self._by_code else bool(self.line.text())
        return typed and not self._left and not self._busy

    def _show_ready(self) -> None:
        self.act.setEnabled(self._ready)

    def _show_hint(self, words: str) -> None:
        self._hint.setText(words)

    def _say(self, words: str, role: str = "error") -> None:
        self._wrong.setText(words)
        dress(self._wrong, "role", role)


def _tried(path: Path, typed: str) -> Tried:
    from enclave_desktop.records.attempts import TooSoon, seconds_to_wait
    from enclave_desktop.records.cipher import WrongPassphrase, salt_of
    from enclave_desktop.records.recovery_code import is_like_a_code
    from enclave_desktop.records.unlocking import unlock

    by_code = is_like_a_code(typed)
    try:
        return Tried(unlock(path, typed), by_code, 0)
    except TooSoon as soon:
        return Tried(None, by_code, soon.seconds)
    except WrongPassphrase:
        return Tried(None, by_code, seconds_to_wait(salt_of(path)))
