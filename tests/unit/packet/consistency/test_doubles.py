"""What counts twice."""

from dataclasses import replace

import pytest

from enclave_desktop.dossier.evidence import EVIDENCE_KINDS
from enclave_desktop.packet.consistency import doubles
from enclave_desktop.packet.consistency.remark import Severity
from tests.unit import rows
from tests.unit.packet.consistency import looking
from tests.unit.rows import NUMBER, OTHER_NUMBER

OTHER = rows.person(name="别人", id_number=OTHER_NUMBER)
CONTRADICTION, HINT = Severity.CONTRADICTION, Severity.HINT


def test_that_the_kinds_that_are_one_persons_are_kinds():
    assert {kind.name for kind in EVIDENCE_KINDS} >= doubles.OF_ONE


def test_that_a_subject_is_in_a_packet_once():
    application = looking.application(looking.doctor())
    assert list(doubles.subjects(looking.looked_at(application))) == []
    twice = replace(application, findings=application.findings * 2)
    assert [r.words for r in doubles.subjects(looking.looked_at(twice))] == ["“示例人”在本册中出现 2 次"]


@pytest.mark.parametrize(
    ("other", "severity"),
    [
        ({"project": "RD-2"}, HINT),
        ({"enclave": "深圳孵化器"}, CONTRADICTION),
        ({"project": "RD-2", "entry": "2"}, None),
        ({"project": "RD-2", "amount": 700_001}, None),
    ],
)
def test_that_a_line_of_a_voucher_is_booked_once(other, severity):
    line = {"project": "RD-1", "amount": 700_000} | other
    dossier = looking.spender(rows.expense(**line), rows.incubator(), rows.project(number="RD-2"))
    found = looking.remarks(doubles.vouchers, dossier, looking.REWARD)
    assert [remark.severity for remark in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("kind", "severity"), [("学位学历证书", CONTRADICTION), ("身份证件", CONTRADICTION), ("社保记录", HINT)]
)
def test_that_a_file_of_two_people_is_noticed(kind, severity):
    held = [
        rows.evidence(number="e1", kind=kind, person=NUMBER),
        rows.evidence(number="e2", kind=kind, person=OTHER_NUMBER),
    ]
    (found,) = looking.remarks(doubles.files, looking.doctor(OTHER, *held))
    assert (found.severity, found.words) == (severity, f"同一份文件用作示例人、别人的{kind}")
    assert found.spot is not None
    assert (found.spot.sheet, found.spot.reference) == ("证明材料", "e2")


def test_that_several_pieces_of_one_person_may_be_one_file():
    held = [
        rows.evidence(number="e1", kind="学位学历证书", person=NUMBER),
        rows.evidence(number="e2", kind="学历认证报告", person=NUMBER),
    ]
    assert looking.remarks(doubles.files, looking.doctor(*held)) == []


def test_that_a_file_of_two_others_is_not_this_packets_matter():
    third = "640104199203031220"
    held = [
        rows.person(name="第三人", id_number=third),
        rows.evidence(number="e1", kind="身份证件", person=OTHER_NUMBER),
        rows.evidence(number="e2", kind="身份证件", person=third),
    ]
    application = looking.application(looking.doctor(OTHER, *held))
    of_one = replace(application, findings=tuple(f for f in application.findings if f.subject.key == NUMBER))
    assert list(doubles.files(looking.looked_at(of_one))) == []


def test_that_an_invoice_of_an_agreement_and_of_the_ledger_is_noticed():
    booked = rows.expense(project="RD-1", amount=700_000)
    dossier = looking.spender(
        rows.agreement(enclave="上海中心"),
        rows.evidence(number="e1", kind="发票与付款凭证", agreement="HT-1"),
        rows.evidence(
            number="e2",
            kind="发票与付款凭证",
            expense=(booked.booked_on, booked.voucher, None, "上海中心", "RD-1", booked.category),
        ),
    )
    (found,) = looking.remarks(doubles.files, dossier, looking.REWARD)
    assert (found.severity, found.topic) == (HINT, "重复")
