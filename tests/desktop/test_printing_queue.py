"""Printing on a real queue, by the program's own ways: what comes out has the right pages, copies, and true size."""

import ctypes
import io
from itertools import groupby

import pypdfium2
import pytest
from PIL import ImageChops, ImageStat
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
)

from enclave_desktop.desktop.packets.paper import Paper
from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.desktop.printing import cups, desk
from enclave_desktop.desktop.printing import dialog as dialogs
from enclave_desktop.desktop.printing.dialog import PrintDialog
from enclave_desktop.desktop.printing.order import Order, Sides
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.errors import UserError
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.ruler_sheet import ACROSS, LENGTH, UPRIGHT, ruler_sheet
from enclave_desktop.packet.style import A4, BODY, MM, Box
from tests.desktop import queue as queues
from tests.desktop.conftest import DAY
from tests.desktop.screen import click, named

pytestmark = pytest.mark.skipif(queues.missing() is not None, reason=str(queues.missing()))
DPI = 600
TOLERANCE = 0.3
"""mm, of 100."""
COUNT = 5


@pytest.fixture(scope="module")
def queue():
    """The queue, as the only one that this process knows of."""
    with queues.running_queue() as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUPS_SERVER", str(running.socket))
        library = ctypes.CDLL("libcups.so.2")
        library.cupsSetServer(str(running.socket).encode())
        yield running
        library.cupsSetServer(None)


@pytest.fixture(scope="module")
def packet():
    """Five pages in three parts, each saying its number and with a mark of its own, one with a rule that a printer's margin cuts."""
    file = io.BytesIO()
    sheets = Sheets(file, title="材料", author="", subject="材料")
    for number in range(1, COUNT + 1):
        if number in (1, 2, 4):
            part = {1: "申请表", 2: "附表1", 4: "证明材料"}[number]
            sheets.bookmarkPage(part)
            sheets.addOutlineEntry(part, part, 0)
        with Pen(sheets) as pen:
            pen.text(A4[0] / 2, A4[1] - 100, f"第{number}页", BODY, "centre")
            pen.shade(Box(200, 100 * number, 200, 60), 0.3)
            if number == COUNT:
                pen.rule(3 * MM, 100, 3 * MM, 200)
        sheets.showPage()
    sheets.showOutline()
    sheets.save()
    return file.getvalue()


@pytest.fixture
def paper(packet):
    shown = Paper(packet)
    yield shown
    shown.close()


@pytest.fixture
def draw():
    """Draws at once, where the window has a thread for it."""
    return lambda paper, number, scale, take: take(paper.image(number, scale))


@pytest.fixture(params=["the PDF itself", "pages drawn"])
def way(request, monkeypatch):
    """Both ways that the program prints."""
    monkeypatch.setattr(desk, "takes_pdf", lambda: request.param == "the PDF itself")
    return request.param


@pytest.fixture
def printing(queue, window, draw, qtbot):
    """Print an order on the queue, and what comes out."""
    at = desk.PrintDesk(draw, Settings(), window)

    def printed(data, **order):
        paper = Paper(data)

        def act():
            with qtbot.waitSignal(at.ended, timeout=20_000) as ended:
                at.print(paper, Order(queues.PRINTER, **order))
            assert ended.args == ["已交给打印机"]

        try:
            return queue.printed(act)
        finally:
            paper.close()

    yield printed
    at.close()


def picture(document, number, dpi=36):
    return document[number].render(scale=dpi / 72, grayscale=True).to_pil()


def pages_in(printed, packet):
    """Which pages of the packet the printed sides show, from 0; None is a blank side."""
    with pypdfium2.PdfDocument(packet) as before, pypdfium2.PdfDocument(printed) as after:
        originals = [picture(before, number) for number in range(len(before))]
        return [_most_alike(picture(after, number), originals) for number in range(len(after))]


def _most_alike(side, originals):
    if side.getextrema()[0] > 200:
        return None
    unlike = [ImageStat.Stat(ImageChops.difference(side.resize(one.size), one)).sum[0] for one in originals]
    return unlike.index(min(unlike))


def marks(printed, start, end):
    """Where a line over the first printed side, given in mm from its lower left, is dark: mm along it, each mark once."""
    with pypdfium2.PdfDocument(printed) as document:
        side = picture(document, 0, DPI)
    dots = DPI / 25.4
    (x1, y1), (x2, y2) = start, end
    line = side.crop(
        (
            round(x1 * dots),
            side.height - round(y2 * dots) - 1,
            round(x2 * dots) + 1,
            side.height - round(y1 * dots),
        )
    )
    shades = line.tobytes() if y1 == y2 else line.tobytes()[::-1]
    dark = [at for at, shade in enumerate(shades) if shade < 128]
    groups = [[*group] for _, group in groupby(enumerate(dark), lambda pair: pair[1] - pair[0])]
    return [(x1 if y1 == y2 else y1) + (group[0][1] + group[-1][1]) / 2 / dots for group in groups]


def test_that_a_ruler_of_100_mm_measures_100_mm(printing, way):
    printed = printing(ruler_sheet(), pages=(0,))
    x, y = ACROSS
    lying = marks(printed, (x - 5, y + 7), (x + LENGTH + 5, y + 7))
    x, y = UPRIGHT
    standing = marks(printed, (x + 7, y - 5), (x + 7, y + LENGTH + 5))
    for ticks, begins in ((lying, ACROSS[0]), (standing, UPRIGHT[1])):
        assert len(ticks) == LENGTH // 10 + 1
        assert ticks[-1] - ticks[0] == pytest.approx(LENGTH, abs=TOLERANCE)
        assert ticks[0] == pytest.approx(begins, abs=0.5)  # and where it belongs on the sheet


def test_that_pages_come_in_the_order_wanted(printing, way, packet):
    assert pages_in(printing(packet, pages=(3, 0, 4)), packet) == [3, 0, 4]


def test_that_the_whole_packet_goes_out_as_it_is(queue, packet):
    pages = tuple(range(COUNT))
    assert cups.chosen(packet, pages) is packet
    printed = queue.printed(lambda: cups.send(packet, Order(queues.PRINTER, pages), "申报材料"))
    with pypdfium2.PdfDocument(printed) as document:
        words = [page.get_textpage().get_text_range().strip() for page in document]
    assert words == [f"第{number}页" for number in range(1, COUNT + 1)]


@pytest.mark.parametrize(("collated", "expected"), [(True, [0, 1, 0, 1]), (False, [0, 0, 1, 1])])
def test_that_copies_are_collated_or_not(printing, way, packet, collated, expected):
    assert pages_in(printing(packet, pages=(0, 1), copies=2, collated=collated), packet) == expected


@pytest.mark.parametrize("sides", [Sides.LONG_EDGE, Sides.SHORT_EDGE])
def test_that_each_copy_of_a_two_sided_printing_begins_on_a_sheet(printing, way, packet, sides, queue):
    printed = pages_in(printing(packet, pages=(0, 1, 2), copies=2, sides=sides), packet)
    assert printed[:7] == [0, 1, 2, None, 0, 1, 2]
    duplex = {Sides.LONG_EDGE: "DuplexNoTumble", Sides.SHORT_EDGE: "DuplexTumble"}[sides]
    assert f"sides={sides}" in queue.log or duplex in queue.log


def test_that_a_printer_that_is_not_there_is_said_to_refuse(queue, packet):
    with pytest.raises(UserError, match="打印机没有接受"):
        cups.send(packet, Order("Nowhere", (0,)), "申报材料")


@pytest.fixture
def dialog(queue, window, paper, draw, qtbot):
    """The print dialog on the third page."""
    shown = PrintDialog(paper, 2, draw, Settings(), window)
    shown.open()
    qtbot.waitUntil(shown.isVisible)
    return shown


def ordered(qtbot, dialog):
    with qtbot.waitSignal(dialog.ordered) as got:
        click(qtbot, dialog, "打印")
    return got.args[0]


def test_that_everything_is_printed_once_on_the_usual_printer_unless_asked_otherwise(dialog, qtbot):
    assert ordered(qtbot, dialog) == Order(queues.PRINTER, (0, 1, 2, 3, 4))


def test_that_the_page_in_view_is_printed_alone(dialog, qtbot):
    named(dialog, QRadioButton, "只打正在看的第 3 页").click()
    assert ordered(qtbot, dialog).pages == (2,)


def test_that_a_part_is_printed_alone(dialog, qtbot):
    box = named(dialog, QComboBox, "要打印的部分")
    assert [box.itemText(at) for at in range(box.count())] == [
        "申请表　第 1 页",
        "附表1　第 2–3 页",
        "证明材料　第 4–5 页",
    ]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert ordered(qtbot, dialog).pages == (1, 2)


def test_that_pages_are_chosen_by_number(dialog, qtbot):
    qtbot.keyClicks(named(dialog, QLineEdit, "要打印的页码"), "2-3,5")
    assert ordered(qtbot, dialog).pages == (1, 2, 4)


def test_that_a_page_that_is_not_there_is_said_at_once(dialog, qtbot):
    qtbot.keyClicks(named(dialog, QLineEdit, "要打印的页码"), "9")
    assert "没有第 9 页" in named(dialog, QLabel, "打印提示").text()
    assert not named(dialog, QPushButton, "打印").isEnabled()


def test_that_copies_sides_and_sheets_are_told(dialog, qtbot):
    named(dialog, QSpinBox, "份数").setValue(3)
    sides = named(dialog, QComboBox, "单面或双面")
    sides.setCurrentIndex(sides.findText("双面，沿长边翻"))
    assert "5 页，3 份，用纸 9 张" in [label.text() for label in dialog.findChildren(QLabel)]
    named(dialog, QCheckBox, "逐份打印").click()
    assert ordered(qtbot, dialog) == Order(queues.PRINTER, (0, 1, 2, 3, 4), 3, False, Sides.LONG_EDGE)


def test_that_a_page_that_the_margins_cut_is_named(dialog, qtbot):
    banner = named(dialog, QLabel, "打印提示")
    qtbot.waitUntil(lambda: banner.text().startswith("第 5 页有内容落在这台打印机打不到的页边里"))
    assert "左 6.0 毫米" in banner.text()


def test_that_nothing_is_said_of_pages_that_the_margins_spare(dialog, qtbot):
    qtbot.keyClicks(named(dialog, QLineEdit, "要打印的页码"), "1-4")
    qtbot.wait(200)
    assert named(dialog, QLabel, "打印提示").text().startswith("按实际大小打印，不缩放。")


def test_that_a_test_page_is_printed_from_the_dialog(queue, window, paper, draw, qtbot):
    at = desk.PrintDesk(draw, Settings(), window)
    at.ask(paper, 0)
    shown = window.findChild(PrintDialog)

    def act():
        with qtbot.waitSignal(at.ended, timeout=20_000):
            click(qtbot, shown, "打印一张测试页")

    printed = queue.printed(act)
    assert pages_in(printed, ruler_sheet()) == [0]
    assert shown.isVisible()
    at.close()


def test_that_the_systems_own_dialog_may_say_the_rest(
    printing, queue, packet, window, draw, monkeypatch, qtbot
):
    monkeypatch.setattr(dialogs, "takes_pdf", lambda: False)
    at, paper = desk.PrintDesk(draw, Settings(), window), Paper(packet)
    at.ask(paper, 3)
    asked = window.findChild(PrintDialog)
    named(asked, QRadioButton, "只打正在看的第 4 页").click()
    click(qtbot, asked, "用系统的打印对话框…")
    system = window.findChild(QPrintDialog)

    def act():
        with qtbot.waitSignal(at.ended, timeout=20_000):
            system.accept()

    assert pages_in(queue.printed(act), packet) == [3]
    paper.close()
    at.close()


def test_that_the_window_prints_the_very_packet_that_it_shows(
    queue, window, settled, record_file, qtbot, tmp_path
):
    window.sidebar.set_record_open(True)
    window.go("packets")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    qtbot.waitUntil(lambda: named(window, QPushButton, "打印…").isEnabled(), timeout=10_000)
    click(qtbot, window, "打印…")
    shown = window.findChild(PrintDialog)
    press = window.findChild(Press)

    def act():
        with qtbot.waitSignal(window.findChild(desk.PrintDesk).ended, timeout=20_000):
            click(qtbot, shown, "打印")

    printed = queue.printed(act)
    qtbot.waitUntil(lambda: not press._drawer._waiting)
    assert words_in(printed) == words_in(press.paper.data)


def words_in(data):
    with pypdfium2.PdfDocument(data) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
