"""A person's own page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QToolButton, QWidget

from tests.desktop.screen import click, named
from tests.desktop.sheet import Sheet


def test_that_a_person_has_a_page_of_her_own(people, window, qtbot):
    people.click("赵\U0002b5af", "姓名")
    qtbot.mouseClick(named(people.pane, QToolButton, "打开个人页"), Qt.MouseButton.LeftButton)
    page = named(window, type(window._pages["people"]._person), "赵\U0002b5af的个人页")
    assert page.isVisible()
    allowances = named(page, QTableView, "补助").model()
    assert "全日制博士补助" in {allowances.index(r, 0).data() for r in range(allowances.rowCount())}
    click(qtbot, window, "返回人员表")
    assert people.view.isVisible()


def test_that_what_a_person_lacks_leads_to_its_field(people, window, qtbot):
    click(qtbot, window, "缺信息")
    people.click(0, "姓名")
    qtbot.mouseClick(named(people.pane, QToolButton, "打开个人页"), Qt.MouseButton.LeftButton)
    links = [b for b in window.findChildren(QPushButton) if b.isVisible() and b.property("kind") == "link"]
    wanted = next(link for link in links if "“人员”的" in link.text())
    label = wanted.text().rpartition("的“")[2].rstrip("”")
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)
    assert people.view.isVisible()
    assert people.current()[1] == label


def test_that_what_was_missing_of_another_person_is_not_seen_any_more(people, window, qtbot):
    page = window._pages["people"]
    lacking, whole = "许南乔", "陈\U0002cb4e"
    rows = {row.name: row for row in window.session.view.dossier.people}

    def missing() -> list[str]:
        person = page._person
        return [b.text() for b in person.findChildren(QPushButton) if b.isVisible() and "请填写" in b.text()]

    page.open_person(rows[lacking])
    assert missing()
    page.open_person(rows[whole])
    assert not missing()


@pytest.mark.parametrize(("name", "said"), [("沈知遥", True), ("吴霁月", False)])
def test_that_it_is_said_where_no_evidence_is_called_for(people, window, name, said):
    page = window._pages["people"]
    page.open_person(next(row for row in window.session.view.dossier.people if row.name == name))
    told = [one.text() for one in page._person.findChildren(QLabel) if one.isVisible()]
    assert ("没有初步符合或待核的项目，暂时不用附。" in told) is said


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_that_a_contract_on_the_line_of_time_leads_to_its_row(people, window, qtbot, by):
    page = window._pages["people"]
    row = next(row for row in window.session.view.dossier.people if row.name == "许南乔")
    page.open_person(row)
    line = named(page, QWidget, "合同时间线")
    if by == "mouse":
        inside = line._rect(0, line._contracts[0]).center().toPoint()
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=inside)
    else:
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_Return)
    contracts = Sheet(window, qtbot, "劳动合同")
    assert contracts.current() == ("许南乔", "终止日期")
