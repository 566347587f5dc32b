"""What went wrong, said calmly: a UserError as it is, a bug with a way to hand its details on."""

import traceback

from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from enclave_desktop import __version__
from enclave_desktop.desktop.work import Cancelled
from enclave_desktop.errors import UserError

_BUG = "bug"


def show_problem(parent: QWidget | None, error: Exception) -> None:
    """A dialog for the error; cancelled work needs none."""
    if isinstance(error, Cancelled):
        return
    if isinstance(error, UserError):
        _show(parent, error.message, "\n".join(error.details))
        return
    if any(widget.isVisible() and widget.objectName() == _BUG for widget in QApplication.topLevelWidgets()):
        return  # what fails at every painting is told once; the log has them all
    box = show_with_details(
        parent,
        "程序出了问题",
        "这是程序的缺陷，已经保存的内容没有受影响。请把详细信息发给我们。",
        bug_details(error),
    )
    box.setObjectName(_BUG)


def show_with_details(parent: QWidget | None, message: str, explanation: str, details: str) -> QMessageBox:
    """A calm dialog; the details can be copied and handed on."""
    box = _box(parent, message, explanation)
    copy = QPushButton("复制详细信息", box)
    box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()  # copying does not close the dialog
    copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
    _add_knowing(box)
    box.open()
    return box


def bug_details(error: BaseException) -> str:
    """Where it happened, without messages or values: those may hold personal data."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"Enclave Desktop {__version__}\n{type(error).__name__}\n{places}"


def _show(parent: QWidget | None, message: str, details: str) -> None:
    box = _box(parent, message, details)
    _add_knowing(box)
    box.open()


def _add_knowing(box: QMessageBox) -> None:
    """Enter and Escape press it too."""
    known = box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(known)
    box.setEscapeButton(known)


def _box(parent: QWidget | None, message: str, details: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("飞地补贴助手")
    box.setText(message)
    box.setInformativeText(details)
    return box
