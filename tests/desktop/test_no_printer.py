"""A machine without a printer: what printing says then, and the way out."""

import ctypes
import os

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from enclave_desktop.desktop.printing.dialog import PrintDialog
from tests.desktop.conftest import DAY
from tests.desktop.screen import answer_file_dialog, click, named


@pytest.fixture(autouse=True)
def _no_printers(tmp_path):
    """Nobody answers where this process looks for its printers; on Windows, as the machine is."""
    if os.name == "nt":
        yield
        return
    library = ctypes.CDLL("libcups.so.2")
    library.cupsSetServer(os.fsencode(tmp_path / "no socket"))
    yield
    library.cupsSetServer(None)


@pytest.fixture
def packet_on_show(window, settled, record_file, qtbot):
    window.sidebar.set_record_open(True)
    window.go("packets")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    qtbot.waitUntil(lambda: named(window, QPushButton, "打印…").isEnabled(), timeout=10_000)
    return window


def test_that_without_a_printer_printing_says_so_and_names_the_way_out(packet_on_show, qtbot):
    click(qtbot, packet_on_show, "打印…")
    dialog = packet_on_show.findChild(PrintDialog)
    words = named(dialog, QLabel, "打印提示").text()
    assert "没有打印机" in words
    assert "先保存 PDF" in words
    for name in ("打印", "打印一张测试页"):
        assert not named(dialog, QPushButton, name).isEnabled()


def test_that_without_a_printer_the_packet_is_saved_as_pdf(packet_on_show, qtbot, tmp_path):
    click(qtbot, packet_on_show, "保存 PDF")
    answer_file_dialog(qtbot, tmp_path / "材料.pdf")
    qtbot.waitUntil((tmp_path / "材料.pdf").exists, timeout=10_000)
    assert (tmp_path / "材料.pdf").read_bytes().startswith(b"%PDF")
