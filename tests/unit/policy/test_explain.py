"""A check in words: what is required, what is on record, what would make it met."""

from datetime import date
from decimal import Decimal

import pytest

from enclave_desktop.policy.check import check
from enclave_desktop.policy.explain import actual, basis_words, gap, outcome_words, reason, reasons, required
from enclave_desktop.policy.findings import Outcome
from tests.unit import rows
from tests.unit.policy.packs import criterion, pack, programme

TERM = criterion("contract.term_years", "at_least", 5, label="合同期限", required="不少于 {value}")


def told(rule, *held, as_of=rows.TODAY, **more):
    """Outcome, actual, required and gap of one criterion for the one subject it is about."""
    dossier = rows.dossier(rows.firm(), *held, as_of=as_of)
    (finding,) = check(dossier, [pack(programme(rule), **more)], 2024)
    (held_check,) = finding.checks
    words = actual(held_check, finding.case), required(held_check), gap(held_check, finding.case)
    return str(held_check.outcome), *words


def of_term(ends_on, starts_on=date(2024, 3, 1), **more):
    contract = rows.contract(starts_on=starts_on, ends_on=ends_on, **more)
    return told(TERM, rows.centre(), rows.person(), contract)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "found", "words"),
    [
        (date(2024, 3, 1), date(2028, 2, 29), "4 年", "还差 1 年：合同须签至 2029-02-28"),
        (date(2024, 3, 1), date(2028, 12, 31), "4 年 10 个月", "还差 2 个月：合同须签至 2029-02-28"),
        (date(2024, 3, 1), date(2029, 2, 27), "4 年 11 个月 27 天", "还差 1 天：合同须签至 2029-02-28"),
        (date(2024, 2, 20), date(2027, 2, 19), "3 年", "还差 2 年：合同须签至 2029-02-19"),
        (date(2024, 2, 29), date(2028, 2, 28), "4 年", "还差 1 年：合同须签至 2029-02-27"),
        (date(2025, 1, 1), date(2025, 1, 31), "1 个月", "还差 4 年 11 个月：合同须签至 2029-12-31"),
    ],
)
def test_that_a_short_term_tells_how_much_is_missing_and_the_day_to_sign_until(
    starts_on, ends_on, found, words
):
    assert of_term(ends_on, starts_on) == ("unmet", found, "不少于 5 年", words)


def test_that_a_term_that_is_long_enough_has_no_gap():
    assert of_term(date(2029, 2, 28)) == ("met", "5 年", "不少于 5 年", None)
    assert of_term(date(2029, 3, 1)) == ("met", "5 年 1 天", "不少于 5 年", None)


def test_that_an_open_ended_contract_is_for_the_office_to_say():
    words = "无固定期限的合同是否算作不少于 5 年，请向主管部门确认"
    assert of_term(None, open_ended=True) == ("unknown", "无固定期限", "不少于 5 年", words)


def test_that_a_contract_without_an_end_names_the_cell_to_fill():
    assert of_term(None) == ("unknown", None, "不少于 5 年", "请填写“劳动合同”的“终止日期”")
    assert of_term(None, open_ended=False)[3] == "请填写“劳动合同”的“终止日期”"


def test_that_a_person_without_a_contract_is_asked_for_one():
    assert told(TERM, rows.person()) == ("unknown", None, "不少于 5 年", "请在“劳动合同”登记此人的合同")


PRESENT = criterion("enclave.platform", "present", required="已入驻飞地平台")
OFFICE = criterion("enclave.filed_with", "includes", "自治区科技厅", required="已向{value}备案")
LEASE = criterion(
    "enclave.agreement_types",
    "includes_any",
    ["场地租赁", "设备购置"],
    required="有{value}合同",
    otherwise="unknown",
)
PLACE = criterion("enclave.province", "is_not", "宁夏", required="在{value}以外")
SPEND = criterion("enclave.spend", "at_least", "1000.00", required="不少于 {value}")
AREA = criterion("enclave.floor_area", "at_most", "100", required="不超过 {value} m²")


@pytest.mark.parametrize(
    ("rule", "held", "expected"),
    [
        (criterion("enclave.independent", "is", True), [rows.centre()], ("met", "是", "是", None)),
        (criterion("enclave.independent", "is", True), [rows.centre(independent=False)], ("unmet", "否", "是", "须为是")),
        (criterion("enclave.independent", "is", True), [rows.centre(independent=None)],
         ("unknown", None, "是", "请填写“飞地”的“独立研发机构”")),
        (PLACE, [rows.centre(province="宁夏回族自治区")], ("unmet", "宁夏回族自治区", "在宁夏以外", "不能为宁夏")),
        (criterion("enclave.city", "is", "北京"), [rows.centre()], ("unmet", "上海", "北京", "须为北京")),
        (criterion("enclave.city", "is", "北京", required="在{value}"), [rows.centre()],
         ("unmet", "上海", "在北京", "须在北京")),
        (criterion("enclave.type", "one_of", ["孵化器"]), [rows.centre()], ("unmet", "研发中心", "孵化器", "须为孵化器")),
        (OFFICE, [rows.centre()], ("unmet", "无", "已向自治区科技厅备案", "须已向自治区科技厅备案")),
        (OFFICE, [rows.centre(), rows.filing()], ("met", "自治区科技厅", "已向自治区科技厅备案", None)),
        (OFFICE | {"remedy": "先去备案"}, [rows.centre()], ("unmet", "无", "已向自治区科技厅备案", "先去备案")),
        (criterion("enclave.filed_with", "excludes", "自治区科技厅"), [rows.centre(), rows.filing()],
         ("unmet", "自治区科技厅", "自治区科技厅", "不能为自治区科技厅")),
        (LEASE, [rows.centre()], ("unknown", "无", "有场地租赁或设备购置合同", "如有场地租赁或设备购置，请登记到“合同”")),
        (PRESENT, [rows.centre()], ("unknown", None, "已入驻飞地平台", "请填写“飞地”的“入驻平台”")),
        (PRESENT, [rows.centre(platform="科创中心")], ("met", "科创中心", "已入驻飞地平台", None)),
        (SPEND, [rows.centre(), rows.expense(amount=99_999)],
         ("unmet", "999.99 元", "不少于 1,000.00 元", "还差 0.01 元")),
        (SPEND, [rows.centre()], ("unknown", None, "不少于 1,000.00 元", "请填写“研发费用”的当年分录")),
        (AREA, [rows.centre(floor_area=Decimal(101))], ("unmet", "101 m²", "不超过 100 m²", "须不超过 100 m²")),
        (criterion("carrier.level", "one_of", ["国家级", "自治区级"], otherwise="unknown"), [rows.carrier(level="卓越级")],
         ("unknown", "卓越级", "国家级或自治区级", "“卓越级”是否算作国家级或自治区级，请向主管部门确认")),
    ],
)  # fmt: skip
def test_that_a_check_is_told_in_the_words_of_its_kind(rule, held, expected):
    assert told(rule, *held) == expected


def test_that_a_threshold_not_in_force_is_for_the_office_to_say():
    dated = criterion("enclave.independent", "is", [{"value": True, "from": date(2025, 7, 1)}])
    assert told(dated, rows.centre()) == ("unknown", "是", "", "这一天没有生效的标准，请向主管部门确认")


def test_that_of_pay_the_limit_is_told_and_what_is_on_record_is_not():
    pay = criterion("contract.salary", "at_least", "20000.00", required="不少于 {value}")
    outcome, found, limit, missing = told(pay, rows.centre(), rows.person(), rows.contract(salary=1_234_567))
    assert (outcome, found, limit) == ("unmet", "***", "不少于 20,000.00 元")
    assert "12,345" not in missing
    assert "7,654" not in missing


def finding_of(*held, **changes):
    assumed = [{"id": "a", "question": "？", "answer": "！"}]
    rule = criterion("enclave.independent", "is", True, label="独立", **changes)
    dossier = rows.dossier(rows.firm(), *held)
    (finding,) = check(dossier, [pack(programme(rule, PLACE), assumption=assumed)], 2024)
    return finding


def test_that_a_reason_is_one_line_with_what_is_found_required_and_to_do():
    finding = finding_of(rows.centre(independent=None, province="宁夏"))
    assert reason(finding.checks[0], finding.case) == "独立：未填，要求是；请填写“飞地”的“独立研发机构”"
    assert reasons(finding, Outcome.UNMET) == ["条件 enclave.province：宁夏，要求在宁夏以外；不能为宁夏"]
    assert reasons(finding, Outcome.MET) == []


def test_that_a_reason_does_not_repeat_what_is_required():
    finding = finding_of(rows.centre(independent=False))
    assert reason(finding.checks[0], finding.case) == "独立：否，要求是"


def test_that_a_reason_says_where_it_rests_on_an_assumption():
    finding = finding_of(rows.centre(independent=False), basis="assumption", assumptions=["a"])
    assert reason(finding.checks[0], finding.case) == "独立〔工作假定〕：否，要求是"
    assert [basis_words(held) for held in finding.checks] == ["工作假定", "公开报道"]
    assert [outcome_words(held) for held in finding.checks] == ["未达到", "达到"]
