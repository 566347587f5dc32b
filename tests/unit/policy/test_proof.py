"""The pieces a programme asks for, held against the evidence on record."""

from datetime import date

import pytest

from enclave_desktop.dossier.months import Month
from enclave_desktop.errors import UserError
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.proof import month_ranges, proofs, where_to_attach
from tests.unit import rows
from tests.unit.policy.packs import criterion, pack, programme
from tests.unit.rows import FILE_DIGEST, NUMBER, OTHER_NUMBER, TODAY, evidence

MONTHLY = {"basis": "monthly", "amount": "100.00", "months": 60, "filed_with": "自治区科技厅"}
HELD = [
    rows.firm(),
    rows.centre(),
    rows.incubator(),
    rows.person(),
    rows.filing(),
    rows.contract(),
    rows.person(name="别人", id_number=OTHER_NUMBER),
]
CONTRACT = (NUMBER, "上海中心", date(2024, 2, 20))


def proven(*more, kinds, subject="person", key=NUMBER, **options):
    pieces = [{"name": "材料", "kinds": list(kinds)}]
    award = {"award": MONTHLY} if subject == "person" else {}
    dossier = rows.dossier(*HELD, *more)
    findings = check(dossier, [pack(programme(subject=subject, evidence=pieces, **award))], 2024)
    (finding,) = [finding for finding in findings if finding.subject.key == key]
    context = Context(dossier, 2024)
    (proof,) = proofs(context, finding, **options)
    return proof


def flaws(*more, **options):
    return [(flaw.what, flaw.row and flaw.row.number) for flaw in proven(*more, **options).flaws]


def test_that_a_piece_not_on_record_is_missing():
    assert flaws(kinds=["身份证件"]) == [("缺", None)]


def test_that_evidence_of_the_person_her_contract_her_centre_and_the_firm_is_hers():
    held = [
        evidence(number="e1", kind="营业执照"),
        evidence(number="e2", kind="设立证明", enclave="上海中心"),
        evidence(number="e3", kind="备案文件", filing=("上海中心", "自治区科技厅", date(2024, 3, 15))),
        evidence(number="e4", kind="劳动合同", contract=CONTRACT),
        evidence(number="e5", kind="身份证件", person=NUMBER),
    ]
    kinds = ["身份证件", "劳动合同", "备案文件", "设立证明", "营业执照"]
    assert [row.number for row in proven(*held, kinds=kinds).rows] == ["e5", "e4", "e3", "e2", "e1"]


def test_that_evidence_of_another_person_or_enclave_is_not_hers():
    held = [
        evidence(number="e1", kind="身份证件", person=OTHER_NUMBER),
        evidence(number="e2", kind="设立证明", enclave="深圳孵化器"),
    ]
    assert flaws(*held, kinds=["身份证件", "设立证明"]) == [("缺", None)]


OF_REGION = ("上海中心", "自治区科技厅", date(2024, 3, 15))
OF_CITY = ("上海中心", "银川市科技局", date(2024, 5, 20))


def filed(*more, operator="includes", value="自治区科技厅"):
    """What proves the filing that the programme wants, where there is one with the city's office too."""
    city = rows.filing(authority="银川市科技局", filed_on=date(2024, 5, 20))
    pieces = [{"name": "备案文件", "kinds": ["备案文件"]}]
    wanted = programme(criterion("enclave.filed_with", operator, value), type="研发中心", evidence=pieces)
    dossier = rows.dossier(*HELD, city, *more)
    (finding,) = check(dossier, [pack(wanted)], 2024)
    context = Context(dossier, 2024)
    (proof,) = proofs(context, finding)
    return proof, where_to_attach(context, finding, "备案文件")


def test_that_a_filing_with_another_office_proves_nothing():
    proof, _ = filed(evidence(number="e1", kind="备案文件", filing=OF_CITY))
    assert [flaw.what for flaw in proof.flaws] == ["缺"]
    proof, _ = filed(evidence(number="e1", kind="备案文件", filing=OF_REGION))
    assert [row.number for row in proof.rows] == ["e1"]


def test_that_any_of_several_offices_will_do():
    of_city = evidence(number="e1", kind="备案文件", filing=OF_CITY)
    proof, _ = filed(of_city, operator="includes_any", value=["自治区科技厅", "银川市科技局"])
    assert [row.number for row in proof.rows] == ["e1"]


def test_that_the_missing_proof_of_a_filing_goes_to_the_filing_that_is_wanted():
    assert filed()[1] == ("备案", OF_REGION)


def test_that_a_centre_is_proven_by_its_staff_agreements_and_projects():
    held = [
        rows.agreement(enclave="上海中心"),
        rows.project(enclave="上海中心"),
        evidence(number="e1", kind="租赁合同", agreement="HT-1"),
        evidence(number="e2", kind="立项文件", project="RD-1"),
        evidence(number="e3", kind="学位学历证书", person=NUMBER),
        evidence(number="e4", kind="学位学历证书", person=OTHER_NUMBER),
    ]
    kinds = ["租赁合同", "立项文件", "学位学历证书"]
    found = proven(*held, kinds=kinds, subject="enclave", key="上海中心")
    assert [row.number for row in found.rows] == ["e1", "e2", "e3"]


def test_that_pieces_come_in_the_order_they_were_put_in():
    held = [
        evidence(number=number, kind="身份证件", person=NUMBER, position=position)
        for number, position in (("e1", 2), ("e2", 1), ("e3", None))
    ]
    assert [row.number for row in proven(*held, kinds=["身份证件"]).rows] == ["e3", "e2", "e1"]


@pytest.mark.parametrize(("until", "expected"), [(TODAY, []), (date(2025, 6, 29), [("已过期", "e1")])])
def test_that_a_piece_is_valid_through_its_last_day(until, expected):
    assert flaws(evidence(kind="身份证件", person=NUMBER, valid_until=until), kinds=["身份证件"]) == expected


def test_that_a_file_that_cannot_be_read_is_said():
    row = evidence(kind="身份证件", person=NUMBER)
    assert flaws(row, kinds=["身份证件"], damaged={FILE_DIGEST}) == [("无法读取", "e1")]


@pytest.mark.parametrize(
    ("issued", "expected"), [(date(2025, 3, 30), []), (date(2025, 3, 29), [("过旧", "e1")]), (None, [])]
)
def test_that_a_piece_may_be_so_many_months_old(issued, expected):
    row = evidence(kind="信用报告", issued_on=issued)
    assert flaws(row, kinds=["信用报告"], newest_months=3) == expected
    assert flaws(row, kinds=["信用报告"]) == []


def social(number="e1", **more):
    return evidence(number=number, kind="社保记录", person=NUMBER, **more)


@pytest.mark.parametrize(
    ("covering", "lacking"),
    [
        ([social(period_from="2024-04", period_to="2025-06")], None),
        ([social(period_from="2024"), social("e2", period_from="2025-01", period_to="2025-06")], None),
        ([social(period_from="2024-04", period_to="2025-05")], "2025-06"),
        ([social(period_from="2024-05", period_to="2025-04")], "2024-04、2025-05 至 2025-06"),
        ([social()], "2024-04 至 2025-06"),
    ],
)
def test_that_proof_of_full_time_work_covers_the_months_that_may_be_claimed(covering, lacking):
    found = [flaw.words for flaw in proven(*covering, kinds=["社保记录"]).flaws]
    assert found == ([f"材料未覆盖 {lacking}"] if lacking else [])


def test_that_months_claimed_before_need_no_proof_now():
    claimed = rows.claim(programme="p-one", period_from="2024-04", period_to="2024-12")
    covering = social(period_from="2025-01", period_to="2025-06")
    assert flaws(claimed, covering, kinds=["社保记录"]) == []


def test_that_a_kind_unknown_to_the_program_is_refused_in_a_pack():
    with pytest.raises(UserError, match="社保记录"):
        pack(programme(evidence=[{"name": "材料", "kinds": ["社保纪录"]}]))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("身份证件", ("人员", NUMBER)),
        ("劳动合同", ("劳动合同", CONTRACT)),
        ("营业执照", ("企业", None)),
        ("租赁合同", None),
    ],
)
def test_that_a_missing_piece_has_a_row_to_be_attached_to(kind, expected):
    dossier = rows.dossier(*HELD)
    (finding,) = [
        finding
        for finding in check(dossier, [pack(programme(subject="person", award=MONTHLY))], 2024)
        if finding.subject.key == NUMBER
    ]
    assert where_to_attach(Context(dossier, 2024), finding, kind) == expected


def test_that_months_are_told_in_ranges():
    months = [Month(2024, 11), Month(2024, 12), Month(2025, 1), Month(2025, 3)]
    assert month_ranges(months) == "2024-11 至 2025-01、2025-03"
