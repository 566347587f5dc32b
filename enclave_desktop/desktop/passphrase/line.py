"""A line to type a passphrase into: what keeps hands and machine from agreeing on it is said beside it."""

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

CAPS = "大写锁定（Caps Lock）开着"
COMPOSING = "输入法正在组字：请先切换到英文（按 Shift），这里还没有收到它"
WIDE = "有中文或全角字符：每次都要照样输入，点“显示”可以核对"
EDGES = "开头或末尾有空格"
_SECRET = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
    | Qt.InputMethodHint.ImhPreferLatin
)


class PassphraseLine(QLineEdit):
    """Shows dots until `show_text`; never keeps line ends that were pasted along."""

    hinted = Signal(str)
    """What may go wrong while typing; empty when nothing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("sensitive", True)
        self._caps: bool | None = None
        self.composing = False
        """Whether an input method holds what was typed last."""
        self.show_text(False)
        self.textChanged.connect(self._changed)

    @property
    def hint(self) -> str:
        """What may go wrong, the likeliest first."""
        if self.composing:
            return COMPOSING
        if self._caps:
            return CAPS
        text = self.text()
        if text != text.strip():
            return EDGES
        return WIDE if any(ord(sign) > 0x2E7F for sign in text) else ""

    def show_text(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        # Out of sight an input method would compose what nobody sees; shown, Chinese can be typed.
        hidden = Qt.InputMethodHint.ImhNone if shown else Qt.InputMethodHint.ImhHiddenText
        self.setInputMethodHints(_SECRET | hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps = None if self._caps is None else not self._caps
        elif len(text := event.text()) == 1 and text.isascii() and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = text.isupper() != shift
        super().keyPressEvent(event)
        self.hinted.emit(self.hint)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())
        self.hinted.emit(self.hint)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._caps = _caps_lock() if sys.platform == "win32" else self._caps
        super().focusInEvent(event)
        self.hinted.emit(self.hint)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False
        self.hinted.emit("")

    def _changed(self, text: str) -> None:
        whole = text.rstrip("\r\n\u2028\u2029")
        if whole != text:  # pasted from a table or a mail
            self.setText(whole)


def _caps_lock() -> bool | None:
    if sys.platform != "win32":
        return None
    import ctypes

    return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
