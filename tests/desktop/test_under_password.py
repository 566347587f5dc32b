"""What leaves the record under a password: a PDF, a backup; and back from an encrypted backup."""

from pathlib import Path
from shutil import copyfile

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPlainTextEdit, QPushButton

from enclave_desktop.records import attempts
from enclave_desktop.records.cipher import is_encrypted, salt_of
from enclave_desktop.records.record import Record
from enclave_desktop.records.recrypting import decrypt
from enclave_desktop.records.unlocking import unlock
from tests.desktop.clerk import Clerk
from tests.desktop.conftest import DAY
from tests.desktop.packets import page_of, quiet
from tests.desktop.screen import answer_file_dialog, click, named
from tests.desktop.sheet import write

PASSWORD = "staple orange window"


@pytest.fixture(autouse=True)
def own_count_of_tries(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(attempts, "state_folder", lambda: tmp_path)


def choose(clerk, title: str, what: str, act: str) -> None:
    """Typed twice."""
    dialog = clerk.dialog(title)
    dialog.activateWindow()
    clerk.qtbot.waitUntil(dialog.isActiveWindow)
    for name in (f"新{what}", f"再输一次{what}"):
        clerk.reach(named(dialog, QLineEdit, name))
        write(clerk.qtbot, PASSWORD)
    clerk.click(act, dialog)


def test_that_a_packet_is_saved_under_a_password(window, settled, record_file, qtbot, tmp_path):
    page = page_of(window, settled, record_file, qtbot)
    click(qtbot, page, "加密保存…")
    asked = QApplication.activeModalWidget()
    if isinstance(asked, QMessageBox):
        click(qtbot, asked, "仍要打印，并在材料清单上注明")
    clerk = _Quick(window, qtbot)
    choose(clerk, "给 PDF 设密码", "密码", "选位置…")
    out = tmp_path / "locked.pdf"
    answer_file_dialog(qtbot, out)
    qtbot.waitUntil(out.exists)
    quiet(qtbot, page)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(out)
    with pypdfium2.PdfDocument(out, password=PASSWORD) as document:
        assert len(document) > 1
    qtbot.waitUntil(lambda: "已加密保存" in window.status.currentMessage())


class _Quick(Clerk):
    """Begins while a dialog is open."""

    def come_back(self) -> None:
        pass


def test_that_a_plain_record_is_backed_up_under_a_passphrase_and_restored(
    window, settled, record_file, qtbot, tmp_path
):
    settled(lambda: window.session.open(record_file))
    people = window.session.view.dossier.people
    clerk = Clerk(window, qtbot)
    clerk.go("设置")
    stick = tmp_path / "stick"
    stick.mkdir()
    clerk.click("加密备份…")
    choose(clerk, "加密备份", "口令", "选文件夹…")
    qtbot.waitUntil(lambda: not window.session.worker.busy)
    answer_file_dialog(qtbot, stick)
    sheet = clerk.dialog("恢复码")
    clerk.click("以后再说", sheet)
    clerk.come_back()
    (backup,) = stick.glob("*.enclave")
    assert is_encrypted(backup)
    assert not is_encrypted(record_file)
    assert people_in(backup) == len(people)
    clerk.click("从备份恢复…")
    answer_file_dialog(qtbot, backup)
    asked = clerk.dialog("输入口令")
    asked.activateWindow()
    line = named(asked, QLineEdit, "口令")
    qtbot.waitUntil(line.hasFocus)
    write(qtbot, PASSWORD)
    clerk.click("继续", asked)
    look = clerk.dialog("从备份恢复")
    assert "人员" in named(look, QPlainTextEdit, "备份里的内容和不同之处").toPlainText()
    clerk.click("恢复这份备份", look)
    qtbot.waitUntil(lambda: window.session.encrypted and not window.session.worker.busy)
    assert is_encrypted(record_file)
    assert window.session.view.dossier.people == people
    assert named(window, QPushButton, "档案已加密").isVisible()


def test_that_a_plain_backup_leaves_an_encrypted_record_encrypted(window, settled, sealed, qtbot, tmp_path):
    settled(lambda: window.session.open(sealed.path, key=sealed.key))
    people = window.session.view.dossier.people
    plain = Path(copyfile(sealed.path, tmp_path / "plain.enclave"))
    decrypt(plain, sealed.key)
    clerk = Clerk(window, qtbot)
    clerk.go("设置")
    clerk.click("从备份恢复…")
    answer_file_dialog(qtbot, plain)
    look = clerk.dialog("从备份恢复")
    told = named(look, QPlainTextEdit, "备份里的内容和不同之处").toPlainText()
    assert "恢复后仍加密，用档案现在的口令打开" in told
    clerk.click("恢复这份备份", look)
    qtbot.waitUntil(lambda: window.session.view is not None and not window.session.worker.busy)
    assert salt_of(sealed.path) == sealed.key.salt
    assert window.session.encrypted
    assert window.session.view.dossier.people == people


def people_in(path: Path) -> int:
    with Record.open(path, key=unlock(path, PASSWORD), read_only=True) as record:
        return len(record.dossier(DAY).people)
