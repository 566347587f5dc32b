"""What changes the record: disabled, and saying why, while the record is open only to be read."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.session import Session

READ_ONLY = "档案是只读打开的，不能修改"


def only_to_write(widget: QWidget, session: Session) -> None:
    """Follow whether the record can be written."""
    _Follower(widget, session)


def may_write(session: Session, say: Callable[[str], None]) -> bool:
    """Whether the record can be written; said beforehand where nothing that could be disabled begins it."""
    if not session.writes:
        say(READ_ONLY)
    return session.writes


class _Follower(QObject):
    """Goes with its widget: pages are put away when a record is locked."""

    def __init__(self, widget: QWidget, session: Session) -> None:
        super().__init__(widget)
        self._widget, self._session = widget, session
        self._tip, self._said = widget.toolTip(), widget.accessibleDescription()
        session.opened.connect(self.show)
        self.show()

    def show(self) -> None:
        writes = self._session.writes
        self._widget.setEnabled(writes)
        self._widget.setToolTip(self._tip if writes else READ_ONLY)
        self._widget.setAccessibleDescription(self._said if writes else READ_ONLY)
