"""人员: the tables, and over them a person's own page."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.pages.sheets import SheetsPage, Tab, sheet_tab
from enclave_desktop.desktop.people.page import PersonPage
from enclave_desktop.desktop.people.standing import (
    People,
    enclave_column,
    end_column,
    ends_soon,
    is_lacking,
    name_column,
    verdict_column,
)
from enclave_desktop.desktop.place import Place
from enclave_desktop.desktop.table.columns import Column, columns_of
from enclave_desktop.desktop.table.keeping import digest_of
from enclave_desktop.desktop.table.sheet_table import SheetTable
from enclave_desktop.desktop.table.toolbar import Segment
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Contract, Person

_LACKING = Segment("缺信息", is_lacking)


class PeoplePage(SheetsPage):
    """人员: the tables, and over them a person's own page."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._people = People()
        super().__init__(surroundings, "人员", self._people_tabs(self._people))
        self._person: PersonPage | None = None

    def _people_tabs(self, people: People) -> list[Tab]:
        return [
            sheet_tab(
                Person,
                self._person_words,
                columns=self._person_columns(),
                hint="姓名、拼音首字母、号码",
                segments=(
                    Segment("研发", lambda view: lambda row: row.rnd_staff is True),
                    _LACKING,
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
                segments=(_LACKING, Segment("临期", ends_soon(people))),
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

    def keep(self) -> object:
        on_page = self._person is not None and self._stack.currentWidget() is self._person
        row = self._person.person if on_page and self._person is not None else None
        return super().keep(), digest_of(row)

    def bring_back(self, kept: Any) -> None:
        tables, person = kept
        super().bring_back(tables)
        people = self.session.view.dossier.people if self.session.view else ()
        row = next((row for row in people if digest_of(row) == person), None) if person else None
        if row is not None:
            self.open_person(row)

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
