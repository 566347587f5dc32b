"""Finding what is on the screen as a person does: by what it says, and only while it can be seen."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)


def named(parent: QWidget, kind: type[QWidget], name: str):
    """The visible widget of that accessible name or text."""
    for widget in parent.findChildren(kind):
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if widget.isVisible() and name in (widget.accessibleName(), text):
            return widget
    raise AssertionError(f"no visible {kind.__name__} {name}")


def click(qtbot, parent: QWidget, name: str) -> None:
    """Click the button of that name or text."""
    qtbot.mouseClick(named(parent, QAbstractButton, name), Qt.MouseButton.LeftButton)


def said(view: QAbstractItemView) -> list[str]:
    """What a view says of its rows to those who cannot see it."""
    model = view.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def row_of(view: QAbstractItemView, words: str) -> QModelIndex:
    """The first row that begins with the words."""
    return view.model().index(next(at for at, text in enumerate(said(view)) if text.startswith(words)), 0)


def click_row(qtbot, view: QAbstractItemView, words: str) -> None:
    index = row_of(view, words)
    view.scrollTo(index)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


def type_words(widget: QWidget, words: str) -> None:
    """What an input method hands over once it is composed."""
    widget.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def answer_file_dialog(qtbot, path) -> None:
    """Give the file dialog that is open a path, and take it."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    (line,) = dialog.findChildren(QLineEdit)
    line.setText(str(path))
    (accept,) = [button for button in dialog.findChildren(QPushButton) if button.isDefault()]
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)


def drop(widget: QWidget, path: Path) -> None:
    """Let a file fall on a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(99, 99), *how)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPoint(99, 99), *how))
