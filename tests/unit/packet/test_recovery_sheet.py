"""The recovery sheet: one page with the whole code to be typed or scanned, and what it is for."""

from datetime import date

import pypdfium2

from enclave_desktop.packet.recovery_sheet import recovery_sheet
from enclave_desktop.records.recovery_code import code_of, secret_of
from tests.unit.packet.reading import words_of

SECRET = bytes(range(32))


def sheet(**more):
    return recovery_sheet("示例企业", code_of(SECRET), **more)


def test_that_it_is_one_page():
    assert len(pypdfium2.PdfDocument(sheet(firm="宁夏示例新材料科技有限公司" * 6))) == 1


def test_that_the_whole_code_stands_on_it():
    words = words_of(sheet())
    groups = [word for word in words.split() if len(word) == 5 and word.isascii() and word.isupper()]
    assert secret_of("".join(groups)) == SECRET


def test_that_it_says_whose_it_is_and_of_which_day():
    words = words_of(sheet(firm="宁夏示例新材料公司", day=date(2025, 6, 30)))
    assert all(part in words for part in ("宁夏示例新材料公司", "示例企业", "2025-06-30"))


def test_that_without_a_firm_there_is_no_line_for_it():
    starts = [line.split()[0] for line in words_of(sheet()).splitlines() if line.split()]
    assert "档案" in starts
    assert "企业" not in starts


def test_that_the_file_itself_names_nobody():
    pdf = pypdfium2.PdfDocument(sheet(firm="宁夏示例新材料公司"))
    assert "示例" not in str(pdf.get_metadata_dict())


def test_that_a_record_that_is_named_by_what_no_font_has_gets_its_sheet():
    words = words_of(recovery_sheet("示例😀企业", code_of(SECRET)))
    assert "示例〓企业" in words
