"""The first column, which stays when the others scroll."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from enclave_desktop.desktop.table.grid import Grid
from enclave_desktop.dossier.dossier import Dossier

if TYPE_CHECKING:
    from enclave_desktop.desktop.table.view import TableView


class Standing(Grid):
    """A view of its own, lying over the table; what is done to it is done to the table."""

    stands = True

    def __init__(self, table: "TableView", dossier: Callable[[], Dossier | None]) -> None:
        super().__init__(table.table_model, table.cells, dossier, table)
        self._table = table
        self.setSelectionModel(table.selectionModel())
        self.setFocusProxy(table)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(table.edit)
        self.setAccessibleName(f"{table.table_model.columns[0].label}（固定列）")
        for at in range(1, table.table_model.columnCount()):
            self.setColumnHidden(at, True)
        self.setColumnWidth(0, table.columnWidth(0))
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        header = self.horizontalHeader()
        header.setProperty("pad", "24f")
        header.style().unpolish(header)  # within a dialog it is styled by now
        header.style().polish(header)
        header.setSortIndicatorClearable(True)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(
            lambda at, _, width: table.setColumnWidth(0, width) if at == 0 else None
        )
        self.show()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        whole = self._table.horizontalHeader()
        if column == 0 and (whole.sortIndicatorSection(), whole.sortIndicatorOrder()) != (0, order):
            whole.setSortIndicator(0, order)
        elif column == -1 and whole.sortIndicatorSection() == 0:
            whole.setSortIndicator(-1, order)

    def scale_columns(self, factor: float) -> None:
        """Its width is the table's."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._table.hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def wheelEvent(self, event: Any) -> None:
        self._table.wheelEvent(event)
