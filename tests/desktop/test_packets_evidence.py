"""申报材料: packets with the evidence on record, as the window prints, saves and keeps them."""

import hashlib
import io
import json
import sys
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest
from PIL import Image
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton

from enclave_desktop.desktop.printing import cups
from enclave_desktop.desktop.printing.desk import PrintDesk
from enclave_desktop.desktop.printing.order import Order
from enclave_desktop.dossier.evidence import Evidence, PageEdit, words_of_edits
from enclave_desktop.dossier.handing_in import SUBMISSION, PrintSetting
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.clerk import labels
from tests.desktop.packets import page_of, save, wait_for_packet
from tests.desktop.screen import click, named, said
from tests.unit.rows import evidence


def picture():
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "JPEG", dpi=(100, 100))
    return file.getvalue()


SCAN = picture()
SHA = hashlib.sha256(SCAN).hexdigest()
LICENCE = evidence(kind="营业执照", content=SHA, file_name="执照.jpg")


@pytest.fixture
def page(window, settled, record_file, qtbot):
    """The page on a record that holds the firm's licence."""
    page = page_of(window, settled, record_file, qtbot)
    settled(lambda: window.session.apply("附上", Changes(added={Evidence: [LICENCE]}), files=[lambda: SCAN]))
    wait_for_packet(qtbot, page)
    return page


def kept(record_file):
    with Record.open(record_file, read_only=True) as record:
        return [json.loads(record.content(packet.manifest)) for packet in record.packets()]


def test_that_evidence_is_bound_in_unrecoded_and_named_by_what_is_kept(
    page, window, qtbot, tmp_path, record_file
):
    with pikepdf.open(save(qtbot, page, tmp_path / "saved.pdf")) as file:
        images = [
            bytes(thing.read_raw_bytes())
            for thing in file.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
    assert images == [SCAN]
    qtbot.waitUntil(lambda: "已存入档案" in window.statusBar().currentMessage())
    (manifest,) = kept(record_file)
    assert [entry["sha256"] for entry in manifest["evidence"]] == [SHA]
    lines = said(named(page, QAbstractItemView, "还缺什么"))
    assert not any("没有附上营业执照" in line for line in lines)


def test_that_a_scan_that_cannot_be_read_is_named_and_nothing_is_printed(page, window, settled, qtbot):
    def damage(held, job):
        with held.record.transaction() as transaction:
            transaction._connection.exec_driver_sql("UPDATE content SET data = x'00'")

    settled(lambda: window.session.with_held("损坏", damage, lambda _: None))
    settled(window.session.reload)
    qtbot.waitUntil(lambda: any("证明材料“营业执照”不能装入" in words for words in labels(page)))
    assert not named(page, QPushButton, "保存 PDF").isEnabled()


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """A program that takes print jobs; gives what came, and whether it refuses."""
    came = tmp_path / "came"
    program = tmp_path / "lp"
    lines = (
        f"#!{sys.executable}",
        "import sys, pathlib",
        f"folder = pathlib.Path({str(tmp_path)!r})",
        "if (folder / 'refuse').exists(): sys.exit('no')",
        "(folder / 'came').write_bytes(sys.stdin.buffer.read())",
        "(folder / 'call').write_text(' '.join(sys.argv))",
    )
    program.write_text("\n".join(lines))
    program.chmod(0o755)
    monkeypatch.setattr(cups, "_PROGRAM", str(program))
    return came


def test_that_what_is_printed_is_kept(page, window, qtbot, printer, record_file):
    desk = window.findChild(PrintDesk)
    paper = window._pages["packets"]._press.paper
    desk.print(paper, Order("打印机", tuple(range(len(paper.sizes))), colour=False))
    qtbot.waitUntil(lambda: "已交给打印机；已存入档案" in window.statusBar().currentMessage())
    assert printer.read_bytes() == paper.data
    assert "print-color-mode=monochrome" in printer.with_name("call").read_text()
    assert len(kept(record_file)) == 1


def test_that_what_no_printer_took_is_not_kept(page, window, qtbot, printer, record_file):
    printer.with_name("refuse").touch()
    paper = window._pages["packets"]._press.paper
    window.findChild(PrintDesk).print(paper, Order("打印机", (0,)))
    with qtbot.waitSignal(window.session.failed):
        pass
    assert "没有打印" in window.statusBar().currentMessage()
    assert kept(record_file) == []


def test_that_a_test_page_is_not_kept(page, window, qtbot, printer, record_file):
    desk = window.findChild(PrintDesk)
    with qtbot.waitSignal(desk.ended):
        desk._print_test_page(Order("打印机", (0,)))
    assert printer.exists()
    assert kept(record_file) == []


def test_that_what_is_masked_on_scans_is_black_where_accounts_are_hidden(
    page, window, settled, qtbot, tmp_path
):
    half = (Decimal(0), Decimal(0), Decimal(1), Decimal("0.5"))
    masked = replace(LICENCE, pages=words_of_edits([PageEdit(0, masks=(half,))]))
    hidden = PrintSetting(programme="nx-filing", purpose=SUBMISSION, show_accounts=False)
    changes = Changes(added={PrintSetting: [hidden]}, updated={Evidence: [(LICENCE, masked)]})
    settled(lambda: window.session.apply("遮盖", changes))
    wait_for_packet(qtbot, page)
    saved = save(qtbot, page, tmp_path / "saved.pdf").read_bytes()
    assert SCAN not in saved


def test_that_changed_pages_of_a_scan_are_told_in_words(page, window, settled, qtbot, tmp_path):
    save(qtbot, page, tmp_path / "saved.pdf")
    qtbot.waitUntil(lambda: "已存入档案" in window.statusBar().currentMessage())
    turned = replace(LICENCE, pages=words_of_edits([PageEdit(0, turn=90)]))
    settled(lambda: window.session.apply("旋转", Changes(updated={Evidence: [(LICENCE, turned)]})))
    click(qtbot, page, "已打印")
    wait_for_packet(qtbot, page)
    since = named(page, QLabel, "此后的变化")
    qtbot.waitUntil(lambda: "营业执照" in since.text())
    assert "页面调整 未填 → 旋转 1 页" in since.text()
