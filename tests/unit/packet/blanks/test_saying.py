"""What a cell says for a finding."""

import pytest

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.packet.binding import VALUES, Value
from enclave_desktop.packet.blanks.mapping import Cell, InField
from enclave_desktop.packet.blanks.saying import said
from tests.packet.blanks import given

HERE = InField("x")


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("", "290,000.00"),
        ("分节", "290,000.00"),
        ("不分节", "290000.00"),
        ("整元", "290,000"),
        ("万元", "29"),
    ],
)
def test_that_money_is_written_as_asked(format_, text):
    assert said(Cell("award.amount", HERE, "money", format=format_), given()).text == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (1_000_000_00, "100"),
        (500_000_00, "50"),
        (10_000_00, "1"),
        (1_234_567_89, "123.456789"),
        (1_200_00, "0.12"),
        (1, "0.000001"),
        (0, "0"),
    ],
)
def test_that_ten_thousands_lose_no_digit(fen, text, monkeypatch):
    monkeypatch.setitem(VALUES, "award.amount", Value(Kind.MONEY, lambda _: fen))
    assert said(Cell("award.amount", HERE, "money", format="万元"), given()).text == text


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("", "2024年2月20日"),
        ("年-月-日", "2024-02-20"),
        ("年.月.日", "2024.02.20"),
        ("年/月/日", "2024/02/20"),
        ("年", "2024"),
        ("月", "2"),
        ("日", "20"),
    ],
)
def test_that_a_day_is_written_as_asked(format_, text):
    assert said(Cell("contract.starts_on", HERE, "date", format=format_), given()).text == text


@pytest.mark.parametrize("kind", ["text", "money", "date", "multiline"])
@pytest.mark.parametrize("value", ["person.born_on", "award.amount", "person.school"])
def test_that_what_is_not_known_says_nothing(kind, value):
    assert said(Cell(value, HERE, kind), given("long")).text == ""


def test_that_a_box_is_ticked_by_its_word_only():
    assert said(Cell("person.degree", HERE, "check", ticks="博士"), given()).ticked
    assert not said(Cell("person.degree", HERE, "check", ticks="硕士"), given()).ticked


@pytest.mark.parametrize("word", ["是", "否"])
def test_that_what_is_not_known_ticks_neither_yes_nor_no(word):
    assert not said(Cell("person.key_school", HERE, "check", ticks=word), given("long")).ticked
