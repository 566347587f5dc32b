"""The button beside a passphrase that shows it while it is pressed in."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.passphrase.line import PassphraseLine


class Eye(QToolButton):
    """Shows and hides the lines it is for."""

    def __init__(self, lines: Sequence[PassphraseLine], parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setCheckable(True)
        self.setIconSize(QSize(20, 20))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(self._show)
        self._show(False)

    def _show(self, shown: bool) -> None:
        for line in self._lines:
            line.show_text(shown)
        words = "隐藏口令" if shown else "显示口令"
        self.setIcon(icon("eye_off_20_regular" if shown else "eye_20_regular"))
        self.setToolTip(words)
        self.setAccessibleName(words)
