"""What we write for spreadsheets never calculates, calls or links, and comes back as it was."""

import csv
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.showing import defused
from enclave_desktop.exchange.error_report import write_report
from enclave_desktop.exchange.export import export_book
from enclave_desktop.exchange.findings_table import write_csv, write_xlsx
from enclave_desktop.exchange.workbook import read_book
from enclave_desktop.packet.batch import Entry, Result, as_csv
from enclave_desktop.policy.check import check
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows
from tests.unit.exchange.books import plan

HARM = (
    '=HYPERLINK("http://x.test","点这里")',
    "=cmd|'/c calc'!A0",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "{=1+1}",
    "http://x.test/a",
    "file:///etc/passwd",
    "mailto:a@x.test",
    "internal:Sheet1!A1",
    "external:a.xlsx",
    "_xlfn.WEBSERVICE(1)",
)


def held() -> Dossier:
    """A dossier whose every word is made to harm."""
    people = [
        rows.person(id_number=number, id_type="护照", name=harm, school=harm, position=harm)
        for harm, number in ((harm, f"E{at:08d}") for at, harm in enumerate(HARM))
    ]
    spent = [rows.expense(voucher=f"v{at}", summary=harm) for at, harm in enumerate(HARM)]
    return rows.dossier(rows.firm(name=HARM[0]), rows.centre(name=HARM[1]), *people, *(
        rows.expense(voucher=row.voucher, summary=row.summary, enclave=HARM[1]) for row in spent
    ))  # fmt: skip


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if not name.endswith("/")}


def assert_inert(path: Path) -> None:
    for name, text in parts(path).items():
        assert not re.search(r"<f[ >]|<hyperlink|externalLink|ddeLink", text), name
        assert "relationships/hyperlink" not in text, name
    book = openpyxl.load_workbook(path)
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds
    assert not any(cell.hyperlink for sheet in book for line in sheet.iter_rows() for cell in line)


def test_that_an_exported_record_is_inert_and_comes_back_the_same(tmp_path):
    path = tmp_path / "book.xlsx"
    export_book(held(), path)
    assert_inert(path)
    texts = {
        cell.value for sheet in openpyxl.load_workbook(path) for line in sheet.iter_rows() for cell in line
    }
    assert texts >= set(HARM)
    again = plan(read_book(path), held())
    assert (again.new, again.changed, again.remarks.error_count) == (0, 0, 0)
    assert again.equal == 2 + 2 * len(HARM)


def test_that_a_report_of_errors_is_inert(tmp_path):
    path, report = tmp_path / "book.xlsx", tmp_path / "report.xlsx"
    export_book(held(), path)
    book = read_book(path)
    write_report(book, plan(book), report)
    assert_inert(report)


def test_that_findings_are_inert(tmp_path):
    findings = check(held(), load_packs(), 2024)
    write_xlsx(held(), 2024, findings, tmp_path / "findings.xlsx")
    assert_inert(tmp_path / "findings.xlsx")
    write_csv(held(), 2024, findings, tmp_path / "findings.csv")
    assert_no_formula((tmp_path / "findings.csv").read_text("utf-8-sig"))


def test_that_the_report_of_a_batch_is_inert():
    made = Entry(HARM[2], HARM[3], next(iter(Result)), HARM[4], HARM[6], (HARM[8],))
    assert_no_formula(as_csv([made]).decode("utf-8-sig"))


def assert_no_formula(text: str) -> None:
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert [
        cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝＋－＠") or (cell[:1] in "\t\r\n" and cell)
    ] == []


@pytest.mark.parametrize("text", [*HARM[:10], "\t=1", "\r=1", "\n=1", " =1+1", "\u3000＝1"])
def test_that_what_would_calculate_begins_with_a_quotation_mark(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "张三", "1-2", "a=1", "2024-01-05", "（-1）", "'=1"])
def test_that_other_words_stay_as_they_are(text):
    assert defused(text) == text
