"""What may be tried for a finding, and what it would bring; nothing of it is drawn or saved."""

from dataclasses import replace
from datetime import date

import pytest

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.matching.knobs import knobs
from enclave_desktop.desktop.matching.trials import Knob, consequence, remedy
from enclave_desktop.desktop.matching.what_if import consequence_words
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.reading import BadValue
from enclave_desktop.dossier.values import Agreement, Assessment, Contract, Expense, Filing
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows

DOCTORS, REWARD, OPERATION = "nx-phd-allowance", "yc-rnd-reward", "yc-incubator-operation"
RENT = "nx-rent-equipment"
DAY = date(2025, 6, 30)


def view(*held) -> View:
    dossier = rows.dossier(*held, as_of=DAY)
    return View(dossier, 2024, tuple(check(dossier, load_packs(), 2024)))


def doctor(**contract) -> View:
    """All that the doctors' allowance asks for, but for what is said of the contract."""
    return view(rows.firm(), rows.centre(), rows.filing(), rows.person(), rows.contract(**contract))


def incubator(*more) -> View:
    return view(rows.firm(), rows.incubator(), *more)


def finding(shown: View, programme: str) -> Finding:
    return next(found for found in shown.findings if found.programme.id == programme)


def knob(shown: View, programme: str, label: str) -> Knob:
    return next(one for one in knobs(finding(shown, programme), shown) if one.label == label)


def tried(shown: View, programme: str, label: str, text: str):
    changes = knob(shown, programme, label).changes(text, DAY)
    return consequence(shown, finding(shown, programme), changes)


def test_that_a_longer_contract_brings_the_allowance():
    found = tried(doctor(ends_on=date(2028, 2, 19)), DOCTORS, "终止日期", "2029-02-19")
    assert found.before.status is Status.INELIGIBLE
    assert found.after.status is Status.ELIGIBLE
    assert found.gain == found.after.award.total > 0


def test_that_the_record_s_dossier_stays_as_it_is():
    shown = doctor(ends_on=date(2028, 2, 19))
    before = shown.dossier
    tried(shown, DOCTORS, "终止日期", "2029-02-19")
    assert shown.dossier == before


def test_that_the_first_day_that_is_enough_is_offered():
    shown = doctor(ends_on=date(2028, 2, 19))
    assert remedy(knob(shown, DOCTORS, "终止日期"), finding(shown, DOCTORS)) == date(2029, 2, 19)


def test_that_nothing_is_offered_where_all_is_met():
    shown = doctor()
    assert remedy(knob(shown, DOCTORS, "终止日期"), finding(shown, DOCTORS)) is None


def test_that_an_end_takes_the_place_of_an_open_end():
    shown = doctor(ends_on=None, open_ended=True)
    changes = knob(shown, DOCTORS, "终止日期").changes("2029-02-19", DAY)
    ((before, after),) = changes.updated[Contract]
    assert after == replace(before, ends_on=date(2029, 2, 19), open_ended=None)


def test_that_what_moves_the_money_may_be_tried_though_no_criterion_asks_for_it():
    found = tried(doctor(), DOCTORS, "离职日期", "2025-12-31")
    assert found.after.status is Status.ELIGIBLE
    assert found.gain < 0
    assert consequence_words(found).startswith("少得")


def test_that_a_value_that_leaves_the_money_as_it_is_says_so():
    found = tried(doctor(ends_on=date(2030, 12, 31)), DOCTORS, "终止日期", "2035-02-19")
    assert found.gain == 0
    assert consequence_words(found).startswith("金额不变")


def test_that_other_verdicts_that_would_change_are_told():
    found = tried(doctor(form="兼职"), DOCTORS, "用工形式", "全职")
    assert {other.programme.id for other in found.others} == {"nx-talent-awards"}
    assert "另有结论改变" in consequence_words(found)


def test_that_filing_may_be_tried_where_there_is_none():
    shown = view(rows.firm(), rows.centre(), rows.expense())
    changes = knob(shown, REWARD, "新的备案·备案日期").changes("2025-06-30", DAY)
    (filing,) = changes.added[Filing]
    assert (filing.authority, filing.filed_on) == ("银川市科技局", DAY)
    after = consequence(shown, finding(shown, REWARD), changes).after
    assert after is not None
    assert after.status is Status.ELIGIBLE


@pytest.mark.parametrize(
    ("recorded", "label"),
    [((), "新的考核·结果"), ((rows.assessment(result="不合格"),), "结果")],
    ids=["none yet", "one that failed"],
)
def test_that_an_assessment_may_be_tried(recorded, label):
    shown = incubator(rows.filing(enclave="深圳孵化器", authority="银川市科技局"), *recorded)
    found = tried(shown, OPERATION, label, "合格")
    assert found.after.status is Status.ELIGIBLE
    assert remedy(knob(shown, OPERATION, label), finding(shown, OPERATION)) == "合格"


def test_that_the_year_of_a_new_assessment_is_the_one_looked_at():
    shown = replace(incubator(rows.filing(enclave="深圳孵化器", authority="银川市科技局")), year=2023)
    changes = knob(shown, OPERATION, "新的考核·结果").changes("合格", DAY)
    assert [row.year for row in changes.added[Assessment]] == [2023]


@pytest.mark.parametrize(
    ("label", "text", "reason"),
    [
        ("终止日期", "2024-13-01", "没有这一天"),
        ("终止日期", "2023-01-01", "晚于"),
        ("起始日期", "", "必须填写"),
        ("用工形式", "临时", "不在可选范围内"),
    ],
)
def test_that_what_could_not_be_saved_is_refused(label, text, reason):
    with pytest.raises(BadValue, match=reason):
        knob(doctor(), DOCTORS, label).changes(text, DAY)


def test_that_no_key_and_nothing_sensitive_is_offered():
    fields = [one.field for one in knobs(finding(doctor(), DOCTORS), doctor())]
    assert not any(field.sensitive for field in fields)
    assert {field.label for field in fields if field.key} == {"起始日期"}


def test_that_more_spend_brings_its_share_of_the_year():
    shown = view(rows.firm(), rows.centre(), rows.filing(authority="银川市科技局"), rows.expense())
    found = tried(shown, REWARD, "2024 年度再投入研发费用（元）", "200,000")
    assert found.gain == 200_000_00 * 15 // 100
    assert consequence_words(found) == "多得 30,000.00 元"


def test_that_spend_may_be_tried_where_none_is_on_record():
    shown = view(rows.firm(), rows.centre(), rows.filing(authority="银川市科技局"))
    found = tried(shown, REWARD, "2024 年度再投入研发费用（元）", "100")
    assert found.before.status is Status.UNDETERMINED
    assert found.after.status is Status.ELIGIBLE


def test_that_spend_is_tried_in_the_year_looked_at_and_of_the_centre():
    held = (rows.firm(), rows.centre(), rows.filing(authority="银川市科技局"))
    shown = replace(view(*held), year=2023)
    (row,) = knob(shown, REWARD, "2023 年度再投入研发费用（元）").changes("1", DAY).added[Expense]
    assert (row.booked_on.year, row.enclave, row.amount) == (2023, "上海中心", 100)


def test_that_the_spend_offered_just_reaches_the_cap():
    shown = view(rows.firm(), rows.centre(), rows.filing(authority="银川市科技局"), rows.expense())
    label = "2024 年度再投入研发费用（元）"
    offered = remedy(knob(shown, REWARD, label), finding(shown, REWARD))
    enough = tried(shown, REWARD, label, str(offered / 100)).after.award.total
    assert tried(shown, REWARD, label, str((offered + 1000) / 100)).after.award.total == enough
    assert tried(shown, REWARD, label, str((offered - 1000) / 100)).after.award.total < enough


def test_that_tried_spend_is_entered_on_its_page_with_what_is_known():
    shown = view(rows.firm(), rows.centre(), rows.expense())
    place = knob(shown, REWARD, "2024 年度再投入研发费用（元）").place("200000")
    assert place == Place(Expense, given={"enclave": "上海中心", "amount": "200000"})


def test_that_one_more_agreement_may_be_tried():
    shown = view(rows.firm(), rows.centre(platform="示例平台"))
    one = knob(shown, RENT, "新的合同·类型")
    assert remedy(one, finding(shown, RENT)) == "场地租赁"
    found = tried(shown, RENT, "新的合同·类型", "设备购置")
    assert (found.before.status, found.after.status) == (Status.UNDETERMINED, Status.ELIGIBLE)
    assert one.place("设备购置") == Place(Agreement, given={"enclave": "上海中心", "type": "设备购置"})


def test_that_another_type_of_an_agreement_may_be_tried():
    lease = rows.agreement(enclave="上海中心")
    elsewhere = rows.agreement(number="HT-2", enclave=None)
    shown = view(rows.firm(), rows.centre(platform="示例平台"), lease, elsewhere)
    found = tried(shown, RENT, "HT-1·类型", "其他")
    assert (found.before.status, found.after.status) == (Status.ELIGIBLE, Status.UNDETERMINED)
    assert "HT-2·类型" not in [one.label for one in knobs(finding(shown, RENT), shown)]


def test_that_what_is_tried_is_told_as_what_it_would_be():
    shown = doctor()
    assert knob(shown, DOCTORS, "终止日期").words == "修改终止日期"
    unfiled = view(rows.firm(), rows.centre(), rows.expense())
    assert knob(unfiled, REWARD, "新的备案·备案日期").words == "新增备案"


def test_that_a_first_contract_may_be_tried_with_each_enclave():
    shown = view(rows.firm(), rows.centre(), rows.incubator(), rows.filing(), rows.person())
    labels = [one.label for one in knobs(finding(shown, DOCTORS), shown) if one.entity is Contract]
    assert labels == ["与上海中心的全职合同·终止日期", "与深圳孵化器的全职合同·终止日期"]
    one = knob(shown, DOCTORS, labels[0])
    assert remedy(one, finding(shown, DOCTORS)) == date(2030, 6, 29)
    enough, short = (tried(shown, DOCTORS, labels[0], day) for day in ("2030-06-29", "2030-06-28"))
    assert (enough.before.status, enough.after.status) == (Status.UNDETERMINED, Status.ELIGIBLE)
    assert short.after.status is Status.INELIGIBLE
    given = {"person": rows.NUMBER, "enclave": "上海中心", "form": "全职", "starts_on": "2025-06-30"}
    assert one.place("2030-06-29") == Place(Contract, given={**given, "ends_on": "2030-06-29"})
