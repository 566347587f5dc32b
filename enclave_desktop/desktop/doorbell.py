"""One window a record: whoever opens it a second time rings, and the window that has it comes to the front."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from enclave_desktop.records.origin import account

_WAIT_MS = 300


class Doorbell(QObject):
    """Listens under the name of the record that is open."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        app = QCoreApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self._server.close)  # nobody answers once the window is closed

    def hang(self, path: Path | None) -> None:
        """Listen for this record and no other."""
        self._server.close()
        if path is not None:
            QLocalServer.removeServer(_name(path))  # what a program that ended badly left behind
            self._server.listen(_name(path))

    def _answer(self) -> None:
        while caller := self._server.nextPendingConnection():
            caller.disconnected.connect(caller.deleteLater)
            self.rung.emit()


def ring(path: Path) -> bool:
    """Whether a window has this record; then it comes to the front."""
    socket = QLocalSocket()
    socket.connectToServer(_name(path))
    answered = socket.waitForConnected(_WAIT_MS)
    socket.disconnectFromServer()
    return answered


def _name(path: Path) -> str:
    """One a user and file, and nothing that tells which."""
    digest = sha256(f"{account()}\0{path.resolve()}".encode()).hexdigest()
    return f"enclave-desktop-{digest[:24]}"
