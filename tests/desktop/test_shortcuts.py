"""No key stands for two things in one window, and none that locks the record does anything else in another."""

import pytest
from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence

from enclave_desktop.desktop.main_window import ENTRIES, LOCK_KEY, PAGE_KEYS
from enclave_desktop.desktop.manual import show_manual
from enclave_desktop.desktop.table.keys import keys_of
from enclave_desktop.desktop.table.view import TableView
from tests.desktop.conftest import DAY
from tests.desktop.keys import doubles_in, keys_in


@pytest.fixture
def opened(window, settled, record_file):
    window.sidebar.set_record_open(True)
    window.go("people")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    return window


@pytest.mark.parametrize("page", [entry.key for entry in ENTRIES])
def test_that_no_key_stands_for_two_things_on_a_page(opened, qapp, page):
    opened.go(page)
    qapp.processEvents()
    assert doubles_in(opened) == []
    assert {LOCK_KEY, f"Ctrl+{PAGE_KEYS[0]}"} <= keys_in(opened).keys()


def test_that_no_key_of_a_table_is_one_of_its_pages(opened):
    (table, *_) = [found for found in opened.findChildren(TableView) if found.isVisible()]
    pressed = {QKeySequence(QKeyCombination(held, key)).toString() for key, held in keys_of(table)}
    assert pressed & keys_in(opened).keys() == set()


def test_that_no_key_of_the_guide_stands_for_two_things(opened, qapp):
    show_manual(opened, "")
    (guide,) = [one for one in qapp.topLevelWidgets() if one.isVisible() and one is not opened]
    assert doubles_in(guide) == []
    assert LOCK_KEY not in keys_in(guide)
    guide.close()
