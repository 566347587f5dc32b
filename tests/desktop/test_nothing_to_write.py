"""While a record is only read, whatever would change it is disabled or says why, before anything was typed for it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QSpinBox,
    QWidget,
)

from enclave_desktop.desktop.evidence.owners import Attachment
from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.writing_only import READ_ONLY
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.errors import UserError
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.origin import Action, Origin
from enclave_desktop.records.record import Record
from tests.desktop.conftest import DAY
from tests.desktop.scans import scan
from tests.desktop.screen import drop, named
from tests.unit.rows import evidence


@pytest.fixture
def reader(window, settled, record_file, tmp_path):
    """The window on a record that is only read, with a piece of evidence."""
    with Record.open(record_file) as record:
        owner = record.dossier(DAY).people[0]
        with record.transaction(Origin(Action.TYPED, "附上")) as transaction:
            (sha,) = transaction.keep([scan(tmp_path / "证书.png").read_bytes()])
            row = evidence(person=owner.id_number, content=sha, file_name="证书.png")
            transaction.apply(Changes(added={Evidence: [row]}))
    window.sidebar.set_record_open(True)
    settled(lambda: window.session.begin(Opening(record_file, read_only=True)))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    assert not window.session.writes
    return window


def is_barred(parent: QWidget, words: str) -> bool:
    """Whether all buttons that begin so are disabled and say why; there must be one."""
    found = [
        b
        for b in parent.findChildren(QAbstractButton)
        if words in (b.text(), b.accessibleName()) or b.text().startswith(words)
    ]
    assert found, words
    return all(not b.isEnabled() and b.toolTip() == READ_ONLY for b in found)


def told(window) -> str:
    return window.status.currentMessage()


@pytest.fixture
def shelf(reader) -> QListView:
    """The pieces of somebody who has some."""
    owner = next(row for row in reader.session.view.dossier.evidence if row.proves[0] == "人员")
    reader.go("evidence", Attachment(owner.proves, number=owner.number))
    return named(reader, QListView, "证明材料")


@pytest.mark.parametrize("words", ["添加…", "粘贴图片或文件（Ctrl+V）", "导入文件夹…"])
def test_that_no_evidence_can_be_added(reader, shelf, words):
    assert is_barred(reader, words)


def test_that_no_evidence_can_be_removed_by_a_key(reader, shelf, qtbot):
    before = reader.session.view.dossier.rows(Evidence)
    qtbot.keyClick(shelf, Qt.Key.Key_Delete)
    assert READ_ONLY in told(reader)
    assert reader.session.view.dossier.rows(Evidence) == before


def test_that_a_scan_that_is_dropped_is_refused_with_the_reason(reader, shelf, tmp_path):
    drop(shelf.viewport(), scan(tmp_path / "身份证.png"))
    assert READ_ONLY in told(reader)
    assert QApplication.activeModalWidget() is None


def test_that_a_piece_can_be_looked_at_and_nothing_of_it_changed(reader, shelf, qtbot):
    shelf.setFocus()
    qtbot.keyClick(shelf, Qt.Key.Key_Return)
    viewer = next(one for one in reader.findChildren(QDialog) if one.isVisible())
    for words in ("左转", "右转", "裁剪", "遮盖号码", "这一页恢复原样", "这一页不用", "移除", "全部恢复原样"):
        assert is_barred(viewer, words), words
    assert READ_ONLY in " ".join(one.text() for one in viewer.findChildren(QLabel))
    assert not named(viewer, QLineEdit, "备注").isEnabled()
    assert named(viewer, QAbstractButton, "放大").isEnabled()
    viewer.reject()


def test_that_no_assumption_can_be_answered(reader):
    reader.go("matching")
    buttons = [b for b in reader.findChildren(QAbstractButton) if b.text() in ("确认…", "改为…", "查看…")]
    assert buttons
    assert all(not b.isEnabled() and b.toolTip() == READ_ONLY for b in buttons)
    assert is_barred(reader, "改到档案") or is_barred(reader, "去登记")


def test_that_no_claim_can_be_recorded_nor_taken_further(reader, qtbot):
    reader.go("claims")
    assert is_barred(reader, "记录申领")
    pane = named(reader, QWidget, "申领经过")
    view = reader.session.view
    claim = view.dossier.claims[0]
    reader._pages["claims"].table().look_at_claim((claim.programme, claim.subject))
    buttons = [b for b in pane.findChildren(QAbstractButton) if b.text() != "在表中查看"]
    assert buttons
    assert all(not b.isEnabled() and b.toolTip() == READ_ONLY for b in buttons)
    assert all(b.isEnabled() for b in pane.findChildren(QAbstractButton) if b.text() == "在表中查看")


def test_that_options_of_printing_are_shown_only(reader):
    from enclave_desktop.desktop.packets.options_dialog import OptionsDialog

    reader.go("packets")
    named(reader, QAbstractButton, "选项…").click()
    (dialog,) = [one for one in reader.findChildren(OptionsDialog) if one.isVisible()]
    assert not named(dialog, QSpinBox, "份数").isEnabled()
    assert not named(dialog, QAbstractButton, "双面").isEnabled()
    assert any(READ_ONLY in one.text() for one in dialog.findChildren(QLabel))
    dialog.reject()


def test_that_nobody_can_be_erased(reader):
    person = reader.session.view.dossier.people[0]
    reader.go("people", person)
    reader._pages["people"].open_person(person)
    assert is_barred(reader, "清除个人信息…")


def test_that_no_passphrase_can_be_set(reader):
    reader.go("settings")
    assert is_barred(reader, "设置口令…")


def test_that_a_record_that_is_only_read_stays_open_when_it_was_to_be_encrypted(reader, settled, record_file):
    from enclave_desktop.records.cipher import is_encrypted, new_key

    failed: list[object] = []
    settled(
        lambda: reader.session.rekey(
            "加密档案", new_key("correct horse"), lambda: failed.append(None), failed.append
        )
    )
    assert [type(one) for one in failed] == [UserError]
    assert not is_encrypted(record_file)
    settled(lambda: reader.session.look(DAY, DAY.year))
    assert reader.session.view.dossier.firm
