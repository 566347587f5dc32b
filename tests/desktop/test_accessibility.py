"""What a screen reader is told: every control has a name and a role, cells speak, and what is masked is not told."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QTabBar,
    QTableView,
    QWidget,
)

from enclave_desktop.desktop.main_window import ENTRIES
from enclave_desktop.desktop.table.model import TableModel
from enclave_desktop.dossier.fields import SHEETS, Kind
from tests.desktop.conftest import DAY
from tests.desktop.screen import click

PAGES = [entry.key for entry in ENTRIES]
SHEET_PAGES = ["firm", "people", "contracts", "spend"]
TOLD = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
SPOKEN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
LEAST_DIGITS = 6
"""Of a number that belongs to one person alone."""


@pytest.fixture
def sample(window, qtbot, settled, record_file):
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def tabs(window, page: str) -> Iterator[str]:
    """Go to a page, and to each of its tabs."""
    window.go(page)
    QApplication.processEvents()
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    for at in range(bars[0].count() if bars else 1):
        if bars:
            bars[0].setCurrentIndex(at)
        QApplication.processEvents()
        yield bars[0].tabText(at) if bars else ""


def unnamed(parent: QWidget) -> list[str]:
    """The controls that the keyboard reaches and that a screen reader could not tell."""
    found = []
    for widget in parent.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            told = QAccessible.queryAccessibleInterface(widget)
            if not told.text(QAccessible.Text.Name) or told.role() == QAccessible.Role.NoRole:
                found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def tree(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """The node and all below it that is on the screen."""
    if node is None or not node.isValid() or node.state().invisible:
        return
    yield node
    for at in range(node.childCount()):
        yield from tree(node.child(at))


def indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    for row in range(model.rowCount(QModelIndex())):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
            yield model.index(row, column)


def views(window) -> list[QAbstractItemView]:
    found = window.findChildren(QAbstractItemView)
    return [view for view in found if view.isVisible() and not isinstance(view, QHeaderView)]


def secrets(dossier) -> set[str]:
    """Every identity number and account on record, in full."""
    told = {
        str(getattr(row, field.name))
        for entity, sheet in SHEETS.items()
        for row in dossier.rows(entity)
        for field in sheet.fields
        if field.sensitive and field.kind in (Kind.DOCUMENT_NUMBER, Kind.ACCOUNT)
    }
    return {text for text in told if len(text) > LEAST_DIGITS}


@pytest.mark.parametrize("page", PAGES)
def test_that_every_control_the_keyboard_reaches_has_a_name_and_a_role(sample, page):
    for tab in tabs(sample, page):
        assert unnamed(sample) == [], tab


def test_that_the_guide_to_a_new_record_can_be_heard(window, qtbot):
    click(qtbot, window, "新建档案")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QDialog)))
    (guide,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    assert guide.windowTitle()
    assert unnamed(guide) == []
    guide.reject()


@pytest.mark.parametrize("page", SHEET_PAGES)
def test_that_a_cell_speaks_its_header_and_its_value(sample, page):
    for tab in tabs(sample, page):
        for view in views(sample):
            if not isinstance(view, QTableView) or view.horizontalHeader().isHidden():
                continue
            for index in indexes(view):
                header = view.model().headerData(index.column(), Qt.Orientation.Horizontal)
                said = index.data(Qt.ItemDataRole.AccessibleTextRole)
                assert said == f"{header}：{index.data() or '空'}", tab


def test_that_what_a_screen_reader_gets_of_a_cell_is_what_it_speaks(sample):
    list(tabs(sample, "people"))
    sample.go("people")
    bar = next(bar for bar in sample.findChildren(QTabBar) if bar.isVisible())
    bar.setCurrentIndex(0)
    view = next(view for view in views(sample) if view.accessibleName() == "人员表")
    cells = {node.text(QAccessible.Text.Name) for node in tree(QAccessible.queryAccessibleInterface(view))}
    assert view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) in cells


@pytest.mark.parametrize("page", PAGES)
def test_that_a_masked_value_is_told_nowhere(sample, page):
    hidden = secrets(sample.session.view.dossier)
    assert hidden
    for tab in tabs(sample, page):
        told = {
            node.text(kind) for node in tree(QAccessible.queryAccessibleInterface(sample)) for kind in TOLD
        }
        told |= {
            str(index.data(role) or "")
            for view in views(sample)
            for index in indexes(view)
            for role in SPOKEN
        }
        told |= {widget.toolTip() for widget in sample.findChildren(QWidget)}
        assert not {secret for secret in hidden for text in told if secret in text}, tab


@pytest.mark.parametrize("page", ["firm", "people"])
def test_that_a_masked_cell_tells_its_value_in_no_way_but_to_its_editor(sample, page):
    masked = 0
    for tab in tabs(sample, page):
        for view in views(sample):
            for index in indexes(view) if isinstance(view.model(), TableModel) else ():
                full = index.data(Qt.ItemDataRole.EditRole)
                a_name = not str(full).isascii()  # of an enclave: only a person's number is masked
                if view.model().is_masked(index.row(), index.column()) and full and not a_name:
                    masked += 1
                    assert not [role for role in SPOKEN if full in str(index.data(role) or "")], tab
    assert masked


@pytest.mark.parametrize("page", PAGES)
def test_that_nothing_can_be_dragged_out_of_a_table(sample, page):
    for tab in tabs(sample, page):
        assert [view.accessibleName() for view in views(sample) if view.dragEnabled()] == [], tab
