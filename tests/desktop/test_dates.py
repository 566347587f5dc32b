"""Dates: typed in any spelling, or picked from the calendar by mouse and by keys, in pane and cell."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QTableView

from enclave_desktop.dossier.values import Agreement
from tests.desktop.screen import click, named
from tests.desktop.sheet import on_record, write

KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
LEASE = "HT-2023-011"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def ends_on(path) -> date | None:
    return next(row for row in on_record(path, Agreement) if row.number == LEASE).ends_on


def month() -> QCalendarWidget:
    """The calendar that is open."""
    popup = QApplication.activePopupWidget()
    assert popup is not None
    return named(popup, QCalendarWidget, "选结束日期")


def days() -> QTableView:
    return next(view for view in month().findChildren(QTableView) if view.isVisible())


def open_by_button(line: QLineEdit) -> None:
    action = next(action for action in line.actions() if action.text() == "选结束日期")
    action.trigger()


def pick(qtbot, day: int) -> None:
    """The day of the month that is shown: the first of that number from the 1st on."""
    view = days()
    model = view.model()
    cells = [model.index(row, at) for row in range(1, model.rowCount()) for at in range(model.columnCount())]
    first = next(at for at, cell in enumerate(cells) if cell.data() == 1)
    cell = next(cell for cell in cells[first:] if cell.data() == day)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(cell).center())


def test_that_a_day_picked_in_the_pane_is_saved(agreements, settled, qtbot, record_file):
    agreements.click(LEASE, "标的")
    open_by_button(agreements.field("结束日期"))
    settled(lambda: pick(qtbot, 15))
    assert ends_on(record_file) == date(2026, 12, 15)
    assert agreements.field("结束日期").text() == "2026-12-15"


def test_that_a_day_is_picked_in_a_cell_by_keys_alone(agreements, settled, qtbot, record_file):
    agreements.click(LEASE, "结束日期")
    agreements.keys(KEY.Key_F2)
    agreements.keys(KEY.Key_Down, modifier=ALT)
    qtbot.keyClick(days(), KEY.Key_Left)
    settled(lambda: qtbot.keyClick(days(), KEY.Key_Return))
    assert ends_on(record_file) == date(2026, 12, 30)
    assert agreements.text(LEASE, "结束日期") == "2026-12-30"


def test_that_turning_away_from_the_calendar_leaves_the_day_and_the_cell_open(agreements, qtbot, record_file):
    agreements.click(LEASE, "结束日期")
    agreements.keys(KEY.Key_F2)
    agreements.keys(KEY.Key_Down, modifier=ALT)
    qtbot.keyClick(days(), KEY.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert ends_on(record_file) == date(2026, 12, 31)


def test_that_the_calendar_opens_at_the_day_that_is_typed_and_weeks_begin_on_monday(agreements, qtbot):
    agreements.click(LEASE, "标的")
    line = agreements.field("结束日期")
    line.setFocus()
    line.selectAll()
    write(qtbot, "2024年2月5日")
    qtbot.keyClick(line, KEY.Key_Down, ALT)
    assert month().selectedDate().toPython() == date(2024, 2, 5)
    assert days().model().index(0, 0).data() == "一"
    qtbot.keyClick(days(), KEY.Key_Escape)


def test_that_today_is_one_click_away(agreements, settled, qtbot, record_file):
    agreements.click(LEASE, "标的")
    open_by_button(agreements.field("结束日期"))
    settled(lambda: click(qtbot, QApplication.activePopupWidget(), "今天"))
    assert ends_on(record_file) == date.today()


@pytest.mark.parametrize("typed", ["2027-1-5", "2027年1月5日", "2027/01/05", "2027.1.5"])
def test_that_typing_stays_the_first_way(agreements, settled, qtbot, record_file, typed):
    agreements.click(LEASE, "标的")
    line = agreements.field("结束日期")
    line.setFocus()
    line.selectAll()
    write(qtbot, typed)
    settled(lambda: qtbot.keyClick(line, KEY.Key_Tab))
    assert ends_on(record_file) == date(2027, 1, 5)
