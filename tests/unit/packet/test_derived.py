from dataclasses import replace
from datetime import date

import pytest

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import Agreement, Enclave, Expense, Filing
from enclave_desktop.packet.derived import DERIVED
from enclave_desktop.packet.given import Given
from enclave_desktop.policy.context import Context
from tests.packet.firms import CENTRE, CITY, DOCTOR, HALL, REGION, YEAR, row, short_firm
from tests.packet.paper import finding_of

DOSSIER = short_firm()
LEASE, PURCHASE, COOPERATION = "场地租赁", "设备购置", "技术合作"


def derived(name, dossier=DOSSIER, programme="nx-filing", subject=CENTRE, office=REGION):
    finding = finding_of(dossier, programme, subject)
    return DERIVED[name].read(Given(finding, Context(dossier, YEAR), office))


def with_(dossier: Dossier = DOSSIER, **rows) -> Dossier:
    return replace(dossier, **rows)


@pytest.mark.parametrize(
    ("province", "city", "place"),
    [("宁夏", "银川", "宁夏银川"), ("上海", "上海市", "上海市"), ("广东省", "深圳市", "广东省深圳市")],
)
def test_that_a_place_is_province_and_city_once(province, city, place):
    assert DOSSIER.firm is not None
    moved = with_(firm=replace(DOSSIER.firm, province=province, city=city))
    assert derived("firm.place", moved) == place


# Filings.


def test_that_a_filing_without_an_end_says_that_none_is_stated():
    assert derived("filing.valid_until") == "未载明"


@pytest.mark.parametrize(
    "name", ["filing.authority", "filing.number", "filing.filed_on", "filing.valid_until"]
)
def test_that_a_filing_that_is_not_in_effect_is_not_shown(name):
    over = with_(filings=tuple(replace(f, valid_until=date(2025, 6, 29)) for f in DOSSIER.filings))
    assert derived(name, over) is None


def test_that_a_filing_is_in_effect_on_its_last_day():
    last = with_(filings=tuple(replace(f, valid_until=date(2025, 6, 30)) for f in DOSSIER.filings))
    assert derived("filing.valid_until", last) == "2025年6月30日"


MAKERSPACE, INCUBATOR = ("yc-carrier-makerspace", "新域众创"), ("yc-carrier-incubator", "新域孵化园")


def hall(name, filed=True):
    enclave = row(Enclave, name=name, type="孵化器", province="广东", city="深圳")
    filing = row(Filing, enclave=name, authority=CITY, filed_on=date(2024, 5, 1))
    return (enclave, filing) if filed else (enclave, None)


def with_halls(*halls):
    return with_(
        enclaves=(*DOSSIER.enclaves, *(enclave for enclave, _ in halls)),
        filings=(*DOSSIER.filings, *(filing for _, filing in halls if filing)),
    )


def test_that_a_carrier_that_names_no_incubator_shows_every_filed_one():
    more = with_halls(hall("甲孵化器"), hall("乙孵化器", filed=False))
    assert derived("enclave.names", more, *MAKERSPACE, office=CITY) == f"1．{HALL}\n2．甲孵化器"


def test_that_an_unknown_number_among_several_leaves_its_line_blank():
    more = with_halls(hall("甲孵化器"))
    assert derived("filing.number", more, *MAKERSPACE, office=CITY) == "1．银孵〔2024〕2 号\n2．"


def test_that_a_carrier_that_names_its_incubator_shows_that_one():
    assert derived("enclave.names", with_halls(hall("甲孵化器")), *INCUBATOR, office=CITY) == HALL


def test_that_the_office_of_several_filings_is_said_once():
    assert derived("filing.authority", with_halls(hall("甲孵化器")), *MAKERSPACE, office=CITY) == CITY


# Agreements.


def agreement(number, type_=LEASE, **more) -> Agreement:
    return row(Agreement, number=number, type=type_, counterparty=f"{number}公司", enclave=CENTRE, **more)


@pytest.mark.parametrize(
    ("ends_on", "numbers"), [(date(2025, 6, 30), "A"), (None, "A"), (date(2025, 6, 29), None)]
)
def test_that_a_lease_that_is_over_is_not_the_site(ends_on, numbers):
    assert derived("enclave.leases", with_(agreements=(agreement("A", ends_on=ends_on),))) == numbers


def test_that_partners_after_the_third_are_counted():
    agreements = tuple(agreement(number, COOPERATION) for number in "ABCD")
    assert derived("enclave.partners", with_(agreements=agreements)) == "A公司、B公司、C公司等4家"


@pytest.mark.parametrize(
    "name", ["leases", "partners", "lease_count", "lease_sum", "purchase_count", "purchase_sum"]
)
def test_that_agreements_that_are_not_recorded_are_unknown(name):
    assert derived(f"enclave.{name}", with_(agreements=())) is None


def test_that_agreements_of_one_type_are_counted_and_summed():
    agreements = (agreement("A", amount=100), agreement("B", amount=250), agreement("C", PURCHASE, amount=7))
    names = ["enclave.lease_count", "enclave.lease_sum", "enclave.purchase_count", "enclave.purchase_sum"]
    assert [derived(name, with_(agreements=agreements)) for name in names] == ["2份", 350, "1份", 7]


def test_that_an_amount_that_is_not_recorded_makes_the_sum_a_least_one():
    agreements = (agreement("A", amount=100), agreement("B"))
    assert derived("enclave.lease_sum", with_(agreements=agreements)) == "不少于1.00（另1份金额待核）"


# Spend.


def expense(amount, funding=None, year=YEAR) -> Expense:
    return row(
        Expense,
        booked_on=date(year, 5, 6),
        voucher=f"记-{amount}",
        enclave=CENTRE,
        category="直接投入",
        amount=amount,
        funding=funding,
    )


def test_that_spend_is_split_by_where_it_came_from():
    ledger = (expense(100, "自筹"), expense(20, "财政"), expense(3), expense(50, "自筹", YEAR - 1))
    names = ["enclave.spend", "enclave.self_funded", "enclave.otherwise_funded"]
    assert [derived(name, with_(expenses=ledger)) for name in names] == [123, 100, "财政 0.20\n未注明 0.03"]


@pytest.mark.parametrize("name", ["spend", "self_funded", "otherwise_funded"])
def test_that_spend_of_a_year_without_rows_is_unknown(name):
    assert derived(f"enclave.{name}", with_(expenses=(expense(100, "自筹", YEAR - 1),))) is None


# People.


def test_that_graduates_are_counted_by_degree():
    assert derived("enclave.graduates") == "博士 1人\n硕士 1人"


def test_that_staff_that_may_be_more_is_said():
    people = tuple(replace(p, rnd_staff=True if p.id_number == DOCTOR else None) for p in DOSSIER.people)
    assert derived("enclave.staff", with_(people=people)) == "不少于1人（另1人待核）"


# Contracts.


def of_contract(name, **course) -> str | None:
    contract = replace(next(c for c in DOSSIER.contracts if c.person == DOCTOR), **course)
    dossier = with_(contracts=(contract,))
    return derived(name, dossier, "nx-phd-allowance", DOCTOR)


@pytest.mark.parametrize(
    ("course", "ends", "term"),
    [
        ({}, "2029年2月19日", "5 年"),
        ({"ends_on": date(2029, 2, 18)}, "2029年2月18日", "4 年 11 个月"),
        ({"ends_on": None, "open_ended": True}, "/（无固定期限）", "无固定期限"),
        ({"ends_on": None, "open_ended": False}, None, None),
        ({"ends_on": None}, None, None),
    ],
)
def test_that_a_contract_says_how_long_it_runs(course, ends, term):
    assert (of_contract("contract.ends_on", **course), of_contract("contract.term", **course)) == (ends, term)


@pytest.mark.parametrize(
    ("course", "span"),
    [
        ({}, "2024年2月20日至2029年2月19日"),
        ({"ends_on": None, "open_ended": True}, "2024年2月20日起，无固定期限"),
        ({"ends_on": None}, None),
    ],
)
def test_that_a_contract_says_from_when_to_when_it_runs(course, span):
    assert of_contract("contract.span", **course) == span


def test_that_one_cell_for_two_stays_blank_while_one_is_not_known():
    assert derived("person.school_and_major", DOSSIER, "nx-phd-allowance", DOCTOR) == "长河大学　材料学"
    people = tuple(replace(p, major=None) for p in DOSSIER.people)
    assert derived("person.school_and_major", with_(people=people), "nx-phd-allowance", DOCTOR) is None


@pytest.mark.parametrize(
    ("recorded", "employer"), [(None, "宁夏新域材料科技有限公司"), ("新域上海公司", "新域上海公司")]
)
def test_that_an_employer_that_is_not_named_is_the_firm(recorded, employer):
    assert of_contract("contract.employer", employer=recorded) == employer


def test_that_a_person_without_a_contract_has_blank_cells():
    names = ["contract.employer", "contract.ends_on", "contract.term", "enclave.place", "filing.number"]
    found = [derived(n, with_(contracts=()), "nx-phd-allowance", DOCTOR) for n in names]
    assert found == [None] * len(names)


def test_that_a_carriers_form_knows_no_single_enclave():
    assert derived("enclave.place", DOSSIER, *MAKERSPACE) is None
