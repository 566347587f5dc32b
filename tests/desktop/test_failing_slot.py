"""A slot that raises, in the program as it is started: said once and calmly, kept without personal data."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.errors import UserError

_FAILING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from enclave_desktop.desktop import app

NUMBER = "11010119900307" + "7758"

def fail():
    raise ValueError(f"no person {NUMBER}")

def boxes():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]

def look():
    for box in boxes():
        (copy,) = [one for one in box.buttons() if one.text() == "复制详细信息"]
        copy.click()
        print(box.text(), "open" if box.isVisible() else "closed")
    print(QApplication.clipboard().text())
    QApplication.exit(0)

begin = app._begin

def begun(*given, **named):
    begin(*given, **named)
    for wait in (0, 50, 100):
        QTimer.singleShot(wait, fail)
    QTimer.singleShot(500, look)

app._begin = begun
sys.stdout.reconfigure(encoding="utf-8")
sys.exit(app.main(None))
"""


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    """What is said, and the log that is left."""
    home = tmp_path_factory.mktemp("home")
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(homes, str(home))}
    call = [sys.executable, "-c", _FAILING]
    ended = subprocess.run(
        call, env=environment, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    (log,) = home.rglob("enclave-desktop.log")
    return ended.stdout, log.read_text(encoding="utf-8")


def test_that_slots_that_fail_again_and_again_are_told_in_one_dialog(failed):
    said, _ = failed
    assert said.count("程序出了问题 open") == 1
    assert said.count("程序出了问题") == 1


def test_that_the_details_copied_say_where_but_no_value(failed):
    said, _ = failed
    assert "ValueError" in said
    assert "in fail" in said
    assert "1101011990" not in said


def test_that_each_failure_is_in_the_log_without_a_value(failed):
    _, log = failed
    assert log.count("in fail") == 3
    assert "1101011990" not in log


@pytest.mark.parametrize("error", [ValueError("x"), UserError("没有", "再试")])
@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_that_what_is_told_is_put_away_by_key(window, qtbot, error, key):
    show_problem(window, error)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    qtbot.keyClick(box, key)
    assert not box.isVisible()
