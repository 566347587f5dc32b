"""The pages of tables: 企业与飞地, 人员, 合同, 研发费用."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabBar, QWidget

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.importing import export_button, import_button
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.people.page import PersonPage
from enclave_desktop.desktop.people.standing import (
    People,
    enclave_column,
    end_column,
    ends_soon,
    is_lacking,
    lacking_cells,
    name_column,
    verdict_column,
)
from enclave_desktop.desktop.place import Place
from enclave_desktop.desktop.session import View
from enclave_desktop.desktop.spend.sums_tab import SpendSums
from enclave_desktop.desktop.table.columns import Column, columns_of
from enclave_desktop.desktop.table.sheet_table import SheetLook, SheetTable
from enclave_desktop.desktop.table.toolbar import Segment
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Claim,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a sheet's table, or something of the page's own."""

    title: str
    make: Callable[[Surroundings], Any]
    entity: type[Any] | None = None


class SheetsPage(Page):
    """Tabs of tables, each made on first visit."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._made: dict[int, Any] = {}
        self._tabs = self.tabs()
        self._bar = QTabBar()
        self._bar.setAccessibleName(f"{self.title}的表")
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        for tab in self._tabs:
            self._bar.addTab(tab.title)
        self._bar.setVisible(len(self._tabs) > 1)
        self.header.insertWidget(2, self._bar)
        self.header.addWidget(import_button(surroundings))
        self._export = export_button(lambda: self.table().export())
        self.header.addWidget(self._export)
        self._add = QPushButton(icon("add_20_regular", "on_accent"), "新增")
        self._add.setProperty("kind", "primary")
        self._add.clicked.connect(lambda: self.table().add())
        self.header.addWidget(self._add)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack)
        self._bar.currentChanged.connect(self.show_tab)

    def tabs(self) -> Sequence[Tab]:
        raise NotImplementedError

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
        self.table()
        for made in self._made.values():
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


def sheet_tab(entity: type[Any], words: Callable[[Any], tuple[str, str]], **look: Any) -> Tab:
    """The table of a sheet; its first column stays and is set strong."""
    sheet = SHEETS[entity]

    def make(surroundings: Surroundings) -> SheetTable:
        columns = look.pop("columns", None) or columns_of(sheet)
        first = replace(columns[0], strong=True)
        return SheetTable(SheetLook(sheet, [first, *columns[1:]], words, **look), surroundings)

    return Tab(sheet.title, make, entity)


LACKING = Segment("缺信息", is_lacking)
_OF_ENCLAVE: Callable[[Any], dict[str, str]] = lambda row: {"enclave": row.enclave or ""}  # noqa: E731


class FirmPage(SheetsPage):
    """企业与飞地."""

    title = "企业与飞地"

    def tabs(self) -> Sequence[Tab]:
        return [
            sheet_tab(
                Firm,
                lambda row: (row.name, "企业"),
                columns=_with_room_for_the_name(columns_of(SHEETS[Firm])),
            ),
            sheet_tab(
                Enclave,
                lambda row: (row.name, f"{row.type}·{row.city}"),
                hint="名称、拼音首字母",
                segments=(LACKING,),
            ),
            sheet_tab(
                Filing,
                lambda row: (row.enclave, f"备案·{row.authority}"),
                hint="飞地、机关、编号",
                given=_OF_ENCLAVE,
            ),
            sheet_tab(
                Carrier, lambda row: (row.name, row.type), hint="名称、拼音首字母", segments=(LACKING,)
            ),
            sheet_tab(
                Assessment,
                lambda row: (row.enclave, f"{row.year} 年度考核"),
                hint="飞地、年度",
                given=_OF_ENCLAVE,
            ),
            sheet_tab(
                Approval, lambda row: (row.enclave, row.category), hint="飞地、类别、文号", given=_OF_ENCLAVE
            ),
            sheet_tab(Claim, lambda row: (row.programme, f"申领·{row.state}"), hint="项目、对象、状态"),
        ]


class PeoplePage(SheetsPage):
    """人员: the tables, and over them a person's own page."""

    title = "人员"

    def __init__(self, surroundings: Surroundings) -> None:
        self._people = People()
        super().__init__(surroundings)
        self._person: PersonPage | None = None

    def tabs(self) -> Sequence[Tab]:
        people = self._people
        return [
            sheet_tab(
                Person,
                self._person_words,
                columns=self._person_columns(),
                hint="姓名、拼音首字母、号码",
                segments=(
                    Segment("研发", lambda view: lambda row: row.rnd_staff is True),
                    LACKING,
                    Segment("临期", ends_soon(people)),
                ),
                more=lambda row: enclave_column(people).text(row),
                has_page=True,
            ),
            sheet_tab(
                Contract,
                lambda row: (people.names.get(row.person, ""), f"{row.enclave}·{row.starts_on} 起"),
                columns=[name_column(people), *columns_of(SHEETS[Contract])],
                hint="姓名、拼音首字母、飞地",
                segments=(LACKING, Segment("临期", ends_soon(people))),
                more=lambda row: people.names.get(row.person, ""),
                given=lambda row: {"person": row.person, "enclave": row.enclave},
            ),
        ]

    def _person_words(self, row: Person) -> tuple[str, str]:
        contract = self._people.contract(row)
        parts = [contract.enclave if contract else "没有劳动合同", row.position or ""]
        return row.name, "·".join(part for part in parts if part)

    def _person_columns(self) -> list[Column]:
        by_name = {column.field.name: column for column in columns_of(SHEETS[Person]) if column.field}
        first = [by_name.pop(name) for name in ("name", "id_number")]
        first[0] = replace(first[0], width=92)
        second = [replace(by_name.pop(name), width=w) for name, w in (("degree", 72), ("study_mode", 88))]
        worked_out = [verdict_column(self._people), enclave_column(self._people), end_column(self._people)]
        return [*first, worked_out[0], *second, *worked_out[1:], *by_name.values()]

    def show_view(self, view: View | None) -> None:
        if view is not None:
            self._people.show(view)
        super().show_view(view)
        if self._person is not None:
            self._person.show_view(view)

    def made(self, tab: QWidget) -> None:
        assert isinstance(tab, SheetTable)
        tab.page_asked.connect(self.open_person)
        if self.session.view is not None:
            self._people.show(self.session.view)

    def open_person(self, row: Person) -> None:
        """Her own page in place of the tables."""
        if self._person is None:
            self._person = PersonPage(self.surroundings, self._people)
            self._person.back_asked.connect(self._back)
            self._person.place_asked.connect(self._to_field)
            self._stack.addWidget(self._person)
        self._person.show_person(row.id_number)
        self._stack.setCurrentWidget(self._person)
        for of_the_tables in (self._bar, self._add, self._export):
            of_the_tables.hide()

    def show_tab(self, at: int) -> None:
        if self._person is not None and self._stack.currentWidget() is self._person:
            return
        super().show_tab(at)

    def _back(self) -> None:
        assert self._person is not None
        row = self._person.person
        self._stack.setCurrentIndex(0)
        self._bar.show()
        self.show_tab(max(self._bar.currentIndex(), 0))
        if row is not None and self._bar.currentIndex() == 0:
            self.table().look_at(row)

    def _to_field(self, place: Place) -> None:
        self._back()
        self.look_at(place)

    def look_at(self, target: object) -> None:
        if self._person is not None and self._stack.currentWidget() is self._person:
            self._back()
        super().look_at(target)


class AgreementsPage(SheetsPage):
    """合同: agreements with other firms."""

    title = "合同"

    def tabs(self) -> Sequence[Tab]:
        return [
            sheet_tab(
                Agreement,
                lambda row: (row.number, f"{row.type}·{row.counterparty}"),
                hint="编号、对方单位、标的",
                segments=tuple(_of_type(choice) for choice in SHEETS[Agreement].field("type").choices),
            )
        ]


class SpendPage(SheetsPage):
    """研发费用: the ledger, its projects, and sums by category and month."""

    title = "研发费用"

    def tabs(self) -> Sequence[Tab]:
        return [
            sheet_tab(
                Expense,
                lambda row: (row.voucher, f"{row.category}·{row.booked_on}"),
                hint="凭证、摘要、金额",
                given=lambda row: {"booked_on": str(row.booked_on), "enclave": row.enclave},
            ),
            Tab("按类别和月份", SpendSums),
            sheet_tab(Project, lambda row: (row.number, row.name), hint="编号、名称", given=_OF_ENCLAVE),
        ]


def _with_room_for_the_name(columns: list[Column]) -> list[Column]:
    return [replace(columns[0], width=232), *columns[1:]]


def _of_type(choice: str) -> Segment:
    return Segment(choice, lambda view: lambda row: row.type == choice)
