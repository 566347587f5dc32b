from datetime import date

import pytest

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import Contract, Enclave, Expense, Person, Project
from enclave_desktop.packet.counting import (
    Count,
    both,
    count_running,
    count_staff,
    either,
    first_few,
    projects_of,
    sum_words,
)
from enclave_desktop.policy.context import Context
from tests.packet.firms import row

AS_OF = date(2025, 6, 30)
HERE, THERE = "甲中心", "乙中心"
OPEN = {"open_ended": True}


def context_of(*rows) -> Context:
    by_class: dict[type, list] = {}
    for held in rows:
        by_class.setdefault(type(held), []).append(held)
    enclaves = [
        row(Enclave, name=name, type="研发中心", province="上海", city="上海") for name in (HERE, THERE)
    ]
    return Context(Dossier.of(AS_OF, {Enclave: enclaves, **by_class}), 2024)


def person(number, rnd=True, degree=None) -> Person:
    return row(Person, name="某", id_number=str(number), rnd_staff=rnd, degree=degree)


def contract(number, enclave=HERE, **course) -> Contract:
    return row(
        Contract,
        person=str(number),
        enclave=enclave,
        form="全职",
        **({"starts_on": date(2024, 1, 1)} | course),
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(0, 0), "0人"),
        (Count(3, 0), "3人"),
        (Count(3, 1), "不少于3人（另1人待核）"),
        (Count(0, 2), "2人待核"),
    ],
)
def test_that_what_is_open_is_said(count, words):
    assert count.words("人") == words


@pytest.mark.parametrize(
    ("verdicts", "conjunction", "disjunction"),
    [
        ((True, True), True, True),
        ((True, None), None, True),
        ((False, None), False, None),
        ((False, True), False, True),
        ((False, False), False, False),
        ((None, None), None, None),
    ],
)
def test_that_logic_has_three_values(verdicts, conjunction, disjunction):
    assert (both(*verdicts), either(verdicts)) == (conjunction, disjunction)


def test_that_staff_of_a_centre_without_contracts_is_unknown():
    assert count_staff(context_of(person(1), contract(1, THERE, **OPEN)), HERE) is None


@pytest.mark.parametrize(
    ("rnd", "course", "count"),
    [
        (True, OPEN, Count(1, 0)),
        (False, OPEN, Count(0, 0)),
        (None, OPEN, Count(0, 1)),
        (True, {}, Count(0, 1)),
        (False, {}, Count(0, 0)),
        (True, {"ends_on": date(2025, 6, 30)}, Count(1, 0)),
        (True, {"ends_on": date(2025, 6, 29)}, Count(0, 0)),
        (True, {"starts_on": date(2025, 7, 1), **OPEN}, Count(0, 0)),
        (None, {"left_on": date(2025, 6, 29), **OPEN}, Count(0, 0)),
    ],
)
def test_that_a_person_counts_by_work_and_contract(rnd, course, count):
    assert count_staff(context_of(person(1, rnd), contract(1, **course)), HERE) == count


@pytest.mark.parametrize(
    ("degree", "count"),
    [("博士", Count(1, 0)), ("硕士", Count(0, 0)), ("无", Count(0, 0)), (None, Count(0, 1))],
)
def test_that_a_degree_that_is_not_recorded_leaves_the_count_open(degree, count):
    assert count_staff(context_of(person(1, degree=degree), contract(1, **OPEN)), HERE, "博士") == count


def test_that_a_person_with_two_contracts_counts_once():
    over = contract(1, ends_on=date(2024, 12, 31))
    running = contract(1, starts_on=date(2025, 1, 1), **OPEN)
    assert count_staff(context_of(person(1), over, running), HERE) == Count(1, 0)


def project(number, enclave=HERE, starts_on=None, ends_on=None) -> Project:
    return row(Project, number=number, name="某项目", enclave=enclave, starts_on=starts_on, ends_on=ends_on)


def spend(number, enclave=HERE, day=date(2024, 5, 6)) -> Expense:
    return row(
        Expense,
        booked_on=day,
        voucher="记-1",
        enclave=enclave,
        project=number,
        category="直接投入",
        amount=100,
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([project("A")], ["A"]),
        ([project("A", THERE)], []),
        ([project("A", None)], []),
        ([project("A", None), spend("A")], ["A"]),
        ([project("A", THERE), spend("A")], ["A"]),
        ([project("A", None), spend("A", day=date(2025, 1, 1))], []),
        ([project("A", ends_on=date(2024, 1, 1))], ["A"]),
        ([project("A", ends_on=date(2023, 12, 31))], []),
        ([project("A", starts_on=date(2024, 12, 31))], ["A"]),
        ([project("A", starts_on=date(2025, 1, 1))], []),
        ([project("A", ends_on=date(2023, 12, 31)), spend("A")], ["A"]),
    ],
)
def test_that_a_project_is_a_centres_by_name_or_by_spend_of_the_year(rows, found):
    assert [project.number for project in projects_of(context_of(*rows), HERE)] == found


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "count"),
    [
        (date(2025, 6, 30), date(2025, 6, 30), Count(1, 0)),
        (date(2025, 7, 1), None, Count(0, 0)),
        (date(2025, 1, 1), None, Count(0, 1)),
        (None, date(2025, 12, 31), Count(0, 1)),
        (None, date(2025, 6, 29), Count(0, 0)),
    ],
)
def test_that_a_project_runs_when_both_its_ends_say_so(starts_on, ends_on, count):
    assert count_running(context_of(project("A", HERE, starts_on, ends_on)), HERE) == count


def test_that_projects_of_a_centre_with_none_on_record_are_unknown():
    assert count_running(context_of(project("A", THERE)), HERE) is None


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        ([], None),
        ([None], None),
        ([0], 0),
        ([100, 250], 350),
        ([100, None, None], "不少于1.00（另2份金额待核）"),
    ],
)
def test_that_a_sum_says_what_it_lacks(amounts, total):
    assert sum_words(amounts) == total


@pytest.mark.parametrize(
    ("names", "words"),
    [([], None), ("甲乙丙", "甲、乙、丙"), ("甲乙丙丁", "甲、乙、丙等4家"), ("甲甲乙甲", "甲、乙")],
)
def test_that_a_long_list_is_cut_with_its_number(names, words):
    assert first_few(names, "家") == words
