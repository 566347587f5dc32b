"""A book with other texts in some of its cells."""

from enclave_desktop.desktop.importing.dry_run import BookCell, mended
from enclave_desktop.exchange.workbook import Book, RawSheet


def _book(merged=()) -> Book:
    return Book(
        "x.xlsx", (RawSheet("人员", [["姓名", "手机"], ["甲", "1"], ["乙", "2"], ["丙", "3"]], 4, 2, merged),)
    )


def test_that_only_the_mended_cell_is_another():
    (sheet,) = mended(_book(), {BookCell(0, 2, 1): "5"}).sheets
    assert sheet.rows == [["姓名", "手机"], ["甲", "1"], ["乙", "5"], ["丙", "3"]]


def test_that_the_book_that_was_read_stays_as_it_is():
    book = _book()
    mended(book, {BookCell(0, 2, 1): "5"})
    assert book == _book()


def test_that_an_empty_text_clears_a_cell():
    (sheet,) = mended(_book(), {BookCell(0, 1, 0): ""}).sheets
    assert sheet.rows[1] == [None, "1"]


def test_that_a_row_that_was_filled_in_is_no_longer_merged_with_those_beside_it():
    merged = (((5, 3), (7, 3)),)
    (sheet,) = mended(_book(merged), {BookCell(0, 2, 1): "5"}).sheets
    assert sheet.merged == (((5, 3), (5, 3)), ((7, 3), (7, 3)))


def test_that_other_merges_stay():
    merged = (((5, 2), (6, 2)),)
    (sheet,) = mended(_book(merged), {BookCell(0, 2, 1): "5"}).sheets
    assert sheet.merged == merged
