"""Noticing that nobody is at the window any more."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

WARNED = 30
"""Seconds before the time is up."""
_LOOK_MS, _COUNT_MS = 5000, 1000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
        QEvent.Type.Drop,
    }
)


class Idle(QObject):
    """Counts from the last key, click or movement; what is under way in the background counts as one too."""

    due = Signal()
    """Time is up."""
    soon = Signal(int)
    """Seconds left; 0 when somebody has come back."""

    def __init__(
        self,
        minutes: Callable[[], int],
        busy: Callable[[], bool],
        parent: QObject,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`minutes` may change meanwhile; 0 for never."""
        super().__init__(parent)
        self._minutes, self._busy = minutes, busy
        self.clock = clock
        self._last = clock()
        self._warned = self._was_busy = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, on: bool) -> None:
        """From now on, or not at all."""
        app = QCoreApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self._last = self.clock()
        self._tell(0)
        if on:
            app.installEventFilter(self)
            self._timer.start(_LOOK_MS)
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._last = self.clock()
            if self._warned:
                self._tell(0)
        return False

    def look(self) -> None:
        """Whether time is up, or nearly."""
        busy, self._was_busy = self._busy() and self._was_busy, self._busy()
        if busy or not self._minutes():  # a short look at the record now and then is nobody's work
            self._last = self.clock()
        left = max(self._minutes(), 1) * 60 - (self.clock() - self._last)
        if left <= 0:
            self.watch(False)
            self.due.emit()
        else:
            self._tell(round(left) if left <= WARNED else 0)

    def _tell(self, left: int) -> None:
        if left or self._warned:
            self._warned = bool(left)
            self._timer.setInterval(_COUNT_MS if left else _LOOK_MS)
            self.soon.emit(left)
