"""What a blank calls a cell, and what we call it."""

import pytest

from enclave_desktop.packet.binding import VALUES
from enclave_desktop.packet.blanks.labels import (
    boxed,
    having_choices,
    kind_for,
    matches,
    preferred_values,
    values_for_boxes,
)
from enclave_desktop.packet.blanks.vocabulary import placeholders


def test_that_everything_that_can_be_printed_has_words():
    known = placeholders()
    assert set(known) == set(VALUES)
    assert all(placeholder.label and placeholder.group for placeholder in known.values())


def test_that_no_two_are_called_the_same():
    words = [placeholder.words for placeholder in placeholders().values()]
    repeated = {word for word in words if words.count(word) > 1}
    assert repeated == {"飞地 · 金额合计（元）"}


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("企业名称", "firm.name"),
        ("单 位 名 称：", "firm.name"),
        ("1. 申报单位（公章）", "firm.name"),
        ("（一）身份证号码", "person.id_number"),
        ("法人代表*", "firm.legal_representative"),
        ("企业（单位）全称", "firm.name"),
        ("申请金额（万元）", "award.amount"),
        ("学　　位", "person.degree"),
        ("金额大写", "award.capitals"),
    ],
)
def test_that_offices_words_are_understood(label, value):
    assert matches(label)[0] == value


@pytest.mark.parametrize("label", ["", "备注", "一、基本情况", "第 1 页", "推荐意见", "盖章"])
def test_that_other_words_stand_for_nothing(label):
    assert matches(label) == ()


def test_that_of_several_the_programmes_own_comes_first():
    assert matches("统一社会信用代码")[0] == "firm.credit_code"
    assert matches("统一社会信用代码", {"enclave.credit_code"})[0] == "enclave.credit_code"


def test_that_choices_tell_what_boxes_are_for():
    assert having_choices(["博士", "硕士"]) == ("person.degree",)
    assert having_choices(["甲", "乙"]) == ()


@pytest.mark.parametrize(
    ("line", "opening", "words"),
    [
        ("□是　□否", "", {0: "是", 3: "否"}),
        ("是□　否□", "", {1: "是", 4: "否"}),
        ("学位：博 士□、硕士□", "学位：", {6: "博士", 10: "硕士"}),
        ("学位：□博士、□硕士", "学位：", {3: "博士", 7: "硕士"}),
        ("□男 □女（打√）", "", {0: "男", 3: "女（打√）"}),
        ("类别：□", "类别：", {3: ""}),
        ("没有方框", "没有方框", {}),
    ],
)
def test_that_a_box_is_for_the_word_on_its_own_side(line, opening, words):
    found = boxed(line)
    assert (found.opening, {box.at: box.word for box in found.boxes}) == (opening, words)


def test_that_yes_and_no_stand_for_nothing_unless_it_is_known_what_is_asked():
    assert values_for_boxes("是否独立研发机构", ["是", "否"]) == ("enclave.independent",)
    assert values_for_boxes("是否上市公司", ["是", "否"]) == ()
    assert values_for_boxes("", ["男", "女"]) == ("person.sex",)


def test_that_kind_follows_from_what_is_held():
    assert kind_for(("award.amount",), "申请金额（万元）") == ("money", "万元")
    assert kind_for(("person.born_on",), "出生年月") == ("date", "")
    assert kind_for((), "备注", 90) == ("multiline", "")
    assert kind_for(("firm.name",), "企业名称", 20) == ("text", "")


def test_that_a_programmes_own_form_says_what_it_asks_for():
    assert "person.degree" in preferred_values(["nx-phd-allowance"])
    assert "person.degree" not in preferred_values(["yc-rnd-reward"])
