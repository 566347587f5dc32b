"""How a table stood at the last start: columns, order of rows, filter."""

import re

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMenu

from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.table.toolbar import fill_columns_menu
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.desktop.theme import theme

_PERSONAL = re.compile(r"\d{4,}|[^\x00-\x7f]")
"""A part of a document number or account, or a name; pinyin initials are neither."""


class Layout:
    """Keeps and brings back the columns of one table."""

    def __init__(self, table: TableView, settings: Settings, title: str) -> None:
        self._table = table
        self._settings = settings
        # Columns kept by an older program may not fit.
        self._name = f"table/{title}/{table.table_model.columnCount()}"

    def keep(self, search: str, segment: int) -> None:
        """What was looked for is kept unless it is personal."""
        state: QByteArray = self._table.horizontalHeader().saveState()
        self._settings.keep_layout(self._name, state)
        self._settings.keep_text(f"{self._name}/scale", str(theme().scale))
        self._settings.keep_text(f"{self._name}/search", "" if _PERSONAL.search(search) else search)
        self._settings.keep_text(f"{self._name}/segment", str(segment))

    def restore(self, segments: int) -> tuple[str, int]:
        """Bring the columns back; what was looked for, and which segment."""
        state = self._settings.layout(self._name)
        header = self._table.horizontalHeader()
        if state is not None and header.restoreState(state):
            kept_at = float(self._settings.text(f"{self._name}/scale", "1"))
            self._table.scale_columns(theme().scale / kept_at)
            self._table.table_model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
            self._table.settle_columns()
        segment = int(self._settings.text(f"{self._name}/segment", "0"))
        return self._settings.text(f"{self._name}/search"), segment if segment <= segments else 0

    def fill_menu(self, menu: QMenu) -> None:
        """All columns but the first, which stays."""
        columns = self._table.table_model.columns
        shown = set(self._table.columns_in_order())
        fill_columns_menu(
            menu, [(at, columns[at].label, at in shown) for at in range(1, len(columns))], self._show
        )

    def _show(self, at: int, shown: bool) -> None:
        self._table.setColumnHidden(at, not shown)
