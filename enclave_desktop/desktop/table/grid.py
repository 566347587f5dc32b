"""What every table of rows looks like: its own cells, lines between rows, heights that follow the type."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from enclave_desktop.desktop.table.cells import Cells
from enclave_desktop.desktop.table.delegate import CellDelegate
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.dossier import Dossier


class Grid(QTableView):
    """What the table and its standing first column have in common."""

    stands = False
    """Whether it is the column that does not scroll."""
    hides_first = False
    """Whether something lies over the first column, which then need not be painted."""

    def __init__(
        self, model: TableModel, cells: Cells, dossier: Callable[[], Dossier | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.cells = cells
        self._scale = theme().scale
        self.setModel(model)
        self.setItemDelegate(CellDelegate(cells, dossier, self.home_of_editor, self))
        self.itemDelegate().skips_first = self.hides_first  # type: ignore[attr-defined]
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        self.dress()

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:
        """The header knows of no selection, which it does not show: painted, it would ask every row about itself."""
        super().setSelectionModel(selection)
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(selection.model(), header))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self.cells.rule(painter, self, at_right=self.stands)
        painter.end()

    def home_of_editor(self, column: int) -> QWidget | None:
        """Where the editors of a column lie, if not on the view."""
        return None

    def set_widths(self, widths: Sequence[int]) -> None:
        """Logical pixels at the usual size of type."""
        for at, width in enumerate(widths):
            self.setColumnWidth(at, round(width * self._scale))

    def scale_columns(self, factor: float) -> None:
        """Make all columns wider or narrower; a hidden one, whose width nobody knows, is as wide as is usual."""
        if factor == 1:
            return
        for at, column in enumerate(self.cells.model.columns):
            hidden = self.isColumnHidden(at)
            width = column.width * theme().scale if hidden else self.columnWidth(at) * factor
            self.setColumnWidth(at, round(width))

    def dress(self) -> None:
        """Heights and widths follow the type."""
        self.scale_columns(theme().scale / self._scale)
        self._scale = theme().scale
        self.verticalHeader().setDefaultSectionSize(self.cells.row_height)
        self.horizontalHeader().setFixedHeight(self.cells.row_height)
