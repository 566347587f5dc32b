"""What is too much to paste is told, and nothing is pasted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from enclave_desktop.desktop.table.clipboard import from_text
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.workbook import MOST_CELLS

TOO_MUCH = "\t" * (MOST_CELLS + 1)


@pytest.mark.parametrize("text", [TOO_MUCH, "\n" * (MOST_CELLS + 1), "长" * (65 << 20)])
def test_that_more_than_a_record_holds_is_refused(text):
    with pytest.raises(UserError, match="剪贴板里的内容太多"):
        from_text(text)


def test_that_it_is_told_in_the_window(people, qtbot):
    QApplication.clipboard().setText(TOO_MUCH)
    people.click(0, "岗位")
    people.keys(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert "剪贴板里的内容太多" in box.text()
    box.reject()
    QApplication.clipboard().clear()
