"""申报材料: what contradicts itself before it is printed, and packets that were printed before."""

import json
import re
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QPushButton

from enclave_desktop.desktop.packets.press import Press
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.handing_in import PrintSetting
from enclave_desktop.dossier.values import Firm, Person
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.clerk import labels
from tests.desktop.packets import change, choose_programme, page_of, save, wait_for_packet
from tests.desktop.screen import answer_file_dialog, click, click_row, named, said
from tests.unit.rows import print_setting

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


@pytest.fixture
def printed(page, window, qtbot, tmp_path):
    """The page with one printed packet looked at; the file that was saved."""
    saved = save(qtbot, page, tmp_path / "saved.pdf").read_bytes()
    qtbot.waitUntil(lambda: "已存入档案" in told(window))
    click(qtbot, page, "已打印")
    wait_for_packet(qtbot, page)
    return saved


def shown_file(page):
    return page.window().findChild(Press).paper.data


def test_that_the_very_file_is_shown_and_saved_again(page, printed, qtbot, tmp_path, record_file):
    (line,) = said(named(page, QAbstractItemView, "已打印的材料"))
    assert "企业飞地研发中心备案" in line
    assert "澜朔北京研发中心" in line
    assert "22 页" in line
    assert shown_file(page) == printed
    assert re.search(r"这是 \d{4}-\d\d-\d\d 打印的那一册", named(page, QLabel, "已打印的一册").text())
    assert save(qtbot, page, tmp_path / "again.pdf").read_bytes() == printed
    assert len(kept(record_file)) == 1


def test_that_what_has_changed_since_is_told_with_numbers_masked(page, printed, window, settled, qtbot):
    since = named(page, QLabel, "此后的变化")
    qtbot.waitUntil(lambda: "此后没有变化" in labels(page))
    person = window.session.view.dossier.people[0]
    other = replace(person, title="教授", id_number="11010519900307203X")
    settled(
        lambda: window.session.apply(
            "改职称", Changes(updated={Person: [(person, replace(person, title="教授"))]})
        )
    )
    qtbot.waitUntil(lambda: "职称" in since.text())
    assert f"人员：改动 {person.name}　职称 研究员 → 教授" in since.text()
    settled(window.session.undo)
    settled(lambda: window.session.apply("改号", Changes(updated={Person: [(person, other)]})))
    qtbot.waitUntil(lambda: "劳动合同" in since.text())
    assert "110**" in since.text()
    assert person.id_number not in since.text()
    assert other.id_number not in since.text()


def test_that_another_receiver_is_told_by_the_title_of_its_programme(page, printed, window, settled, qtbot):
    setting = print_setting(programme="nx-filing", receiver="示例市科技局")
    settled(lambda: window.session.apply("打印选项", Changes(added={PrintSetting: [setting]})))
    since = named(page, QLabel, "此后的变化")
    qtbot.waitUntil(lambda: since.text().endswith("打印设置：新增 企业飞地研发中心备案 报送主管部门"))


def test_that_a_packet_is_made_again_and_compared(page, printed, qtbot):
    click(qtbot, page, "重新生成核对")
    qtbot.waitUntil(lambda: "重新生成的与当时打印的逐字节相同。" in labels(page), timeout=10_000)


def test_that_a_damaged_file_is_said_and_made_again_from_its_parts(page, printed, window, settled, qtbot):
    def damage(held, job):
        (packet,) = held.record.packets()
        with held.record.transaction() as transaction:
            sql = "UPDATE content SET data = x'00' WHERE sha256 = ?"
            transaction._connection.exec_driver_sql(sql, (packet.pdf,))

    settled(lambda: window.session.with_held("损坏", damage, lambda _: None))
    click(qtbot, page, "新的一册")
    wait_for_packet(qtbot, page)
    click(qtbot, page, "已打印")
    qtbot.waitUntil(lambda: "已损坏，不能再打印" in named(page, QLabel, "核对结果").text())
    assert not named(page, QPushButton, "保存 PDF").isEnabled()
    click(qtbot, page, "重新生成核对")
    wait_for_packet(qtbot, page)
    assert shown_file(page) == printed


def test_that_going_back_shows_what_is_to_be_printed(page, printed, window, settled, qtbot):
    firm = window.session.view.dossier.firm
    settled(
        lambda: window.session.apply("改名", Changes(updated={Firm: [(firm, replace(firm, name="改名"))]}))
    )
    assert shown_file(page) == printed
    click(qtbot, page, "新的一册")
    wait_for_packet(qtbot, page)
    assert shown_file(page) != printed
    assert not any("打印的那一册" in words for words in labels(page))


def test_that_a_printed_packet_is_reached_by_its_number(page, window, qtbot, tmp_path, record_file):
    save(qtbot, page, tmp_path / "saved.pdf")
    qtbot.waitUntil(lambda: bool(kept(record_file)))
    ((packet, _),) = kept(record_file)
    window.go("packets", packet.number)
    wait_for_packet(qtbot, page)
    assert f"编号 {packet.number}" in " ".join(labels(page))
