"""Starting the window: fonts, Chinese for Qt's own words, theme, and a place where failed slots end up."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from enclave_desktop.desktop.main_window import MainWindow
from enclave_desktop.desktop.problems import bug_details, show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.theme import KeyboardFocus, load_fonts, theme
from enclave_desktop.desktop.work import Worker
from enclave_desktop.paths import log_file

_SWITCH_SECONDS = 0.0005
"""How long background work may keep the window waiting, each of the many times that painting asks for its turn."""
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def main(path: Path | None) -> int:
    """Open the window, on `path` or the last record; the exit code."""
    app = make_application(sys.argv)
    settings = Settings()
    worker = Worker()
    session = Session(worker)
    window = MainWindow(session, settings)
    sys.excepthook = _hook(window)
    window.show()
    wanted = path or next((recent for recent in settings.recent if recent.exists()), None)
    if wanted:
        # After the first paint: what the record needs takes longer to import than the window to appear.
        QTimer.singleShot(0, lambda: window.open_file(wanted))
    code = app.exec()
    session.close()
    worker.close()
    window.deleteLater()
    app.processEvents()
    return code


def make_application(arguments: list[str]) -> QApplication:
    """The application, dressed."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    app = QApplication(arguments)
    app.setApplicationName("EnclaveDesktop")
    app.setApplicationDisplayName("")
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    load_fonts()
    settings = Settings()
    theme().apply(appearance(settings.appearance), settings.scale)
    app.installEventFilter(KeyboardFocus(app))
    return app


def appearance(wanted: str) -> str:
    """light or dark; 'system' follows the system."""
    if wanted != "system":
        return wanted
    dark = QGuiApplication.styleHints().colorScheme().name == "Dark"
    return "dark" if dark else "light"


def _hook(window: MainWindow) -> Hook:
    """A failed slot shows one calm dialog and leaves a log without personal data."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.basicConfig(filename=log_file(), encoding="utf-8", format="%(asctime)s %(message)s")
        logging.getLogger(__name__).error("%s", bug_details(error))
        if isinstance(error, Exception):
            show_problem(window, error)

    return report
