"""Columns follow the size of type, now and at the next start."""

import pytest

from enclave_desktop.desktop.theme import theme


@pytest.fixture(autouse=True)
def usual_size():
    yield
    theme().apply("light", 1.0)


def width(view, sheet, label: str) -> int:
    return view.columnWidth(sheet.index(0, label).column())


def test_that_columns_grow_with_the_type_and_back(people):
    before = {label: width(people.view, people, label) for label in ("姓名", "学位", "合同止")}
    theme().apply("light", 1.3)
    for label, usual in before.items():
        assert width(people.view, people, label) == round(usual * 1.3)
    theme().apply("light", 1.0)
    assert {label: width(people.view, people, label) for label in before} == before


def test_that_the_standing_column_is_as_wide_as_the_one_it_lies_over(people, window):
    theme().apply("light", 1.15)
    at = people.index(0, "姓名").column()
    assert people.view._standing.columnWidth(at) == people.view.columnWidth(at)


def test_that_a_width_kept_at_one_size_comes_back_at_another(people, window):
    people.view.setColumnWidth(people.index(0, "学位").column(), 100)
    for page in window._pages.values():
        page.leave()
    theme().apply("light", 1.3)
    again = type(window._pages["people"])(window._surroundings)
    again.shown()
    assert width(again.table().table, people, "学位") == 130
    again.deleteLater()


def test_that_the_end_of_the_contract_is_in_view_beside_the_pane(people, window):
    window.resize(1366, 688)
    cell = people.view.visualRect(people.index(0, "合同止"))
    assert cell.right() <= people.view.viewport().width()


def test_that_a_hidden_column_is_shown_again_in_the_size_of_the_type(people):
    at = people.index(0, "学位").column()
    usual = people.view.columnWidth(at)
    people.view.setColumnHidden(at, True)
    theme().apply("light", 1.3)
    people.view.setColumnHidden(at, False)
    assert people.view.columnWidth(at) == round(usual * 1.3)
