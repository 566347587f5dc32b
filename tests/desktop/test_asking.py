"""Qt's own dialogs, where the system has none: they speak Chinese throughout."""

import re

from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from enclave_desktop.desktop.asking import RECORDS, ask_open


def test_that_a_file_dialog_of_qts_own_names_its_fields_in_chinese(window, tmp_path):
    ask_open(window, "打开档案", tmp_path, RECORDS, lambda _: None)
    (dialog,) = window.findChildren(QFileDialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert len([one for one in words if one]) >= 3
    assert not [one for one in words if re.search("[a-z]{2}", one)]
    dialog.reject()


def test_that_a_button_that_destroys_looks_disabled_while_it_is(window, qtbot):
    buttons = [QPushButton("清除") for _ in range(2)]
    buttons[0].setProperty("kind", "danger")
    for button in buttons:
        qtbot.addWidget(button)
        button.setEnabled(False)
        button.resize(80, 32)
    danger, plain = (button.grab().toImage() for button in buttons)
    assert danger == plain
