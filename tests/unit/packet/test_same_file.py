"""Two files held against each other: to the byte, or decompressed."""

import io

import pikepdf
import pytest

from enclave_desktop.packet.ruler_sheet import ruler_sheet
from enclave_desktop.packet.same_file import Sameness, compared


def written(data, change=lambda _: None, **how):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


@pytest.fixture(scope="module")
def sheet():
    return written(ruler_sheet(), static_id=True)


def test_that_the_same_bytes_are_the_same(sheet):
    assert compared(sheet, bytes(bytearray(sheet))) is Sameness.BYTES


def test_that_another_compression_is_the_same_in_content(sheet):
    plain = written(sheet, static_id=True, compress_streams=False, recompress_flate=True)
    other = written(sheet, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert sheet not in (plain, other)
    assert compared(sheet, other) is Sameness.CONTENT


def test_that_one_other_stroke_is_another_file(sheet):
    def draw(pdf):
        pdf.pages[0].contents_add(b"0 0 m 1 1 l S")

    assert compared(sheet, written(sheet, draw, static_id=True)) is Sameness.OTHER
