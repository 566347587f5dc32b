"""A sheet's page under the hands of a test: cells by row and header, keys, the clipboard."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTabBar, QTableView, QWidget

from enclave_desktop.dossier.values import Person
from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY
from tests.desktop.screen import named


class Sheet:
    """The visible table of a sheet and what surrounds it."""

    def __init__(self, window, qtbot, title: str) -> None:
        self.window, self.qtbot = window, qtbot
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        self.view: QTableView = named(window, QTableView, f"{title}表")
        self.pane = named(window, QWidget, f"{title}编辑")

    def headers(self) -> list[str]:
        """As they stand on the screen."""
        header, model = self.view.horizontalHeader(), self.view.model()
        order = [header.logicalIndex(at) for at in range(header.count())]
        shown = [at for at in order if not header.isSectionHidden(at)]
        return [model.headerData(at, Qt.Orientation.Horizontal) for at in shown]

    def index(self, row: str | int, label: str) -> QModelIndex:
        """The cell of a row, given by its first cell or place, under a header."""
        model = self.view.model()
        labels = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        if isinstance(row, str):
            row = self.column(labels[0]).index(row)
        return model.index(row, labels.index(label))

    def text(self, row: str | int, label: str) -> str:
        return self.index(row, label).data()

    def column(self, label: str) -> list[str]:
        """What the cells of a column show, from top to bottom."""
        model = self.view.model()
        labels = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        at = labels.index(label)
        return [model.index(row, at).data() for row in range(model.rowCount())]

    def click(self, row: str | int, label: str, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        index = self.index(row, label)
        self.view.scrollTo(index)
        # The first column is a view of its own, lying over the table.
        at = self.view.viewport().mapToGlobal(self.view.visualRect(index).center())
        widget = self.window.childAt(self.window.mapFromGlobal(at))
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, widget.mapFromGlobal(at))

    def keys(self, *keys, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Pressed wherever the keyboard is."""
        if QApplication.focusWidget() is None:
            self.window.activateWindow()
            self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
            # Enter is taken up by a cell's editor only after the event.
            QApplication.processEvents()

    def write(self, text: str) -> None:
        write(self.qtbot, text)

    def type_into_cell(self, row: str | int, label: str, text: str) -> None:
        self.click(row, label)
        self.write(text)
        self.keys(Qt.Key.Key_Return)

    def field(self, label: str, kind: type[QWidget] = QLineEdit):
        """An input of the pane."""
        return named(self.pane, kind, label)

    def current(self) -> tuple[str, str]:
        """First cell of the current row, and header of the current column."""
        index = self.view.currentIndex()
        model = self.view.model()
        return model.index(index.row(), 0).data(), model.headerData(index.column(), Qt.Orientation.Horizontal)


def write(qtbot, text: str) -> None:
    """Typed wherever the keyboard is; Chinese comes from an input method."""
    for char in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        if char.isascii():
            qtbot.keyClicks(widget, char)
        else:
            QApplication.sendEvent(widget, QInputMethodEvent("x", []))
            event = QInputMethodEvent("", [])
            event.setCommitString(char)
            QApplication.sendEvent(widget, event)


def on_record(path, entity):
    """What another opening of the file finds."""
    with Record.open(path, read_only=True) as record:
        return record.dossier(DAY).rows(entity)


def open_sheet(window, qtbot, settled, record_file, page: str, title: str) -> Sheet:
    """Go to a page, and a tab of it, on a record; the record is opened once."""
    # The page of the test is made before the record is opened: no other need be.
    window.sidebar.set_record_open(True)
    window.go(page)
    if window.session.view is None:
        settled(lambda: window.session.open(record_file))
        settled(lambda: window.session.look(DAY, DAY.year - 1))
        window.go(page)
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    if bars:
        at = [bars[0].tabText(i) for i in range(bars[0].count())].index(title)
        qtbot.mouseClick(bars[0], Qt.MouseButton.LeftButton, pos=bars[0].tabRect(at).center())
    return Sheet(window, qtbot, title)


def person(path, name: str) -> Person:
    """The person of that name, as another opening of the file finds her."""
    return next(row for row in on_record(path, Person) if row.name == name)


def status(window) -> str:
    """What the status bar says."""
    return window.status.currentMessage()


def type_into(qtbot, line: QLineEdit, text: str) -> None:
    """In place of what stands there."""
    line.setFocus()
    line.selectAll()
    write(qtbot, text)


def dialog():
    """The dialog that is open."""
    shown = QApplication.activeModalWidget()
    assert shown is not None
    return shown
