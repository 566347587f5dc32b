"""按类别和月份: a year's R&D spend, of one enclave or project, or of all."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.page import MARGIN_LEFT, MARGIN_RIGHT, Surroundings
from enclave_desktop.desktop.spend.adding_up import (
    MONTHS,
    NO_PROJECT,
    CategoryYear,
    by_category_and_month,
    years,
)
from enclave_desktop.desktop.table.actions import copy
from enclave_desktop.desktop.table.columns import Column
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.desktop.table.sums import sum_words
from enclave_desktop.desktop.table.toolbar import HEIGHT
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.values import Enclave, Expense, Project

_ALL_ENCLAVES, _ALL_PROJECTS, _ON_NONE = "全部飞地", "全部项目", "未注明项目"


class SpendSums(QWidget):
    """A table to read and copy."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.surroundings = surroundings
        self._view: View | None = None
        self.model = TableModel(_columns())
        self.table = TableView(self.model, lambda: None, self)
        self.table.setAccessibleName("按类别和月份合计")
        self.table.setSortingEnabled(False)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.copy_asked.connect(lambda heads: copy(self.table, surroundings.say, heads=heads))
        self._sums = QTimer(self)
        self._sums.setSingleShot(True)
        self._sums.timeout.connect(self._show_sums)
        self.table.picked.connect(self._sums.start)
        self._enclave = self._box(SHEETS[Enclave].title, 196)
        self._project = self._box(SHEETS[Project].title, 236)
        self._year = self._box("年度", 104)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._toolbar())
        layout.addWidget(self.table, 1)

    def show_view(self, view: View | None, lacking: object = None) -> None:
        self._view = view
        expenses = view.dossier.expenses if view else ()
        enclaves = sorted({row.enclave for row in expenses})
        _fill(self._enclave, [(_ALL_ENCLAVES, None), *((name, name) for name in enclaves)])
        _fill(self._project, [(_ALL_PROJECTS, None), *_projects(view)])
        found = years(expenses)
        chosen = view.year if view and self._year.count() == 0 else None
        _fill(self._year, [(f"{year} 年", year) for year in found])
        if chosen in found:
            self._year.setCurrentIndex(found.index(chosen))
        self._add_up()

    def leave(self) -> None:
        """Nothing is kept."""

    def _add_up(self) -> None:
        year = self._year.currentData()
        expenses = self._view.dossier.expenses if self._view and year else ()
        lines = by_category_and_month(
            expenses, year or 0, self._enclave.currentData(), self._project.currentData()
        )
        self.model.set_rows(lines)
        total = lines[-1].total
        words = "没有记账" if total is None else f"合计 {grouped(total)} 元"
        self._told.setText(words)

    def _toolbar(self) -> QWidget:
        bar = QWidget(self)
        bar.setFixedHeight(HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(MARGIN_LEFT, 0, MARGIN_RIGHT, 0)
        row.addWidget(self._enclave)
        row.addWidget(self._project)
        row.addWidget(self._year)
        self._told = QLabel("", bar)
        self._told.setProperty("role", "second")
        row.addSpacing(8)
        row.addWidget(self._told)
        row.addStretch(1)
        return bar

    def _box(self, name: str, width: int) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setFixedWidth(width)
        box.activated.connect(self._add_up)
        return box

    def _show_sums(self) -> None:
        if self.isVisible():
            self.surroundings.show_sums(sum_words(self.model, self.table.selectionModel().selection()))


def _projects(view: View | None) -> list[tuple[str, str]]:
    """Those with spend, by number; what is booked on none comes last."""
    if view is None:
        return []
    names = {project.number: project.name for project in view.dossier.projects}
    booked = {row.project or NO_PROJECT for row in view.dossier.expenses}
    entries = [(f"{number}　{names.get(number, '')}".rstrip(), number) for number in sorted(booked) if number]
    return [*entries, (_ON_NONE, NO_PROJECT)] if NO_PROJECT in booked else entries


def _fill(box: QComboBox, entries: list[tuple[str, Any]]) -> None:
    """Other entries; the one chosen stays where it can."""
    kept = box.currentData()
    box.clear()
    for words, value in entries:
        box.addItem(words, value)
    at = next((i for i, (_, value) in enumerate(entries) if value == kept), 0)
    box.setCurrentIndex(at if entries else -1)


def _columns() -> list[Column]:
    category = SHEETS[Expense].field("category").label
    months = [_money(f"{month} 月", 108, _of_month(month)) for month in MONTHS]
    return [
        Column(category, 116, lambda line: line.category, lambda line: line.category, strong=True),
        *months,
        _money("全年", 124, lambda line: line.total, strong=True),
    ]


def _of_month(month: int) -> Callable[[CategoryYear], int | None]:
    return lambda line: line.months[month - 1]


def _money(
    label: str, width: int, amount: Callable[[CategoryYear], int | None], *, strong: bool = False
) -> Column:
    def words(line: CategoryYear) -> str:
        fen = amount(line)
        return "" if fen is None else grouped(fen)

    return Column(label, width, words, amount, right=True, strong=strong)
