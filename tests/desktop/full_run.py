"""A day's work in one process, watched for what it writes: run by `tests/workflows/test_no_traces.py`.

Not a test by itself: the places it works in are told by the environment.
"""

import os
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMessageBox

from enclave_desktop import cli
from enclave_desktop.cli import parser
from enclave_desktop.desktop import app
from enclave_desktop.desktop.evidence.owners import Attachment
from enclave_desktop.desktop.printing import cups
from enclave_desktop.desktop.printing.order import Order
from enclave_desktop.desktop.printing.sent import TITLE
from enclave_desktop.exchange.export import export_book
from enclave_desktop.exchange.sample import sample_dossier
from tests.desktop import queue
from tests.desktop.conftest import DAY
from tests.desktop.packets import quiet, save, wait_for_packet
from tests.desktop.scans import scan
from tests.desktop.screen import drop
from tests.desktop.sheet import dialog, open_sheet
from tests.desktop.traces import Traces

OWN = Path(os.environ["FULL_RUN_OWN"])
"""Where the user works: the record, workbooks, scans, and what is asked for."""
Traces(OWN, Path(os.environ["FULL_RUN_TRACES"])).listen()
RECORD = OWN / "示例企业.enclave"
SOMEBODY = sample_dossier(DAY).people[0]
FAULTY = Path(__file__).parents[1] / "fixtures" / "libreoffice-faulty.xlsx"


def call(*arguments: object) -> int:
    return cli.run(list(map(str, arguments)))


def test_that_the_command_line_does_its_work(sample_file, monkeypatch):
    copyfile(sample_file, RECORD)
    book, number = OWN / "花名册.xlsx", SOMEBODY.id_number
    export_book(sample_dossier(DAY), book)
    assert call("import", RECORD, book) == 0
    assert call("import", RECORD, FAULTY, "--report", OWN / "错误.xlsx") == 1
    assert call("import", RECORD, OWN / f"{number}.xlsx") == 1
    assert call("export", RECORD, OWN / "导出.xlsx") == 0
    assert call("check", RECORD, "--as-of", DAY, "--xlsx", OWN / "核对.xlsx") == 0
    assert call("check", RECORD, "--as-of", DAY, "--csv", OWN / "核对.csv") == 0
    assert call("check", RECORD, "--programme", number) == 1
    phd = ("packet", RECORD, "--programme", "nx-phd-allowance", "--as-of", DAY, "--year", DAY.year - 1)
    assert call(*phd, "--subject", number, "--draft", "--out", OWN / "草稿.pdf") == 0
    assert call(*phd, "--subject", number[:-1], "--out", OWN / "材料.pdf") == 1
    assert call("backup", RECORD) == 0
    (backup,) = (OWN / "备份").glob("*.enclave")
    assert call("verify", backup) == 0
    assert call("restore", backup, RECORD) == 0
    assert call("check", number) == 1
    assert call("check", RECORD, "--year", number) == 2

    def fail(arguments: list[str]) -> None:
        raise RuntimeError(f"{SOMEBODY.name} {number}")

    monkeypatch.setattr(parser, "parse", fail)
    assert call("check", RECORD) == 3


@pytest.fixture
def at_work(window, settled):
    window.sidebar.set_record_open(True)
    window.go("packets")
    settled(lambda: window.session.open(RECORD))
    settled(lambda: window.session.look(DAY, DAY.year - 1))
    return window


def test_that_the_window_does_its_work(at_work, qtbot, settled):
    window = at_work
    sheet = open_sheet(window, qtbot, settled, RECORD, "people", "人员")
    sheet.type_into_cell(SOMEBODY.name, "岗位", "首席研究员")
    sheet.keys(Qt.Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier)
    _import_with_errors(window, qtbot)
    _attach(window, qtbot, settled)
    window.go("packets")
    page = window.centralWidget()
    wait_for_packet(qtbot, page)
    saved = save(qtbot, page, OWN / "申报材料.pdf")
    if "CUPS_SERVER" in os.environ:
        cups.send(saved.read_bytes(), Order(printer=queue.PRINTER, pages=(0, 1)), TITLE)
    quiet(qtbot, page)
    _crash(window)
    QApplication.clipboard().clear()  # Qt does not get over what Python put there when it ends


def _import_with_errors(window, qtbot) -> None:
    drop(window, Path(copyfile(FAULTY, OWN / "有错的花名册.xlsx")))
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QDialog)))
    asked = next(one for one in window.findChildren(QDialog) if one.isVisible())
    qtbot.waitUntil(lambda: window.session.worker._waiting == 0)
    asked.reject()
    qtbot.waitUntil(lambda: not asked.isVisible())


def _attach(window, qtbot, settled) -> None:
    window.go("evidence")
    window.go("evidence", Attachment(("人员", SOMEBODY.id_number)))
    settled(lambda: drop(window._pages["evidence"].panel, scan(OWN / f"{SOMEBODY.name}学位证书.pdf")))
    (button,) = [b for b in dialog().findChildren(QAbstractButton) if b.text().startswith("收入 ")]
    settled(lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))


def _crash(window) -> None:
    error = RuntimeError(f"{SOMEBODY.name} {SOMEBODY.id_number}")
    app._hook(window)(type(error), error, None)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert SOMEBODY.name not in box.text() + box.informativeText()
    box.reject()
