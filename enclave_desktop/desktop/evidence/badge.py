"""How many pieces are missing of what matches, beside 证明材料 in the sidebar."""

from PySide6.QtCore import QObject, QTimer

from enclave_desktop.desktop.navigation import NavigationButton
from enclave_desktop.desktop.session import Session

_MS = 400
"""After a change; who goes on typing is not kept waiting for it."""


class MissingPieces(QObject):
    """Shown on the button, of which it is a part, whenever the record has changed."""

    def __init__(self, session: Session, button: NavigationButton) -> None:
        super().__init__(button)
        self._session = session
        self._button = button
        self._listens = False
        self._soon = QTimer(self, singleShot=True, interval=_MS)
        self._soon.timeout.connect(self._count)
        session.changed.connect(self._soon.start)
        session.opened.connect(self._soon.start)

    def _count(self) -> None:
        from enclave_desktop.desktop.evidence.lacking import missing_only
        from enclave_desktop.desktop.evidence.lacks import lacks_of_record

        lacks = lacks_of_record(self._session)
        if not self._listens:
            lacks.ready.connect(self._count)
            self._listens = True
        view = self._session.view
        missing = sum(len(missing_only(held)) for held in lacks.of(view).values()) if view is not None else 0
        self._button.set_count(missing, "份材料还缺")
