"""Attaching evidence: chosen, dropped, pasted, a whole folder; undone and done again."""

import os
import time
from datetime import date

import docx
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QTableView,
    QWidget,
)

from enclave_desktop.desktop.evidence.owners import Attachment
from enclave_desktop.desktop.evidence.strip import EvidenceStrip
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.proof import proofs
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY
from tests.desktop.scans import page, scan
from tests.desktop.screen import answer_file_dialog, click, drop, named, said
from tests.desktop.sheet import dialog, on_record, open_sheet, type_into


@pytest.fixture
def window_on_record(window, settled, record_file):
    """The window with the sample's record open."""
    window.sidebar.set_record_open(True)
    window.go("evidence")
    settled(lambda: window.session.open(record_file))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    window.go("evidence")
    return window


@pytest.fixture
def somebody(window_on_record):
    """A person whose shelf is shown."""
    person = window_on_record.session.view.dossier.people[0]
    window_on_record.go("evidence", Attachment(("人员", person.id_number)))
    return person


def shelf(window) -> list[str]:
    return said(named(window, QListView, "证明材料"))


def files_of(path, row: Evidence) -> bytes:
    with Record.open(path, read_only=True) as record:
        return record.content(row.content)


def take(qtbot, settled) -> None:
    """Take what the dialog offers."""
    (button,) = [b for b in dialog().findChildren(QAbstractButton) if b.text().startswith("收入 ")]
    settled(lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))


def test_that_a_chosen_file_is_attached_and_taken_back(
    window_on_record, somebody, qtbot, settled, record_file, tmp_path
):
    path = scan(tmp_path / "学位证书.pdf")
    click(qtbot, window_on_record, "添加…")
    settled(lambda: answer_file_dialog(qtbot, path))
    take(qtbot, settled)
    (row,) = on_record(record_file, Evidence)
    assert (row.kind, row.person, row.file_name) == ("学位学历证书", somebody.id_number, "学位证书.pdf")
    assert files_of(record_file, row) == path.read_bytes()
    assert any(line.startswith("学位学历证书") and "缺" not in line for line in shelf(window_on_record))
    settled(window_on_record.session.undo)
    assert on_record(record_file, Evidence) == ()
    settled(window_on_record.session.redo)
    assert on_record(record_file, Evidence) == (row,)
    assert files_of(record_file, row) == path.read_bytes()


def glimpse() -> QLabel:
    return named(dialog(), QLabel, "文件的第一页")


def test_that_a_picture_whose_name_says_nothing_is_seen_before_it_is_taken(
    window_on_record, somebody, qtbot, settled, tmp_path
):
    path = scan(tmp_path / "微信图片_20250612153012.png")
    click(qtbot, window_on_record, "添加…")
    settled(lambda: answer_file_dialog(qtbot, path))
    qtbot.waitUntil(lambda: not glimpse().pixmap().isNull())
    offered = dialog()
    qtbot.keyClick(named(offered, QTableView, "要收入的文件"), Qt.Key.Key_Return)
    large = named(offered, QDialog, "文件的第一页，放大")
    assert large.windowTitle() == path.name
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    offered.reject()


def test_that_a_card_of_identity_is_not_shown_before_it_is_taken(
    window_on_record, somebody, qtbot, settled, tmp_path
):
    path = scan(tmp_path / "身份证正面.png")
    click(qtbot, window_on_record, "添加…")
    settled(lambda: answer_file_dialog(qtbot, path))
    assert glimpse().pixmap().isNull()
    assert "不显示" in glimpse().text()
    dialog().reject()


def test_that_the_dialog_may_be_left_while_a_page_is_drawn(
    window_on_record, somebody, qtbot, settled, tmp_path
):
    click(qtbot, window_on_record, "添加…")
    settled(lambda: answer_file_dialog(qtbot, scan(tmp_path / "微信图片.png")))
    left = dialog()
    left.reject()
    left.deleteLater()
    QApplication.sendPostedEvents(left, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not window_on_record.session.worker.busy)


def test_that_a_removed_piece_comes_back_with_its_file(
    window_on_record, somebody, qtbot, settled, record_file, tmp_path
):
    settled(lambda: drop(window_on_record._pages["evidence"].panel, scan(tmp_path / "护照.png")))
    take(qtbot, settled)
    (row,) = on_record(record_file, Evidence)
    cards = named(window_on_record, QListView, "证明材料")
    cards.setCurrentIndex(cards.model().index(0, 0))
    settled(lambda: qtbot.keyClick(cards, Qt.Key.Key_Delete))
    assert on_record(record_file, Evidence) == ()
    settled(window_on_record.session.undo)
    assert files_of(record_file, row) == (tmp_path / "护照.png").read_bytes()


def test_that_pieces_of_one_kind_are_put_in_order_and_proved_in_it(
    window_on_record, somebody, qtbot, settled, record_file, tmp_path
):
    names = ["社保2024年1-3月.png", "社保2024年4-6月.png", "社保2024年7-9月.png"]
    panel = window_on_record._pages["evidence"].panel
    for words in names:
        settled(lambda words=words: drop(panel, scan(tmp_path / words)))
        take(qtbot, settled)
    cards = named(window_on_record, QListView, "证明材料")

    def bound() -> list[str]:
        dossier = window_on_record.session.view.dossier
        finding = next(
            f
            for f in window_on_record.session.view.findings
            if f.subject.key == somebody.id_number
            and any("社保记录" in piece.kinds for piece in f.programme.evidence)
        )
        rows = [row for proof in proofs(Context(dossier, DAY.year - 1), finding) for row in proof.rows]
        return list(dict.fromkeys(row.file_name for row in rows))

    assert bound() == names
    panel.gallery.choose(next(r.number for r in on_record(record_file, Evidence) if r.file_name == names[2]))
    settled(lambda: qtbot.keyClick(cards, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier))
    assert bound() == [names[0], names[2], names[1]]
    settled(lambda: qtbot.keyClick(cards, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier))
    assert bound() == [names[2], names[0], names[1]]
    qtbot.keyClick(cards, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert window_on_record.status.currentMessage() == "已经是社保记录里的第一份"
    settled(window_on_record.session.undo)
    assert bound() == [names[0], names[2], names[1]]
    assert [p for _, p in sorted((r.file_name, r.position) for r in on_record(record_file, Evidence))] == [
        1,
        3,
        2,
    ]


def test_that_the_sidebar_counts_the_pieces_that_are_missing(
    window_on_record, somebody, qtbot, settled, tmp_path
):
    button = window_on_record.sidebar.buttons["evidence"]
    qtbot.waitUntil(lambda: button.count > 0)
    before = button.count
    assert button.accessibleDescription() == f"{before} 份材料还缺"
    settled(lambda: drop(window_on_record._pages["evidence"].panel, scan(tmp_path / "学位证书.pdf")))
    take(qtbot, settled)
    qtbot.waitUntil(lambda: button.count == before - 1)
    settled(window_on_record.session.undo)
    qtbot.waitUntil(lambda: button.count == before)
    settled(window_on_record.session.close)
    qtbot.waitUntil(lambda: button.count == 0)


def test_that_cancelling_ends_the_office_program_midway(
    window_on_record, somebody, qtbot, settled, tmp_path, monkeypatch
):
    began = tmp_path / "began"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\ntouch '{began}'\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    docx.Document().save(str(tmp_path / "劳动合同.docx"))
    drop(window_on_record._pages["evidence"].panel, tmp_path / "劳动合同.docx")
    qtbot.waitUntil(began.exists)
    since = time.monotonic()
    settled(lambda: click(qtbot, dialog(), "取消"))
    assert time.monotonic() - since < 10
    assert window_on_record.session.worker.busy is False


@pytest.mark.parametrize("typed", ["沈知", "szy", "SZY", "沈zy"])
def test_that_somebody_is_found_by_name_or_initials(window_on_record, qtbot, typed):
    named(window_on_record, QLineEdit, "查找").setText(typed)
    rows = named(window_on_record, QListView, "材料的对象")
    qtbot.waitUntil(lambda: not any("江望舒" in words for words in said(rows)))
    assert any("沈知遥" in words for words in said(rows))


def test_that_a_picture_is_pasted(window_on_record, somebody, qtbot, settled, record_file, tmp_path):
    from PySide6.QtGui import QImage

    page("屏幕").save(tmp_path / "x.png")
    QApplication.clipboard().setImage(QImage(str(tmp_path / "x.png")))
    settled(lambda: click(qtbot, window_on_record, "粘贴图片或文件（Ctrl+V）"))
    kind = named(dialog(), QComboBox, "种类")
    kind.setCurrentText("职称证书")
    kind.activated.emit(kind.currentIndex())
    take(qtbot, settled)
    (row,) = on_record(record_file, Evidence)
    assert (row.kind, row.person) == ("职称证书", somebody.id_number)


def test_that_nothing_on_the_clipboard_is_said(window_on_record, somebody, qtbot):
    QApplication.clipboard().clear()
    click(qtbot, window_on_record, "粘贴图片或文件（Ctrl+V）")
    assert "剪贴板里没有图片" in window_on_record.status.currentMessage()


def test_that_a_file_dropped_on_a_row_proves_it(people, window, qtbot, settled, record_file, tmp_path):
    path = scan(tmp_path / "身份证.jpg")
    viewport = people.view.viewport()
    settled(lambda: drop(viewport, path))
    take(qtbot, settled)
    (row,) = on_record(record_file, Evidence)
    under = people.view.model().rows[people.view.rowAt(99)]
    assert (row.kind, row.person) == ("身份证件", under.id_number)


def test_that_a_folder_is_shown_before_it_is_taken(window_on_record, qtbot, settled, record_file, tmp_path):
    somebody, other = window_on_record.session.view.dossier.people[:2]
    folder = tmp_path / "扫描件"
    scan(folder / f"{somebody.name} 学位证书.pdf")
    scan(folder / other.name / "社保2024年1-6月.png")
    scan(folder / "IMG_0001.jpg")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "说明.txt").write_text("不是材料", "utf-8")
    settled(lambda: drop(window_on_record._pages["evidence"], folder))
    assert on_record(record_file, Evidence) == ()
    table = named(dialog(), QTableView, "要收入的文件")
    QAbstractItemModelTester(table.model())
    model = table.model()
    shown = {model.index(row, 0).data(): model.index(row, 3).data() for row in range(model.rowCount())}
    assert shown == {
        f"{somebody.name} 学位证书.pdf": "确定",
        "社保2024年1-6月.png": "确定",
        "IMG_0001.jpg": "请选择",
        "坏.pdf": "不能收",
        "说明.txt": "不能收",
    }
    take(qtbot, settled)
    rows = {row.kind: row for row in on_record(record_file, Evidence)}
    assert rows["学位学历证书"].person == somebody.id_number
    assert rows["社保记录"].person == other.id_number
    assert (rows["社保记录"].period_from, rows["社保记录"].period_to) == ("2024-01", "2024-06")
    assert len(rows) == 2


def test_that_what_is_unclear_can_be_said_and_skipped(
    window_on_record, qtbot, settled, record_file, tmp_path
):
    scan(tmp_path / "in" / "IMG_0001.jpg")
    scan(tmp_path / "in" / "营业执照.jpg")
    settled(lambda: drop(window_on_record._pages["evidence"], tmp_path / "in"))
    table = named(dialog(), QTableView, "要收入的文件")
    table.selectRow(0)
    sheet, row = named(dialog(), QComboBox, "属于哪张表"), named(dialog(), QComboBox, "属于哪一行")
    sheet.setCurrentText("飞地")
    sheet.activated.emit(sheet.currentIndex())
    row.setCurrentIndex(1)
    row.activated.emit(1)
    kind = named(dialog(), QComboBox, "种类")
    kind.setCurrentText("现场照片")
    kind.activated.emit(kind.currentIndex())
    type_into(qtbot, named(dialog(), QLineEdit, "出具日期"), "2025-03-01")
    qtbot.keyClick(named(dialog(), QLineEdit, "出具日期"), Qt.Key.Key_Tab)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    take(qtbot, settled)
    (held,) = on_record(record_file, Evidence)
    assert (held.kind, held.issued_on) == ("现场照片", date(2025, 3, 1))
    assert held.enclave == window_on_record.session.view.dossier.enclaves[1].name


def test_that_the_same_file_is_not_taken_twice(
    window_on_record, somebody, qtbot, settled, record_file, tmp_path
):
    path = scan(tmp_path / "护照.png")
    panel = window_on_record._pages["evidence"].panel
    settled(lambda: drop(panel, path))
    take(qtbot, settled)
    settled(lambda: drop(panel, path))
    table = named(dialog(), QTableView, "要收入的文件")
    assert table.model().index(0, 3).data() == "跳过"
    assert "已有相同的文件" in table.model().index(0, 4).data()
    click(qtbot, dialog(), "取消")
    assert len(on_record(record_file, Evidence)) == 1


def test_that_a_file_that_changed_meanwhile_is_not_taken(
    window_on_record, somebody, qtbot, settled, record_file, tmp_path
):
    path = scan(tmp_path / "护照.png")
    settled(lambda: drop(window_on_record._pages["evidence"].panel, path))
    path.write_bytes(b"something else")
    offered = dialog()
    take(qtbot, settled)
    assert on_record(record_file, Evidence) == ()
    problem = dialog()
    assert "变了或不见了" in problem.text()
    click(qtbot, problem, "知道了")
    offered.reject()


def test_that_a_missing_piece_leads_to_where_it_is_attached(window_on_record, qtbot):
    window_on_record.go("matching", "nx-phd-allowance")
    pieces = named(window_on_record, QListView, "证明材料")
    line = next(line for line in said(pieces) if line.endswith("缺"))
    index = pieces.model().index(said(pieces).index(line), 0)
    qtbot.mouseClick(pieces.viewport(), Qt.MouseButton.LeftButton, pos=pieces.visualRect(index).center())
    evidence = window_on_record._pages["evidence"]
    assert evidence.isVisible()
    card = evidence.panel.gallery.current_card()
    assert card is not None
    assert card.row is None
    assert card.kind == index.data(Qt.ItemDataRole.UserRole).place.kind


def test_that_a_file_that_cannot_be_read_any_more_is_said(window, qtbot, settled, record_file):
    import sqlite3

    with Record.open(record_file) as record, record.transaction() as transaction:
        (sha,) = transaction.keep([b"\xff\xd8\xff a picture"])
        row = Evidence(number="x", kind="营业执照", content=sha, file_name="a.jpg")
        transaction.apply(Changes(added={Evidence: [row]}))
    with sqlite3.connect(record_file) as database:
        database.execute("update content set data = x'00' where sha256 = ?", (sha,))
    database.close()
    settled(lambda: window.session.open(record_file))
    qtbot.waitUntil(lambda: bool(window.session.view.damaged), timeout=4000)
    window.go("evidence", Attachment(("企业", None)))
    assert any("无法读取" in line for line in shelf(window))


def test_that_the_editor_tells_what_is_missing_apart_from_what_has_expired(
    window, qtbot, settled, record_file, tmp_path
):
    with Record.open(record_file) as record, record.transaction() as transaction:
        (sha,) = transaction.keep([scan(tmp_path / "执照.pdf").read_bytes()])
        row = Evidence(
            number="x", kind="营业执照", content=sha, file_name="a.pdf", valid_until=date(2024, 1, 1)
        )
        transaction.apply(Changes(added={Evidence: [row]}))
    sheet = open_sheet(window, qtbot, settled, record_file, "firm", "企业")
    sheet.click(0, "企业名称")
    strip = next(one for one in window.findChildren(EvidenceStrip) if one.isVisible())
    qtbot.waitUntil(lambda: strip._words.text() == "1 份 · 缺 5 · 留意 1")


def test_that_private_pictures_are_blurred_until_asked_for(
    window_on_record, somebody, qtbot, settled, tmp_path
):
    window_on_record.settings.unmasked_seconds = 1
    settled(lambda: drop(window_on_record._pages["evidence"].panel, scan(tmp_path / "身份证.png")))
    take(qtbot, settled)
    gallery = window_on_record._pages["evidence"].panel.gallery
    qtbot.waitUntil(lambda: gallery.shelf.inspected(gallery.model_of_rows.rows[0].row.content) is not None)

    def darkest() -> int:
        picture = gallery.viewport().grab().toImage()
        rect = gallery.visualRect(gallery.model().index(0, 0))
        return min(
            picture.pixelColor(x, y).lightness()
            for x in range(rect.left() + 30, rect.right() - 30, 2)
            for y in range(rect.top() + 12, rect.top() + 40)
        )

    hidden = darkest()
    click(qtbot, window_on_record, "显示打了码的图片")
    assert darkest() < hidden
    qtbot.waitUntil(lambda: not gallery.unmasked, timeout=2000)
    assert darkest() == hidden


def test_that_the_shelf_says_its_pieces_to_everybody(window_on_record):
    window_on_record.go("evidence", Attachment(("企业", None)))
    for name, kind in (("证明材料", QListView), ("材料的对象", QListView)):
        QAbstractItemModelTester(named(window_on_record, kind, name).model())
    assert all(line for line in said(named(window_on_record, QListView, "材料的对象")))
    assert named(window_on_record, QWidget, "证明材料栏").isVisible()


def test_that_a_large_firms_gaps_are_worked_out_in_the_background(
    window, qtbot, settled, record_file, monkeypatch
):
    monkeypatch.setattr("enclave_desktop.desktop.evidence.lacks._AT_ONCE", 0)
    settled(lambda: window.session.open(record_file))
    window.go("evidence", Attachment(("企业", None)))
    qtbot.waitUntil(lambda: any(line.startswith("营业执照，缺") for line in shelf(window)))


def test_that_files_of_removed_pieces_go_when_nothing_can_be_undone(
    window_on_record, somebody, qtbot, settled, record_file, tmp_path
):
    settled(lambda: drop(window_on_record._pages["evidence"].panel, scan(tmp_path / "护照.png")))
    take(qtbot, settled)
    (row,) = on_record(record_file, Evidence)
    settled(lambda: window_on_record._pages["evidence"].panel.remove(row))
    assert files_of(record_file, row)
    settled(window_on_record.session.close)
    with Record.open(record_file, read_only=True) as record:
        assert record.damaged([row.content]) == [row.content]


def test_that_a_scan_dropped_on_any_page_is_offered_as_evidence(window_on_record, settled, tmp_path):
    window_on_record.go("matching")
    settled(lambda: drop(window_on_record, scan(tmp_path / "营业执照.png")))
    table = named(dialog(), QTableView, "要收入的文件")
    assert table.model().index(0, 2).data() == "营业执照"
    dialog().reject()
