"""Printing by handing the PDF itself to the system's queue."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from enclave_desktop.desktop.printing.cups import send
from enclave_desktop.desktop.printing.order import Order
from enclave_desktop.desktop.work import Job, Worker

TITLE = "申报材料"
"""What the queue shows: never whom it is about."""


class Sending(QObject):
    """Like `drawn.Printing`, for a queue that takes PDF."""

    progressed = Signal(str, int, int)
    ended = Signal(object)
    """None once the queue has it, else the exception."""

    def __init__(self, data: bytes, order: Order, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = partial(send, data, order, TITLE)
        self._worker = worker
        self._job: Job | None = None

    def start(self) -> None:
        self.progressed.emit("交给打印机", 0, 0)
        self._job = self._worker.submit(
            "打印", lambda _: self._send(), lambda _: self.ended.emit(None), self.ended.emit
        )

    def cancel(self) -> None:
        """What the queue has not begun to take is not sent."""
        if self._job:
            self._job.cancel()
