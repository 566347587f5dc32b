"""A real window on a real record: settings and files in a folder of the test, the worker closed at the end."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from enclave_desktop.desktop.app import make_application
from enclave_desktop.desktop.main_window import MainWindow
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.work import Worker
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.records import attempts
from enclave_desktop.records.changes import Changes
from enclave_desktop.records.record import Record
from tests.desktop.encrypted import Encrypted, make_encrypted

if TYPE_CHECKING:
    from tests.desktop.sheet import Sheet

DAY = date(2025, 6, 30)
"""The day that the sample is made for."""


@pytest.fixture(scope="session")
def qapp(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The application as the program makes it."""
    QStandardPaths.setTestModeEnabled(True)
    _keep_settings_in(tmp_path_factory.mktemp("settings"))
    return make_application(["test"])


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the sample firm; copied, not changed."""
    path = tmp_path_factory.mktemp("sample") / "示例企业.enclave"
    dossier = sample_dossier(DAY)
    with Record.create(path) as record, record.transaction() as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
    return path


@pytest.fixture
def record_file(sample_file: Path, tmp_path: Path) -> Path:
    """A fresh copy of the sample firm's record."""
    return Path(copyfile(sample_file, tmp_path / sample_file.name))


@pytest.fixture(scope="session")
def encrypted_file(tmp_path_factory: pytest.TempPathFactory) -> Encrypted:
    """The sample firm's record under a passphrase; copied, not changed."""
    return make_encrypted(tmp_path_factory.mktemp("encrypted") / "加密企业.enclave", sample_dossier(DAY))


@pytest.fixture
def sealed(encrypted_file: Encrypted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encrypted:
    """A fresh copy of it; wrong passphrases are counted in the test's own folder."""
    monkeypatch.setattr(attempts, "state_folder", lambda: tmp_path)
    path = Path(copyfile(encrypted_file.path, tmp_path / encrypted_file.path.name))
    return Encrypted(path, encrypted_file.key)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with no record open."""
    _keep_settings_in(tmp_path)
    worker = Worker()
    session = Session(worker)
    window = MainWindow(session, Settings())
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()
    session.close()
    worker.close()
    qapp.processEvents()


@pytest.fixture
def settled(window: MainWindow, qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    """Do something, and wait until the work that it began is done and on show."""

    def settle(act: Callable[[], object]) -> None:
        with qtbot.waitSignal(window.session.worker.idle):
            act()
        QApplication.processEvents()

    return settle


@pytest.fixture
def open_page(
    window: MainWindow, qtbot: QtBot, settled: Callable[[Callable[[], object]], None], record_file: Path
) -> Callable[[str, str], "Sheet"]:
    """Go to a page, and a tab of it, on the sample record."""
    from tests.desktop.sheet import open_sheet

    return lambda page, title: open_sheet(window, qtbot, settled, record_file, page, title)


@pytest.fixture
def people(open_page: Callable[[str, str], "Sheet"]) -> "Sheet":
    return open_page("people", "人员")


@pytest.fixture
def agreements(open_page: Callable[[str, str], "Sheet"]) -> "Sheet":
    return open_page("contracts", "合同")


def _keep_settings_in(folder: Path) -> None:
    for format_ in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(format_, QSettings.Scope.UserScope, str(folder))
