"""What the tests of 申报材料 share: the page on the sample record, and the packet that it shows."""

import pypdfium2
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox, QPushButton

from enclave_desktop.desktop.packets.press import Press
from tests.desktop.conftest import DAY
from tests.desktop.screen import answer_file_dialog, click, named


def page_of(window, settled, record_file, qtbot):
    """The page on a record, as of the sample's day, with the first packet on show."""
    window.sidebar.set_record_open(True)
    window.go("packets")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    page = window.centralWidget()
    wait_for_packet(qtbot, page)
    return page


def wait_for_packet(qtbot, page):
    qtbot.waitUntil(lambda: named(page, QPushButton, "保存 PDF").isEnabled(), timeout=60_000)


def change(qtbot, page, act):
    """Do something that makes another packet, and wait for it."""
    act()
    assert not named(page, QPushButton, "保存 PDF").isEnabled()
    wait_for_packet(qtbot, page)


def choose_programme(qtbot, page, title):
    box = named(page, QComboBox, "补贴项目")
    (at,) = [at for at in range(box.count()) if box.itemText(at).startswith(title)]
    change(qtbot, page, lambda: box.setCurrentIndex(at))


def save(qtbot, page, path):
    click(qtbot, page, "保存 PDF")
    asked = QApplication.activeModalWidget()
    if isinstance(asked, QMessageBox):
        click(qtbot, asked, "仍要打印，并在材料清单上注明")
    answer_file_dialog(qtbot, path)
    qtbot.waitUntil(path.exists)
    quiet(qtbot, page)
    return path


def quiet(qtbot, page):
    """Wait until nothing is drawn any more: PDFium, which the tests read with, knows one thread only."""
    press = page.window().findChild(Press)
    qtbot.waitUntil(lambda: not press._worker._waiting and not press._drawer._waiting)


def words_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
