"""What a file is, by its content; and the words for what cannot be attached."""

import io
import zipfile

import docx
import pytest
from PIL import Image

from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.errors import UserError
from enclave_desktop.packet import word_converter
from enclave_desktop.packet.attached import limits, reading
from enclave_desktop.packet.attached.inspected import page_count
from enclave_desktop.packet.attached.reading import inspect, take
from tests.unit.packet.attached.files import jpeg, pdf_bytes, quartered, quartered_pdf, saved

A_PDF = pdf_bytes(quartered_pdf(3))
needs_office = pytest.mark.skipif(
    word_converter.installed_converter() is None, reason="no office program is installed"
)


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return file.getvalue()


def word_file() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("任职证明")
    document.add_page_break()
    document.add_paragraph("第二页")
    document.save(file)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        inspect(content)
    assert caught.value.details
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "media_type", "pages"),
    [
        (A_PDF, "application/pdf", 3),
        (b"\n\n junk before" + A_PDF, "application/pdf", 3),
        (jpeg(), "image/jpeg", 1),
        (saved(quartered(), "PNG"), "image/png", 1),
        (saved(quartered(), "TIFF", save_all=True, append_images=[quartered()]), "image/tiff", 2),
    ],
)
def test_that_a_file_is_known_by_its_content(content, media_type, pages):
    found = inspect(content)
    assert (found.media_type, len(found.pages)) == (media_type, pages)


def test_that_a_picture_of_a_telephone_is_known(telephone):
    assert inspect(telephone).media_type == "image/heic"
    assert inspect(telephone.read_bytes()).media_type == "image/heic"


def test_that_a_name_does_not_count(tmp_path):
    path = tmp_path / "扫描.doc"
    path.write_bytes(jpeg())
    taken = take(path)
    assert (taken.inspected.media_type, taken.content, taken.converted) == ("image/jpeg", jpeg(), False)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"hello", "认不出"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (zipped("a.jpg"), "压缩包"),
        (b"PK\3\4 broken", "认不出"),
        (saved(quartered(), "GIF"), "认不出"),
    ],
)
def test_that_what_cannot_be_attached_is_told_with_a_remedy(content, words):
    assert words in refusal(content)


def test_that_a_word_file_under_a_password_is_told(tmp_path):
    path = tmp_path / "locked.docx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(UserError, match="打开密码"):
        take(path)


def test_that_a_missing_file_is_told(tmp_path):
    with pytest.raises(UserError, match="无法读取"):
        take(tmp_path / "gone.pdf")


@pytest.mark.parametrize("over", [0, 1])
def test_that_a_file_may_have_so_many_bytes_and_no_more(tmp_path, monkeypatch, over):
    path = tmp_path / "scan.pdf"
    path.write_bytes(A_PDF)
    monkeypatch.setattr(reading, "MOST_BYTES", len(A_PDF) - over)
    if over:
        with pytest.raises(UserError, match="太大"):
            take(path)
    else:
        assert len(take(path).inspected.pages) == 3


@pytest.mark.parametrize("over", [0, 1])
def test_that_a_picture_may_have_so_many_pixels_and_no_more(monkeypatch, over):
    from enclave_desktop.packet.attached import pictures

    monkeypatch.setattr(pictures, "MOST_PIXELS", 60_000 - over)
    if over:
        assert "万像素" in refusal(jpeg(quartered(200, 300)))
    else:
        inspect(jpeg(quartered(200, 300)))


def test_that_a_whole_sheet_of_a3_at_600_dpi_is_allowed():
    assert 7_016 * 9_921 < limits.MOST_PIXELS < (Image.MAX_IMAGE_PIXELS or 0)


@needs_office
def test_that_a_word_file_becomes_a_pdf(tmp_path):
    path = tmp_path / "证明.docx"
    path.write_bytes(word_file())
    taken = take(path)
    assert taken.converted
    assert (taken.inspected.media_type, len(taken.inspected.pages)) == ("application/pdf", 2)
    assert inspect(taken.content) == taken.inspected


def test_that_without_an_office_program_a_word_file_is_told_with_a_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(word_converter, "_PROGRAMS", ())
    monkeypatch.setattr(word_converter, "_PLACES", ())
    monkeypatch.setattr(word_converter, "_COM_SERVERS", {})
    path = tmp_path / "证明.docx"
    path.write_bytes(word_file())
    with pytest.raises(UserError, match="另存为 PDF"):
        take(path)


@pytest.mark.parametrize(
    ("content", "true", "width"),
    [
        (jpeg(quartered(300, 300), dpi=300), True, 72),
        (jpeg(quartered(300, 300), dpi=72), False, 216),
        (jpeg(quartered(300, 300), dpi=96), False, 216),
        (jpeg(quartered(300, 300), dpi=None), False, 216),
        (saved(quartered(300, 300), "PNG", dpi=(150, 150)), True, 144),
    ],
)
def test_that_a_resolution_counts_where_it_is_told(content, true, width):
    found = inspect(content)
    assert found.pages[0].true is true
    assert found.pages[0].width == pytest.approx(width, rel=0.01)
    assert bool(found.warnings) is not true


def test_that_a_picture_taken_upright_is_upright():
    (page,) = inspect(jpeg(quartered(400, 200), dpi=200, orientation=6)).pages
    assert page.width < page.height


def test_that_pages_are_counted_as_they_are_printed():
    found = inspect(A_PDF)
    assert page_count(found) == 3
    assert page_count(found, [PageEdit(2), PageEdit(0), PageEdit(0), PageEdit(0)]) == 4
    assert page_count(found, [PageEdit(1), PageEdit(3)]) == 1
