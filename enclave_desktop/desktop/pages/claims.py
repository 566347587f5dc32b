"""申领: how far each claim is, and the table of 申领."""

from dataclasses import replace

from PySide6.QtWidgets import QPushButton, QWidget

from enclave_desktop.desktop.claims.board import ClaimsBoard
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.pages.sheets import SheetsPage, Tab, sheet_tab
from enclave_desktop.desktop.place import Place
from enclave_desktop.desktop.table.columns import Column, columns_of
from enclave_desktop.desktop.widgets.as_of import PeriodBar
from enclave_desktop.desktop.writing_only import only_to_write
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import Claim

_PROGRAMME_WIDTH = 176
_BUTTONS = 3
"""Of the page of tables: 导入, 导出, 新增."""
_BOARD, _TABLE = "办理进度", SHEETS[Claim].title


class ClaimsPage(SheetsPage):
    """The board first; the table of 申领 beside it."""

    guide = "申领"

    def __init__(self, surroundings: Surroundings) -> None:
        tabs = [
            Tab(_BOARD, ClaimsBoard),
            sheet_tab(
                Claim,
                lambda row: (row.programme, f"申领·{row.state}"),
                columns=_with_room_for_the_programme(),
                hint="项目、对象、状态",
            ),
        ]
        self._record = QPushButton(icon("add_20_regular", "on_accent"), "记录申领")
        self._period = PeriodBar(surroundings.session)
        super().__init__(surroundings, _TABLE, tabs)
        self._record.setProperty("kind", "primary")
        self._record.setIconSize(WITH_AIR)
        self._record.clicked.connect(lambda: self.table().record())
        only_to_write(self._record, surroundings.session)
        self.header.insertWidget(self.header.count() - _BUTTONS, self._period)
        self.header.addWidget(self._record)

    def show_view(self, view: View | None) -> None:
        super().show_view(view)
        if view is not None:
            self._period.show_view(view)

    def made(self, tab: QWidget) -> None:
        if isinstance(tab, ClaimsBoard):
            tab.table_asked.connect(lambda claim: self.look_at(Place(Claim, claim, "state")))

    def look_at(self, target: object) -> None:
        if isinstance(target, ClaimStep):
            self.show_tab(0)
            self.table().look_at_claim(target.claim)
        else:
            super().look_at(target)

    def _head(self) -> None:
        super()._head()
        on_board = isinstance(self.table(), ClaimsBoard)
        for part in (self._record, self._period):
            part.setVisible(on_board)


def _with_room_for_the_programme() -> list[Column]:
    first, *others = columns_of(SHEETS[Claim])
    return [replace(first, width=_PROGRAMME_WIDTH), *others]
