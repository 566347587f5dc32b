"""Above a table: what to look for, which rows, and what to do with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton

from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.page import MARGIN_LEFT
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.writing_only import READ_ONLY

HEIGHT = 48


@dataclass(frozen=True, slots=True)
class Segment:
    """Some of the rows, under a name."""

    label: str
    matcher: Callable[[View], Callable[[Any], bool]]
    """Which rows are of it, in a view of the record."""


class Toolbar(QFrame):
    """One line of controls."""

    searched = Signal(str)
    segment_chosen = Signal(int)
    """0 is all rows."""
    remove_asked = Signal()
    unmask_asked = Signal()
    columns_menu = Signal(object)
    """The menu is about to be shown: fill it."""

    def __init__(self, title: str, hint: str, segments: Sequence[Segment], session: Session) -> None:
        super().__init__()
        self._session = session
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_LEFT, 0, 12, 0)
        row.setSpacing(4)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(f"查找{title}")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(236)
        self.search.addAction(icon("search_20_regular", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.searched)
        row.addWidget(self.search, 2)
        row.addSpacing(4)
        self._segments = [Segment("全部", lambda view: lambda row: True), *segments] if segments else []
        self._buttons: list[QPushButton] = []
        if segments:
            row.addWidget(self._segment_box(), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        eye = self._tool("eye_20_regular", "显示选中的敏感内容", self.unmask_asked.emit)
        self.columns = self._tool("column_triple_20_regular", "显示哪些列", None)
        menu = QMenu(self.columns)
        menu.aboutToShow.connect(lambda: self.columns_menu.emit(menu))
        self.columns.setMenu(menu)
        self.columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._remove = self._tool("delete_20_regular", "删除选中的行", self.remove_asked.emit)
        self._undo = self._tool("arrow_undo_20_regular", "撤销", session.undo)
        self._redo = self._tool("arrow_redo_20_regular", "重做", session.redo)
        for button in (eye, self.columns, self._remove, self._undo, self._redo):
            row.addWidget(button)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self._find)
        session.changed.connect(self._show_undo)
        session.opened.connect(self._show_undo)
        session.opened.connect(self._show_removable)
        self._show_undo()
        self.set_removable(0)

    def set_counts(self, counts: Sequence[int]) -> None:
        """How many rows each segment has."""
        for button, segment, count in zip(self._buttons, self._segments, counts, strict=False):
            button.setText(f"{segment.label} {count}")
            button.setAccessibleName(segment.label)
            button.setAccessibleDescription(f"{count} 行")

    def choose_segment(self, at: int) -> None:
        if 0 <= at < len(self._buttons):
            self._buttons[at].setChecked(True)

    def set_removable(self, count: int) -> None:
        self._removable = count
        self._show_removable()

    def _show_removable(self) -> None:
        count, writes = self._removable, self._session.writes
        self._remove.setEnabled(count > 0 and writes)
        tip = f"删除选中的 {count} 行" if count else "删除选中的行"
        self._remove.setToolTip(tip if writes else READ_ONLY)

    def _segment_box(self) -> QFrame:
        box = QFrame(self)
        box.setObjectName("segbox")
        row = QHBoxLayout(box)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        group = QButtonGroup(box)
        for at, segment in enumerate(self._segments):
            button = QPushButton(segment.label, box)
            button.setProperty("kind", "seg")
            button.setCheckable(True)
            button.setChecked(at == 0)
            button.clicked.connect(lambda _=False, at=at: self.segment_chosen.emit(at))
            group.addButton(button)
            self._buttons.append(button)
            row.addWidget(button)
        return box

    def _tool(self, name: str, words: str, act: Callable[[], Any] | None) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(20, 20))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if act:
            button.clicked.connect(act)
        return button

    def _show_undo(self) -> None:
        for button, words, verb in (
            (self._undo, self._session.undoable, "撤销"),
            (self._redo, self._session.redoable, "重做"),
        ):
            button.setEnabled(words is not None)
            button.setToolTip(f"{verb}：{words}" if words else verb)

    def _find(self) -> None:
        if self.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()


def fill_columns_menu(
    menu: QMenu, labels: Sequence[tuple[int, str, bool]], show: Callable[[int, bool], None]
) -> None:
    """A tick for each column that is shown."""
    menu.clear()
    for at, label, shown in labels:
        action = QAction(label, menu)
        action.setCheckable(True)
        action.setChecked(shown)
        action.toggled.connect(lambda on, at=at: show(at, on))
        menu.addAction(action)
