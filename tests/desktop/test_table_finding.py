"""Finding rows: by words, initials, parts of numbers, segments, and in order."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
)

from enclave_desktop.dossier.values import (
    Person,
)
from enclave_desktop.records.record import Record
from tests.desktop.screen import click, named
from tests.desktop.sheet import dialog, on_record, open_sheet, person, type_into

WHO = "潘野"


@pytest.mark.parametrize("typed", ["潘野", "py", "PY"])
def test_that_people_are_found_by_name_and_initials(people, qtbot, typed):
    type_into(qtbot, named(people.window, QLineEdit, "查找人员"), typed)
    assert WHO in people.column("姓名")
    assert len(people.column("姓名")) < 29


def test_that_a_person_is_found_by_a_part_of_her_number_that_is_masked(people, qtbot, record_file):
    middle = person(record_file, WHO).id_number[6:12]
    type_into(qtbot, named(people.window, QLineEdit, "查找人员"), middle)
    assert WHO in people.column("姓名")
    assert middle not in people.text(WHO, "证件号码")


def test_that_an_amount_is_found_with_or_without_its_commas(open_page, qtbot):
    sheet = open_page("spend", "研发费用")
    line = named(sheet.window, QLineEdit, "查找研发费用")
    qtbot.keyClicks(line, "117,860")
    assert sheet.column("金额（元）") == ["117,860.74"]
    line.clear()
    type_into(qtbot, line, "117860.7")
    assert sheet.column("金额（元）") == ["117,860.74"]


def test_that_a_segment_shows_its_rows_only(people, qtbot, record_file):
    click(qtbot, people.window, "研发")
    assert len(people.column("姓名")) == sum(1 for p in on_record(record_file, Person) if p.rnd_staff)


def test_that_a_header_orders_the_rows_both_ways_and_blanks_come_last(agreements, qtbot):
    header = agreements.view.horizontalHeader()
    at = agreements.index(0, "已付金额（元）").column()
    agreements.view.scrollTo(agreements.index(0, "已付金额（元）"))
    where = header.viewport().rect().center()
    where.setX(header.sectionViewportPosition(at) + 20)
    for descending in (False, True):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
        shown = [text for text in agreements.column("已付金额（元）") if text]
        amounts = [float(text.replace(",", "")) for text in shown]
        assert amounts == sorted(amounts, reverse=descending)
        assert agreements.column("已付金额（元）")[: len(shown)] == shown


def test_that_hidden_columns_and_widths_come_back(open_page, window, qtbot):
    people = open_page("people", "人员")
    people.view.setColumnHidden(people.index(0, "手机").column(), True)
    people.view.setColumnWidth(people.index(0, "学位").column(), 77)
    for page in window._pages.values():
        page.leave()
    again = type(window._pages["people"])(window._surroundings)
    again.shown()
    view = again.table().table
    assert view.isColumnHidden(people.index(0, "手机").column())
    assert view.columnWidth(people.index(0, "学位").column()) == 77
    again.deleteLater()


@pytest.mark.parametrize(("typed", "kept"), [("py", "py"), ("9901001990", ""), ("潘野", "")])
def test_that_what_was_looked_for_comes_back_but_no_name_or_part_of_a_number(
    people, window, qtbot, typed, kept
):
    type_into(qtbot, named(window, QLineEdit, "查找人员"), typed)
    for page in window._pages.values():
        page.leave()
    again = type(window._pages["people"])(window._surroundings)
    again.shown()
    assert again.table().toolbar.search.text() == kept
    again.deleteLater()


def test_that_only_the_rows_looked_for_are_shown_at_the_next_start(people, window, qtbot):
    type_into(qtbot, named(window, QLineEdit, "查找人员"), "py")
    found = people.column("姓名")
    for page in window._pages.values():
        page.leave()
    again = type(window._pages["people"])(window._surroundings)
    again.shown()
    assert [person.name for person in again.table().model.rows] == found
    again.deleteLater()


def test_that_a_segment_follows_the_record_once_rows_go(people, window, qtbot, settled):
    click(qtbot, window, "缺信息 4")
    filled, gone, *others = people.column("姓名")
    settled(lambda: people.type_into_cell(filled, "毕业院校", "示例大学"))
    people.click(gone, "学位")
    people.keys(Qt.Key.Key_Minus, modifier=Qt.KeyboardModifier.ControlModifier)
    settled(lambda: click(qtbot, dialog(), "删除"))
    assert people.column("姓名") == [filled, *others]


def words_on(window, start: str) -> list[str]:
    return [
        one.text() for one in window.findChildren(QLabel) if one.isVisible() and one.text().startswith(start)
    ]


def test_that_where_nothing_is_found_it_is_said_and_all_rows_are_one_click_away(people, qtbot):
    type_into(qtbot, named(people.window, QLineEdit, "查找人员"), "没有这个人")
    assert people.column("姓名") == []
    assert words_on(people.window, "没有找到")
    click(qtbot, people.window, "显示全部 29 行")
    assert len(people.column("姓名")) == 29
    assert not words_on(people.window, "没有找到")


def test_that_the_pane_holds_nothing_of_a_row_that_is_not_chosen_any_more(people, qtbot):
    assert people.field("姓名").text()
    type_into(qtbot, named(people.window, QLineEdit, "查找人员"), "没有这个人")
    assert {one.text() for one in people.pane.findChildren(QLineEdit)} == {""}


def test_that_a_sheet_without_rows_says_how_to_begin(window, qtbot, settled, tmp_path):
    Record.create(path := tmp_path / "空.enclave").close()
    sheet = open_sheet(window, qtbot, settled, path, "people", "人员")
    assert words_on(sheet.window, "还没有登记人员")
    assert words_on(sheet.window, "按右上角的“新增人员”")
