"""Tables on screen: the ledger of a large firm in our table, and in Qt's usual way.

The peer shows the same rows in a QTableView with the default delegate over a Python model, and filters and sorts
them through a QSortFilterProxyModel. All in one process, offscreen; seconds of the process's CPU, the medians of
alternating rounds.
Sorting through the proxy is timed on a fifth of the rows: it would take minutes.
"""

import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.ledger import invented_dossier

ROWS, FEW, PROXY_ROWS = 100_000, 1_000, 20_000
ROUNDS = 5
JUMPS = 40
SIZE = (1366, 688)
SHOW, FRAME, FILTER, SORT = 1.5, 0.4, 0.05, 0.02
SORTED_BY, TYPED, INITIALS = "amount", "记-0123", "syclj"


def main() -> None:
    """Prints the ratios and the goals."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from enclave_desktop.desktop.app import make_application

    app = make_application(sys.argv)
    expenses = list(invented_dossier(ROWS).expenses)
    random.Random(0).shuffle(expenses)
    shown = {rows: _median(lambda rows=rows: _show_ours(app, expenses[:rows])) for rows in (FEW, ROWS)}
    table, default = _ours(expenses), _default(expenses)
    for view in (table, default):
        view.resize(*SIZE)
        view.show()
    app.processEvents()
    frames = {
        way: _median(lambda view=view: _jump(app, view))
        for way, view in (("ours", table), ("default", default))
    }
    default.close()
    first, found, spoken = _searching(app, table)
    ordered = _sorting(app, table)
    table.table_model.set_rows(expenses[:PROXY_ROWS])
    alike = _sorting(app, table)
    proxied_filter, proxied_sort = _proxied(app, expenses)
    _report("first show, 100 000 rows : 1 000", shown[ROWS], shown[FEW], SHOW)
    _report("frame of a jump, ours : default delegate", frames["ours"], frames["default"], FRAME)
    _report("filter all columns, first time : proxy, all columns", first, proxied_filter, FILTER)
    _report("filter all columns, next times : proxy, all columns", found, proxied_filter, FILTER)
    _report("filter all columns by initials : proxy, all columns, without", spoken, proxied_filter, FILTER)
    _report("sort 20 000 rows : proxy, 20 000", alike, proxied_sort, SORT)
    _report("sort 100 000 rows : proxy, 20 000", ordered, proxied_sort, SORT)


def _report(what: str, ours: float, theirs: float, goal: float) -> None:
    sys.stdout.write(
        f"{what}\n  {ours * 1000:9.1f} ms : {theirs * 1000:9.1f} ms = {ours / theirs:.4f} (goal {goal})\n"
    )


def _timed(act: Callable[[], Any]) -> float:
    gc.collect()
    start = time.process_time()
    act()
    return time.process_time() - start


def _median(measure: Callable[[], float]) -> float:
    measure()
    return statistics.median(measure() for _ in range(ROUNDS))


def _ours(rows: Any) -> Any:
    """Our table, as the page of the ledger has it."""
    from enclave_desktop.desktop.table.columns import columns_of
    from enclave_desktop.desktop.table.model import TableModel
    from enclave_desktop.desktop.table.view import TableView
    from enclave_desktop.dossier.fields import SHEETS
    from enclave_desktop.dossier.values import Expense

    model = TableModel(columns_of(SHEETS[Expense]))
    view = TableView(model, lambda: None, None)  # type: ignore[arg-type]
    model.setParent(view)
    model.set_rows(rows)
    return view


def _default(rows: Any) -> Any:
    """The same model under the default delegate."""
    from PySide6.QtWidgets import QTableView

    view = QTableView()
    ours = _ours(rows)
    view.held = ours  # type: ignore[attr-defined]
    view.setModel(ours.table_model)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(ours.cells.row_height)
    for at, column in enumerate(ours.table_model.columns):
        view.setColumnWidth(at, column.width)
    return view


def _show_ours(app: Any, rows: Any) -> float:
    def show() -> None:
        view = _ours(rows)
        view.resize(*SIZE)
        view.show()
        view.grab()
        app.processEvents()
        shown.append(view)

    shown: list[Any] = []
    used = _timed(show)
    shown[0].close()
    return used


def _jump(app: Any, view: Any) -> float:
    """One frame of a scroll to somewhere else, drawn in full."""
    places = random.Random(1).sample(range(view.model().rowCount()), JUMPS)

    def jump() -> None:
        for place in places:
            view.scrollTo(view.model().index(place, 1))
            view.viewport().repaint()
            app.processEvents()

    return _timed(jump) / JUMPS


def _searching(app: Any, view: Any) -> tuple[float, float, float]:
    """Filtering for the first time, the next times, and by pinyin initials."""
    from enclave_desktop.desktop.table import initials
    from enclave_desktop.desktop.table.search import Search
    from enclave_desktop.dossier.fields import SHEETS
    from enclave_desktop.dossier.values import Expense

    search = Search(SHEETS[Expense].fields)
    initials.load().join()

    def look(typed: str) -> None:
        view.table_model.set_filter(search.matching(typed))
        app.processEvents()
        view.table_model.set_filter(None)
        app.processEvents()

    first = _timed(lambda: look(TYPED))
    spoken = _timed(lambda: look(INITIALS))
    return first, _median(lambda: _timed(lambda: look(TYPED))), spoken


def _sorting(app: Any, view: Any) -> float:
    from PySide6.QtCore import Qt

    names = [column.field.name for column in view.table_model.columns]

    def order() -> None:
        view.table_model.sort(names.index(SORTED_BY), Qt.SortOrder.DescendingOrder)
        app.processEvents()

    def measure() -> float:
        view.table_model.sort(-1)
        return _timed(order)

    return _median(measure)


def _proxied(app: Any, rows: Any) -> tuple[float, float]:
    """Filtering all rows by all columns, and sorting a fifth of them, through a proxy."""
    from PySide6.QtCore import QSortFilterProxyModel, Qt
    from PySide6.QtWidgets import QTableView

    def proxied(some: Any) -> tuple[Any, Any]:
        ours = _ours(some)
        proxy = QSortFilterProxyModel(ours)
        proxy.setSourceModel(ours.table_model)
        view = QTableView()
        view.setModel(proxy)
        view.resize(*SIZE)
        view.show()
        view.held = ours  # type: ignore[attr-defined]
        app.processEvents()
        return view, proxy

    view, proxy = proxied(rows)
    proxy.setFilterKeyColumn(-1)

    def look() -> None:
        proxy.setFilterFixedString(TYPED)
        app.processEvents()
        proxy.setFilterFixedString("")
        app.processEvents()

    filtered = _timed(look)
    view.close()
    view, proxy = proxied(rows[:PROXY_ROWS])
    columns = [column.field.name for column in view.held.table_model.columns]
    proxy.setSortRole(Qt.ItemDataRole.EditRole)

    def order() -> None:
        proxy.sort(columns.index(SORTED_BY), Qt.SortOrder.DescendingOrder)
        app.processEvents()

    return filtered, _timed(order)


if __name__ == "__main__":
    main()
