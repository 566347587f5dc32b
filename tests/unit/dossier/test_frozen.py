"""Dossiers as bytes and back, and what differs between two."""

from dataclasses import replace
from datetime import date

import pytest

from enclave_desktop.dossier.difference import differences
from enclave_desktop.dossier.frozen import freeze, thaw
from tests.unit.records.filled import EVERYTHING
from tests.unit.rows import TODAY, claim, contract, dossier, filing, person

HELD = dossier(*EVERYTHING)


def test_that_a_dossier_of_every_sheet_comes_back_as_it_was():
    assert thaw(freeze(HELD)) == HELD


def test_that_an_empty_dossier_comes_back():
    assert thaw(freeze(dossier())) == dossier()


def test_that_the_same_rows_in_another_order_give_the_same_bytes():
    assert freeze(dossier(*reversed(EVERYTHING))) == freeze(HELD)


def test_that_another_day_gives_other_bytes():
    assert freeze(replace(HELD, as_of=date(2025, 7, 1))) != freeze(HELD)


def test_that_what_is_not_recorded_takes_no_room():
    assert b"null" not in freeze(dossier(person()))


def _rows(sheet: str, row: str) -> bytes:
    return f'{{"as_of":"2025-06-30","rows":{{"{sheet}":[{row}]}}}}'.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"9" * 5_000,
        b'{"as_of":20250630,"rows":{}}',
        b'{"as_of":"2025-06-30","rows":[]}',
        _rows("工资", "{}"),
        _rows("人员", "1"),
        _rows("人员", '{"name":{},"id_number":"1"}'),
        _rows("人员", '{"name":"甲","id_number":7}'),
        _rows("飞地", '{"name":"甲","type":"研发中心","province":"上海","city":"上海","floor_area":"x"}'),
        _rows("证明材料", '{"number":"1","kind":"发票","content":"0","file_name":"a","pages":"[{}]"}'),
    ],
)
def test_that_other_bytes_are_refused(data):
    with pytest.raises(ValueError, match=r"\w"):
        thaw(data)


def told(before, after):
    return [
        (found.what, found.sheet.title, [(field.name, was, now) for field, was, now in found.fields])
        for found in differences(before, after)
    ]


def test_that_equal_dossiers_do_not_differ():
    assert told(HELD, thaw(freeze(HELD))) == []


def test_that_new_and_gone_rows_and_changed_fields_are_told():
    before = dossier(person(), filing(), contract(), as_of=TODAY)
    after = dossier(person(title="教授", degree=None), filing(), claim(), as_of=TODAY)
    assert told(before, after) == [
        ("改动", "人员", [("degree", "博士", None), ("title", None, "教授")]),
        ("删除", "劳动合同", []),
        ("新增", "申领", []),
    ]
