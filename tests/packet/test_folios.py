"""Page numbers: each stands on one page only, and a reader of the file calls the page what is printed on it."""

import pypdfium2
import pytest

from enclave_desktop.packet.folios import COVER_LABELS
from enclave_desktop.packet.options import Options
from enclave_desktop.packet.packet import write_packet
from tests.packet.test_attachments import application, attachments
from tests.packet.test_options_on_paper import with_options

DOCTORS = "nx-phd-allowance"
SIDES = pytest.mark.parametrize("double_sided", [False, True])


def labels_and_texts(path):
    """What a reader calls each page, and what stands on it."""
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        labels = [document.get_page_label(at) for at in range(len(document))]
    return labels, texts


@SIDES
def test_that_a_reader_of_the_file_calls_each_page_what_is_printed_on_it(double_sided, tmp_path):
    application = with_options(DOCTORS, double_sided=double_sided)
    write_packet(application, tmp_path / "packet.pdf")
    labels, texts = labels_and_texts(tmp_path / "packet.pdf")
    assert labels[0] == COVER_LABELS[0]
    numbered = [(label, text) for label, text in zip(labels, texts, strict=True) if label.isdigit()]
    assert [label for label, _ in numbered] == [str(n) for n in range(1, len(numbered) + 1)]
    assert all(f"第{label}页" in "".join(text.split()) for label, text in numbered)


@SIDES
def test_that_no_two_pages_are_called_the_same(double_sided, tmp_path):
    write_packet(with_options(DOCTORS, double_sided=double_sided), tmp_path / "packet.pdf")
    labels, _ = labels_and_texts(tmp_path / "packet.pdf")
    assert len(set(labels)) == len(labels)


def test_that_before_the_form_no_two_pages_bear_the_same_number(tmp_path):
    write_packet(with_options(DOCTORS, double_sided=True), tmp_path / "packet.pdf")
    labels, texts = labels_and_texts(tmp_path / "packet.pdf")
    front = [text for label, text in zip(labels, texts, strict=True) if not label.isdigit()]
    roman = [line for text in front for line in text.split() if set(line) <= set("ivx")]
    assert roman == sorted(set(roman), key=len)
    assert len(roman) == len(front) - 2  # neither the cover nor its back


def test_that_attached_pages_leave_the_labels_alone(tmp_path):
    write_packet(application(attachments=attachments(), options=Options()), tmp_path / "packet.pdf")
    labels, _ = labels_and_texts(tmp_path / "packet.pdf")
    assert labels[:3] == [COVER_LABELS[0], "i", "1"]
    assert labels[-1] == str(len(labels) - 2)
