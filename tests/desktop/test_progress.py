"""Long work in the record's thread: told in the status bar, and cancelled there without a trace."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QProgressBar

from tests.desktop.conftest import DAY
from tests.desktop.screen import click, named


@pytest.fixture
def gate(window):
    """Hold the record's thread where it tells its progress, until let go; what was told."""
    opened, told = threading.Event(), []

    def wait(what, done, total):
        told.append((what, done, total))
        opened.wait(5)

    window.session.worker.progressed.connect(wait, Qt.ConnectionType.DirectConnection)
    yield opened, told
    opened.set()


@pytest.fixture
def checking(window, settled, record_file, gate, qtbot):
    """The overview, while everything is held against another year: shown in the status bar."""
    opened, told = gate
    opened.set()
    settled(lambda: window.session.open(record_file))
    window.go("overview")
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    opened.clear()
    told.clear()
    window.session.look(DAY, DAY.year)
    qtbot.waitUntil(lambda: any(bar.isVisible() for bar in window.status.findChildren(QProgressBar)))
    return opened, told


def test_that_a_check_of_everything_is_told(checking, window, qtbot):
    opened, told = checking
    assert told[0][0] == "核对"
    assert told[0][1] < told[0][2]
    opened.set()
    qtbot.waitUntil(lambda: window.session.view.year == DAY.year)


def test_that_a_check_cancelled_leaves_day_and_year_as_they_were(checking, window, qtbot):
    opened, _ = checking
    before = window.session.view
    click(qtbot, window.status, "取消")
    with qtbot.waitSignal(window.session.worker.idle):
        opened.set()
    assert not any(bar.isVisible() for bar in window.status.findChildren(QProgressBar))
    assert window.session.view is before
    assert named(window, QComboBox, "费用年度").currentText() == str(DAY.year - 1)
