"""What finds which rows: words, parts of numbers, initials in every reading of a character."""

from dataclasses import replace
from datetime import date

import pytest

from enclave_desktop.desktop.table.initials import readings
from enclave_desktop.desktop.table.search import Search
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Expense, Person

PERSON = Person(name="江以澄", id_number="990100199003070019")
EXPENSE = Expense(
    booked_on=date(2024, 5, 6),
    voucher="记-0012",
    enclave="澜朔上海研发中心",
    category="直接投入",
    amount=123456789,
    summary="采购ABC试剂（2[号]）",
)


def finds(row, typed: str) -> bool:
    matching = Search(SHEETS[type(row)].fields).matching(typed)
    return matching is None or matching([row]) == [row]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单小川", "sxc"),
        ("单小川", "dxc"),
        ("曾以安", "zya"),
        ("曾以安", "cya"),
        ("重阳", "cy"),
        ("重阳", "zy"),
        ("长孙无", "zsw"),
        ("行长", "hz"),
        ("行长", "xc"),
        ("仇英", "qy"),
        ("解缙", "xj"),
        ("查良", "zl"),
        ("乐毅", "yy"),
        ("尉迟恭", "ycg"),
        ("尉迟恭", "wcg"),
        ("谌容", "sr"),
        ("万俟雪", "mqx"),
        ("区大任", "odr"),
        ("朴树", "ps"),
        ("盖聂", "gn"),
        ("翟天", "zt"),
        ("折可适", "skk"),
        ("种师道", "csd"),
        ("秘彭祖", "bpz"),
        ("覃子豪", "qzh"),
        ("赵\U0002b5af", "zf"),
    ],
)
def test_that_a_name_is_found_by_every_reading_of_its_characters(name, typed):
    assert finds(replace(PERSON, name=name), typed)


@pytest.mark.parametrize(
    "typed", ["江", "以澄", "江yc", "j以c", "JYC", "江 澄", "0307", "990100199003070019"]
)
def test_that_a_person_is_found_by_parts_and_mixtures(typed):
    assert finds(PERSON, typed)


@pytest.mark.parametrize("typed", ["jcy", "江澄", "ycj", "0308", "j0"])
def test_that_what_does_not_stand_together_finds_nothing(typed):
    assert not finds(PERSON, typed)


@pytest.mark.parametrize(
    "typed", ["1,234,567", "1234567.8", "2024-05-06", "-05-", "cgabcsj", "2[号]", "记-0012"]
)
def test_that_an_expense_is_found_by_amount_day_and_summary(typed):
    assert finds(EXPENSE, typed)


@pytest.mark.parametrize("typed", ["1234567.80", "记-0013", "2024-05-07", "[试剂]"])
def test_that_an_expense_is_not_found_by_what_it_does_not_hold(typed):
    assert not finds(EXPENSE, typed)


def test_that_each_of_several_words_may_stand_in_another_field():
    assert finds(EXPENSE, "sh 2024-05 1234567")
    assert not finds(EXPENSE, "sh 2024-06 1234567")


def test_that_nothing_typed_filters_nothing():
    assert Search(SHEETS[Person].fields).matching(" , ") is None


def test_that_letters_of_a_number_are_not_read_as_pinyin():
    assert not finds(replace(PERSON, name="李四", id_number="99010019900307001X"), "jyc")
    assert finds(replace(PERSON, id_number="99010019900307001X"), "001x")


def test_that_rows_are_read_anew_once_they_are_others():
    find = Search(SHEETS[Person].fields).matching("py")
    assert find is not None
    assert find([PERSON]) == []
    other = replace(PERSON, name="潘野")
    assert find([other, PERSON]) == [other]


def test_that_what_stands_beside_the_fields_is_searched_too():
    search = Search(SHEETS[Person].fields, lambda _: "澜朔上海研发中心")
    matching = search.matching("lssh")
    assert matching is not None
    assert matching([PERSON]) == [PERSON]


def test_that_the_rows_found_keep_their_order():
    rows = [replace(PERSON, name=name) for name in ("江一", "潘野", "江二", "江三")]
    matching = Search(SHEETS[Person].fields).matching("江")
    assert matching is not None
    assert [row.name for row in matching(rows)] == ["江一", "江二", "江三"]


@pytest.mark.parametrize("char", ["a", "1", "（", "·"])
def test_that_what_is_no_ideograph_has_no_reading(char):
    assert not readings(char)
