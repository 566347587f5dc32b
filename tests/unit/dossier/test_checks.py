"""What must hold within one row, each rule from both sides."""

import dataclasses
from datetime import date

import pytest

from enclave_desktop.dossier.checks import check_row
from tests.unit import rows
from tests.unit.rows import TODAY

START = date(2024, 2, 20)
BEFORE, AFTER = date(2024, 2, 19), date(2024, 2, 21)

FIRM = rows.firm()
CENTRE = rows.centre()
PERSON = rows.person()
CONTRACT = rows.contract(starts_on=START, ends_on=None)
FILING = rows.filing(filed_on=START)
PROJECT = rows.project(starts_on=START)
AGREEMENT = rows.agreement(starts_on=START)
CLAIM = rows.claim()


def problems(row, **changes) -> list[tuple[str, bool]]:
    """Where something is wrong, and whether it is only a warning."""
    found = check_row(dataclasses.replace(row, **changes), TODAY)
    assert all(problem.reason and problem.remedy for problem in found)
    return [(problem.field, problem.warning) for problem in found]


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (CONTRACT, {"signed_on": START}),
        (CONTRACT, {"signed_on": BEFORE}),
        (CONTRACT, {"ends_on": START}),
        (CONTRACT, {"ends_on": AFTER}),
        (CONTRACT, {"left_on": START}),
        (CONTRACT, {"open_ended": True}),
        (CONTRACT, {"ends_on": AFTER, "open_ended": False}),
        (CONTRACT, {}),
        (FILING, {"valid_until": START}),
        (FILING, {}),
        (PROJECT, {"ends_on": START}),
        (PROJECT, {"starts_on": None, "ends_on": BEFORE}),
        (AGREEMENT, {"ends_on": START}),
        (AGREEMENT, {}),
        (CLAIM, {"period_to": "2024-04"}),
        (CLAIM, {"period_to": "2024-12"}),
        (CLAIM, {"period_from": "2024", "period_to": "2024"}),
        (CLAIM, {}),
        (FIRM, {}),
        (CENTRE, {}),
        (CENTRE, {"credit_code": "91640100MA7EXAMP48"}),
        (PERSON, {}),
        (PERSON, {"born_on": date(1990, 1, 1), "sex": "男"}),
        (PERSON, {"id_type": "居民身份证"}),
        (PERSON, {"id_type": "护照", "id_number": "E12345678", "born_on": date(1991, 1, 1), "sex": "女"}),
    ],
)
def test_that_a_row_in_order_has_no_problem(row, changes):
    assert problems(row, **changes) == []


@pytest.mark.parametrize(
    ("row", "changes", "at"),
    [
        (CONTRACT, {"signed_on": AFTER}, "signed_on"),
        (CONTRACT, {"ends_on": BEFORE}, "ends_on"),
        (CONTRACT, {"left_on": BEFORE}, "left_on"),
        (CONTRACT, {"ends_on": AFTER, "open_ended": True}, "open_ended"),
        (FILING, {"valid_until": BEFORE}, "valid_until"),
        (PROJECT, {"ends_on": BEFORE}, "ends_on"),
        (AGREEMENT, {"ends_on": BEFORE}, "ends_on"),
        (CLAIM, {"period_to": "2024-03"}, "period_to"),
        (CLAIM, {"period_to": "2024"}, "period_to"),
        (FIRM, {"credit_code": "91640100MA7EXAMP49"}, "credit_code"),
        (CENTRE, {"credit_code": "91640100MA7EXAMP4"}, "credit_code"),
        (PERSON, {"id_number": "640104199001011230"}, "id_number"),
        (PERSON, {"born_on": date(1990, 1, 2)}, "born_on"),
        (PERSON, {"sex": "女"}, "sex"),
        (PERSON, {"id_type": "护照"}, None),
        (PERSON, {"id_type": "护照", "id_number": "12"}, "id_number"),
        (PERSON, {"id_type": "外国人永久居留证"}, "id_number"),
    ],
)
def test_that_a_breach_is_an_error_at_the_field_to_mend(row, changes, at):
    assert problems(row, **changes) == ([] if at is None else [(at, False)])


def test_that_the_region_of_an_identity_number_only_warns():
    assert problems(PERSON, id_number="990100199003070019") == [("id_number", True)]


def test_that_a_wrong_identity_number_is_told_once():
    wrong = {"id_number": "640104199001011230", "born_on": date(1991, 1, 1), "sex": "女"}
    assert problems(PERSON, **wrong) == [("id_number", False)]


def test_that_sex_and_birth_date_are_told_apart():
    assert problems(PERSON, born_on=date(1991, 1, 1), sex="女") == [("born_on", False), ("sex", False)]


def test_that_nothing_is_said_about_fields_that_could_not_be_read():
    assert problems(CONTRACT, starts_on=None, ends_on=BEFORE, left_on=BEFORE) == []
    assert problems(PERSON, id_number=None, sex="女") == []
    assert problems(CLAIM, period_from=None, period_to="2024") == []


def test_that_no_message_repeats_the_number():
    found = check_row(dataclasses.replace(PERSON, id_number="640104199001011230"), TODAY)
    assert "6401041990" not in "".join(problem.reason + problem.remedy for problem in found)


@pytest.mark.parametrize(
    ("answer", "instead", "wrong"),
    [("确认", None, []), ("确认", "到元", ["instead"]), ("否定", "到元", []), ("否定", None, [])],
)
def test_that_only_a_denied_assumption_has_something_in_its_place(answer, instead, wrong):
    row = rows.confirmation(answer=answer, instead=instead)
    assert [problem.field for problem in check_row(row, TODAY)] == wrong
