"""The tables against the dossier, and what they refuse by themselves."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Date, Integer, SmallInteger, Text, create_engine, event, insert
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.schema import CreateIndex, CreateTable

from enclave_desktop.dossier.fields import KEPT, Kind, sheet_titled
from enclave_desktop.dossier.values import Agreement, Carrier, Claim, Contract, Expense, Filing, Firm, Project
from enclave_desktop.records.schema import column_name
from enclave_desktop.records.tables import (
    CONTENT,
    ERASED_CONTENT,
    ERASED_PACKET,
    HISTORY,
    HISTORY_HEAD,
    MOVED_OUT,
    PACKET,
    PACKET_PART,
    PACKET_ROW,
    TABLES,
    Hundredths,
    metadata,
)

TYPES = {
    Kind.DATE: Date,
    Kind.MONEY: BigInteger,
    Kind.YES_NO: Boolean,
    Kind.AREA: Hundredths,
    Kind.YEAR: SmallInteger,
    Kind.COUNT: Integer,
}
FIELDS = [(sheet, field) for sheet in KEPT.values() for field in sheet.fields]
REFERENCES = [
    pytest.param(sheet, field, id=f"{sheet.title} {field.label}") for sheet, field in FIELDS if field.refers
]
NAMES = [f"{sheet.title} {field.label}" for sheet, field in FIELDS]

ROWS: dict[str, dict[str, Any]] = {
    "firm": {"name": "甲", "credit_code": "1", "province": "宁夏", "city": "银川"},
    "enclave": {"name": "甲", "type": "研发中心", "province": "上海", "city": "上海"},
    "filing": {"enclave_id": 1, "authority": "自治区科技厅", "filed_on": date(2024, 1, 2)},
    "person": {"name": "甲", "id_number": "1"},
    "contract": {"person_id": 1, "enclave_id": 1, "form": "全职", "starts_on": date(2024, 1, 2)},
    "project": {"number": "1", "name": "甲"},
    "expense": {
        "booked_on": date(2024, 1, 2),
        "voucher": "1",
        "entry": None,
        "enclave_id": 1,
        "project_id": None,
        "category": "直接投入",
        "amount": 1,
    },
    "agreement": {"number": "1", "type": "其他", "counterparty": "乙"},
    "carrier": {"name": "甲", "type": "众创空间", "city": "银川"},
    "assessment": {"enclave_id": 1, "year": 2024, "result": "合格"},
    "approval": {"enclave_id": 1, "category": "人才小高地", "approved_on": date(2024, 1, 2)},
    "claim": {"programme": "x", "subject": "甲", "period_from": "2024", "state": "拟申报"},
    "confirmation": {
        "measure": "nx",
        "assumption": "x",
        "answer": "否定",
        "answered_by": "甲",
        "answered_on": date(2025, 1, 2),
    },
    "content": {"sha256": "0" * 64, "data": b"x"},
    "evidence": {"number": "1", "kind": "营业执照", "content": "0" * 64, "file_name": "扫描.pdf"},
    "claimstep": {"number": "1", "claim_id": 1, "on": date(2025, 1, 2), "state": "退回"},
    "printsetting": {"programme": "x", "purpose": "企业留存"},
}
REFERRED = ("enclave", "person", "project", "claim", "content")


@pytest.fixture
def connection():
    """An empty database with the tables and one row that others refer to."""
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys = ON").close())
    with engine.connect() as connection:
        metadata.create_all(connection)
        for name in REFERRED:
            connection.execute(insert(metadata.tables[name]), ROWS[name])
        yield connection
    engine.dispose()


def put(connection, table, /, **more):
    connection.execute(insert(metadata.tables[table]), ROWS[table] | more)


@pytest.mark.parametrize(("sheet", "field"), FIELDS, ids=NAMES)
def test_that_a_field_has_its_column(sheet, field):
    column = TABLES[sheet.entity].columns[column_name(field)]
    expected = Integer if field.refers else TYPES.get(field.kind, Text)
    assert type(column.type) is expected
    assert column.nullable is not field.required


@pytest.mark.parametrize(("sheet", "field"), REFERENCES)
def test_that_a_reference_is_a_foreign_key_that_restricts(sheet, field):
    (key,) = TABLES[sheet.entity].columns[column_name(field)].foreign_keys
    assert key.column is TABLES[sheet_titled(field.refers).entity].c.id
    assert key.ondelete == "RESTRICT"


@pytest.mark.parametrize("sheet", KEPT.values(), ids=lambda sheet: sheet.title)
def test_that_a_table_holds_nothing_but_its_fields_and_an_id(sheet):
    expected = ["id", *(column_name(field) for field in sheet.fields)]
    assert [column.name for column in TABLES[sheet.entity].columns] == expected


def test_that_every_table_is_of_a_kept_class_or_holds_files_packets_and_history():
    others = {
        CONTENT,
        PACKET,
        PACKET_PART,
        HISTORY,
        HISTORY_HEAD,
        PACKET_ROW,
        MOVED_OUT,
        ERASED_CONTENT,
        ERASED_PACKET,
    }
    assert set(metadata.tables.values()) == {TABLES[entity] for entity in KEPT} | others


def test_that_what_is_referred_to_comes_first():
    order = list(KEPT)
    for sheet, field in FIELDS:
        if field.refers:
            assert order.index(sheet_titled(field.refers).entity) < order.index(sheet.entity)


@pytest.mark.parametrize("name", sorted(ROWS.keys() - {"firm"}))
def test_that_a_key_occurs_once(connection, name):
    if name not in REFERRED:
        put(connection, name)
    with pytest.raises(IntegrityError, match="UNIQUE"):
        put(connection, name)


@pytest.mark.parametrize("entry", [None, "1"])
@pytest.mark.parametrize("project", [None, 1])
def test_that_ledger_keys_with_equal_empty_parts_clash(connection, entry, project):
    put(connection, "expense", entry=entry, project_id=project)
    with pytest.raises(IntegrityError, match="uq_expense"):
        put(connection, "expense", entry=entry, project_id=project, amount=2)


def test_that_ledger_keys_that_differ_in_one_part_stand_side_by_side(connection):
    for entry in (None, "1", "2"):
        for project in (None, 1):
            put(connection, "expense", entry=entry, project_id=project)
    put(connection, "expense", category="其他相关")
    put(connection, "expense", voucher="2")
    put(connection, "expense", booked_on=date(2024, 1, 3))


def test_that_there_is_one_firm(connection):
    put(connection, "firm")
    with pytest.raises(IntegrityError, match="ck_firm_single"):
        put(connection, "firm", credit_code="2")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("enclave", {"name": "乙", "type": "别的"}),
        ("enclave", {"name": ""}),
        ("enclave", {"name": "乙", "address": ""}),
        ("enclave", {"name": "乙", "floor_area": Decimal("-0.01")}),
        ("contract", {"salary": -1}),
        ("contract", {"salary": 10**15 + 1}),
        ("expense", {"amount": 10**15 + 1}),
        ("expense", {"amount": -(10**15) - 1}),
        ("expense", {"entry": ""}),
        ("expense", {"funding": "借款"}),
        ("assessment", {"year": 999}),
        ("assessment", {"year": 10_000}),
        ("claim", {"period_from": "2024-4"}),
        ("claim", {"period_to": "2023"}),
        ("claim", {"period_to": "2024-12"}),
        ("filing", {"valid_until": date(2024, 1, 1)}),
        ("contract", {"signed_on": date(2024, 1, 3)}),
        ("contract", {"ends_on": date(2024, 1, 1)}),
        ("contract", {"left_on": date(2024, 1, 1)}),
        ("contract", {"ends_on": date(2024, 1, 2), "open_ended": True}),
        ("project", {"number": "2", "starts_on": date(2024, 1, 2), "ends_on": date(2024, 1, 1)}),
        ("agreement", {"starts_on": date(2024, 1, 2), "ends_on": date(2024, 1, 1)}),
        ("confirmation", {"answer": "也许"}),
        ("confirmation", {"answer": "确认", "instead": "到元"}),
    ],
)
def test_that_a_value_out_of_bounds_is_refused(connection, name, values):
    with pytest.raises(IntegrityError, match="CHECK"):
        put(connection, name, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("enclave", {"name": "乙", "floor_area": Decimal(0)}),
        ("contract", {"salary": 0}),
        ("contract", {"salary": 10**15}),
        ("expense", {"amount": 10**15}),
        ("expense", {"amount": -(10**15)}),
        ("assessment", {"year": 1000}),
        ("assessment", {"year": 9999}),
        ("carrier", {"level": "卓越级"}),
        ("claim", {"period_from": "2024-04", "period_to": "2024-04"}),
        ("filing", {"valid_until": date(2024, 1, 2)}),
        (
            "contract",
            {"signed_on": date(2024, 1, 2), "ends_on": date(2024, 1, 2), "left_on": date(2024, 1, 2)},
        ),
        ("contract", {"ends_on": date(2024, 1, 2), "open_ended": False}),
        ("contract", {"open_ended": True}),
        ("project", {"number": "2", "starts_on": date(2024, 1, 2), "ends_on": date(2024, 1, 2)}),
        ("agreement", {"ends_on": date(2024, 1, 1)}),
        ("confirmation", {"answer": "否定", "instead": "到元"}),
        ("confirmation", {"answer": "确认"}),
    ],
)
def test_that_a_value_on_the_bound_is_taken(connection, name, values):
    put(connection, name, **values)


@pytest.mark.parametrize(
    ("name", "column"), [("filing", "enclave_id"), ("contract", "person_id"), ("expense", "project_id")]
)
def test_that_a_reference_must_lead_somewhere(connection, name, column):
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        put(connection, name, **{column: 99})


def test_that_an_area_with_three_places_is_refused_and_not_rounded(connection):
    with pytest.raises(StatementError, match="two places"):
        put(connection, "enclave", name="乙", floor_area=Decimal("320.125"))


@pytest.mark.parametrize("area", ["0", "0.01", "320", "320.5", "99999.99", "1E+2"])
def test_that_an_area_comes_back_as_the_reader_gives_it(connection, area):
    put(connection, "enclave", name="乙", floor_area=Decimal(area))
    table = metadata.tables["enclave"]
    back = connection.scalar(table.select().with_only_columns(table.c.floor_area).where(table.c.name == "乙"))
    assert (back, "E" in str(back)) == (Decimal(area), False)


@pytest.mark.parametrize("entity", [Firm, Filing, Contract, Project, Expense, Agreement, Carrier, Claim])
def test_that_the_tables_can_be_made_on_postgresql(entity):
    dialect = postgresql.dialect()
    table = TABLES[entity]
    statements = [str(CreateTable(table).compile(dialect=dialect))]
    statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
    if entity is Expense:
        assert any("coalesce(entry, ''), coalesce(project_id, 0)" in statement for statement in statements)
    assert not [statement for statement in statements if "IN (0, 1)" in statement or "DATETIME" in statement]
