"""Keys and clicks that come faster than the record is written."""

from dataclasses import replace

import pytest

from enclave_desktop.dossier.values import Person
from enclave_desktop.records.changes import Changes
from tests.desktop.conftest import DAY


@pytest.fixture
def session(window, settled, record_file):
    """The sample record open, and nothing told that should not be."""
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    told: list[Exception] = []
    window.session.failed.connect(told.append)
    yield window.session
    assert told == []


def at_once(session, qtbot, act) -> None:
    """Do it, and wait until all that follows is saved."""
    act()
    qtbot.waitUntil(lambda: not session.worker.busy)


def promote(session, person: Person, title: str) -> Person:
    after = replace(person, title=title)
    session.apply(f"职称改为{title}", Changes(updated={Person: [(person, after)]}))
    return after


def titles(session) -> list[str | None]:
    return [person.title for person in session.view.dossier.people[:2]]


def test_that_the_last_change_is_taken_back_though_it_is_not_saved_yet(session, qtbot):
    first, second, *_ = session.view.dossier.people

    def in_haste() -> None:
        promote(session, first, "甲")
        promote(session, second, "乙")
        session.undo()

    at_once(session, qtbot, in_haste)
    assert titles(session) == ["甲", second.title]
    assert session.undoable == "职称改为甲"


def test_that_a_row_changed_twice_is_taken_back_once_and_then_again(session, qtbot):
    first, *_ = session.view.dossier.people

    def in_haste() -> None:
        promote(session, promote(session, first, "甲"), "乙")
        session.undo()
        session.undo()
        session.redo()

    at_once(session, qtbot, in_haste)
    assert titles(session)[0] == "甲"


def test_that_nothing_else_is_taken_back_when_the_last_change_fails(window, settled, qtbot, record_file):
    settled(lambda: window.session.open(record_file))
    session = window.session
    told: list[Exception] = []
    first, second, *_ = session.view.dossier.people
    session.failed.connect(told.append)
    settled(lambda: promote(session, first, "甲"))

    def in_haste() -> None:
        promote(session, replace(second, title="别处改过"), "乙")
        session.undo()

    at_once(session, qtbot, in_haste)
    assert len(told) == 1
    assert titles(session) == ["甲", second.title]
