"""The main window: navigation only. Each page is made on first visit."""

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from enclave_desktop.desktop import pages
from enclave_desktop.desktop.backups import Backups
from enclave_desktop.desktop.evidence.badge import MissingPieces
from enclave_desktop.desktop.held import Opening
from enclave_desktop.desktop.manual import KEYS, show_manual
from enclave_desktop.desktop.navigation import Entry, Sidebar
from enclave_desktop.desktop.page import Page, Surroundings
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.desktop.status import StatusBar
from enclave_desktop.records.places import place_name

if TYPE_CHECKING:
    from enclave_desktop.desktop.closing import Closing
    from enclave_desktop.desktop.doorbell import Doorbell
    from enclave_desktop.desktop.locking.locking import Locking
    from enclave_desktop.desktop.strip import Strip
    from enclave_desktop.records.places import Place

TITLE = "飞地补贴助手"
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
    Entry("history", "历史", "history", at_bottom=True),
    Entry("settings", "设置", "settings", needs_record=False),
)
LOCK_KEY = "Ctrl+L"
PAGE_KEYS = "1234567890H,"
"""What is pressed with Ctrl for each page, in their order."""


class MainWindow(QMainWindow):
    """Maps the sidebar to pages and hands files to whom they concern."""

    def __init__(self, session: Session, settings: Settings, opening: "Place | None" = None) -> None:
        """`opening` is the record that is about to be opened, and said to be."""
        super().__init__()
        self.session = session
        self.settings = settings
        self._pages: dict[str, Page] = {}
        self._bell: Doorbell | None = None
        self._bell_soon = QTimer(self, singleShot=True, interval=_BELL_MS)
        self._bell_soon.timeout.connect(self._hang_bell)
        self._opening: Page | None = None
        self._locking: Locking | None = None
        self._strip: Strip | None = None
        self.backups = Backups(session, settings, self)
        self._closing: Closing | None = None
        self._surroundings = Surroundings(
            session, settings, self.go, self.say, self._show_sums, self.open_record, self.backups, self._lock
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
        inside.setSpacing(0)
        inside.addWidget(self._stack)
        self._inside = inside
        across.addWidget(self.sidebar)
        across.addWidget(content, 1)
        self._root = root
        self._front = QStackedWidget(self)
        """What stands before everything else, if the record is locked."""
        self._front.addWidget(root)
        self.setCentralWidget(self._front)
        self.status = StatusBar(self.session, self)
        self.setStatusBar(self.status)

    def _listen(self) -> None:
        self.sidebar.chosen.connect(self.go)
        self.sidebar.record.chosen.connect(self.open_record)
        self.sidebar.record.other_wanted.connect(self._ask_record)
        self.sidebar.record.shared_wanted.connect(self._ask_server)
        self.sidebar.record.closing.connect(self.session.close)
        self.sidebar.record.locking.connect(self._lock)
        self.status.protection.clicked.connect(lambda: self._go_to_card("PROTECTION"))
        self.status.backup.clicked.connect(lambda: self._go_to_card("BACKUP"))
        self.backups.told.connect(self._show_where)
        self.session.opened.connect(self._record_opened)
        self.session.changed.connect(self._count_missing)
        MissingPieces(self.session, self.sidebar.buttons["evidence"])
        self.session.failed.connect(self._failed)
        self.session.told.connect(self.say)
        self.session.not_opened.connect(self._not_opened)
        for key, entry in zip(PAGE_KEYS, ENTRIES, strict=False):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{key}"), self)
            shortcut.activated.connect(lambda key=entry.key: self.go(key))
        QShortcut(QKeySequence(LOCK_KEY), self).activated.connect(self._lock)
        for keys, act in self._keys().items():
            QShortcut(keys, self).activated.connect(act)

    def _keys(self) -> dict[QKeySequence.StandardKey, Callable[[], None]]:
        return {
            QKeySequence.StandardKey.Undo: self.session.undo,
            QKeySequence.StandardKey.Redo: self.session.redo,
            QKeySequence.StandardKey.Open: self._ask_record,
            QKeySequence.StandardKey.HelpContents: lambda: show_manual(
                self, getattr(self._stack.currentWidget(), "guide", "")
            ),
            QKeySequence.StandardKey.WhatsThis: lambda: show_manual(self, KEYS),
        }

    def go(self, key: str, target: object = None) -> None:
        """Show a page; `target` is what to look at on it: a row, a field, a programme."""
        if self.session.locked:
            return
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

    def current_page(self) -> tuple[str, Page]:
        """The page in front, and its key."""
        return next((key, page) for key, page in self._pages.items() if page is self._stack.currentWidget())

    def has_page(self, key: str) -> bool:
        """Whether the page is there, seen or not."""
        return key in self._pages

    def drop_pages(self, *, but: Collection[QWidget] = ()) -> None:
        """Put pages away, made anew when they are next visited; all but those that these belong to."""
        kept = {ancestor for widget in but for ancestor in _ancestors(widget)}
        for key, page in list(self._pages.items()):
            if page not in kept:
                del self._pages[key]
                page.leave()
                self._stack.removeWidget(page)
                page.deleteLater()

    def add_banner(self, banner: QWidget) -> None:
        self._inside.insertWidget(self._inside.count() - 1, banner)

    def cover(self, widget: QWidget) -> None:
        """Show nothing but this, until `uncover`."""
        self._front.addWidget(widget)
        self._front.setCurrentWidget(widget)

    def uncover(self) -> None:
        self._front.setCurrentWidget(self._root)

    def _lock(self) -> None:
        if self._locking:
            self._locking.lock()
        elif self.session.path:
            self.say("没有口令的档案不用锁定；可以在“设置”里设口令")

    def say(self, words: str) -> None:
        self.status.showMessage(words, 8000)

    def _show_sums(self, words: str) -> None:
        self.status.show_sums(words)

    def open_file(self, path: Path) -> None:
        """A file that was dropped, double-clicked or passed as an argument."""
        from enclave_desktop.desktop.dropped import take

        take(self, self._surroundings, path)

    def show_packs(self) -> None:
        """Bring the rule packs into view."""
        self._go_to_card("PACKS")

    def open_record(self, path: "Place") -> None:
        """Open a record here, unless a window has it: that one comes to the front."""
        from enclave_desktop.desktop.doorbell import ring

        open_here = self.session.path or self.session.locked
        if not isinstance(path, Path):
            self.session.open(path)
        elif open_here is not None and open_here.resolve() == path.resolve():
            self.go(self._last_page())
        elif ring(path):
            self.say(f"“{path.stem}”已在另一个窗口打开，已把那个窗口放到前面")
        else:
            self.session.open(path)

    def _ask_record(self) -> None:
        from enclave_desktop.desktop.asking import RECORDS, ask_open

        ask_open(self, "打开档案", self.settings.record_folder, RECORDS, self.open_record)

    def _ask_server(self) -> None:
        from enclave_desktop.desktop.sharing.connect_dialog import ask_server

        ask_server(self, self.session)

    def _go_to_card(self, name: str) -> None:
        from enclave_desktop.desktop.pages import settings

        self.go("settings", getattr(settings, name))

    def _recent(self) -> list["Place"]:
        return self.settings.recent

    def _say_opening(self, path: "Place") -> None:
        """The frame of the page to come, with the record's name, while it is read."""
        self._opening = page = Page(self._surroundings)
        coming = self.sidebar.buttons[self._last_page()]
        coming.setChecked(True)
        page.title_label.setText(coming.text())
        page.subtitle.setText(f"{place_name(path)}　正在打开…")
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
            self.sidebar.record.show_record(self.session.place)

    def _show_where(self) -> None:
        self.status.show_record(self.session.place, self.backups.words, encrypted=self.session.encrypted)

    def _record_opened(self) -> None:
        place, locked = self.session.place, self.session.locked
        named = place or locked
        self._bell_soon.start()
        self.sidebar.set_record_open(place is not None)
        self.sidebar.record.show_record(named, lockable=self.session.encrypted)
        self._show_where()
        name = f"{place_name(named)}{'（已锁定）' if locked else ''} — " if named else ""
        self.setWindowTitle(f"{name}{TITLE}")
        self.setWindowFilePath(str(named) if isinstance(named, Path) else "")
        if place:
            self.settings.remember_record(place)
            self._get_lock()
            if self.session.shared:
                from enclave_desktop.desktop.sharing.together import attend

                attend(self)
            self._get_strip()
            shown = self._stack.currentWidget()
            if shown is not None and shown in (self._opening, self._pages.get("start")):
                self.go(self._last_page())
        elif not locked:
            self.go("start")

    def _get_strip(self) -> None:
        """Made with the first record that there is something to say of."""
        opening = self.session.opening
        if self._strip is None and (self.session.notices or (opening and opening.read_only)):
            from enclave_desktop.desktop.strip import Strip

            self._strip = Strip(self.session, self._inside.parentWidget() or self)
            self._inside.insertWidget(0, self._strip)

    def _get_lock(self) -> None:
        """Made with the first record that can be locked."""
        if self.session.encrypted and self._locking is None:
            from enclave_desktop.desktop.locking.locking import Locking

            self._locking = Locking(self)

    def _count_missing(self) -> None:
        if self.session.view:
            from enclave_desktop.desktop.missing import count_by_page

            for key, count in count_by_page(self.session.view).items():
                self.sidebar.buttons[key].set_count(count)

    def _failed(self, error: Exception) -> None:
        from enclave_desktop.desktop.problems import show_problem

        show_problem(self, error)
        self._give_up_opening()

    def _not_opened(self, opening: Opening, error: Exception) -> None:
        from enclave_desktop.desktop.opening import ask

        if not ask(self, self.session, opening, error, self._give_up_opening):
            self.session.failed.emit(error)

    def _give_up_opening(self) -> None:
        if self._opening is not None:
            self.go("start")

    def _hang_bell(self) -> None:
        """So that opening the record a second time brings this window to the front."""
        from enclave_desktop.desktop.clipboard_guard import guard
        from enclave_desktop.desktop.doorbell import Doorbell

        guard()
        if self._bell is None:
            self._bell = Doorbell(self)
            self._bell.rung.connect(self._come_to_front)
        self._bell.hang(self.session.path or self.session.locked)

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
        if self.session.place:
            self.settings.keep_text("page", shown[self._stack.currentWidget()])  # type: ignore[index]
        for page in self._pages.values():
            page.leave()
        if self._bell:
            self._bell.hang(None)
        super().closeEvent(event)


def _ancestors(widget: QWidget) -> Iterator[QWidget]:
    parent: QWidget | None = widget
    while parent is not None:
        yield parent
        parent = parent.parentWidget()
