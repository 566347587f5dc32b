"""Mappings as TOML: read strictly, written as they are read."""

import tomllib
from dataclasses import replace
from typing import Any

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.packet.blanks.mapping import (
    Area,
    AtBlank,
    AtWords,
    Cell,
    InControl,
    InField,
    InTable,
    Mapping,
    OnPage,
    as_toml,
    check_digest,
    digest,
    load_mapping,
    parse_mapping,
    save_mapping,
)

PDF = Mapping(
    "补助“申请”表",
    ("nx-phd-allowance",),
    "空白 表.pdf",
    digest(b"blank"),
    "pdf",
    (
        Cell("firm.name", OnPage(1, Area(10, 20.5, 100, 14)), label="单位\n名称\\"),
        Cell("person.degree", InField("学位", "Yes"), "check", ticks="博士"),
        Cell("award.amount", InField("amount"), "money", format="万元", align="centre", size=9, face="fang"),
        Cell("person.id_number", OnPage(2, Area(0, 0, 360, 20)), comb=18),
    ),
)
WORD = Mapping(
    "表", (), "表.docx", digest(b"w"), "docx",
    (
        Cell("firm.name", InTable(1, 2, 3)),
        Cell("firm.contact", AtWords("{{联系人}}")),
        Cell("firm.phone", AtBlank("联系电话：")),
        Cell("firm.phone", AtBlank("电话：", 2)),
        Cell("firm.bank", InControl("bank")),
    ),
)  # fmt: skip


def data(**changed: Any) -> dict[str, Any]:
    return tomllib.loads(as_toml(PDF)) | changed


def cell(**changed: Any) -> dict[str, Any]:
    """A mapping's data with one cell."""
    return data(cells=[{"value": "firm.name", "page": 1, "box": [0, 0, 9, 9]} | changed])


@pytest.mark.parametrize("mapping", [PDF, WORD])
def test_that_what_is_written_is_read_as_the_same(mapping, tmp_path):
    save_mapping(mapping, tmp_path / "m.toml")
    assert load_mapping(tmp_path / "m.toml") == mapping


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (data(titel="x"), "titel 不是认识的键，是否应为“title”"),
        (data(kind="pfd"), "kind 不认识“pfd”，是否应为“pdf”"),
        (data(sha256="12"), "sha256 应为 64 位"),
        (data(programmes=["nx-phd-allowence"]), "是否应为“nx-phd-allowance”"),
        (cell(value="firm.nmae"), r"cells\[0\].value 没有名为“firm.nmae”的数据项，是否应为“firm.name”"),
        (cell(value="contract.salary"), "没有名为“contract.salary”"),
        (cell(knid="text"), r"cells\[0\].knid 不是认识的键"),
        (cell(kind="multi"), r"cells\[0\].kind 不认识"),
        (cell(kind="check"), r"cells\[0\].ticks 缺少"),
        (cell(kind="check", value="person.degree", ticks="博土"), "ticks 不认识“博土”，是否应为“博士”"),
        (cell(kind="date", format="日期"), "format 不认识"),
        (cell(format="年"), "format 不是认识的键"),
        (cell(box=[0, 0, 9]), "box 应为四个数字"),
        (cell(box=[0, 0, 0, 9]), "宽和高应大于 0"),
        (cell(page=0), "page 从 1 起算"),
        (cell(size=7), "size 应为 7.5 至 36"),
        (cell(face="sung"), "是否应为“song”"),
        (cell(table=1), "table 不是认识的键"),
    ],
)  # fmt: skip
def test_that_what_is_not_known_is_refused_with_its_place_and_the_nearest_word(given, words):
    with pytest.raises(UserError, match=words):
        parse_mapping(given, "m.toml")


def test_that_a_box_may_name_other_words_where_the_record_may_hold_them():
    given = cell(kind="check", value="carrier.level", ticks="市级")
    assert parse_mapping(given, "m.toml").cells[0].ticks == "市级"


def test_that_another_blank_is_refused_with_what_to_do():
    check_digest(PDF, b"blank", "空白 表.pdf")
    with pytest.raises(UserError, match=r"不是“补助“申请”表”所对应的(.|\n)*重新对应一次"):
        check_digest(PDF, b"blank ", "新表.pdf")


def test_that_a_field_is_for_a_pdf_and_a_table_for_a_word_file():
    with pytest.raises(UserError, match="table 缺少"):
        parse_mapping(tomllib.loads(as_toml(replace(PDF, kind="docx"))), "m.toml")
