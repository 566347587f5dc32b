"""Cells that stay empty, and places to sign."""

from dataclasses import replace

import pytest

from enclave_desktop.packet.consistency import hands
from enclave_desktop.packet.consistency.remark import Severity, Spot
from tests.packet import sample
from tests.packet.firms import short_firm
from tests.unit import rows
from tests.unit.packet.consistency import looking
from tests.unit.rows import NUMBER


def empty(dossier, programme=looking.DOCTORS):
    found = looking.remarks(hands.empty_cells, dossier, programme)
    return {remark.words.split("”")[0][1:]: (remark.severity, remark.spot) for remark in found}


def test_that_each_empty_cell_leads_to_its_field():
    found = empty(looking.doctor())
    assert found["开户银行"] == (Severity.GAP, Spot("企业", rows.firm().credit_code, "bank"))
    assert found["毕业院校"] == (Severity.GAP, Spot("人员", NUMBER, "school"))
    assert found["签订日期"][1].field == "signed_on"
    assert "姓名" not in found
    assert "户名" not in found
    assert "研发人员" not in found


def test_that_a_cell_without_a_row_leads_to_where_the_row_belongs():
    found = empty(rows.dossier(rows.firm(), rows.centre(), rows.person(), rows.contract()))
    assert found["备案编号"] == (Severity.GAP, Spot("备案", field="number"))


def test_that_a_box_that_nobody_ticked_is_empty():
    assert empty(looking.doctor(person=rows.person(rnd_staff=None)))["研发人员"][1] == Spot(
        "人员", NUMBER, "rnd_staff"
    )


def test_that_cells_for_a_hand_are_none():
    assert {"本次申请期间", "发放方式", "同一事项其他财政支持"} & set(empty(looking.doctor())) == set()


def test_that_no_approval_is_one_hint():
    found = empty(looking.spender(), "nx-talent-highland")
    assert found["批准日期"] == (Severity.HINT, Spot("获批", field="approved_on"))
    assert {"阶段", "批准文号"} & set(found) == set()


@pytest.mark.parametrize("programme", ["nx-phd-allowance", "yc-rnd-reward"])
def test_that_a_full_record_leaves_nothing_empty(programme):
    dossier = short_firm()
    application = looking.application(dossier, programme)
    first = replace(application, findings=application.findings[:1])
    assert list(hands.empty_cells(looking.looked_at(first))) == []


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
def test_that_every_form_has_its_places_to_sign(programme):
    assert looking.remarks(hands.places_to_sign, sample.dossier(), programme) == []


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "form:1",
            ["本人（签字）", "法定代表人（签字）", "经办人", "联系电话", "（公章）", "负责人", "（盖章）"],
        ),
        ("commitment", ["法定代表人（签字）", "年　　月　　日", "本人（签字）"]),
    ],
)
def test_that_a_page_that_lost_its_places_is_told(key, said):
    application = looking.application(looking.doctor())
    part = looking.part_of(application, key)
    pages = part.pages[:1] if key == "form:1" else tuple(looking.part_of(application, "cover").pages)
    found = looking.remarks(
        hands.places_to_sign, looking.doctor(), looking.DOCTORS, replace(part, pages=pages)
    )
    lost = [remark.words for remark in found]
    assert [words for words in said if f"没有“{words}”的位置" not in lost] in (
        [],
        ["联系电话"],
        ["年　　月　　日"],
    )
    assert {remark.severity for remark in found} == {Severity.CONTRADICTION}
