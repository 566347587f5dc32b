"""申报材料: what contradicts itself before it is printed, and packets that were printed before."""

import json

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMessageBox

from enclave_desktop.desktop.place import Place
from enclave_desktop.records.record import Record
from tests.desktop.packets import change, choose_programme, page_of, save
from tests.desktop.screen import answer_file_dialog, click, click_row, named, said

PHD = "全日制博士补助"
STRANGE = "用人单位“上海示例澜朔材料研究有限公司”不是申报单位"


@pytest.fixture
def page(window, settled, record_file, qtbot):
    return page_of(window, settled, record_file, qtbot)


@pytest.fixture
def contradictory(page, qtbot):
    """The page with a packet that contradicts itself."""
    choose_programme(qtbot, page, PHD)
    return page


def told(window):
    return window.statusBar().currentMessage()


def kept(record_file):
    with Record.open(record_file, read_only=True) as record:
        return [(packet, json.loads(record.content(packet.manifest))) for packet in record.packets()]


def test_that_a_contradiction_is_listed_and_leads_to_its_field(contradictory, window, qtbot):
    view = named(contradictory, QAbstractItemView, "还缺什么")
    assert said(view)[0].startswith("打印前核对　矛盾 1")
    with qtbot.waitSignal(window._pages["packets"].choosing.wanted) as went:
        click_row(qtbot, view, STRANGE)
    target = went.args[1]
    assert isinstance(target, Place)
    assert target.field == "employer"


def test_that_a_missing_piece_leads_to_where_it_is_attached(page, window, qtbot):
    view = named(page, QAbstractItemView, "还缺什么")
    with qtbot.waitSignal(window._pages["packets"].choosing.wanted) as went:
        click_row(qtbot, view, "没有附上营业执照复印件")
    assert (went.args[0], went.args[1].kind) == ("evidence", "营业执照")


def test_that_of_a_contradiction_the_user_is_asked_once(contradictory, qtbot, tmp_path):
    click(qtbot, contradictory, "保存 PDF")
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, QMessageBox)
    assert STRANGE in asked.informativeText()
    click(qtbot, asked, "先去改")
    assert QApplication.activeModalWidget() is None
    save(qtbot, contradictory, tmp_path / "one.pdf")
    click(qtbot, contradictory, "保存 PDF")
    answer_file_dialog(qtbot, tmp_path / "two.pdf")
    qtbot.waitUntil((tmp_path / "two.pdf").exists)


def test_that_what_is_saved_is_kept_with_its_number(page, window, qtbot, tmp_path, record_file):
    saved = save(qtbot, page, tmp_path / "saved.pdf")
    qtbot.waitUntil(lambda: "已存入档案，材料编号 " in told(window))
    ((packet, manifest),) = kept(record_file)
    assert packet.number in told(window)
    assert (manifest["names"], manifest["pages"]) == (["澜朔北京研发中心"], 22)
    with Record.open(record_file, read_only=True) as record:
        assert record.content(packet.pdf) == saved.read_bytes()


def test_that_neither_a_preview_nor_a_draft_is_kept(page, window, qtbot, tmp_path, record_file):
    change(qtbot, page, lambda: click(qtbot, page, "草稿：也列出尚不符合的对象"))
    save(qtbot, page, tmp_path / "draft.pdf")
    qtbot.waitUntil(lambda: told(window).startswith("已保存"))
    assert kept(record_file) == []
