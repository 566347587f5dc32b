import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.style import Type
from enclave_desktop.packet.verify import Misprint, missing, verify

PAGES = [["研发费用 1,234.50", "王𬭎", "☑是 ☐否", "2024-", "结尾—"], ["第 2 页"], []]


@pytest.fixture
def packet(tmp_path):
    """Three pages: several texts, one, none."""
    path = tmp_path / "packet.pdf"
    with path.open("wb") as file:
        sheets = Sheets(file, title="", author="", subject="")
        for texts in PAGES:
            with Pen(sheets) as pen:
                pen.lines(100, 700, texts, Type("song", 10.5, 16))
            sheets.showPage()
        sheets.save()
    return path


def test_that_a_packet_as_drawn_is_right(packet):
    verify(packet, PAGES)


def test_that_a_missing_page_is_a_misprint(packet):
    with pytest.raises(Misprint, match="3 pages in the file, 4 drawn"):
        verify(packet, [*PAGES, []])


@pytest.mark.parametrize("page", [0, 1, 2])
def test_that_a_text_missing_on_any_page_is_a_misprint(packet, page):
    pages = [[*texts, "缺失"] if n == page else texts for n, texts in enumerate(PAGES)]
    with pytest.raises(Misprint, match=f"on page {page + 1}"):
        verify(packet, pages)


def test_that_a_text_on_another_page_is_a_misprint(packet):
    with pytest.raises(Misprint):
        verify(packet, [PAGES[1], PAGES[0], PAGES[2]])


def test_that_a_misprint_does_not_say_the_words(packet):
    with pytest.raises(Misprint) as caught:
        verify(packet, [["64010419900101123X"], *PAGES[1:]])
    assert "6401" not in str(caught.value)


def test_that_a_font_that_is_not_embedded_is_a_misprint(tmp_path):
    path = tmp_path / "plain.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 700, "Helvetica")
    canvas.save()
    with pytest.raises(Misprint, match="not embedded"):
        verify(path, [["Helvetica"]])


def test_that_a_file_cut_short_is_not_read(packet):
    packet.write_bytes(packet.read_bytes()[:1000])
    with pytest.raises(pypdfium2.PdfiumError):
        verify(packet, PAGES)


def test_that_white_space_does_not_matter():
    assert missing(["研发 费用"], "研发\r\n费 用") == 0


def test_that_the_order_of_texts_does_not_matter():
    assert missing(["甲乙", "丙"], "丙甲乙") == 0


def test_that_a_text_printed_twice_must_be_there_twice():
    assert missing(["甲", "甲"], "甲") == 1


def test_that_text_beyond_what_was_drawn_is_no_fault():
    assert missing(["甲"], "甲乙") == 0


def test_that_a_wrong_character_is_missed():
    assert missing(["王𬭎"], "王\ufffd") == 1
