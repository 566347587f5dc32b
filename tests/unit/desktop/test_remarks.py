"""Where what was found of a packet leads, and packets printed before in words."""

import pytest

from enclave_desktop.desktop.evidence.owners import Attachment
from enclave_desktop.desktop.packets import kept
from enclave_desktop.desktop.packets.checklist import State
from enclave_desktop.desktop.packets.remarks import sections
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.difference import differences
from enclave_desktop.dossier.values import Approval, Expense, Person
from enclave_desktop.packet.consistency import Remark, Severity, Spot
from enclave_desktop.packet.consistency.attachments import LACKING
from enclave_desktop.packet.consistency.remark import spot_of
from enclave_desktop.packet.on_record import Since
from tests.unit.rows import claim_step, contract, dossier, evidence, expense, person

HELD = dossier(person(), claim_step(), evidence(), expense())
GAP = Severity.GAP


def item(spot, topic="日期", severity=GAP):
    ((section, *_),) = [sections([Remark(severity, topic, "甲", "第1页", spot)], HELD)[-1:]]
    return section.items[0]


@pytest.mark.parametrize(
    ("spot", "page", "target"),
    [
        (spot_of(HELD.people[0], "degree"), "people", Place(Person, HELD.people[0], "degree")),
        (spot_of(HELD.evidence[0], "issued_on"), "evidence", Attachment(number="e1")),
        (spot_of(HELD.claim_steps[0], "settled_on"), "claims", HELD.claim_steps[0]),
        (Spot("企业", "x", attach="营业执照"), "evidence", Attachment(("企业", None), "营业执照")),
        (
            Spot("人员", HELD.people[0].id_number, attach="身份证件"),
            "evidence",
            Attachment(("人员", HELD.people[0].id_number), "身份证件"),
        ),
        (Spot("研发费用", field="amount"), "spend", Place(Expense, HELD.expenses[0], "amount")),
        (Spot("申领"), "claims", None),
        (Spot("获批", field="number"), "firm", Place(Approval, None, "number")),
        (None, None, None),
    ],
)
def test_that_a_remark_leads_to_where_it_is_mended(spot, page, target):
    found = item(spot)
    assert (found.page, found.target) == (page, target)


@pytest.mark.parametrize(
    ("severity", "state", "words"),
    [
        (Severity.CONTRADICTION, State.UNMET, "矛盾"),
        (Severity.GAP, State.MISSING, "缺漏"),
        (Severity.HINT, State.NOTE, "提示"),
    ],
)
def test_that_a_line_says_how_grave_it_is_and_where(severity, state, words):
    found = item(None, severity=severity)
    assert (found.words, found.detail, found.state) == ("甲", f"{words}　第1页", state)


def test_that_pieces_to_attach_stand_apart():
    remarks = [
        Remark(Severity.CONTRADICTION, "日期", "甲"),
        Remark(GAP, LACKING, "乙"),
        Remark(GAP, LACKING, "丙"),
    ]
    found = sections(remarks, HELD)
    assert [section.title for section in found] == ["打印前核对　矛盾 1", "还没有附上的材料　2 份"]


def test_that_nothing_found_is_said():
    ((section),) = sections([], HELD)
    assert [(line.words, line.state) for line in section.items] == [("没有发现前后矛盾", State.DONE)]


def told(before, after, *, pack=False, program=None):
    return list(kept._in_words(Since(tuple(differences(before, after)), pack, program)))


def test_that_changes_are_told_by_row_with_numbers_and_pay_masked():
    before = dossier(person(), contract(salary=2_000_000))
    now = dossier(person(degree="硕士"), contract(salary=3_000_000))
    first, second = told(before, now)
    assert first == f"人员：改动 {person().name}　学位 博士 → 硕士"
    assert second.startswith("劳动合同：改动 ")
    assert "月薪 *** → ***" in second
    assert person().id_number not in second


def test_that_of_many_rows_there_is_a_count():
    rows = [expense(voucher=f"记-{number}") for number in range(13)]
    assert told(dossier(*rows[:0]), dossier(*rows)) == ["研发费用：新增 13 行"]
    assert len(told(dossier(), dossier(*rows[:12]))) == 12


def test_that_another_pack_and_another_version_are_told():
    assert told(HELD, HELD, pack=True, program="0.0.1")[1] == "规则包：现在用的与当时不同"
    assert told(HELD, HELD, program="0.0.1")[0].startswith("程序：当时是 0.0.1 版，现在是 ")
    assert told(HELD, HELD) == []


def test_that_evidence_is_told_by_its_kind():
    assert told(dossier(person()), dossier(person(), evidence())) == ["证明材料：新增 学位学历证书"]
