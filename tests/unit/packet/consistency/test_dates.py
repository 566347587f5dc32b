"""Days in an order that can be."""

from datetime import date

import pytest

from enclave_desktop.packet.consistency import dates
from enclave_desktop.packet.consistency.remark import Severity
from tests.packet import sample
from tests.unit import rows
from tests.unit.packet.consistency import looking
from tests.unit.rows import TODAY

CONTRADICTION, HINT = Severity.CONTRADICTION, Severity.HINT
STARTS = date(2024, 2, 20)


def told(check, dossier, programme=looking.DOCTORS):
    found = looking.remarks(check, dossier, programme)
    return [(remark.severity, remark.spot.field) for remark in found if remark.spot]


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
def test_that_the_days_of_the_sample_are_in_order(programme):
    for check in (dates.within_rows, dates.not_yet, dates.founded_before_filed):
        assert [
            r for r in looking.remarks(check, sample.dossier(), programme) if r.severity == CONTRADICTION
        ] == []


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        ({"signed_on": STARTS}, []),
        ({"signed_on": date(2024, 2, 21)}, [(CONTRADICTION, "signed_on")]),
        ({"ends_on": date(2024, 2, 19)}, [(CONTRADICTION, "ends_on")]),
    ],
)
def test_that_a_contract_is_signed_begins_and_ends_in_turn(days, fields):
    assert told(dates.within_rows, looking.doctor(contract=rows.contract(**days))) == fields


def test_that_whose_contract_it_is_is_said_without_a_number():
    dossier = looking.doctor(contract=rows.contract(signed_on=date(2024, 2, 21)))
    (found,) = looking.remarks(dates.within_rows, dossier)
    assert found.words == (
        "示例人的劳动合同（上海中心，2024-02-20 起）：签订日期晚于起始日期，请核对签订日期和起始日期"
    )


@pytest.mark.parametrize(
    ("founded", "said"), [(TODAY, []), (date(2025, 7, 1), [(CONTRADICTION, "founded_on")])]
)
def test_that_no_centre_is_founded_after_the_as_of_day(founded, said):
    assert told(dates.not_yet, looking.doctor(centre=rows.centre(founded_on=founded))) == said


@pytest.mark.parametrize(
    ("graduated", "said"), [(TODAY, []), (date(2025, 7, 1), [(CONTRADICTION, "graduated_on")])]
)
def test_that_nobody_graduates_after_the_as_of_day(graduated, said):
    assert told(dates.not_yet, looking.doctor(person=rows.person(graduated_on=graduated))) == said


@pytest.mark.parametrize(
    ("founded", "said"),
    [(None, []), (date(2024, 3, 15), []), (date(2024, 3, 16), [(CONTRADICTION, "founded_on")])],
)
def test_that_a_centre_is_founded_before_it_is_filed(founded, said):
    assert told(dates.founded_before_filed, looking.doctor(centre=rows.centre(founded_on=founded))) == said


@pytest.mark.parametrize(
    ("graduated", "form", "said"),
    [
        (None, "全职", []),
        (STARTS, "全职", []),
        (date(2024, 2, 21), "全职", [(CONTRADICTION, "graduated_on")]),
        (date(2024, 2, 21), "兼职", [(HINT, "graduated_on")]),
    ],
)
def test_that_full_time_studies_end_before_full_time_work_begins(graduated, form, said):
    dossier = looking.doctor(person=rows.person(graduated_on=graduated), contract=rows.contract(form=form))
    assert told(dates.degree_before_contract, dossier) == said


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2008, 2, 20), []),
        (date(2008, 2, 21), [(HINT, "born_on")]),
        (date(1953, 2, 21), []),
        (date(1953, 2, 20), [(HINT, "born_on")]),
        (None, []),
    ],
)
def test_that_under_16_and_over_70_are_worth_a_look(born, said):
    person = rows.person(id_type="护照", id_number="E12345678", born_on=born)
    contract = rows.contract(person="E12345678")
    assert told(dates.age_at_start, looking.doctor(person=person, contract=contract)) == said


def test_that_the_age_is_read_off_a_number_where_no_birthday_is_recorded():
    contract = rows.contract(starts_on=date(2005, 12, 31))
    assert told(dates.age_at_start, looking.doctor(contract=contract)) == [(HINT, "id_number")]


@pytest.mark.parametrize(
    ("begins", "ends", "count"),
    [(date(2024, 5, 6), date(2024, 5, 6), 0), (date(2024, 5, 7), None, 2), (None, date(2024, 5, 5), 2)],
)
def test_that_spend_outside_its_project_is_counted(begins, ends, count):
    project = rows.project(enclave="上海中心", starts_on=begins, ends_on=ends)
    found = looking.remarks(dates.spend_within_projects, looking.spender(project=project), looking.REWARD)
    assert [f"有 {count} 笔" in remark.words for remark in found] == ([True] if count else [])
