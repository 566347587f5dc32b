import dataclasses

import pytest

from enclave_desktop.dossier.fields import SHEETS, Kind
from enclave_desktop.dossier.values import Contract, Firm
from enclave_desktop.packet.binding import VALUES, words
from enclave_desktop.packet.given import Given
from enclave_desktop.policy.context import Context
from tests.packet.firms import CENTRE, REGION, YEAR, short_firm
from tests.packet.paper import finding_of

DOSSIER = short_firm()


def given_for(programme, dossier=DOSSIER, category=None):
    return Given(finding_of(dossier, programme), Context(dossier, YEAR), REGION, category)


DOCTOR = given_for("nx-phd-allowance")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("firm.name", "宁夏新域材料科技有限公司"),
        ("person.born_on", "1990年3月7日"),
        ("person.rnd_staff", "是"),
        ("person.id_number", "11010519900307001X"),
        ("enclave.floor_area", "320.5 m²"),
        ("contract.starts_on", "2024年2月20日"),
        ("award.amount", "290,000.00"),
        ("award.capitals", "人民币贰拾玖万元整"),
    ],
)
def test_that_a_value_reads_as_on_paper(name, text):
    assert words(name, DOCTOR).text == text


@pytest.mark.parametrize(
    ("hidden", "number", "account"),
    [
        ({Kind.DOCUMENT_NUMBER}, "110***********001X", "6222020200001234567"),
        ({Kind.ACCOUNT}, "11010519900307001X", "622************4567"),
    ],
)
def test_that_what_is_hidden_is_masked(hidden, number, account):
    assert DOSSIER.firm is not None
    firm = dataclasses.replace(DOSSIER.firm, account="6222020200001234567")
    given = given_for("nx-phd-allowance", dataclasses.replace(DOSSIER, firm=firm))
    given = dataclasses.replace(given, hidden=frozenset(hidden))
    assert (words("person.id_number", given).text, words("firm.account", given).text) == (number, account)


def test_that_nothing_recorded_is_nothing_printed():
    assert DOSSIER.firm is not None
    bare = dataclasses.replace(DOSSIER, firm=dataclasses.replace(DOSSIER.firm, contact=None))
    assert words("firm.contact", given_for("nx-phd-allowance", bare)).text == ""


def test_that_only_money_is_set_at_the_right():
    assert [words(name, DOCTOR).money for name in ("award.amount", "award.months", "firm.name")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("recorded", "ticked"), [(True, {"是"}), (False, {"否"}), (None, set())])
def test_that_an_unknown_ticks_no_box(recorded, ticked):
    enclaves = tuple(dataclasses.replace(enclave, independent=recorded) for enclave in DOSSIER.enclaves)
    given = given_for("nx-filing", dataclasses.replace(DOSSIER, enclaves=enclaves))
    assert words("enclave.independent", given).names == ticked


def test_that_several_words_tick_a_box_each():
    assert words("enclave.agreement_types", given_for("nx-filing")).names == {
        "场地租赁",
        "设备购置",
        "技术合作",
    }


def test_that_a_field_says_whose_it_is_with_its_number_masked():
    assert words("person.name", DOCTOR).origin == "“人员”110***********001X 的“姓名”"


def test_that_pay_is_no_value():
    assert [name for name in VALUES if "salary" in name] == []


@pytest.mark.parametrize(("role", "entity"), [("firm", Firm), ("contract", Contract)])
def test_that_every_other_field_is_a_value(role, entity):
    fields = {f"{role}.{field.name}" for field in SHEETS[entity].fields}
    assert fields - set(VALUES) <= {"contract.salary"}


def test_that_a_derivation_stands_before_the_field_of_its_name():
    people = tuple(dataclasses.replace(person, id_type=None) for person in DOSSIER.people)
    given = given_for("nx-phd-allowance", dataclasses.replace(DOSSIER, people=people))
    assert words("person.id_type", given).text == "居民身份证"


def test_that_an_approval_counts_for_its_own_category_only():
    given = given_for("nx-talent-highland", category="人才小高地")
    other = given_for("nx-talent-highland", category="科技创新团队")
    assert [words("approval.number", g).text for g in (given, other)] == ["宁才〔2024〕5 号", ""]


def test_that_an_approval_counts_from_its_day():
    approvals = tuple(dataclasses.replace(a, approved_on=DOSSIER.as_of) for a in DOSSIER.approvals)
    today = dataclasses.replace(DOSSIER, approvals=approvals)
    yesterday = dataclasses.replace(today, as_of=DOSSIER.as_of.replace(day=29))
    stages = [
        words("approval.stage", given_for("nx-talent-highland", dossier, "人才小高地")).names
        for dossier in (yesterday, today)
    ]
    assert stages == [set(), {"获批后兑现"}]


def test_that_a_filing_is_that_with_the_office_of_the_form():
    finding, context = finding_of(DOSSIER, "nx-talent-highland", CENTRE), Context(DOSSIER, YEAR)
    numbers = [
        words("filing.number", Given(finding, context, office)).text
        for office in (REGION, "银川市科技局", None)
    ]
    assert numbers == ["飞研〔2024〕1 号", "银飞〔2024〕7 号", ""]
