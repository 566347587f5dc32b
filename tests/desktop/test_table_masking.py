"""Sensitive cells: masked until asked for, and again thereafter."""

from tests.desktop.screen import click
from tests.desktop.sheet import person

WHO = "潘野"


def test_that_sensitive_cells_are_shown_when_asked_for_and_mask_themselves_again(open_page, window, qtbot):
    window.settings.unmasked_seconds = 1
    people = open_page("people", "人员")
    people.click(WHO, "证件号码")
    click(qtbot, window, "显示选中的敏感内容")
    assert "*" not in people.text(WHO, "证件号码")
    qtbot.waitUntil(lambda: "*" in people.text(WHO, "证件号码"), timeout=2000)


def test_that_only_the_selected_cells_are_shown(people, window, qtbot):
    people.click(WHO, "证件号码")
    click(qtbot, window, "显示选中的敏感内容")
    assert sum("*" not in text for text in people.column("证件号码")) == 1


def test_that_leaving_the_page_masks_again(people, window, qtbot):
    people.click(WHO, "证件号码")
    click(qtbot, window, "显示选中的敏感内容")
    window.go("start")
    assert all("*" in text for text in people.column("证件号码"))


def test_that_the_pane_masks_until_its_eye_is_used(people, qtbot, record_file):
    people.click(WHO, "姓名")
    line = people.field("证件号码")
    assert "*" in line.text()
    line.actions()[-1].trigger()
    assert line.text() == person(record_file, WHO).id_number
