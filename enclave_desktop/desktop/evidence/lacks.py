"""What is missing over the whole record, worked out once for each view; of a large firm in the background."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from enclave_desktop.desktop.evidence.lacking import Lack, all_lacks
from enclave_desktop.desktop.evidence.owners import Row
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.session import Session

_AT_ONCE = 400
"""Findings: so many take less time than anybody notices."""


class Lacks(QObject):
    """Several widgets ask for the same view."""

    ready = Signal()
    """What was asked for last is known now."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._of: View | None = None
        self._asked: View | None = None
        self._found: Mapping[Row, list[Lack]] = {}
        session.opened.connect(self._forget)

    def of(self, view: View) -> Mapping[Row, list[Lack]]:
        """By row what is to be seen to; until it is worked out what was there before."""
        if self._of is view or self._asked is view:
            return self._found
        if len(view.findings) <= _AT_ONCE:
            self._of, self._found = view, all_lacks(view)
        else:
            self._asked = view
            self._session.with_held("核对证明材料", lambda held, job: all_lacks(view), self._keep)
        return self._found

    def _keep(self, found: dict[Row, list[Lack]]) -> None:
        self._of, self._asked, self._found = self._asked, None, found
        self.ready.emit()

    def _forget(self) -> None:
        self._of, self._asked, self._found = None, None, {}


def lacks_of_record(session: Session) -> Lacks:
    """The one of a session."""
    found = session.findChild(Lacks)
    return found if found is not None else Lacks(session)
