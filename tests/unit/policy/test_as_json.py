"""The data that people's own scripts read: names, order and spelling are promised."""

import json
from datetime import date

import pytest

from enclave_desktop.policy.as_json import findings_data
from enclave_desktop.policy.check import check
from enclave_desktop.policy.loading import load_packs
from tests.unit import rows
from tests.unit.policy.packs import criterion, pack, programme

HELD = [
    rows.firm(),
    rows.centre(),
    rows.incubator(),
    rows.filing(),
    rows.filing(authority="银川市科技局"),
    rows.person(),
    rows.person(name="另一人", id_number=rows.OTHER_NUMBER, degree=None),
    rows.contract(),
    rows.contract(person=rows.OTHER_NUMBER, ends_on=date(2027, 2, 19)),
    rows.expense(),
    rows.carrier(level="国家级"),
    rows.claim(),
]


def text(held=HELD, packs=None) -> str:
    dossier = rows.dossier(*held)
    data = findings_data(dossier, 2024, check(dossier, packs or load_packs(), 2024))
    return json.dumps(data, ensure_ascii=False)


def finding(programme_id, key=None, held=HELD):
    found = [f for f in json.loads(text(held))["findings"] if f["programme"] == programme_id]
    return next(f for f in found if key in (None, f["subject"]["key"]))


def test_that_the_outermost_names_stand_in_their_order():
    data = json.loads(text())
    assert list(data) == ["as_of", "year", "findings"]
    assert (data["as_of"], data["year"]) == ("2025-06-30", 2024)


def test_that_the_contracts_own_example_comes_out():
    found = finding("nx-phd-allowance", rows.NUMBER)
    assert list(found) == ["programme", "subject", "status", "award", "checks"]
    assert found["subject"] == {"kind": "person", "key": "64010419900101123X", "name": "示例人"}
    assert list(found["subject"]) == ["kind", "key", "name"]
    assert found["status"] == "eligible"
    award = found["award"]
    assert list(award) == ["basis", "at_most", "total", "due", "to_come", "claimed", "schedule"]
    schedule = award.pop("schedule")
    assert award == {
        "basis": "monthly",
        "at_most": False,
        "total": "290000.00",
        "due": "75000.00",
        "to_come": "215000.00",
        "claimed": "45000.00",
    }
    assert schedule[0] == {"month": "2024-04", "amount": "5000.00"}
    assert schedule[-1] == {"month": "2029-01", "amount": "5000.00"}
    assert len(schedule) == 58


def test_that_a_check_has_its_promised_names_and_words():
    held = {found["criterion"]: found for found in finding("nx-phd-allowance", rows.NUMBER)["checks"]}
    assert list(held["contract-term"]) == [
        "criterion",
        "outcome",
        "actual",
        "required",
        "gap",
        "basis",
        "locator",
    ]
    assert held["contract-term"] == {
        "criterion": "contract-term",
        "outcome": "met",
        "actual": "5 年",
        "required": "不少于 5 年",
        "gap": None,
        "basis": "source",
        "locator": "L104",
    }


def test_that_a_gap_is_told_in_words():
    held = {found["criterion"]: found for found in finding("nx-phd-allowance", rows.OTHER_NUMBER)["checks"]}
    assert held["contract-term"]["gap"] == "还差 2 年：合同须签至 2029-02-19"
    assert held["degree"]["actual"] is None
    assert held["degree"]["outcome"] == "unknown"


@pytest.mark.parametrize(
    ("programme_id", "key", "award"),
    [
        ("yc-rnd-reward", "上海中心", {"basis": "yearly", "at_most": False, "total": "150.00", "claimed": "0.00"}),
        ("nx-talent-highland", "上海中心",
         {"basis": "on_approval", "at_most": False, "total": "500000.00", "claimed": "0.00"}),
        ("nx-innovation-team", "上海中心",
         {"basis": "on_approval", "at_most": True, "total": "2000000.00", "claimed": "0.00"}),
        ("nx-talent-awards", rows.NUMBER, None),
        ("nx-phd-allowance", rows.OTHER_NUMBER, None),
    ],
)  # fmt: skip
def test_that_only_monthly_awards_have_a_schedule(programme_id, key, award):
    found = finding(programme_id, key)["award"]
    assert found == award
    assert list(found or {}) == list(award or {})


def test_that_a_monthly_award_without_a_whole_month_still_has_its_schedule():
    brief = [*HELD[:7], rows.contract(left_on=date(2024, 3, 30))]
    dated = programme(
        criterion("contract.term_years", "at_least", 5),
        award={"basis": "monthly", "amount": "5.00", "months": 60, "filed_with": "自治区科技厅"},
    )
    found = json.loads(text(brief, [pack(dated)]))["findings"]
    award = next(f["award"] for f in found if f["subject"]["key"] == rows.NUMBER)
    assert award == {
        "basis": "monthly",
        "at_most": False,
        "total": "0.00",
        "due": "0.00",
        "to_come": "0.00",
        "claimed": "0.00",
        "schedule": [],
    }


@pytest.mark.parametrize(
    ("programme_id", "kind", "key"),
    [
        ("nx-filing", "enclave", "上海中心"),
        ("nx-rent-equipment", "enclave", "上海中心"),
        ("yc-incubator-operation", "enclave", "深圳孵化器"),
        ("yc-carrier-makerspace", "carrier", "示例众创空间"),
    ],
)
def test_that_a_subject_names_its_kind_and_key(programme_id, kind, key):
    subject = finding(programme_id)["subject"]
    assert subject == {"kind": kind, "key": key, "name": key}


def test_that_every_programme_is_reported_for_every_subject_of_its_kind():
    found = [(f["programme"], f["subject"]["key"]) for f in json.loads(text())["findings"]]
    people, centre, incubator = sorted([rows.NUMBER, rows.OTHER_NUMBER]), "上海中心", "深圳孵化器"
    expected = [(name, [centre]) for name in (
        "nx-filing", "nx-talent-highland", "nx-postdoc-station", "nx-postdoc-base", "nx-innovation-team",
    )]  # fmt: skip
    expected += [(name, people) for name in ("nx-phd-allowance", "nx-master-allowance", "nx-talent-awards")]
    expected += [("nx-rent-equipment", sorted([centre, incubator])), ("yc-rnd-reward", [centre])]
    expected += [("yc-incubator-operation", [incubator]), ("yc-carrier-makerspace", ["示例众创空间"])]
    assert found == [(name, key) for name, keys in expected for key in keys]


def test_that_the_same_record_day_and_year_give_the_same_text_in_whatever_order_it_was_entered():
    assert text() == text() == text(HELD[::-1])


def test_that_document_numbers_are_in_full_by_intent():
    assert rows.NUMBER in text()
