"""Files that are dropped: onto a widget, or onto a row of a table."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QTableView, QWidget

from enclave_desktop.desktop.page import Surroundings

Row = tuple[str, Any]


class Drops(QObject):
    """Takes files that fall on a widget and attaches them; workbooks and records go on to the window."""

    def __init__(
        self,
        surroundings: Surroundings,
        widget: QWidget,
        whose: Callable[[QDropEvent], Row | None],
        over: Callable[[QDropEvent | None], None] = lambda event: None,
        *,
        anybody: bool = False,
    ) -> None:
        """`whose` is asked for the row under the mouse; `over` shows it while files are held above.

        `anybody`: where there is no row the files' names say whose they are.
        """
        super().__init__(widget)
        self._surroundings = surroundings
        self._widget = widget
        self._whose = whose
        self._over = over
        self._anybody = anybody
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._over(None)
            return False
        if kind not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent | QDragMoveEvent)
        from enclave_desktop.desktop.evidence.attaching import can_take, take

        if not can_take(event.mimeData()):
            event.ignore()
            return False
        row = self._whose(event)
        if row is None and not self._anybody and kind != QEvent.Type.DragEnter:
            event.ignore()
            self._over(None)
            return True
        event.acceptProposedAction()
        self._over(event if kind == QEvent.Type.DragMove else None)
        if kind == QEvent.Type.Drop:
            take(self._surroundings, self._widget, event.mimeData(), row)
        return True


def take_drops_on_rows(
    surroundings: Surroundings, table: QTableView, row_at: Callable[[int], Any], hover: Callable[[int], None]
) -> None:
    """Let files fall on rows of a table: `row_at` gives what stands there, `hover` shows where they would."""

    def place(event: QDropEvent) -> int:
        return table.indexAt(event.position().toPoint()).row()

    def whose(event: QDropEvent) -> Row | None:
        from enclave_desktop.desktop.evidence.owners import row_of

        at = place(event)
        return row_of(row_at(at)) if at >= 0 else None

    def over(event: QDropEvent | None) -> None:
        hover(-1 if event is None else place(event))

    Drops(surroundings, table.viewport(), whose, over)
