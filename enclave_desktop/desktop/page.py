"""What every page is: a header with a title and its buttons, and a body that follows the session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.manual import show_manual
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.settings import Settings
from enclave_desktop.records.places import Place

if TYPE_CHECKING:
    from enclave_desktop.desktop.backups import Backups

MARGIN_LEFT, MARGIN_RIGHT = 24, 20
HEADER_HEIGHT = 60


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page needs of the window."""

    session: Session
    settings: Settings
    go: Callable[..., None]
    """Show another page: `go(key, target)`."""
    say: Callable[[str], None] = lambda words: None
    """Tell something in the status bar for a while."""
    show_sums: Callable[[str], None] = lambda words: None
    """Sums of what is selected, in the status bar."""
    open_record: Callable[[Place], None] = lambda path: None
    """Open a record here, or bring the window to the front that has it."""
    backups: "Backups | None" = None
    """Of the open record."""
    lock: Callable[[], None] = lambda: None
    """Lock the open record now, if it has a passphrase."""


class Page(QWidget):
    """One page. Subclasses fill `body`, and `show_view` whenever the record changed or the page is shown."""

    title = ""
    guide = ""
    """The section of the user guide that tells of it."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__()
        self.surroundings = surroundings
        self.session = surroundings.session
        self.setAccessibleName(self.title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.header_bar = self._header()
        whole.addWidget(self.header_bar)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        whole.addLayout(self.body, 1)
        self._stale = True
        self.session.changed.connect(self._changed)
        self.session.opened.connect(self._changed)

    def show_view(self, view: View | None) -> None:
        """Show what is on record now; None when no record is open."""

    def look_at(self, target: object) -> None:
        """Bring what another page points at into view."""

    def leave(self) -> None:
        """The page is put away for good: keep widths and the like."""

    def keep(self) -> object:
        """Where the user is, for `bring_back` on the same page made anew; of the record no more than digests."""
        return None

    def bring_back(self, kept: object) -> None:
        """Go where `keep` was asked, with what was typed and not saved."""

    @property
    def unfinished(self) -> bool:
        """Whether something typed cannot be saved as it is."""
        return False

    def shown(self, target: object = None) -> None:
        """The page comes to the front."""
        self._refresh()
        if target is not None:
            self.look_at(target)

    def _header(self) -> QFrame:
        bar = QFrame(self)
        bar.setObjectName("bar")
        bar.setFixedHeight(HEADER_HEIGHT)
        self.header = QHBoxLayout(bar)
        self.header.setContentsMargins(MARGIN_LEFT, 0, MARGIN_RIGHT, 0)
        self.header.setSpacing(8)
        self.title_label = QLabel(self.title, bar)
        self.title_label.setProperty("role", "title")
        self.header.addWidget(self.title_label)
        self.subtitle = QLabel("", bar)
        self.subtitle.setProperty("role", "second")
        self.header.addSpacing(8)
        self.header.addWidget(self.subtitle, 0, Qt.AlignmentFlag.AlignVCenter)
        self.header.addStretch(1)
        if self.guide:
            self.header.addWidget(self.help_link())
        return bar

    def help_link(self) -> QPushButton:
        """To the section of the user guide."""
        link = QPushButton("帮助", self)
        link.setProperty("kind", "link")
        link.setToolTip("这一页怎么用（F1）")
        link.clicked.connect(lambda: show_manual(self, self.guide))
        return link

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self._stale:
            self._stale = False
            self.show_view(self.session.view)
