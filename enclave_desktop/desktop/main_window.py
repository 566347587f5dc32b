"""The main window: navigation only. Each page is made on first visit."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from enclave_desktop.desktop import pages
from enclave_desktop.desktop.backups import Backups
from enclave_desktop.desktop.navigation import Entry, Sidebar
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.status import StatusBar

if TYPE_CHECKING:
    from enclave_desktop.desktop.closing import Closing
    from enclave_desktop.desktop.doorbell import Doorbell

TITLE = "飞地补贴助手"
RECORD_SUFFIX = ".enclave"
_RAIL_BELOW = 1320
_SMALLEST = (1024, 600)
_USUAL = (1366, 688)
_BELL_MS = 100
"""Once the record's rows are painted: they do not wait for what only a second start needs."""

ENTRIES = (
    Entry("start", "开始", "home", needs_record=False),
    Entry("overview", "总览", "board"),
    Entry("firm", "企业与飞地", "building_multiple", gap_before=True),
    Entry("people", "人员", "people"),
    Entry("contracts", "合同", "document_text"),
    Entry("spend", "研发费用", "receipt"),
    Entry("matching", "补贴匹配", "clipboard_checkmark", gap_before=True),
    Entry("evidence", "证明材料", "attach"),
    Entry("packets", "申报材料", "document_pdf"),
    Entry("claims", "申领", "money"),
    Entry("settings", "设置", "settings", needs_record=False, at_bottom=True),
)
_SCANS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".docx", ".doc"})
"""What is rather evidence than a workbook."""
PAGE_KEYS = "1234567890,"
"""What is pressed with Ctrl for each page, in their order."""


class MainWindow(QMainWindow):
    """Maps the sidebar to pages and hands files to whom they concern."""

    def __init__(self, session: Session, settings: Settings, opening: Path | None = None) -> None:
        """`opening` is the record that is about to be opened, and said to be."""
        super().__init__()
        self.session = session
        self.settings = settings
        self._pages: dict[str, Page] = {}
        self._bell: Doorbell | None = None
        self._bell_soon = QTimer(self, singleShot=True, interval=_BELL_MS)
        self._bell_soon.timeout.connect(self._hang_bell)
        self._opening: Page | None = None
        self.backups = Backups(session, settings, self)
        self._closing: Closing | None = None
        self._surroundings = Surroundings(
            session, settings, self.go, self._say, self._show_sums, self.open_record, self.backups
        )
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*_SMALLEST)
        self.setAcceptDrops(True)
        self._build()
        self._listen()
        self._restore()
        if opening:
            self._say_opening(opening)
        else:
            self.go("start")

    def _build(self) -> None:
        root = QWidget(self)
        root.setObjectName("root")
        across = QHBoxLayout(root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.sidebar = Sidebar(ENTRIES, self._recent, root)
        self._stack = QStackedWidget(root)
        content = QFrame(root)
        content.setObjectName("content")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(1, 1, 0, 0)
        inside.addWidget(self._stack)
        across.addWidget(self.sidebar)
        across.addWidget(content, 1)
        self.setCentralWidget(root)
        self.status = StatusBar(self.session, self)
        self.setStatusBar(self.status)

    def _listen(self) -> None:
        self.sidebar.chosen.connect(self.go)
        self.sidebar.record.chosen.connect(self.open_record)
        self.sidebar.record.other_wanted.connect(self._ask_record)
        self.sidebar.record.closing.connect(self.session.close)
        self.status.backup.clicked.connect(self._go_to_backup)
        self.backups.told.connect(self._show_where)
        self.session.opened.connect(self._record_opened)
        self.session.changed.connect(self._count_missing)
        self.session.failed.connect(self._failed)
        for key, entry in zip(PAGE_KEYS, ENTRIES, strict=False):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{key}"), self)
            shortcut.activated.connect(lambda key=entry.key: self.go(key))
        for keys, act in self._keys().items():
            QShortcut(keys, self).activated.connect(act)

    def _keys(self) -> dict[QKeySequence.StandardKey, Callable[[], None]]:
        return {
            QKeySequence.StandardKey.Undo: self.session.undo,
            QKeySequence.StandardKey.Redo: self.session.redo,
            QKeySequence.StandardKey.Open: self._ask_record,
            QKeySequence.StandardKey.HelpContents: self._list_keys,
        }

    def _list_keys(self) -> None:
        from enclave_desktop.desktop.shortcuts import Shortcuts

        Shortcuts(self).open()

    def go(self, key: str, target: object = None) -> None:
        """Show a page; `target` is what to look at on it: a row, a field, a programme."""
        if not self.sidebar.buttons[key].isEnabled():
            key = "start"
        if key not in self._pages:
            page = pages.make(key, self._surroundings)
            self._pages[key] = page
            self._stack.addWidget(page)
        page = self._pages[key]
        self._stack.setCurrentWidget(page)
        self._opened()
        self.sidebar.show_chosen(key)
        page.shown(target)

    def _say(self, words: str) -> None:
        self.status.showMessage(words, 8000)

    def _show_sums(self, words: str) -> None:
        self.status.show_sums(words)

    def open_file(self, path: Path) -> None:
        """A file that was dropped, double-clicked or passed as an argument."""
        if path.suffix.lower() == RECORD_SUFFIX:
            self.open_record(path)
        elif self.session.view is not None and (path.is_dir() or path.suffix.lower() in _SCANS):
            from enclave_desktop.desktop.evidence.attaching import offer

            offer(self._surroundings, self, [path])
        else:
            from enclave_desktop.desktop.importing import begin_import

            begin_import(self._surroundings, self, path)

    def open_record(self, path: Path) -> None:
        """Open a record here, unless a window has it: that one comes to the front."""
        from enclave_desktop.desktop.doorbell import ring

        here = self.session.path is not None and self.session.path.resolve() == path.resolve()
        if here:
            self.go(self._last_page())
        elif ring(path):
            self._say(f"“{path.stem}”已在另一个窗口打开，已把那个窗口放到前面")
        else:
            self.session.open(path)

    def _ask_record(self) -> None:
        from enclave_desktop.desktop.asking import RECORDS, ask_open

        ask_open(self, "打开档案", self.settings.record_folder, RECORDS, self.open_record)

    def _go_to_backup(self) -> None:
        from enclave_desktop.desktop.pages.settings import BACKUP

        self.go("settings", BACKUP)

    def _recent(self) -> list[Path]:
        return self.settings.recent

    def _say_opening(self, path: Path) -> None:
        """The frame of the page to come, with the record's name, while it is read."""
        self._opening = page = Page(self._surroundings)
        coming = self.sidebar.buttons[self._last_page()]
        coming.setChecked(True)
        page.title_label.setText(coming.text())
        page.subtitle.setText(f"{path.stem}　正在打开…")
        page.body.addStretch(1)
        self._stack.addWidget(page)
        self.sidebar.record.show_record(path)

    def _last_page(self) -> str:
        return self.settings.text("page", "overview")

    def _opened(self) -> None:
        if self._opening is not None:
            self._stack.removeWidget(self._opening)
            self._opening.deleteLater()
            self._opening = None
            self.sidebar.record.show_record(self.session.path)

    def _show_where(self) -> None:
        self.status.show_record(self.session.path, self.backups.words)

    def _record_opened(self) -> None:
        path = self.session.path
        self._bell_soon.start()
        self.sidebar.set_record_open(path is not None)
        self.sidebar.record.show_record(path)
        self._show_where()
        self.setWindowTitle(f"{path.stem} — {TITLE}" if path else TITLE)
        self.setWindowFilePath(str(path) if path else "")
        if path:
            self.settings.remember_record(path)
            if self._stack.currentWidget() in (self._opening, self._pages.get("start")):
                self.go(self._last_page())
        else:
            self.go("start")

    def _count_missing(self) -> None:
        if self.session.view:
            from enclave_desktop.desktop.missing import count_by_page

            for key, count in count_by_page(self.session.view).items():
                self.sidebar.buttons[key].set_count(count)

    def _failed(self, error: Exception) -> None:
        from enclave_desktop.desktop.problems import show_problem

        show_problem(self, error)
        if self._opening is not None:
            self.go("start")

    def _hang_bell(self) -> None:
        """So that opening the record a second time brings this window to the front."""
        from enclave_desktop.desktop.doorbell import Doorbell

        if self._bell is None:
            self._bell = Doorbell(self)
            self._bell.rung.connect(self._come_to_front)
        self._bell.hang(self.session.path)

    def _come_to_front(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def _restore(self) -> None:
        self.sidebar.set_record_open(False)
        state = self.settings.layout("window")
        if state is None or not self.restoreGeometry(state):
            self.resize(*_USUAL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sidebar.set_narrow(self.width() < _RAIL_BELOW)
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Whatever it is: the import says what it cannot read, and why."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.open_file(Path(files[0]))

    def _may_close(self) -> bool:
        if self._closing is None:
            from enclave_desktop.desktop.closing import Closing

            self._closing = Closing(self.session, self.backups, self)
        return self._closing.may_close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything is saved already; a backup may have to be made."""
        if not self._may_close():
            event.ignore()
            return
        state: QByteArray = self.saveGeometry()
        self.settings.keep_layout("window", state)
        shown = {page: key for key, page in self._pages.items()}
        if self.session.path:
            self.settings.keep_text("page", shown[self._stack.currentWidget()])  # type: ignore[index]
        for page in self._pages.values():
            page.leave()
        super().closeEvent(event)
