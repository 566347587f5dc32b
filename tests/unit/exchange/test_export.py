"""A record as a workbook: complete, unmasked, and the same when it comes back."""

import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Field, Kind
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value
from enclave_desktop.dossier.values import Person
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.export import export_book
from enclave_desktop.exchange.workbook import read_book
from tests.unit import rows
from tests.unit.exchange.books import plan

TRICKY = (
    "=1+1",
    "+1",
    "@x",
    "-5",
    "007",
    "1e5",
    "2024-01-05",
    "TRUE",
    "#1",
    "_x0041_",
    "𬭎𫖯䶮㼆",
    "a\nb",
    "'x",
    "--",
)
TEXTS = st.one_of(st.sampled_from(TRICKY), st.text(min_size=1, max_size=12))
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
LETTERS = st.text(string.ascii_uppercase + string.digits, min_size=5, max_size=20)


@st.composite
def resident_numbers(draw):
    body = f"640104{draw(st.dates(date(1930, 1, 1), date(2005, 1, 1))):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + mod_11_2.calc_check_digit(body)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values that a field can have on record: those that some spelling is read as."""
    by_kind = {
        Kind.DATE: DAYS,
        Kind.YES_NO: st.booleans(),
        Kind.YEAR: st.integers(1900, 2200),
        Kind.MONEY: st.integers(-(10**15) if field.signed else 0, 10**15),
        Kind.AREA: st.decimals(0, 10**6, places=2).map(lambda area: area.normalize() + 0),
        Kind.PERIOD: st.one_of(DAYS.map(lambda day: f"{day:%Y-%m}"), DAYS.map(lambda day: f"{day:%Y}")),
        Kind.CREDIT_CODE: st.just("91640100MA7EXAMP48"),
        Kind.DOCUMENT_NUMBER: resident_numbers(),
        Kind.ACCOUNT: st.text(string.digits, min_size=5, max_size=40),
        Kind.PHONE: st.sampled_from(("13800000000", "0951-0000000", "+86 951")),
    }
    if field.choices and not field.open_choice and field.kind is not Kind.YES_NO:
        return st.sampled_from(field.choices)
    texts = TEXTS.map(lambda text: _as_read(field, text) or f"文{len(text)}")
    return by_kind.get(field.kind, texts)


def _as_read(field: Field, text: str) -> Any:
    """What the text is read as; None when it is refused."""
    try:
        return None if is_blank(text) else read_value(field, text)
    except BadValue:
        return None


@st.composite
def dossiers(draw) -> Dossier:
    held: dict[type[Any], dict[Any, Any]] = {}
    for entity, spec in SHEETS.items():
        keys = {other.title: list(held[cls]) for cls, other in SHEETS.items() if cls in held}
        made: dict[Any, Any] = {}
        for _ in range(draw(st.integers(0, 1 if spec.single else 2))):
            said = {}
            for field in spec.fields:
                choices = [key[0] for key in keys[field.refers]] if field.refers else None
                strategy = values(field) if choices is None else st.sampled_from(choices or [None])
                said[field.name] = draw(strategy if field.required else st.none() | strategy)
            if any(said[field.name] is None for field in spec.fields if field.required):
                continue
            row = entity(**said)
            if not any(not problem.warning for problem in check_row(row, rows.TODAY)):
                made[spec.key_of(row)] = row
        held[entity] = made
    return Dossier.of(rows.TODAY, {entity: made.values() for entity, made in held.items()})


@settings(max_examples=60)
@given(dossiers())
def test_that_an_export_imports_without_a_change(dossier):
    assume(any(dossier.rows(entity) for entity in SHEETS))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        export_book(dossier, path)
        outcome = plan(read_book(path), dossier)
        from_nothing = plan(read_book(path))
    assert list(map(str, outcome.remarks.errors)) == []
    assert (outcome.new, outcome.changed) == (0, 0)
    assert outcome.equal == sum(len(dossier.rows(entity)) for entity in SHEETS)
    # Into an empty record the same rows come, so that nothing was merely left as it was.
    assert Dossier.of(rows.TODAY, from_nothing.changes.added) == dossier


def test_that_the_same_dossier_gives_the_same_bytes(tmp_path):
    dossier = rows.dossier(rows.firm(), rows.centre(), rows.person(), rows.expense())
    for name in ("one.xlsx", "two.xlsx"):
        export_book(dossier, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_that_numbers_and_days_have_their_own_types_and_nothing_is_masked(tmp_path):
    path = tmp_path / "export.xlsx"
    held = (
        rows.firm(account="6222020000000000009"),
        rows.centre(floor_area=Decimal("320.5"), founded_on=date(2023, 5, 1)),
        rows.person(),
        rows.contract(salary=2_000_050),
    )
    export_book(rows.dossier(*held), path)
    book = openpyxl.load_workbook(path)
    cells = {cell.value: cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row}
    for text in ("6222020000000000009", rows.NUMBER, "91640100MA7EXAMP48"):
        assert (cells[text].data_type, cells[text].number_format) == ("s", "@")
    assert cells[20000.5].number_format == "#,##0.00"
    assert cells[320.5].data_type == "n"
    assert any(value == date(2023, 5, 1) for value in (getattr(v, "date", lambda: None)() for v in cells))


def test_that_no_text_becomes_a_formula_or_a_link(tmp_path):
    path = tmp_path / "export.xlsx"
    export_book(rows.dossier(rows.centre(address="=1+1", head="https://example.invalid/x")), path)
    sheet = openpyxl.load_workbook(path)["飞地"]
    written = {cell.value: cell for cell in sheet[2]}
    assert written["=1+1"].data_type == "s"
    assert written["https://example.invalid/x"].hyperlink is None


def test_that_an_empty_record_has_every_sheet_and_header(tmp_path):
    path = tmp_path / "export.xlsx"
    export_book(rows.dossier(), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [spec.title for spec in SHEETS.values()]
    assert [cell.value for cell in book["人员"][1]] == [field.label for field in SHEETS[Person].fields]


def test_that_a_missing_folder_is_named_and_nothing_is_left(tmp_path):
    with pytest.raises(UserError, match="文件夹"):
        export_book(rows.dossier(), tmp_path / "none" / "export.xlsx")
    assert list(tmp_path.iterdir()) == []
