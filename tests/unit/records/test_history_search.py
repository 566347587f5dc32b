"""Finding in the history: by day, account, action, words, row, field and person."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.values import Person
from enclave_desktop.records.history_search import Wanted, of_person, of_row, search
from enclave_desktop.records.history_words import change_line, counts_words
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from tests.unit.records.filled import adding, removing, updating
from tests.unit.rows import (
    FILE,
    NUMBER,
    OTHER_NUMBER,
    centre,
    claim,
    claim_step,
    contract,
    evidence,
    expense,
    person,
)

THIRD_NUMBER = "640104199001011301"
SECOND = person(name="另一人", id_number=OTHER_NUMBER)
RENUMBERED = person(id_number=THIRD_NUMBER)
HERS = evidence(contract=(THIRD_NUMBER, "上海中心", date(2024, 2, 20)))


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory):
    """A record in which one person's number was corrected."""
    path = tmp_path_factory.mktemp("history") / "示例.enclave"
    steps = (
        (Origin(Action.IMPORTED, "导入 人员.xlsx", "人员.xlsx"), adding(centre(), person(), SECOND)),
        (Origin(Action.TYPED, "新增劳动合同"), adding(contract(), contract(person=OTHER_NUMBER))),
        (Origin(Action.TYPED, "更正证件号码"), updating((person(), RENUMBERED))),
        (Origin(Action.TYPED, "修改学位"), updating((RENUMBERED, replace(RENUMBERED, degree="硕士")))),
        (Origin(Action.TYPED, "新增申领"), adding(claim(subject=THIRD_NUMBER), expense(amount=12_345_67))),
        (
            Origin(Action.TYPED, "办理"),
            adding(claim_step(claim=("nx-phd-allowance", THIRD_NUMBER, "2024-04"))),
        ),
        (Origin(Action.TYPED, "附上劳动合同"), adding(HERS)),
        (Origin(Action.UNDONE, "撤销：附上劳动合同"), removing(HERS)),
    )
    with Record.create(path) as record:
        for origin, changes in steps:
            with record.transaction(origin) as transaction:
                transaction.keep([FILE])
                transaction.apply(changes)
    return path


@pytest.fixture
def read(worked_on, tmp_path):
    with Record.open(Path(shutil.copy(worked_on, tmp_path)), read_only=True) as record:
        yield record.read


def numbers(read, **wanted):
    return [entry.number for entry in read(lambda rows: list(search(rows, Wanted(**wanted))))]


TODAY = datetime.now().astimezone().date()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ({"action": "导入"}, [2]),
        ({"action": "撤销"}, [9]),
        ({"account": "nobody"}, []),
        ({"since": TODAY}, [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ({"since": TODAY + timedelta(1)}, []),
        ({"until": TODAY - timedelta(1)}, []),
        ({"text": "更正"}, [4]),
        ({"text": "人员.xlsx"}, [2]),
        ({"text": "另一人"}, [2]),
        ({"text": "硕士"}, [5]),
        ({"text": "12,345.67"}, [6]),
        ({"text": "没有这个词"}, []),
        ({"text": "劳动合同", "action": "撤销"}, [9]),
    ],
)
def test_that_a_search_finds_what_fits(read, wanted, found):
    assert numbers(read, **wanted) == found


def test_that_a_row_is_followed_back_through_the_numbers_it_had(read):
    told = read(lambda rows: list(of_row(rows, KEPT[Person], (THIRD_NUMBER,))))
    assert [one.entry.number for one in told] == [5, 4, 2]
    assert [field.label for field, _, _ in told[1].change.fields()] == ["证件号码"]


def test_that_a_field_is_told_from_what_to_what(read):
    told = read(lambda rows: list(of_row(rows, KEPT[Person], (THIRD_NUMBER,), "degree")))
    assert [one.entry.number for one in told] == [5, 2]
    (changed,) = [held for held in told[0].change.fields() if held[0].name == "degree"]
    assert changed[1:] == ("博士", "硕士")


def test_that_all_that_concerns_a_person_is_found_and_nothing_of_others(read):
    told = read(lambda rows: list(of_person(rows, THIRD_NUMBER)))
    assert [(one.entry.number, one.change.sheet.title) for one in told] == [
        (9, "证明材料"),
        (8, "证明材料"),
        (7, "申领经过"),
        (6, "申领"),
        (5, "人员"),
        (4, "人员"),
        (3, "劳动合同"),
        (2, "人员"),
    ]


def test_that_the_other_person_has_their_own_history(read):
    told = read(lambda rows: list(of_person(rows, OTHER_NUMBER)))
    assert [(one.entry.number, one.change.sheet.title) for one in told] == [(3, "劳动合同"), (2, "人员")]


def test_that_words_mask_what_is_sensitive(read):
    told = read(lambda rows: list(of_person(rows, THIRD_NUMBER)))
    lines = "\n".join(change_line(one.change) for one in told)
    assert "学位 博士 → 硕士" in lines
    assert "640***********1301" in lines
    for number in (NUMBER, THIRD_NUMBER):
        assert number not in lines


def test_that_an_entry_tells_how_many_rows_of_which_sheet(read):
    (entry,) = read(lambda rows: list(search(rows, Wanted(action="导入"))))
    assert counts_words(entry) == "飞地 新增 1；人员 新增 2"


def test_that_the_day_is_that_of_the_clock_on_the_wall(read):
    entry = read(lambda rows: next(search(rows, Wanted())))
    east = replace(entry, at=datetime(2025, 6, 30, 1, 0, tzinfo=timezone(timedelta(hours=8))))
    assert Wanted(since=date(2025, 6, 30), until=date(2025, 6, 30)).fits(east)
