"""申报材料: many packets at once, in the background."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)

from enclave_desktop.desktop.packets.batch_dialog import BatchDialog
from enclave_desktop.desktop.packets.batch_run import BatchRun
from enclave_desktop.dossier.values import Firm
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.clerk import labels
from tests.desktop.packets import page_of
from tests.desktop.screen import click, named

ANYWAY = "有缺漏或矛盾的也生成，并在材料清单上注明"
MAKERSPACE = "众创空间"


@pytest.fixture
def page(window, settled, record_file, qtbot):
    return page_of(window, settled, record_file, qtbot)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "批量"
    folder.mkdir()
    return folder


@pytest.fixture
def dialog(page, window, qtbot, folder):
    """The dialog for the filing's packets, into a folder."""
    click(qtbot, page, "批量…")
    (dialog,) = [one for one in window.findChildren(BatchDialog) if one.isVisible()]
    named(dialog, QLineEdit, "文件夹").setText(str(folder))
    return dialog


def begin(qtbot, dialog):
    click(qtbot, dialog, "开始")


def report(qtbot, dialog):
    """What is told once it has ended."""
    qtbot.waitUntil(lambda: named_or_none(dialog, QPlainTextEdit, "批量打印报告") is not None, timeout=20_000)
    return named(dialog, QPlainTextEdit, "批量打印报告").toPlainText()


def named_or_none(parent, kind, name):
    return next(
        (one for one in parent.findChildren(kind) if one.isVisible() and one.accessibleName() == name), None
    )


def choose(dialog, title):
    box = named(dialog, QComboBox, "项目")
    box.setCurrentIndex(next(at for at in range(box.count()) if title in box.itemText(at)))


def kept(record_file):
    with Record.open(record_file, read_only=True) as record:
        return [record.content(packet.pdf) for packet in record.packets()]


def test_that_incomplete_packets_are_skipped_with_the_reason(dialog, qtbot, folder, record_file):
    begin(qtbot, dialog)
    text = report(qtbot, dialog)
    assert "已跳过　企业飞地研发中心备案　澜朔北京研发中心" in text
    assert "缺漏　没有附上营业执照复印件" in text
    assert sorted(path.name for path in folder.iterdir()) == ["批量打印报告.csv", "批量打印报告.txt"]
    assert (folder / "批量打印报告.txt").read_text("utf-8-sig") == text
    assert kept(record_file) == []


def test_that_packets_are_made_one_a_subject_named_and_kept(dialog, window, qtbot, folder, record_file):
    choose(dialog, "设备")
    named(dialog, QCheckBox, ANYWAY).click()
    named(dialog, QLineEdit, "文件名").setText("{项目} {序号}")
    begin(qtbot, dialog)
    text = report(qtbot, dialog)
    files = sorted(folder.glob("*.pdf"))
    assert len(files) == 3
    assert [path.stem[-3:] for path in files] == ["001", "002", "003"]
    assert "已生成 3" in text
    assert {path.read_bytes() for path in files} == set(kept(record_file))
    names = " ".join(path.name for path in folder.iterdir()) + text
    assert not any(person.id_number in names for person in window.session.view.dossier.people)


def test_that_one_packet_holds_all_subjects_of_a_programme(dialog, qtbot, folder):
    choose(dialog, "设备")
    named(dialog, QRadioButton, "每个项目一册").click()
    assert any("将生成 1 册" in words for words in labels(dialog))
    named(dialog, QCheckBox, ANYWAY).click()
    begin(qtbot, dialog)
    report(qtbot, dialog)
    assert len(list(folder.glob("*.pdf"))) == 1


def test_that_a_name_that_tells_who_it_is_is_refused(dialog, qtbot, folder):
    named(dialog, QLineEdit, "文件名").setText("{姓名}")
    begin(qtbot, dialog)
    assert any("文件名里没有“{姓名}”这一项" in words for words in labels(dialog))
    assert list(folder.iterdir()) == []


def test_that_a_folder_that_is_not_there_is_said(dialog, qtbot, folder):
    named(dialog, QLineEdit, "文件夹").setText(str(folder / "没有"))
    begin(qtbot, dialog)
    assert any("没有这个文件夹" in words for words in labels(dialog))


def test_that_cancelled_it_leaves_whole_files_and_says_what_was_not_made(
    dialog, window, qtbot, folder, record_file
):
    choose(dialog, "全部项目")
    named(dialog, QCheckBox, ANYWAY).click()
    begin(qtbot, dialog)
    qtbot.waitUntil(lambda: len(list(folder.glob("*.pdf"))) >= 2, timeout=20_000)
    click(qtbot, dialog, "取消批量生成")
    text = report(qtbot, dialog)
    made = list(folder.glob("*.pdf"))
    assert text.count("\n已生成　") == len(made) == len(kept(record_file))
    assert "\n已取消　" in text
    assert not list(folder.glob(".*"))


def test_that_the_window_can_be_worked_in_meanwhile(dialog, window, qtbot):
    choose(dialog, "全部项目")
    named(dialog, QCheckBox, ANYWAY).click()
    begin(qtbot, dialog)
    firm = window.session.view.dossier.firm
    window.session.apply("改名", Changes(updated={Firm: [(firm, replace(firm, name="改名"))]}))
    qtbot.waitUntil(lambda: window.session.view.dossier.firm.name == "改名")
    assert not named(dialog, QPushButton, "开始").isEnabled()  # under way still
    click(qtbot, dialog, "取消批量生成")
    report(qtbot, dialog)


def test_that_closing_the_record_ends_it(dialog, window, qtbot, folder):
    choose(dialog, "全部项目")
    named(dialog, QCheckBox, ANYWAY).click()
    begin(qtbot, dialog)
    window.session.close()
    qtbot.waitUntil(lambda: not window.findChildren(BatchRun))
    assert not list(folder.glob(".*"))
