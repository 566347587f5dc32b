"""The same thing printed in several places."""

from dataclasses import replace

import pytest

from enclave_desktop.packet.consistency import sameness
from enclave_desktop.packet.consistency.remark import Severity
from tests.packet import sample
from tests.unit import rows
from tests.unit.packet.consistency import looking
from tests.unit.rows import NUMBER


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
def test_that_a_packet_of_one_dossier_agrees_with_itself(programme):
    assert looking.remarks(sameness.places_that_differ, sample.dossier(), programme) == []


def test_that_a_form_of_an_earlier_record_is_noticed_in_each_cell_that_changed():
    before = looking.doctor(person=rows.person(name="示例入", school="长河大学"))
    after = looking.doctor(person=rows.person(school="长江大学"))
    form = looking.part_of(looking.application(before), "form:1")
    found = looking.remarks(sameness.places_that_differ, after, looking.DOCTORS, form)
    assert [remark.words.partition("：")[0] for remark in found] == [
        "“姓名”前后不一致",
        "“毕业院校”前后不一致",
    ]
    assert "申请表第1页为“长河大学”" in found[1].words
    assert "人员名册" in found[1].words
    assert "为“长江大学”" in found[1].words
    assert {remark.severity for remark in found} == {Severity.CONTRADICTION}
    assert found[1].spot is not None
    assert (found[1].spot.sheet, found[1].spot.reference, found[1].spot.field) == ("人员", NUMBER, "school")


def test_that_the_cover_and_the_forms_name_one_firm():
    other = looking.doctor(firm=rows.firm(name="宁夏示例新材料有限公司"))
    cover = looking.part_of(looking.application(other), "cover")
    (found,) = looking.remarks(sameness.places_that_differ, looking.doctor(), looking.DOCTORS, cover)
    assert found.words.startswith("“企业名称”前后不一致")


def test_that_a_ledger_of_another_day_contradicts_form_and_summary():
    later = looking.spender(rows.expense(voucher="记-3", project="RD-1"))
    ledger = looking.part_of(looking.application(later, looking.REWARD), "T4:1")
    (found,) = looking.remarks(sameness.places_that_differ, looking.spender(), looking.REWARD, ledger)
    assert found.words.startswith("“研发费用总投入（元）”前后不一致")
    assert "10,000.00" in found.words
    assert "11,000.00" in found.words


def test_that_an_account_is_masked_in_what_is_said():
    application = looking.application(looking.doctor())
    firm = rows.firm(account="6400000000000000001")
    other = replace(firm, account="6400000000000000009")
    forms = [looking.part_of(looking.application(looking.doctor(firm=f)), "form:1") for f in (firm, other)]
    second = replace(forms[1], key="form:2")
    twice = replace(application, findings=application.findings * 2)
    paper = looking.looked_at(twice, forms[0], second)
    (found,) = [r for r in sameness.places_that_differ(paper) if "银行账号" in r.words]
    assert "6400000000000000001" not in found.words
    assert "640************0001" in found.words


@pytest.mark.parametrize(
    ("employer", "said"),
    [
        (None, None),
        ("宁夏示例新材料公司", None),
        ("上海中心", None),
        ("宁夏示例新材料有限公司", "与“宁夏示例新材料公司”写法不同"),
        ("另一家劳务公司", "不是申报单位，也不是飞地"),
    ],
)
def test_that_the_employer_is_the_firm_or_the_enclave(employer, said):
    found = looking.remarks(sameness.employer, looking.doctor(contract=rows.contract(employer=employer)))
    assert [remark.words for remark in found] == ([f"用人单位“{employer}”{said}"] if said else [])


@pytest.mark.parametrize(
    ("code", "form", "severity"),
    [
        ("91640100MA7EXAMP48", "独立法人", Severity.CONTRADICTION),
        ("91310000MA7EXAMP2X", "独立法人", None),
        ("91640100MA7EXAMP48", "内设机构", None),
        ("91310000MA7EXAMP2X", "内设机构", Severity.HINT),
        ("91310000MA7EXAMP2X", "分支机构", None),
        ("91640100MA7EXAMP48", None, None),
        (None, "独立法人", None),
    ],
)
def test_that_a_code_fits_the_form_of_the_institution(code, form, severity):
    centre = rows.centre(credit_code=code, legal_form=form)
    found = looking.remarks(sameness.credit_codes, looking.doctor(centre=centre))
    assert [remark.severity for remark in found] == ([severity] if severity else [])


def test_that_a_number_of_somebody_else_is_noticed_and_masked():
    spent = rows.expense(voucher="记-9", summary=f"劳务 {rows.OTHER_NUMBER}")
    (found,) = looking.remarks(sameness.strange_numbers, looking.spender(spent), looking.REWARD)
    assert found.words == "印有证件号码 640***********1221，不是档案中有关人员的"
    assert "研发费用明细账" in found.where


def test_that_numbers_of_the_subject_firm_and_staff_are_no_strangers():
    firm = rows.firm(account="640000000000000001")
    assert looking.remarks(sameness.strange_numbers, looking.doctor(firm=firm)) == []
