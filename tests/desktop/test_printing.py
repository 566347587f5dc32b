"""Which sides of paper an order comes to, what margins cut off, and pages drawn for a printer without PDF."""

import io

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from enclave_desktop.desktop.packets.paper import Bookmark, Paper
from enclave_desktop.desktop.printing.drawn import Printing
from enclave_desktop.desktop.printing.margins import any_ink
from enclave_desktop.desktop.printing.order import Order, Sides, pages_of, sheet_sides
from enclave_desktop.desktop.printing.parts import parts
from enclave_desktop.desktop.printing.printer import a4_printer
from enclave_desktop.desktop.work import Cancelled
from enclave_desktop.errors import UserError
from enclave_desktop.packet.draw import Sheets
from enclave_desktop.packet.ruler_sheet import ruler_sheet


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("3", [2]),
        ("1-3，5", [0, 1, 2, 4]),
        ("5, 1–2", [4, 0, 1]),
        ("2至2", [1]),
        ("1、3；4", [0, 2, 3]),
        ("2-4,3", [1, 2, 3]),
    ],
)
def test_that_page_numbers_are_read_as_people_write_them(words, pages):
    assert pages_of(words, "12345") == pages


@pytest.mark.parametrize("words", ["", "  ", "0", "6", "3-2", "2-6", "一", "1-", "-3"])
def test_that_pages_that_are_not_there_are_refused(words):
    with pytest.raises(UserError):
        pages_of(words, "12345")


@pytest.mark.parametrize(
    ("order", "sides"),
    [
        (Order("", (4, 1)), [4, 1]),
        (Order("", (0, 1), 2), [0, 1, 0, 1]),
        (Order("", (0, 1), 2, collated=False), [0, 0, 1, 1]),
        (Order("", (0, 1, 2), 2, sides=Sides.LONG_EDGE), [0, 1, 2, None, 0, 1, 2, None]),
        (Order("", (0, 1), 2, sides=Sides.LONG_EDGE), [0, 1, 0, 1]),
        (Order("", (0, 1), 3, False, Sides.SHORT_EDGE), [0, 0, 0, None, 1, 1, 1, None]),
    ],
)
def test_that_copies_are_laid_out_side_by_side(order, sides):
    assert sheet_sides(order) == sides


def test_that_pages_are_named_as_they_are_numbered_on_paper():
    labels = ("封面", "i", "1", "2", "3")
    assert pages_of("2-3", labels) == [3, 4]
    assert pages_of("封面，i", labels) == [0, 1]
    with pytest.raises(UserError):
        pages_of("4", labels)


def test_that_a_part_says_the_numbers_on_its_pages():
    labels = ("封面", "i", "ii", "1", "2")
    marks = (Bookmark("封面", 0, 0), Bookmark("目录", 0, 1), Bookmark("申请表", 0, 3), Bookmark("末页", 0, 4))
    assert [part.words(labels) for part in parts(marks, 5)] == [
        "封面",
        "目录　第 i–ii 页",
        "申请表　第 1 页",
        "末页　第 2 页",
    ]


def test_that_a_part_reaches_to_where_the_next_of_its_level_begins():
    marks = (
        Bookmark("申请表", 0, 0),
        Bookmark("清单", 0, 2),
        Bookmark("附件1", 1, 3),
        Bookmark("附件2", 1, 5),
        Bookmark("末页", 0, 6),
    )
    found = [(part.title, [*part.pages]) for part in parts(marks, 8)]
    assert found == [
        ("申请表", [0, 1]),
        ("清单", [2, 3, 4, 5]),
        ("附件1", [3, 4]),
        ("附件2", [5]),
        ("末页", [6, 7]),
    ]


def test_that_two_parts_on_one_page_both_have_it():
    marks = (Bookmark("甲", 0, 0), Bookmark("乙", 0, 0))
    assert [[*part.pages] for part in parts(marks, 2)] == [[0], [0, 1]]


@pytest.fixture
def sheet(qapp):
    """A white page at one pixel a point with a black dot, at x, y from the upper left."""

    def make(x, y):
        image = QImage(595, 842, QImage.Format.Format_RGBX8888)
        image.fill(QColor("white"))
        image.setPixelColor(x, y, QColor("black"))
        return image

    return make


@pytest.mark.parametrize(
    ("x", "y", "cut"),
    [
        (9, 400, True),
        (10, 400, False),
        (300, 19, True),
        (300, 20, False),
        (595 - 30, 400, True),
        (595 - 31, 400, False),
        (300, 842 - 40, True),
        (300, 842 - 41, False),
    ],
)
def test_that_ink_is_cut_off_in_the_margins_only(sheet, x, y, cut):
    assert any_ink(sheet(x, y), QMarginsF(10, 20, 30, 40)) is cut


@pytest.fixture
def printer(qapp, tmp_path):
    printer = a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    return printer


@pytest.fixture
def paper(qapp):
    file = io.BytesIO()
    sheets = Sheets(file, title="", author="", subject="")
    for _ in range(3):
        sheets.showPage()
    sheets.save()
    shown = Paper(file.getvalue())
    yield shown
    shown.close()


def test_that_drawn_pages_have_true_size_and_at_least_300_dpi(printer, qtbot, tmp_path):
    paper = Paper(ruler_sheet())
    printing = Printing(printer, [0, None], paper, lambda p, n, scale, take: take(p.image(n, scale)))
    with qtbot.waitSignal(printing.ended) as ended:
        printing.start()
    assert ended.args == [None]
    paper.close()
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        sheet, blank = document
        assert [*blank.get_objects()] == []
        (picture,) = [thing for thing in sheet.get_objects() if thing.type == 3]
        left, bottom, right, top = picture.get_bounds()
        assert (left, bottom, right, top) == pytest.approx((0, 0, 595.3, 841.9), abs=1)
        assert picture.get_px_size()[0] / (595.3 / 72) >= 299.5


def test_that_printing_stops_after_the_page_under_way_when_cancelled(printer, paper, qtbot):
    waiting = []
    printing = Printing(printer, [0, 1, 2], paper, lambda _paper, n, _scale, take: waiting.append((n, take)))
    printing.start()
    printing.cancel()
    with qtbot.waitSignal(printing.ended) as ended:
        waiting[0][1](paper.image(0, 1))
    assert isinstance(ended.args[0], Cancelled)
    assert [number for number, _ in waiting] == [0]


def test_that_paper_of_another_size_keeps_the_size_and_the_middle(printer, paper, qtbot, tmp_path):
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    printing = Printing(printer, [0], paper, lambda p, n, _scale, take: take(_black(p.sizes[n])))
    with qtbot.waitSignal(printing.ended):
        printing.start()
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as document:
        (picture,) = [thing for thing in document[0].get_objects() if thing.type == 3]
        left, bottom, right, top = picture.get_bounds()
        width, height = document[0].get_size()
    assert (right - left, top - bottom) == pytest.approx((595.3, 841.9), abs=1)
    assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx((width / 2, height / 2), abs=1)


def _black(size: QSizeF) -> QImage:
    image = QImage(size.toSize(), QImage.Format.Format_RGBX8888)
    painter = QPainter(image)
    painter.fillRect(image.rect(), QColor("black"))
    painter.end()
    return image
