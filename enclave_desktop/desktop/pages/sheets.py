"""A page of tables: tabs, each made on first visit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabBar, QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import WITH_AIR, icon
from enclave_desktop.desktop.importing import export_button, import_button
from enclave_desktop.desktop.manual.terms import tip
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.people.standing import lacking_cells
from enclave_desktop.desktop.place import Place
from enclave_desktop.desktop.table.columns import Column, columns_of
from enclave_desktop.desktop.table.keeping import bring_back, keep
from enclave_desktop.desktop.table.look import SheetLook
from enclave_desktop.desktop.table.sheet_table import SheetTable
from enclave_desktop.desktop.writing_only import only_to_write
from enclave_desktop.dossier.fields import SHEETS


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a sheet's table, or something of the page's own."""

    title: str
    make: Callable[[Surroundings], Any]
    entity: type[Any] | None = None


class SheetsPage(Page):
    """Tabs of tables, each made on first visit."""

    guide = "改一格"

    def __init__(self, surroundings: Surroundings, title: str, tabs: Sequence[Tab]) -> None:
        self.title = title
        super().__init__(surroundings)
        self._made: dict[int, Any] = {}
        self._tabs = tabs
        self._bar = QTabBar()
        self._bar.setAccessibleName(f"{self.title}的表")
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        for tab in self._tabs:
            self._bar.setTabToolTip(self._bar.addTab(tab.title), tip(tab.title))
        self._bar.setVisible(len(self._tabs) > 1)
        self.header.insertWidget(2, self._bar)
        self.header.addWidget(import_button(surroundings))
        self._export = export_button(lambda: self.table().export())
        self.header.addWidget(self._export)
        self._add = QPushButton(icon("add_20_regular", "on_accent"), "新增")
        self._add.setProperty("kind", "primary")
        self._add.setIconSize(WITH_AIR)
        self._add.clicked.connect(lambda: self.table().add())
        only_to_write(self._add, self.session)
        self.header.addWidget(self._add)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack)
        self._bar.currentChanged.connect(self.show_tab)

    def table(self) -> Any:
        """What the current tab holds."""
        at = max(self._bar.currentIndex(), 0)
        if at not in self._made:
            made = self._tabs[at].make(self.surroundings)
            self._made[at] = made
            self._stack.addWidget(made)
            self.made(made)
            self._bring_up(made, self.session.view)
        return self._made[at]

    def made(self, tab: QWidget) -> None:
        """A tab was visited for the first time."""

    def show_tab(self, at: int) -> None:
        if self._bar.currentIndex() != at:
            self._bar.setCurrentIndex(at)
            return
        table = self.table()
        self._stack.setCurrentWidget(table)
        self._head()

    def show_view(self, view: View | None) -> None:
        before = list(self._made.values())
        self.table()  # a tab made now shows it from the start
        for made in before:
            self._bring_up(made, view)
        self.show_tab(max(self._bar.currentIndex(), 0))

    def look_at(self, target: object) -> None:
        if not isinstance(target, Place):
            return
        at = next((i for i, tab in enumerate(self._tabs) if tab.entity is target.entity), None)
        if at is not None:
            self.show_tab(at)
            if target.row is None:
                self._begin(target)
            else:
                self.table().look_at(self._recorded(target), target.field)

    def _begin(self, target: Place) -> None:
        """A new row, with what is known of it already filled in."""
        table = self.table()
        table.add()
        if target.given and table.view is not None:
            table.pane.begin(table.dossier, target.given)

    def leave(self) -> None:
        for made in self._made.values():
            made.leave()

    def keep(self) -> object:
        tables = {at: keep(made) for at, made in self._made.items() if isinstance(made, SheetTable)}
        return max(self._bar.currentIndex(), 0), tables

    def bring_back(self, kept: Any) -> None:
        tab, tables = kept
        for at in sorted(tables, key=lambda at: at == tab):  # the current one last: it takes the keyboard
            self.show_tab(at)
            bring_back(self.table(), tables[at])
        self.show_tab(tab)

    @property
    def unfinished(self) -> bool:
        return any(keep(made).unfinished for made in self._made.values() if isinstance(made, SheetTable))

    def _recorded(self, target: Place) -> Any:
        """The row as the table has it: the target may be an equal one."""
        assert self.session.view is not None
        sheet = SHEETS[target.entity]
        key = sheet.key_of(target.row)
        rows = self.session.view.dossier.rows(target.entity)
        return next((row for row in rows if sheet.key_of(row) == key), target.row)

    def _bring_up(self, tab: Any, view: View | None) -> None:
        tab.show_view(view, lacking_cells(view))

    def _head(self) -> None:
        """The header speaks of the current tab."""
        tab = self._tabs[max(self._bar.currentIndex(), 0)]
        view = self.session.view
        for button in (self._add, self._export):
            button.setVisible(tab.entity is not None)
        self.subtitle.setVisible(False)
        if tab.entity is None:
            return
        sheet = SHEETS[tab.entity]
        self._add.setText(f"新增{sheet.title}")
        full = sheet.single and view is not None and bool(view.dossier.rows(tab.entity))
        self._add.setVisible(not full)


def sheet_tab(
    entity: type[Any],
    words: Callable[[Any], tuple[str, str]],
    columns: Sequence[Column] | None = None,
    **look: Any,
) -> Tab:
    """The table of a sheet, with a column for each field unless `columns` says others; the first stays, set strong."""
    sheet = SHEETS[entity]
    first, *others = columns or columns_of(sheet)

    def make(surroundings: Surroundings) -> SheetTable:
        shown = [replace(first, strong=True), *others]
        return SheetTable(SheetLook(sheet, shown, words, **look), surroundings)

    return Tab(sheet.title, make, entity)
