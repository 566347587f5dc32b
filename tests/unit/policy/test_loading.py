"""Rule packs: what is understood, and what is refused with file, key path and the nearest right spelling."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from enclave_desktop.errors import UserError
from enclave_desktop.policy.loading import load_folder, load_pack, parse_pack
from enclave_desktop.policy.pack import ApprovalRule, Dated, MonthlyRule, Series, YearlyRule
from tests.unit.policy.packs import criterion, only, pack, pack_data, programme

PLACE = criterion("enclave.province", "is_not", "宁夏")
CITY = criterion("firm.city", "is", "银川")
TERM = criterion("contract.term_years", "at_least", 5)
MONTHLY = {"basis": "monthly", "amount": "5000.00", "months": 60, "filed_with": "自治区科技厅"}
YEARLY = {"basis": "yearly", "of": "enclave.spend", "rate": "0.15", "cap": "1000000.00"}
LEVELS = {"basis": "on_approval", "by": "carrier.level", "amounts": {"国家级": "5.00", "标准级": "2.00"}}


def refusal(*programmes: dict[str, Any], **more: Any) -> str:
    with pytest.raises(UserError) as caught:
        pack(*programmes, **more)
    message = str(caught.value)
    assert message.startswith("示例.toml：")
    return message.removeprefix("示例.toml：")


def of_criterion(**changes: Any) -> str:
    return refusal(programme(CITY, PLACE | changes, subject="enclave"))


def award_read(award: dict[str, Any]) -> Any:
    return pack(programme(CITY, award=award)).programmes[0].award


def of_award(award: dict[str, Any], **changes: Any) -> str:
    return refusal(programme(CITY, award=award | changes))


def limit_of(fact: str, operator: str, value: Any) -> Any:
    return only(criterion(fact, operator, value)).criteria[0].value.values[0].value


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"fact": "enclave.provinse"}, "programme[0].criterion[1].fact 不认识“enclave.provinse”，是否应为“enclave.province”"),
        ({"operator": "is_nott"}, "programme[0].criterion[1].operator 不认识“is_nott”，是否应为“is_not”"),
        ({"operator": "at_least"}, "programme[0].criterion[1].operator “at_least”不能用于“enclave.province”"),
        ({"basis": "asumption"}, "programme[0].criterion[1].basis 不认识“asumption”，是否应为“assumption”"),
        ({"basis": "user"}, "programme[0].criterion[1].basis 不认识“user”"),
        ({"otherwise": "unknwon"}, "programme[0].criterion[1].otherwise 不认识“unknwon”，是否应为“unknown”"),
        ({"lable": "所在"}, "programme[0].criterion[1].lable 不是认识的键，是否应为“label”"),
        ({"value": 5}, "programme[0].criterion[1].value 应为文字"),
        ({"value": []}, "programme[0].criterion[1].value 应为文字"),
        ({"id": 5}, "programme[0].criterion[1].id 应为文字"),
        ({"id": "firm-city"}, "programme[0].criterion[1].id “firm-city”重复"),
        ({"assumptions": ["none"]}, "programme[0].criterion[1].assumptions[0] 不认识“none”"),
        ({"basis": "assumption"}, "programme[0].criterion[1].assumptions 缺少所依据的工作假定"),
        ({"fact": "person.degree", "operator": "is", "value": "博士"}, "programme[0].criterion[1].fact 不认识“person.degree”"),
        ({"id": "所在"}, "programme[0].criterion[1].id “所在”应由小写字母、数字和连字符组成"),
        ({"operator": "one_of"}, "programme[0].criterion[1].value 应为列表"),
        ({"operator": "one_of", "value": []}, "programme[0].criterion[1].value 应为至少一个词的列表"),
        ({"operator": "present"}, "programme[0].criterion[1].value 不是认识的键"),
        ({"fact": "firm.city", "value": [{"from": date(2024, 1, 1)}]}, "criterion[1].value[0].value 缺少这一项"),
        ({"fact": "enclave.independent", "operator": "is", "value": [{}]}, "criterion[1].value[0].value 缺少这一项"),
        ({"fact": "enclave.founded_on", "operator": "is", "value": [{}]}, "criterion[1].value[0].value 缺少这一项"),
    ],
)  # fmt: skip
def test_that_a_wrong_criterion_is_refused_where_it_stands(changes, says):
    assert says in of_criterion(**changes)


@pytest.mark.parametrize("key", ["id", "label", "fact", "operator", "value", "required", "locator"])
def test_that_a_criterion_lacks_nothing(key):
    short = {k: v for k, v in PLACE.items() if k != key}
    assert refusal(programme(CITY, short)).startswith(f"programme[0].criterion[1].{key} 缺少这一项")


@pytest.mark.parametrize("key", ["id", "title", "subject", "topic", "locator", "form"])
def test_that_a_programme_lacks_nothing(key):
    short = {k: v for k, v in programme(PLACE).items() if k != key}
    assert refusal(short).startswith(f"programme[0].{key} 缺少这一项")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"subject": "enclaves"}, "programme[0].subject 不认识“enclaves”，是否应为“enclave”"),
        ({"type": "研发中新"}, "programme[0].type 不认识“研发中新”，是否应为“研发中心”"),
        ({"type": "众创空间"}, "programme[0].type 不认识“众创空间”"),
        ({"subject": "person", "type": "研发中心"}, "programme[0].type 不认识“研发中心”"),
        ({"award": {"basis": "montly"}}, "programme[0].award.basis 不认识“montly”，是否应为“monthly”"),
        ({"award": 5}, "programme[0].award 应为一个表"),
        ({"titel": "甲"}, "programme[0].titel 不是认识的键，是否应为“title”"),
        ({"from": "2024"}, "programme[0].from 应为日期"),
        ({"from": date(2024, 2, 1), "until": date(2024, 1, 31)}, "programme[0].until 早于 from"),
        ({"evidence": [{"name": "执照", "fact": "firm.creditcode"}]},
         "programme[0].evidence[0].fact 不认识“firm.creditcode”，是否应为“firm.credit_code”"),
        ({"evidence": [{"name": "执照", "source": "yes"}]}, "programme[0].evidence[0].source 应为 true 或 false"),
        ({"evidence": [{"nam": "执照", "name": "执照"}]}, "programme[0].evidence[0].nam 不是认识的键"),
        ({"assumptions": ["deadlins"]}, "programme[0].assumptions[0] 不认识“deadlins”，是否应为“deadlines”"),
        ({"criterion": "无"}, "programme[0].criterion 应为表的列表"),
        ({"criterion": []}, "programme[0].criterion 没有任何条件"),
        ({"id": "P One"}, "programme[0].id “P One”应由小写字母、数字和连字符组成"),
        ({"form": "../form"}, "programme[0].form “../form”应由小写字母、数字和连字符组成"),
        ({"award": MONTHLY}, "programme[0].award.basis 按月补助只用于以人员为对象的项目"),
    ],
)  # fmt: skip
def test_that_a_wrong_programme_is_refused_where_it_stands(changes, says):
    deadlines = {"id": "deadlines", "question": "期限", "answer": "未知"}
    assert refusal(programme(PLACE) | changes, assumption=[deadlines]).startswith(says)


@pytest.mark.parametrize(
    ("award", "changes", "says"),
    [
        (MONTHLY, {"amount": 5000}, "programme[0].award.amount 应为文字"),
        (MONTHLY, {"amount": "五千"}, "programme[0].award.amount “五千”不是金额"),
        (MONTHLY, {"amount": "5000.001"}, "programme[0].award.amount “5000.001”不是金额"),
        (MONTHLY, {"amount": "1e999999"}, "programme[0].award.amount “1e999999”不是金额"),
        (MONTHLY, {"months": "60"}, "programme[0].award.months 应为整数"),
        (MONTHLY, {"months": 60.0}, "programme[0].award.months 应为整数"),
        (MONTHLY, {"months": True}, "programme[0].award.months 应为整数"),
        (MONTHLY, {"filed_with": "自治区科技局"}, "programme[0].award.filed_with 不认识“自治区科技局”，是否应为“自治区科技厅”"),
        (MONTHLY, {"cap": "5.00"}, "programme[0].award.cap 不是认识的键"),
        (MONTHLY, {"at_most": 1}, "programme[0].award.at_most 应为 true 或 false"),
        (YEARLY, {"of": "enclave.floor_area"}, "programme[0].award.of 不认识“enclave.floor_area”"),
        (YEARLY, {"of": "enclave.spent"}, "programme[0].award.of 不认识“enclave.spent”，是否应为“enclave.spend”"),
        (MONTHLY, {"amount": "-1.00"}, "programme[0].award.amount “-1.00”不是金额"),
        (MONTHLY, {"months": 0}, "programme[0].award.months 应为正整数"),
        (YEARLY, {"rate": "1.01"}, "programme[0].award.rate “1.01”不在 0 与 1"),
        (YEARLY, {"rate": "-0.01"}, "programme[0].award.rate “-0.01”不在 0 与 1"),
        (YEARLY, {"rate": 0.15}, "programme[0].award.rate 应为文字"),
        (YEARLY, {"rate": "15%"}, "programme[0].award.rate “15%”不是数"),
        (YEARLY, {"rate": "NaN"}, "programme[0].award.rate “NaN”不是数"),
        (YEARLY, {"rate": "Infinity"}, "programme[0].award.rate “Infinity”不是数"),
        (LEVELS, {"by": "carrier.leval"}, "programme[0].award.by 不认识“carrier.leval”，是否应为“carrier.level”"),
        (LEVELS, {"amount": "5.00"}, "programme[0].award.amount 不是认识的键"),
        (LEVELS, {"by": "carrier.type"}, "programme[0].award.amounts.国家级 “国家级”不是“类型”的可选值"),
        ({"basis": "on_approval", "amounts": {}}, {}, "programme[0].award.amount 缺少这一项"),
    ],
)  # fmt: skip
def test_that_a_wrong_award_is_refused_where_it_stands(award, changes, says):
    assert of_award(award, **changes).startswith(says)


@pytest.mark.parametrize(
    ("series", "says"),
    [
        ([{"value": "1.00", "from": date(2024, 1, 1)}, {"value": "2.00", "from": date(2025, 1, 1)}], "amount[1].from 须晚于"),
        ([{"value": "1.00", "until": date(2025, 1, 1)}, {"value": "2.00", "from": date(2025, 1, 1)}], "amount[1].from 须晚于"),
        ([{"value": "1.00", "until": date(2024, 12, 31)}, {"value": "2.00"}], "amount[1].from 须晚于"),
        ([{"value": "2.00", "from": date(2025, 1, 1)}, {"value": "1.00", "until": date(2024, 12, 31)}], "amount[1].from 须晚于"),
        ([{"value": "1.00", "from": date(2024, 1, 2), "until": date(2024, 1, 1)}], "amount[0].until 早于 from"),
        ([{"value": "1.00", "form": date(2024, 1, 1)}], "amount[0].form 不是认识的键，是否应为“from”"),
        ([{"value": "1.00", "from": "2024-01-01"}], "amount[0].from 应为日期"),
        ([{"value": "一元"}], "amount[0].value “一元”不是金额"),
        ([{"from": date(2024, 1, 1)}], "amount[0].value 缺少这一项"),
        ([{"value": "1.00"}, "2.00"], "amount[1] 应为一个表"),
    ],
)  # fmt: skip
def test_that_a_wrong_series_is_refused_where_it_stands(series, says):
    assert of_award(MONTHLY, amount=series).startswith(f"programme[0].award.{says}")


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 1),
        (date(2024, 6, 30), 1),
        (date(2024, 7, 1), None),
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), 2),
        (date(2099, 1, 1), 2),
    ],
)
def test_that_a_series_gives_the_value_in_force_on_a_day(day, value):
    entries = [
        {"value": 1, "from": date(2024, 1, 1), "until": date(2024, 6, 30)},
        {"value": 2, "from": date(2025, 1, 1)},
    ]
    award = award_read(MONTHLY | {"months": entries})
    assert isinstance(award, MonthlyRule)
    assert award.months.on(day) == value


def test_that_a_single_value_holds_on_any_day():
    award = award_read(MONTHLY)
    assert isinstance(award, MonthlyRule)
    assert [award.amount.on(date(year, 1, 1)) for year in (1900, 2025, 2200)] == [500_000] * 3


@pytest.mark.parametrize(
    ("fact", "operator", "value", "limit"),
    [
        ("contract.term_years", "at_least", 5, 60),
        ("contract.term_months", "at_least", 5, 5),
        ("enclave.spend", "at_least", "100.50", 10_050),
        ("enclave.floor_area", "at_most", "320.5", Decimal("320.5")),
        ("enclave.founded_on", "at_least", date(2024, 1, 1), date(2024, 1, 1)),
        ("enclave.independent", "is", False, False),
        ("enclave.type", "is", "孵化器", "孵化器"),
        ("carrier.level", "one_of", ["国家级", "标准级"], ("国家级", "标准级")),
        ("enclave.filed_with", "includes", "银川市科技局", "银川市科技局"),
        ("firm.city", "one_of", ["银川市", "吴忠"], ("银川市", "吴忠")),
    ],
)
def test_that_a_limit_is_read_in_the_facts_own_kind(fact, operator, value, limit):
    assert limit_of(fact, operator, value) == limit


@pytest.mark.parametrize(
    ("fact", "operator", "value", "says"),
    [
        ("contract.term_years", "at_least", "5", "应为整数"),
        ("enclave.spend", "at_least", 100, "应为文字"),
        ("enclave.floor_area", "at_most", "很大", "不是数"),
        ("enclave.founded_on", "at_least", "2024-01-01", "应为日期"),
        ("enclave.independent", "is", "是", "应为 true 或 false"),
        ("enclave.type", "is", "孵化", "“孵化”不是“类型”的可选值，是否应为“孵化器”"),
        (
            "enclave.filed_with",
            "includes",
            "科技厅",
            "“科技厅”不是“有效备案”的可选值，是否应为“自治区科技厅”",
        ),
        ("person.degree", "one_of", ["博士", "博士后"], "“博士后”不是“学位”的可选值，是否应为“博士”"),
        ("enclave.filed_with", "is", "自治区科技厅", "不能用于"),
        ("enclave.filed_with", "present", None, "不能用于"),
        ("enclave.province", "includes", "宁夏", "不能用于"),
        ("person.degree", "at_least", "硕士", "不能用于"),
        ("enclave.independent", "one_of", ["是"], "不能用于"),
        ("enclave.spend", "one_of", ["1.00"], "不能用于"),
        ("enclave.founded_on", "one_of", ["2024-01-01"], "不能用于"),
        ("contract.term_years", "is", 5, "不能用于"),
        ("enclave.floor_area", "is", "1", "不能用于"),
    ],
)
def test_that_a_limit_or_operator_that_does_not_go_with_the_fact_is_refused(fact, operator, value, says):
    message = refusal(programme(criterion(fact, operator, value)))
    assert message.startswith("programme[0].criterion[0].")
    assert says in message


def test_that_awards_are_read_as_written():
    assert award_read(MONTHLY) == MonthlyRule(Series((Dated(500_000),)), Series((Dated(60),)), "自治区科技厅")
    assert award_read(YEARLY) == YearlyRule(
        "enclave.spend", Series((Dated(Decimal("0.15")),)), Series((Dated(100_000_000),))
    )
    assert award_read(LEVELS | {"at_most": True}) == ApprovalRule(
        {"国家级": Series((Dated(500),)), "标准级": Series((Dated(200),))}, "carrier.level", at_most=True
    )
    assert award_read({"basis": "on_approval", "amount": "7.00"}) == ApprovalRule(
        {None: Series((Dated(700),))}
    )


def test_that_the_assumptions_of_criteria_are_the_programmes_too():
    named = [{"id": name, "question": f"{name}？", "answer": "未知"} for name in ("a", "b", "c")]
    read = pack(programme(PLACE | {"assumptions": ["b"]}, assumptions=["c"]), assumption=named)
    assert [assumption.id for assumption in read.programmes[0].assumptions] == ["c", "b"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"measure": {"id": "p"}}, "measure.source 缺少这一项"),
        ({"measure": {"id": "p", "source": "报道", "office": "甲"}}, "measure.office 不是认识的键"),
        ({"programme": []}, "programme 没有任何项目"),
        ({"programe": []}, "programe 不是认识的键，是否应为“programme”"),
        ({"assumption": [{"id": "a", "question": "？", "answer": "！"}] * 2}, "assumption[1].id “a”重复"),
        ({"assumption": [{"id": "a", "question": "？"}]}, "assumption[0].answer 缺少这一项"),
        ({"programme": [programme(PLACE)] * 2}, "programme[1].id “p-one”重复"),
    ],
)
def test_that_a_wrong_pack_is_refused_where_it_is_wrong(changes, says):
    with pytest.raises(UserError) as caught:
        parse_pack(pack_data(programme(PLACE)) | changes, "示例.toml")
    assert str(caught.value).startswith(f"示例.toml：{says}")


PACK = """
[measure]
id = "{id}"
source = "示例报道"
[[programme]]
id = "{programme}"
title = "示例补贴"
subject = "enclave"
topic = "示例"
locator = "L1"
form = "example"
[[programme.criterion]]
id = "firm-city"
label = "注册城市"
fact = "firm.city"
operator = "is"
value = "银川"
required = "{{value}}"
locator = "L1"
"""


def test_that_a_file_is_a_pack_and_names_itself_in_errors(tmp_path):
    file = tmp_path / "甲.toml"
    file.write_text(PACK.format(id="a", programme="a-one"), "utf-8")
    assert load_pack(file).programmes[0].id == "a-one"
    file.write_text(PACK.format(id="a", programme="a-one") + "lable = '乙'", "utf-8")
    says = r"甲\.toml：programme\[0\]\.criterion\[0\]\.lable 不是认识的键，是否应为“label”"
    with pytest.raises(UserError, match=says):
        load_pack(file)


def test_that_a_folder_gives_its_packs_by_measure_and_leaves_out_their_cases(tmp_path):
    for name, measure in (("一", "b"), ("二", "a")):
        text = PACK.format(id=measure, programme=f"{measure}-one")
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
        (tmp_path / f"{name}.cases.toml").write_text("[base]", "utf-8")
    assert [pack.measure.id for pack in load_folder(tmp_path)] == ["a", "b"]


def test_that_two_packs_may_not_share_a_programme(tmp_path):
    for name in ("one-measure", "another"):
        (tmp_path / f"{name}.toml").write_text(PACK.format(id=name, programme="one"), "utf-8")
    with pytest.raises(UserError, match=r"one 与 .*的项目编号重复"):
        load_folder(tmp_path)
