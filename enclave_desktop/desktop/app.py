"""Starting the window: fonts, Chinese for Qt's own words, theme, and a place where failed slots end up."""

import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStandardPaths, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from enclave_desktop import __version__
from enclave_desktop.desktop.main_window import MainWindow
from enclave_desktop.desktop.news import tell_news
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.theme import KeyboardFocus, load_fonts, theme
from enclave_desktop.desktop.unclean import Marker
from enclave_desktop.desktop.work import Worker
from enclave_desktop.errors import UserError
from enclave_desktop.paths import own_folder, writable
from enclave_desktop.records.places import Place

_SWITCH_SECONDS = 0.0005
"""How long background work may keep the window waiting, each of the many times that painting asks for its turn."""
_LATER_MS = 300
"""After the first paint: to look at all events for where the keyboard is, PySide sets up every class there is."""
_STARTED_MS = 3000
"""Longer than the rows of the last record take."""
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def main(path: Path | None) -> int:
    """Open the window, on `path` or the last record; the exit code."""
    gc.disable()  # what is made while starting stays: looking through it for garbage takes a tenth of the time
    try:
        return _run(path)
    except UserError as error:
        return _tell(error)


def _run(path: Path | None) -> int:
    app = _dressed(sys.argv)
    QTimer.singleShot(_STARTED_MS, gc.enable)
    settings = Settings()
    wanted = path.absolute() if path else next(iter(settings.recent), None)
    marker = Marker(_state_folder())
    if isinstance(wanted, Path) and marker.others and _ring(wanted):
        return 0
    marker.begin()
    worker = Worker()
    session = Session(worker)
    window = MainWindow(session, settings, wanted)
    sys.excepthook = _hook(window)
    # What the record needs takes longer to import than the window to appear.
    first = FirstPaint(window)
    first.painted.connect(lambda: _begin(window, marker, wanted, asked=path is not None))
    window.show()
    code = app.exec()
    session.close()
    worker.close()
    window.deleteLater()
    app.processEvents()
    marker.end()
    return code


def _tell(error: UserError) -> int:
    """What is wrong before there is a window; the exit code."""
    from PySide6.QtWidgets import QMessageBox

    print(error, file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Warning, "飞地补贴助手", error.message)
    box.setInformativeText("\n".join(error.details))
    box.exec()
    return 1


class FirstPaint(QObject):
    """Tells once that a window has been painted."""

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)  # once all that lies on the window is painted too
        return False


def _ring(path: Path) -> bool:
    """Whether another window has the record."""
    from enclave_desktop.desktop.doorbell import ring

    return ring(path)


def _state_folder() -> Path:
    """Where a running program leaves its marker."""
    local = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return writable(own_folder() or Path(local))


def _begin(window: MainWindow, marker: Marker, wanted: "Place | None", *, asked: bool) -> None:
    """Open what is wanted; the last record only where it still is."""
    app = QGuiApplication.instance()
    assert app is not None
    _finish(app)
    if wanted and (asked or not isinstance(wanted, Path) or wanted.exists()):
        window.session.open(wanted)  # whether another window has it was asked before this one was made
    else:
        window.go("start")
    tell_news(window)
    QTimer.singleShot(_LATER_MS, app, lambda: app.installEventFilter(KeyboardFocus(app)))
    logs = marker.left_behind()
    if logs:
        from enclave_desktop.desktop.problems import show_with_details

        show_with_details(
            window,
            "上一次没有正常结束",
            "可能是电脑断电或程序出错。每一处更改在做的时候就已保存；请看一眼最后做的那一处。",
            f"Enclave Desktop {__version__}\n" + "\n".join(logs),
        )


def make_application(arguments: list[str]) -> QApplication:
    """The application, ready in every way."""
    app = _dressed(arguments)
    _finish(app)
    app.installEventFilter(KeyboardFocus(app))
    return app


def _dressed(arguments: list[str]) -> QApplication:
    """The application with all that its first paint needs."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    # As an argument, since PySide would set up all of QStyle for what `setStyle` gives back.
    app = QApplication([*arguments, "-style", "Fusion"])
    app.setApplicationName("EnclaveDesktop")
    app.setApplicationDisplayName("")
    load_fonts()
    settings = Settings()
    theme().wear(settings.appearance, settings.scale)
    return app


def _finish(app: QCoreApplication) -> None:
    """What nothing painted at first needs."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    from enclave_desktop.desktop.icons import program_icon

    QGuiApplication.setWindowIcon(program_icon())
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: _follow_system())


def _follow_system() -> None:
    settings = Settings()
    if settings.appearance == "system":
        theme().wear("system", settings.scale)


def _hook(window: MainWindow) -> Hook:
    """A failed slot shows one calm dialog and leaves a log without personal data."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import logging

        from enclave_desktop.desktop.problems import bug_details, show_problem
        from enclave_desktop.paths import log_file

        with suppress(OSError, UserError):  # the window tells it all the same
            logging.basicConfig(filename=log_file(), encoding="utf-8", format="%(asctime)s %(message)s")
            logging.getLogger(__name__).error("%s", bug_details(error))
        if isinstance(error, Exception):
            show_problem(window, error)

    return report
