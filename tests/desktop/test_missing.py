"""What is missing is told once, and leads to where it can be settled."""

from datetime import date

import pytest

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.missing import count_by_page, missing
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.values import DENIED, Agreement, Confirmation, Contract, Enclave, Person
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows

FILED = [rows.firm(), rows.centre(), rows.filing()]
DOUBTED = next(
    (pack.measure.id, name)
    for pack in load_packs()
    for programme in pack.programmes
    for criterion in programme.criteria
    for name in criterion.assumptions
    if programme.subject == "person"
)


def view(*held) -> View:
    dossier = rows.dossier(*held)
    return View(dossier, 2024, tuple(check(dossier, load_packs(), 2024)))


def targets(*held) -> list[object]:
    return [item.target for item in missing(view(*held))]


def test_that_an_empty_field_leads_to_itself():
    doctor = rows.person(rnd_staff=None)
    assert Place(Person, doctor, "rnd_staff") in targets(*FILED, doctor, rows.contract())


def test_that_a_centres_gap_is_told_once_for_all_who_wait_for_it():
    centre = rows.centre(independent=None)
    found = missing(view(rows.firm(), centre, rows.filing(), rows.person(), rows.contract()))
    (item,) = [item for item in found if item.target == Place(Enclave, centre, "independent")]
    assert item.name == centre.name
    assert len(item.programmes) > 4


def test_that_someone_without_a_contract_lacks_one_thing():
    found = missing(view(*FILED, rows.person()))
    contract = Place(Contract, given={"person": rows.NUMBER, "enclave": "上海中心"})
    assert [item.target for item in found if item.name == "示例人"] == [contract]


def test_that_a_contract_is_given_no_enclave_where_there_are_several():
    found = missing(view(*FILED, rows.incubator(), rows.person()))
    assert Place(Contract, given={"person": rows.NUMBER}) in [item.target for item in found]


@pytest.mark.parametrize(
    ("lacking", "page"),
    [
        (Place(Agreement, given={"enclave": "上海中心"}), "contracts"),
        (Place(Enclave, rows.centre(), "platform"), "firm"),
    ],
)
def test_that_each_page_has_its_own(lacking, page):
    (item,) = [item for item in missing(view(*FILED)) if item.target == lacking]
    assert item.page == page


def test_that_an_open_question_leads_to_the_contract():
    contract = rows.contract(ends_on=None, open_ended=True)
    assert targets(*FILED, rows.person(), contract).count(Place(Contract, contract, "ends_on")) == 1


def test_that_a_denied_assumption_leads_to_the_assumptions():
    measure, assumption = DOUBTED
    told: rows.Values = {"answer": DENIED, "answered_by": "示例人", "answered_on": date(2025, 6, 1)}
    answer = Confirmation(measure=measure, assumption=assumption, **told)
    found = missing(view(*FILED, rows.person(), rows.contract(), answer))
    before = missing(view(*FILED, rows.person(), rows.contract()))
    assert [item for item in before if item.page == "matching"] == []
    doubted = [item for item in found if item.page == "matching"]
    assert doubted
    assert all(isinstance(item.target, Finding) for item in doubted)


def test_that_counts_are_of_rows_and_know_every_page():
    counts = count_by_page(view(*FILED, rows.person(rnd_staff=None, study_mode=None), rows.contract()))
    assert counts["people"] == 1
    assert set(counts) == {"firm", "people", "contracts", "spend", "claims", "matching"}


def test_that_why_an_office_returned_a_claim_is_missing_until_it_is_settled():
    claim = rows.claim(state="退回")
    returned = rows.claim_step(number="s1", state="退回", reason="缺社保记录")
    settled = rows.claim_step(number="s2", state="退回", reason="缺合同", settled_on=date(2025, 1, 20))
    found = missing(view(*FILED, rows.person(), claim, returned, settled))
    told = [item for item in found if item.page == "claims"]
    assert [(item.name, item.words, item.target) for item in told] == [
        ("示例人", "2025-01-10 退回：缺社保记录", returned)
    ]
