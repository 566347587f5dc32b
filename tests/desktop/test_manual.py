"""The user guide inside the program: opened where one is, read, searched, followed by mouse and keys."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTextBrowser, QTreeWidget

from enclave_desktop.desktop.main_window import ENTRIES
from enclave_desktop.desktop.manual import KEYS, TERMS
from enclave_desktop.desktop.manual.terms import field_tip, terms, tip
from enclave_desktop.desktop.manual.text import (
    AUTHORS,
    FILE,
    authors_chapter,
    chapter,
    find,
    in_dark,
    news,
    pictures,
    sections,
)
from enclave_desktop.desktop.manual.window import Manual
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Contract, Filing
from enclave_desktop.paths import docs
from tests.desktop.screen import click, named

LARGEST = 120_000
"""Bytes of a picture."""
DARK = 80
"""Lightness, of 255."""


def come_to_front(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture
def manual(window, qtbot):
    """The guide, opened from the settings."""
    window.go("settings")
    come_to_front(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    manual = window.findChild(Manual)
    yield manual
    manual.reject()


def reader(manual):
    return named(manual, QTextBrowser, "说明")


def contents(manual):
    tree = named(manual, QTreeWidget, "目录")
    items = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    items += [item.child(at) for item in items for at in range(item.childCount())]
    return [item.text(0) for item in items if not item.isHidden()]


def in_sight(manual):
    """The headings that can be seen."""
    view = reader(manual)
    found = []
    block = view.document().begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and view.viewport().rect().contains(
            view.cursorRect(QTextCursor(block))
        ):
            found.append(block.text())
        block = block.next()
    return found


def search(manual, words):
    named(manual, QLineEdit, "在手册里查找").setText(words)


def marked(manual):
    found = []
    for place in reader(manual).extraSelections():
        cursor = QTextCursor(place.cursor)
        found.append(cursor.selectedText())
    return found


def test_that_the_link_on_every_page_leads_to_its_section(window, qtbot, settled, record_file):
    settled(lambda: window.session.open(record_file))
    for entry in ENTRIES:
        window.go(entry.key)
        page = window.current_page()[1]
        click(qtbot, page, "帮助")
        manual = window.findChild(Manual)
        assert page.guide in in_sight(manual)
        manual.reject()


def test_that_f1_leads_to_the_section_of_the_page(manual):
    assert "设置" in in_sight(manual)


def test_that_shift_f1_lists_the_keys(window, qtbot):
    come_to_front(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    manual = window.findChild(Manual)
    assert KEYS in in_sight(manual)
    assert "Ctrl+Shift+C" in reader(manual).toPlainText()
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_that_the_guide_does_not_hold_up_the_work(window, manual):
    assert not manual.isModal()
    window.go("start")
    assert manual.isVisible()


def test_that_it_is_there_once(window, qtbot, manual):
    come_to_front(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert len(window.findChildren(Manual)) == 1


def test_that_the_keys_go_from_search_to_contents_to_text(manual, qtbot):
    manual.activateWindow()
    qtbot.waitUntil(manual.isActiveWindow)
    named(manual, QLineEdit, "在手册里查找").setFocus()
    reached = []
    for _ in range(3):
        reached.append(QApplication.focusWidget().accessibleName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached == ["在手册里查找", "目录", "说明"]


def test_that_an_entry_of_the_contents_shows_its_section(manual, qtbot):
    tree = named(manual, QTreeWidget, "目录")
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Home)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert "安装和卸载" in in_sight(manual)


def test_that_search_shows_only_sections_with_all_words_and_marks_them(manual):
    search(manual, "没有这个词")
    assert contents(manual) == []
    search(manual, "拼音 多音字")
    assert contents(manual) == [f"改一格　{find('拼音 多音字')['改一格']} 处"]
    assert set(marked(manual)) == {"拼音", "多音字"}
    search(manual, "")
    assert marked(manual) == []
    assert len(contents(manual)) == len(sections())


def test_that_a_section_is_found_by_the_initials_of_its_title(manual):
    search(manual, "klh")
    assert "口令和锁定" in in_sight(manual)


def test_that_a_phrase_is_found_that_the_guides_file_breaks_into_lines(manual):
    broken = re.search(r"([\u4e00-\u9fff]{3})\n *([\u4e00-\u9fff]{3})", (docs() / FILE).read_text("utf-8"))
    assert broken
    phrase = broken[1] + broken[2]
    search(manual, phrase)
    assert marked(manual) == [phrase]


def test_that_the_guide_for_authors_is_there_and_comes_after_what_everybody_reads(manual):
    reader(manual).anchorClicked.emit(QUrl(AUTHORS))
    assert authors_chapter() in in_sight(manual)
    assert "事实一览" in reader(manual).toPlainText()
    search(manual, "合同")
    shown = named(manual, QTreeWidget, "目录").currentItem()
    assert shown.parent() is None or shown.parent().text(0) != authors_chapter()


@pytest.mark.parametrize("title", ["导入工作簿", "怎样写一个规则包"])
def test_that_nothing_is_wider_than_the_window(manual, qtbot, title):
    manual.go(title)
    view = reader(manual)
    border = 1
    qtbot.waitUntil(lambda: view.document().idealWidth() <= view.viewport().width() + border)


def test_that_the_section_of_that_title_comes_before_one_that_only_mentions_it(manual):
    search(manual, "口令")
    assert "口令和锁定" in in_sight(manual)


def test_that_what_is_found_is_scrolled_to(manual):
    search(manual, "多日")
    view = reader(manual)
    rect = view.viewport().rect()
    places = [view.cursorRect(place.cursor) for place in view.extraSelections()]
    assert any(rect.contains(place) for place in places)


def test_that_enter_goes_to_the_next_section_found(manual, qtbot):
    search(manual, "撤销")
    tree = named(manual, QTreeWidget, "目录")
    seen = set()
    for _ in find("撤销"):
        seen.add(tree.currentItem().text(0))
        qtbot.keyClick(named(manual, QLineEdit, "在手册里查找"), Qt.Key.Key_Return)
    assert len(seen) == len(find("撤销")) > 1


def test_that_a_link_leads_to_its_section(manual):
    manual.go("导入工作簿")
    reader(manual).anchorClicked.emit(QUrl("#填写工作簿"))
    assert "填写工作簿" in in_sight(manual)


def test_that_every_link_in_the_guide_leads_somewhere():
    titles = {section.title for section in sections()}
    links = {m[1] for section in sections() for m in re.finditer(r"(?<!!)\[[^]]*]\(([^)]+)\)", section.text)}
    assert links
    assert {link for link in links if link not in {f"#{title}" for title in titles}} == {AUTHORS}


def test_that_titles_are_not_used_twice():
    titles = [section.title for section in sections()]
    assert len(titles) == len(set(titles))


def test_that_pictures_are_shown_as_wide_as_the_text_and_in_full_when_clicked(manual, qtbot):
    manual.go("新建档案")
    view = reader(manual)
    image = view.loadResource(2, QUrl("screens/start-light.png"))
    assert 0 < image.deviceIndependentSize().width() <= view.viewport().width()
    view.anchorClicked.emit(QUrl("picture:screens/start-light.png"))
    (shown,) = (one for one in manual.findChildren(QDialog) if one.isVisible())
    shown.reject()


def test_that_nothing_but_pictures_of_the_guide_is_loaded(manual):
    assert reader(manual).loadResource(3, QUrl("https://example.org/style.css")) is None
    assert reader(manual).loadResource(2, QUrl("screens/../../README.md")) is None


def test_that_every_picture_is_there_and_small():
    assert pictures()
    assert [path.name for path in pictures() if not path.is_file() or path.stat().st_size > LARGEST] == []


def test_that_pictures_follow_the_theme(manual, monkeypatch):
    picture = QUrl("screens/start-light.png")
    light = reader(manual).loadResource(2, picture).pixelColor(5, 5).lightness()
    monkeypatch.setattr(theme(), "name", "dark")
    assert reader(manual).loadResource(2, picture).pixelColor(5, 5).lightness() < DARK < light
    (start,) = (path for path in pictures() if path.name == "start-light.png")
    assert in_dark(start).name == "start-dark.png"


def test_that_a_picture_of_one_look_only_is_shown_in_both():
    (report,) = (path for path in pictures() if path.name == "report.png")
    assert in_dark(report) == report


def test_that_terms_explain_columns_and_choices():
    form = SHEETS[Contract].field("form")
    assert all(word in field_tip(form) for word in form.choices)
    filing = field_tip(SHEETS[Filing].field("authority"))
    assert "自治区科技厅和银川市科技局" in filing


def test_that_a_field_without_help_or_term_has_no_tip():
    assert field_tip(SHEETS[Filing].field("number")) == ""
    assert tip("没有这个词") == ""


def test_that_every_term_is_in_the_guide():
    told = chapter(TERMS)
    assert [term.name for term in terms() if term.name not in told or term.words not in told] == []


def test_that_no_word_is_explained_twice():
    words = [word for term in terms() for word in (term.name, *term.also)]
    assert len(words) == len(set(words))


def test_that_the_newest_version_told_of_is_this_one():
    from enclave_desktop import __version__

    assert news()[0] == __version__


def test_that_the_header_of_a_column_is_explained(people):
    model = people.view.model()
    tips = {
        model.headerData(at, Qt.Orientation.Horizontal): model.headerData(
            at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
        )
        for at in range(model.columnCount())
    }
    assert "由企业自己判断" in tips["重点院校"]


def test_that_all_the_guide_needs_goes_into_the_wheel():
    import tomllib

    checkout = docs().parent
    wheel = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
        "targets"
    ]["wheel"]
    shipped = {checkout / name for name in wheel["only-include"]}
    assert {docs() / FILE, docs() / AUTHORS, *pictures()} <= shipped
    assert wheel["sources"]["docs"] == "enclave_desktop/docs"
